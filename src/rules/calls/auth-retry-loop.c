/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>

#include <sipwhy/rule.h>

/* pjsip tries three times in a row when the nonce changes: that is no loop. */
enum { TRIES = 4 };
/* So many in this time, or more. */
#define FOR_TRIES_NS ((int64_t)10 * 1000 * 1000 * 1000)

static const struct round *
first_answered(const struct exchange *x)
{
	for (size_t i = 0; i < x->kept; i++) {
		if (x->rounds[i]->cred != NULL)
			return x->rounds[i];
	}
	return NULL;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct exchange *x = d->exchange;
	const struct round *first = first_answered(x), *last = exchange_last_answered(x);
	int64_t took_ns;

	if (x->answered_rounds < TRIES || x->stale_in_row > 0 || first == NULL || first == last)
		return VERDICT_NO;
	f->missing = (FACT_BOTH_DIRECTIONS | FACT_NO_GAP) & ~d->facts;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	if (!round_refused(last))
		return VERDICT_NO;
	took_ns = last->answer.msg->seen.ts_ns - first->answer.msg->seen.ts_ns;
	if (took_ns / (int64_t)x->answered_rounds > FOR_TRIES_NS / TRIES)
		return VERDICT_NO;
	finding_cite_line(f, first->answer.msg, "first answer");
	finding_cite_line(f, last->answer.msg, "last answer");
	finding_cite_line(f, last->outcome.msg, "response to it");
	finding_detail(f, "%" PRIu64 " requests with credentials in %" PRId64 " ms.",
		       x->answered_rounds, took_ns / 1000000);
	return VERDICT_YES;
}

const struct rule rule_auth_retry_loop = {
	.code = "auth-retry-loop",
	.title = "the client sends credentials again and again though they are refused",
	.meaning = "The server refuses each answer without saying stale=true, and the client tries "
		   "again at once. This does not cause the refusal, but makes it worse: bans "
		   "(fail2ban, pike) and locked accounts follow.",
	.evidence = "At least four requests with credentials in a row, one every 2.5 s or faster, "
		    "of which the last is refused without stale=true. With gaps in the capture "
		    "nothing is said.",
	.asks = FACT_BOTH_DIRECTIONS | FACT_NO_GAP,
	.party = PARTY_CLIENT,
	.severity = SEVERITY_WARNING,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 3261", "22.1",
		  "credentials that were just rejected must not be sent again, though the "
		  "request may be where the nonce was stale" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Stop after the first refusal that does not say stale=true, and try again only "
		  "after minutes, or when the password was changed. baresip: a version with "
		  "re pull request 1143." },
		{ PARTY_SERVER,
		  "A 403 instead of a further challenge ends the loop of most clients." },
	},
	.lookalikes = {
		{ "stale-nonce-loop", "there the server asks for each try by stale=true" },
	},
	.needs = 0,
	.judge = judge,
};
