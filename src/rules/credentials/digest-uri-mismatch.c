/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static const char *const words[] = { "digest uri mismatch", "digest-uri mismatch",
				     "wrong digest uri",    "bad digest uri",
				     "invalid digest uri",  "invalid digest-uri",
				     "auth uri mismatch",   "uri does not match",
				     "uri mismatch",        NULL };

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	struct str asked = r->answer.msg->sip.request_uri;
	enum verdict minds;
	char quoted[2][FINDING_QUOTE];

	if (str_empty(r->cred->uri) || str_empty(asked) || str_eq(r->cred->uri, asked))
		return VERDICT_NO;
	minds = dossier_minds(d, words, &f->missing);
	if (minds != VERDICT_YES)
		return minds;
	finding_cite(f, r->answer.msg, asked, "answer");
	finding_cite_cred_text(f, r, "uri", r->cred->uri, asked);
	finding_detail(f, "the Request-URI is %s, the uri parameter %s",
		       finding_quote(asked, quoted[0]), finding_quote(r->cred->uri, quoted[1]));
	return VERDICT_YES;
}

const struct rule rule_digest_uri_mismatch = {
	.code = "digest-uri-mismatch",
	.title = "the uri parameter is not the Request-URI, and the server minds",
	.meaning = "The uri of the credentials differs from the Request-URI. In "
		   "SIP that is no fault by itself, and the digest is made from "
		   "what is sent; but some border controllers and carriers insist "
		   "that both are the same.",
	.evidence = "The uri of the credentials is not the Request-URI, octet by octet. It is "
		    "held against them only if the server's words name it, or the password shows "
		    "that the digest is right.",
	.words = words,
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_GENERAL,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 3261", "22.4",
		  "a server may see whether it serves the user of the uri; that it differs from "
		  "the Request-URI is not necessarily a failure (item 6)" },
		{ "RFC 8760", "2.6",
		  "a server must see whether it serves the user of the uri; it may accept the "
		  "request though the two differ (item 6)" },
		{ "RFC 2617", "3.2.2.5",
		  "proxies may alter the request line; the server must see that it names the "
		  "same resource as the uri, and should answer 400 if not" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Put the Request-URI into the uri parameter as it is sent, with "
		  "port and parameters, and hash that." },
		{ PARTY_SERVER,
		  "Compare the resource, or leave the comparison out, as RFC 3261 "
		  "allows." },
	},
	.lookalikes = {
		{ "sips-vs-sip", "there the two differ in their scheme" },
		{ "client-hashed-request-uri",
		  "there the digest is made from the other of the two" },
		{ "403-after-correct-digest",
		  "a server that forbids the account refuses a right digest too" },
	},
	.needs = FACT_ANSWER | FACT_ANSWER_HEADERS,
	.judge = judge,
};
