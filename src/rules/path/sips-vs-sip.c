/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static bool
is_sip(struct str scheme)
{
	return str_eq_nocase(scheme, S("sip")) || str_eq_nocase(scheme, S("sips"));
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	struct sip_uri uri, target;
	char one[FINDING_QUOTE], other[FINDING_QUOTE];

	/* What is allowed is a cause only of a refusal. */
	if (d->exchange->outcome != OUTCOME_ACCEPTED && d->exchange->outcome != OUTCOME_REJECTED)
		return VERDICT_NO;
	sip_uri_parse(r->cred->uri, &uri);
	sip_uri_parse(r->answer.msg->sip.request_uri, &target);
	if (!is_sip(uri.scheme) || !is_sip(target.scheme) ||
	    str_eq_nocase(uri.scheme, target.scheme))
		return VERDICT_NO;
	finding_cite_cred_text(f, r, "uri", r->cred->uri, r->answer.msg->sip.request_uri);
	finding_cite(f, r->answer.msg, r->answer.msg->sip.request_uri, "answer");
	finding_detail(f, "uri is \"%s\", the Request-URI \"%s\"", finding_quote(r->cred->uri, one),
		       finding_quote(r->answer.msg->sip.request_uri, other));
	return VERDICT_YES;
}

const struct rule rule_sips_vs_sip = {
	.code = "sips-vs-sip",
	.title = "the credentials are for a sips URI and the request for a sip one, or the reverse",
	.meaning = "The uri parameter and the Request-URI differ in their scheme. They are two "
		   "different resources. A server that compares the two, or hashes the "
		   "Request-URI, refuses the answer; most take uri as it stands.",
	.evidence = "The uri of the credentials is a SIP URI and the Request-URI a SIPS URI, or "
		    "the other way round.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_FORM,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 3261", "19.1.4", "a SIP and a SIPS URI are never equivalent" },
		{ "RFC 3261", "22.4",
		  "the uri and the Request-URI may differ, since proxies forward to others "
		  "(item 6)" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Use one scheme throughout: \"sip:…;transport=tls\" for TLS to the next hop, "
		  "which is what most providers expect, or \"sips:\" everywhere." },
		{ PARTY_SERVER,
		  "Do not compare uri with the Request-URI octet by octet, and hash uri as it was "
		  "sent." },
	},
	.lookalikes = {
		{ "digest-uri-mismatch",
		  "there the two differ in something else than their scheme" },
		{ "client-hashed-request-uri",
		  "with the password sipwhy shows over which URI was hashed" },
		{ "wrong-password", "the password shows whether the digest is right" },
	},
	.reasons = { "digest uri mismatch", "digest-uri mismatch", "invalid digest uri", "uri mismatch", "uri does not match", "invalid uri" },
	.needs = FACT_ANSWER,
	.judge = judge,
};
