/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* Another round in which the same cnonce went with another nonce, or NULL. */
static const struct round *
round_with_same(const struct exchange *x, const struct round *r)
{
	for (size_t i = 0; i < x->kept; i++) {
		const struct credentials *c = x->rounds[i]->cred;

		if (c != NULL && x->rounds[i] != r && str_eq(c->cnonce, r->cred->cnonce) &&
		    !str_eq(c->nonce, r->cred->nonce))
			return x->rounds[i];
	}
	return NULL;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round, *other;
	char quoted[FINDING_QUOTE];

	if (str_empty(r->cred->cnonce))
		return VERDICT_NO;
	finding_quote(r->cred->cnonce, quoted);
	if (str_eq(r->cred->cnonce, r->cred->nonce)) {
		finding_cite_cred(f, r, "nonce", r->cred->nonce, NULL);
		finding_cite_cred(f, r, "cnonce", r->cred->cnonce,
				  "a random value of the client's own");
		finding_detail(f, "the cnonce \"%s\" repeats the nonce", quoted);
		return VERDICT_YES;
	}
	other = round_with_same(d->exchange, r);
	if (other == NULL)
		return VERDICT_NO;
	finding_cite_cred(f, other, "cnonce", other->cred->cnonce, NULL);
	finding_cite_cred(f, r, "cnonce", r->cred->cnonce, "a random value of the client's own");
	finding_detail(f, "the cnonce \"%s\" was sent with one nonce and again with another",
		       quoted);
	return VERDICT_YES;
}

const struct rule rule_weak_cnonce = {
	.code = "weak-cnonce",
	.title = "the client's cnonce repeats the nonce, or never changes",
	.meaning = "The cnonce is there so that whoever chooses the nonce does not choose all "
		   "of what is hashed. One that repeats the nonce, or stays the same from "
		   "challenge to challenge, does not serve for that. It is no reason to refuse "
		   "the answer.",
	.evidence = "The cnonce is the nonce itself, or went with another nonce in this exchange "
		    "too.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_NOTE,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 2617", "3.2.2", "the cnonce serves to avoid chosen plaintext attacks" },
		{ "RFC 2617", "4.9",
		  "it varies the input to the hash in a way not chosen by the attacker" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Make a new random cnonce for each challenge. JAIN-SIP's helper always sends "
		  "\"xyz\"." },
	},
	.needs = FACT_ANSWER,
	.judge = judge,
};
