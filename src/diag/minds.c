/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/dossier.h>
#include <sipwhy/exchange.h>
#include <sipwhy/refusal.h>

enum { ALL_WORDS = 64 };

enum verdict
dossier_minds(const struct dossier *d, const char *const words[], unsigned *missing)
{
	/* Beside a refusal it counts that the same was accepted. */
	if (d->to_compare && d->exchange->outcome == OUTCOME_ACCEPTED)
		return VERDICT_YES;
	if ((d->facts & FACT_REFUSED) == 0)
		return VERDICT_NO;
	if (!str_absent(response_says(d->round->outcome.msg, words, ALL_WORDS)))
		return VERDICT_YES;
	if (d->digest->check == VERIFY_MATCH)
		return VERDICT_YES;
	if (d->digest->check == VERIFY_MISMATCH)
		return VERDICT_NO;
	*missing = FACT_DIGEST;
	return VERDICT_CANNOT_TELL;
}

enum verdict
dossier_no_occasion(const struct dossier *d)
{
	return d->to_compare ? VERDICT_CANNOT_TELL : VERDICT_NO;
}

struct str
response_of_nonce(const struct message *m)
{
	static const char *const of_nonce[] = { "nonce", "stale", NULL };

	return response_says(m, of_nonce, ALL_WORDS);
}

struct str
response_of_check(const struct message *m)
{
	struct str of = response_says(m, words_of_credentials, ALL_WORDS);

	return !str_absent(of) ? of : response_of_nonce(m);
}
