/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	const struct credentials *c = r->cred;
	bool cnonce = !str_absent(c->cnonce), nc = !str_absent(c->nc);

	if (!str_absent(c->qop) || (!cnonce && !nc))
		return VERDICT_NO;

	/* What was offered tells how to mend it, so it is shown where it is known. */
	if (r->offer != NULL && str_eq(c->nonce, r->offer->nonce))
		finding_cite_offer(f, r, "qop", r->offer->qop, NULL);
	finding_cite_cred(f, r, "qop", STR_ABSENT, "qop, or neither cnonce nor nc");
	if (cnonce)
		finding_cite_cred(f, r, "cnonce", c->cnonce, NULL);
	if (nc)
		finding_cite_cred(f, r, "nc", c->nc, NULL);
	finding_detail(f, "the answer carries %s without qop",
		       cnonce && nc ? "cnonce and nc"
		       : cnonce     ? "cnonce"
				    : "nc");
	return VERDICT_YES;
}

const struct rule rule_cnonce_without_qop = {
	.code = "cnonce-without-qop",
	.title = "the client sends cnonce or nc without qop",
	.meaning = "cnonce and nc have a meaning only together with qop. Without it a server "
		   "computes the form of RFC 2069, which leaves them out; a client that hashed "
		   "them nevertheless is refused. Which form it hashed is told by the password.",
	.evidence = "The credentials have cnonce or nc, and no qop.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_FORM,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 3261", "22.4",
		  "a cnonce must not be sent where no qop has been sent (item 8)" },
		{ "RFC 2617", "3.2.2",
		  "cnonce and nc must not be specified if the challenge carried no qop" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Where the challenge offers qop, send qop=auth with them and hash all three; "
		  "where it does not, send neither cnonce nor nc and hash HA1:nonce:HA2. "
		  "ESP-ADF: upgrade the esp_sip library." },
		{ PARTY_SERVER,
		  "Offering qop=\"auth\" in the challenge, as RFC 3261 demands of servers, may "
		  "be enough for such a client." },
	},
	.lookalikes = {
		{ "qop-missing-in-response", "there none of the three is sent" },
		{ "qop-incomplete-set", "the reverse: qop is sent, and cnonce or nc is not" },
	},
	.reasons = { "cnonce without qop", "unexpected cnonce" },
	/* Many servers bear this; a digest that is wrong for the secret none bears. */
	.needs = FACT_ANSWER,
	.judge = judge,
};
