/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* Without quotes, in '…', or ""…"". */
static bool
is_badly_quoted(const struct round *r, const struct auth_param *e)
{
	if (!e->quoted && (e->odd & AUTH_PARAM_NO_VALUE) == 0)
		return true;
	if (e->quoted && e->value.len == 0)
		return (e->odd & AUTH_PARAM_TRAILING) != 0;
	return r->offer != NULL && nonce_differs_by_quotes(e->value, r->offer->nonce);
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	struct auth_param e;
	char text[FINDING_QUOTE];

	if (finding_rewritten(f, d, "nonce-quoted-badly") == VERDICT_YES)
		return VERDICT_YES;
	if ((r->cred->forms.typographic & AUTH_NAME_NONCE) != 0 ||
	    !auth_param_find(r->cred->raw, r->cred->scheme, S("nonce"), 0, &e) ||
	    !is_badly_quoted(r, &e))
		return VERDICT_NO;
	if (r->offer != NULL)
		finding_cite_offer_whole(f, r, "nonce", 0, NULL);
	finding_cite_cred(f, r, "nonce", e.raw, "one pair of double quotes");
	finding_detail(f, "the answer has %s", finding_quote(e.raw, text));
	return VERDICT_YES;
}

const struct rule rule_nonce_quoted_badly = {
	.code = "nonce-quoted-badly",
	.title = "the nonce is sent, or hashed, with wrong quotes",
	.meaning = "The nonce came back whole, but not in one pair of double quotes: without any, in "
		   "two, in single ones, or with the quotes escaped. What a server takes for the "
		   "nonce, and what the client hashed, may then have quotes in it. With the password "
		   "the digest shows a nonce that was hashed with its quotes, decoded or cut.",
	.evidence = "The nonce of the credentials stands without quotes, or is the challenge's "
		    "with quotes too many. With the password it is also tried as hashed with its "
		    "quotes, decoded or cut.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_FORM,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 3261", "25.1",
		  "nonce-value is a quoted string" },
		{ "RFC 2617", "3.2.2.1",
		  "hashed is the nonce without its quotes" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Take the quotes off when the challenge is read, hash the bare "
		  "text, and put one pair of double quotes around it in the "
		  "answer." },
		{ PARTY_SERVER,
		  "A nonce of letters and digits alone is read right by most, "
		  "even without quotes." },
	},
	.lookalikes = {
		{ "nonce-altered",
		  "there the text of the nonce has changed" },
		{ "quoted-value-unquoted",
		  "there other values lack their quotes too" },
		{ "wrong-password",
		  "with the password the digest tells" },
	},
	.reasons = { "invalid nonce", "bad nonce", "malformed nonce", "unknown nonce" },
	.yields_to = { "quoted-value-unquoted" },
	.needs = FACT_ANSWER,
	.judge = judge,
};
