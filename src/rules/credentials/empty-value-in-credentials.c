/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/*
 * With an empty response and no auts a client says that it could not verify AUTN (3GPP TS 24.229 5.1.1.5.3), and what
 * goes with auts is made without a password: aka-mac-failure, aka-sync-failure.
 */
static bool
is_word_of_aka(const struct round *r)
{
	return auth_algorithm_is_aka(r->offer->alg);
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	const struct credentials *c = r->cred;
	const struct {
		unsigned bit;
		struct str value;
	} rows[] = { { AUTH_NAME_USERNAME, c->username },
		     { AUTH_NAME_NONCE, c->nonce },
		     { AUTH_NAME_RESPONSE, c->response } };
	char names[FINDING_NAMES];
	unsigned empty = 0;

	if (str_empty(r->offer->nonce))
		return VERDICT_NO;
	for (size_t i = 0; i < COUNT(rows); i++) {
		/* Quotes doubled make a value look empty. */
		if (rows[i].bit == AUTH_NAME_RESPONSE && is_word_of_aka(r))
			continue;
		if (!str_absent(rows[i].value) && str_empty(rows[i].value) &&
		    (c->forms.broken & rows[i].bit) == 0)
			empty |= rows[i].bit;
	}
	if (empty == 0)
		return VERDICT_NO;
	finding_cite_offer(f, r, "nonce", r->offer->nonce, NULL);
	finding_cite_cred_names(f, r, empty, "a value", names);
	finding_detail(f, "empty in the answer: %s", names);
	return VERDICT_YES;
}

const struct rule rule_empty_value_in_credentials = {
	.code = "empty-value-in-credentials",
	.title = "the answer carries an empty value where the challenge gave one",
	.meaning = "The challenge had a nonce, and the answer has a parameter "
		   "without which no digest can be right, and leaves it empty: the "
		   "client did not read the challenge, or did not compute "
		   "anything.",
	.evidence = "The challenge has a nonce, and username, nonce or response of the "
		    "credentials is empty. Doubled quotes, which look so, are another cause; to a "
		    "challenge of AKA an empty response is lawful, and is not counted.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_LIKELY,
	.clauses = {
		{ "RFC 2617", "3.2.2",
		  "response is 32 hexadecimal digits, which prove that the user "
		  "knows a password" },
		{ "RFC 3261", "22.2",
		  "credentials are for the realm of the resource requested, with what "
		  "authentication and replay protection need" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "See that the challenge was parsed, and that user name and "
		  "password are set for this account (drachtio: auth.username). "
		  "sipexer: a version with pull request 34." },
		{ PARTY_SERVER,
		  "Nothing." },
	},
	.lookalikes = {
		{ "required-param-missing",
		  "there the parameter is not sent at all" },
		{ "aka-mac-failure",
		  "there the challenge is one of AKA, and the SIM did not take its AUTN" },
		{ "ims-preload-authorization",
		  "there the empty header comes before any challenge, as IMS has "
		  "it" },
	},
	.yields_to = { "wrong-authorization-header", "required-param-missing" },
	.needs = FACT_OFFER | FACT_ANSWER,
	.judge = judge,
};
