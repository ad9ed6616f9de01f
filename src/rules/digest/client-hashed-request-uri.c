/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include <sipwhy/rule.h>

/* One hash cannot be right for two URIs, and the server found it right for the other. */
static enum verdict
judge_copied(const struct dossier *d, struct finding *f)
{
	const struct answer_seen *o = d->kin != NULL ? d->kin->other_uri : NULL;
	const struct round *r = d->round;
	char mine[FINDING_QUOTE], other[FINDING_QUOTE];

	if (o == NULL || !o->accepted || (d->facts & FACT_REFUSED) == 0) {
		f->missing = FACT_DIGEST;
		return VERDICT_CANNOT_TELL;
	}
	finding_cite_cred_text(f, r, "uri", r->cred->uri, o->cred.uri);
	finding_cite_cred(f, r, "response", r->cred->response, "made from the uri that was sent");
	finding_cite_witness(f, &o->where, "response", o->cred.response);
	finding_detail(f, "uri=\"%s\" has the response that was accepted for \"%s\".",
		       finding_quote(r->cred->uri, mine), finding_quote(o->cred.uri, other));
	return VERDICT_YES;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct verify *v = d->digest;
	const struct round *r = d->round;
	struct str hashed = STR_ABSENT;
	char sent_text[FINDING_QUOTE], hashed_text[FINDING_QUOTE];

	if ((d->facts & FACT_DIGEST) == 0)
		return judge_copied(d, f);
	if (!verify_proves(d->digest, "client-hashed-request-uri"))
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
	.evidence = "The response is made again from the password with other URIs; it counts if "
		    "the digits are those that were sent. Without it, the same response was "
		    "accepted for another uri.",
	.sure = "A rewrite with the password, or its HA1, that gives the very response makes it "
		"likely; proven, if the server accepted an answer of this account that the same "
		"password makes. Without any secret, a response that was accepted for another uri "
		"makes it likely.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_DIGEST,
	.basis = BASIS_HASH,
	.clauses = {
		{ "RFC 2617", "3.2.2.3",
		  "the second part of the hash is made from the method and the uri parameter as "
		  "sent" },
		{ "RFC 3261", "22.4",
		  "that the uri parameter differs from the Request-URI is not necessarily a "
		  "failure (item 6)" },
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
	.needs = 0,
	.judge = judge,
};
