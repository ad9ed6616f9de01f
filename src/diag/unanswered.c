/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

struct str
unanswered_method(const struct exchange *x)
{
	const struct round *r = exchange_last_round(x);

	if (x->answered_rounds > 0 || x->cancelled || x->outcome == OUTCOME_ACCEPTED ||
	    x->outcome == OUTCOME_REJECTED || r->challenge.msg == NULL)
		return STR_ABSENT;
	return r->challenge.msg->sip.cseq.method;
}

unsigned
unanswered_missing(const struct dossier *d)
{
	return (FACT_CHALLENGE | FACT_NO_ANSWER) & ~d->facts;
}

enum causality
unanswered_grade(const struct dossier *d)
{
	const struct message *m = exchange_last_round(d->exchange)->challenge.msg;
	bool sure = m != NULL && m->seen.transport == TRANSPORT_UDP &&
		    (d->exchange->loss & LOSS_DROPS) == 0;

	return sure ? CAUSALITY_LIKELY : CAUSALITY_POSSIBLE;
}
