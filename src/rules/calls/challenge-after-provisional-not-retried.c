/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct exchange *x = d->exchange;
	const struct round *r = exchange_last_round(x);

	/* Many servers send a 100 first: what else keeps silent says nothing of it. */
	if (!str_eq(unanswered_method(x), S("INVITE")) || !r->after_provisional ||
	    x->retries_bare > 0 || !x->answers_others)
		return VERDICT_NO;
	f->missing = unanswered_missing(d);
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	finding_cite_line(f, r->challenge.msg, "challenge");
	finding_cite_line(f, r->request.msg, "challenged request");
	finding_detail(f, "A provisional response came before the challenge; the client answers "
			  "other challenges.");
	return VERDICT_YES;
}

const struct rule rule_challenge_after_provisional_not_retried = {
	.code = "challenge-after-provisional-not-retried",
	.title = "the client does not answer a challenge that comes after a provisional response",
	.meaning = "The INVITE met a 100 or 18x first and a challenge then, and the client did not "
		   "send it again with credentials, though it answers other challenges. Some clients "
		   "do so only when the challenge is the first response.",
	.evidence = "A 1xx came before the challenge of the INVITE, and no request with "
		    "credentials came after, though the client sends this server credentials in "
		    "other exchanges.",
	.sure = "Possible: a caller who hangs up after the challenge leaves the same packets, and "
		"that it is the provisional response which the client stumbles over is inferred.",
	.asks = FACT_CHALLENGE | FACT_NO_ANSWER,
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_GENERAL,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_POSSIBLE,
	.clauses = {
		{ "RFC 3261", "8.1.3.5",
		  "after a 401 or 407 the request should be retried with credentials" },
		{ "RFC 3261", "17.1.1.2",
		  "a final response of 300 to 699 is handed up in the state Proceeding as well" },
	},
	.advice = {
		{ PARTY_CLIENT, "Use a current version; old ones of pjsip had this fault (issue 660)." },
		{ PARTY_SERVER, "Challenge before the request is forwarded or acknowledged with 100." },
	},
	.lookalikes = {
		{ "call-cancelled-before-retry",
		  "who hangs up after the challenge sends no CANCEL: ask the caller" },
		{ "challenge-unanswered",
		  "whether the client answers challenges that come without a 1xx tells" },
	},
	.yields_to = { "retry-without-credentials" },
	.needs = 0,
	.judge = judge,
};
