/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include <sipwhy/rule.h>

/* Whether this rewrite of what was sent is the one that this rule stands for. */
static bool
stands_for(const struct hypothesis *h)
{
	return h != NULL && h->cause != NULL && strcmp(h->cause, "client-hashed-request-uri") == 0;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct verify *v = d->digest;
	const struct round *r = d->round;
	struct str hashed = STR_ABSENT;
	char sent_text[FINDING_QUOTE], hashed_text[FINDING_QUOTE];

	if (!stands_for(d->digest->hashed) && !stands_for(d->digest->also))
		return VERDICT_NO;
	for (size_t i = 0; i < COUNT(v->differs); i++) {
		if (v->differs[i].input != NULL && strcmp(v->differs[i].input, "uri") == 0)
			hashed = v->differs[i].hashed;
	}
	finding_cite_cred_text(f, r, "uri", r->cred->uri, hashed);
	finding_cite_cred(f, r, "response", r->cred->response, "made from the uri that was sent");
	finding_detail(f, "uri=\"%s\" was sent, \"%s\" was hashed.",
		       finding_quote(r->cred->uri, sent_text), finding_quote(hashed, hashed_text));
	return VERDICT_YES;
}

const struct rule rule_client_hashed_request_uri = {
	.code = "client-hashed-request-uri",
	.title = "the response is made from another URI than the header says",
	.meaning = "The password is right, but the client hashed another URI than the one that it "
		   "sends in the uri parameter: the Request-URI, or one without port or "
		   "parameters. The server computes with what was sent and gets another response.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_DIGEST,
	.basis = BASIS_HASH,
	.clauses = {
		{ "RFC 2617", "3.2.2.3",
		  "the second part of the hash is made from the method and the uri parameter as "
		  "sent" },
		{ "RFC 3261", "22.4",
		  "the uri parameter may differ from the Request-URI; what counts is that the "
		  "response is made from it" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Compute the response from the very text of the uri parameter. Who rewrites the "
		  "URI later (a port or ;transport= added, an SBC, a script) has to compute it "
		  "anew." },
		{ PARTY_MIDDLEBOX,
		  "If a gateway on the way rewrote the uri parameter, switch its SIP ALG off or "
		  "use TLS." },
	},
	.lookalikes = {
		{ "alg-rewrote-request",
		  "a capture at the client's own port shows whether the uri left it so" },
		{ "wrong-password", "a wrong password fits none of the URIs" },
	},
	.needs = FACT_DIGEST,
	.judge = judge,
};
