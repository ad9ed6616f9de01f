/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	const struct credentials *c = r->cred;
	char quoted[FINDING_QUOTE];

	if (d->exchange->outcome != OUTCOME_ACCEPTED || r->outcome.msg == NULL ||
	    r->outcome.msg->sip.status >= 300 || !str_eq(c->nonce, r->offer->nonce))
		return VERDICT_NO;
	if (!qop_has(r->offer->qop, S("auth")) && !qop_has(r->offer->qop, S("auth-int")))
		return VERDICT_NO;
	if (!str_absent(c->qop) || !str_absent(c->cnonce) || !str_absent(c->nc))
		return VERDICT_NO;
	finding_cite_offer(f, r, "qop", r->offer->qop, NULL);
	finding_cite_cred(f, r, "qop", STR_ABSENT, NULL);
	finding_cite_line(f, r->outcome.msg, "outcome");
	finding_detail(f, "qop=\"%s\" is offered, the answer has none, and the server takes it",
		       finding_quote(r->offer->qop, quoted));
	return VERDICT_YES;
}

const struct rule rule_server_lenient_2069 = {
	.code = "server-lenient-2069",
	.title = "the server accepts an answer in the form of RFC 2069 though it offers qop",
	.meaning = "The server offered a quality of protection, the client answered without it, "
		   "and was accepted. That is no fault of the server, which must take such answers. "
		   "It tells that a missing qop is not why this server refuses somebody else.",
	.evidence = "The challenge offers auth or auth-int, the credentials with its nonce have "
		    "none of qop, cnonce and nc, and the server accepts them.",
	.party = PARTY_SERVER,
	.severity = SEVERITY_NOTE,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 3261", "22.4",
		  "servers must be able to receive answers without qop, for clients of RFC 2543 "
		  "(item 8)" },
	},
	.advice = {
		{ PARTY_SERVER, "Nothing has to be changed." },
		{ PARTY_CLIENT,
		  "Send qop, cnonce and nc all the same: not every server is as patient." },
	},
	.needs = FACT_OFFER | FACT_ANSWER,
	.judge = judge,
};
