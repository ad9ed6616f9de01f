/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	struct sip_uri u;
	char text[FINDING_QUOTE];

	sip_uri_parse(r->cred->uri, &u);
	/* Brackets are digest-uri-delimited's. */
	if (str_absent(r->cred->uri) || !str_empty(u.scheme) || str_index(r->cred->uri, '<') >= 0 ||
	    (r->cred->forms.broken & AUTH_NAME_URI) != 0 ||
	    str_eq(r->cred->uri, r->answer.msg->sip.request_uri))
		return VERDICT_NO;
	finding_cite_cred_text(f, r, "uri", r->cred->uri, r->answer.msg->sip.request_uri);
	finding_detail(f, "the uri parameter is \"%s\"", finding_quote(r->cred->uri, text));
	return VERDICT_YES;
}

const struct rule rule_digest_uri_not_sip = {
	.code = "digest-uri-not-sip",
	.title = "the uri parameter is empty or no SIP URI",
	.meaning = "The uri of the credentials is what the request is for, and a "
		   "server reads and hashes it as a URI. This one is empty, or a "
		   "bare host, number or path without a scheme.",
	.evidence = "The uri of the credentials has no scheme, and is not the Request-URI as it "
		    "stands. Angle brackets and broken quotes are other causes.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_FORM,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 3261", "22.4",
		  "the uri parameter is a Request-URI in quotes (items 2 and 3)" },
		{ "RFC 3261", "25.1",
		  "a Request-URI is a SIP or SIPS URI, or another URI with its scheme" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Put the whole Request-URI there, sip: and all, and hash that "
		  "text." },
		{ PARTY_SERVER,
		  "Nothing." },
	},
	.lookalikes = {
		{ "digest-uri-mismatch",
		  "there it is a URI, and another one" },
		{ "digest-uri-delimited",
		  "there a URI stands in brackets" },
	},
	.reasons = { "invalid uri in auth*", "bad digest uri", "invalid digest uri", "bad digest-uri", "invalid digest-uri", "malformed digest-uri" },
	.needs = FACT_ANSWER | FACT_ANSWER_HEADERS,
	.judge = judge,
};
