/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/exchange.h>

bool
round_outlived_nonce(const struct round *r)
{
	/* It counts in whole seconds: one more may have begun when it was issued. */
	return r->nonce_time.lifetime_s > 0 &&
	       r->nonce_age_ns / 1000000000 > r->nonce_time.lifetime_s;
}

const struct round *
exchange_first_round(const struct exchange *x)
{
	return x->rounds[0];
}

const struct round *
exchange_last_round(const struct exchange *x)
{
	return x->rounds[x->kept - 1];
}

const struct round *
exchange_last_answered(const struct exchange *x)
{
	for (size_t i = x->kept; i-- > 0;) {
		if (x->rounds[i]->cred != NULL)
			return x->rounds[i];
	}
	return NULL;
}

/* The last message that a round has, in the order in which they come. */
static const struct message *
last_message(const struct round *r)
{
	const struct message *order[] = { r->outcome.msg, r->answer.msg, r->challenge.msg,
					  r->request.msg };

	for (size_t i = 0; i < COUNT(order); i++) {
		if (order[i] != NULL)
			return order[i];
	}
	return NULL;
}

const struct message *
exchange_stripped(const struct exchange *x)
{
	for (size_t i = x->kept; i-- > 0;) {
		if (x->rounds[i]->stripped)
			return x->rounds[i]->answer.elsewhere;
	}
	return NULL;
}

const struct message *
exchange_deciding(const struct exchange *x)
{
	const struct round *answered = exchange_last_answered(x);

	if (x->outcome == OUTCOME_REJECTED && answered != NULL && answered->outcome.msg != NULL)
		return answered->outcome.msg;
	for (size_t i = x->kept; i-- > 0;) {
		const struct message *m = last_message(x->rounds[i]);

		if (m != NULL)
			return m;
	}
	return NULL;
}

void
exchange_free(struct exchange *x)
{
	if (x == NULL)
		return;
	for (size_t i = 0; i < x->kept; i++)
		arena_free(x->rounds[i]->arena);
	arena_free(x->arena);
}

bool
exchange_was_cancelled(const struct exchange *x)
{
	return x->cancelled && x->answered_rounds == 0;
}

/* `m` may be the response to it, which tells its method. */
static bool
is_ping(const struct message *m)
{
	const struct sip_hdr *event;

	if (str_eq(m->sip.cseq.method, S("OPTIONS")))
		return true;
	event = m->sip.is_request && str_eq(m->sip.method, S("NOTIFY"))
			? sip_msg_hdr_named(&m->sip, S("Event"))
			: NULL;
	return event != NULL && str_eq_nocase(event->value, S("keep-alive"));
}

bool
exchange_was_ping(const struct exchange *x)
{
	const struct round *r = exchange_last_round(x);

	if (x->answered_rounds > 0 || x->never_challenged)
		return false;
	if (r->request.msg != NULL)
		return is_ping(r->request.msg);
	return r->challenge.msg != NULL && is_ping(r->challenge.msg);
}

bool
exchange_nobody_failed(const struct exchange *x)
{
	return x->outcome == OUTCOME_ACCEPTED || exchange_was_cancelled(x) || x->let_go ||
	       exchange_was_ping(x);
}

size_t
exchange_held(const struct exchange *x)
{
	size_t held = arena_held(x->arena);

	for (size_t i = 0; i < x->kept; i++)
		held += arena_held(x->rounds[i]->arena);
	return held;
}

const char *
outcome_name(enum outcome o)
{
	static const char *const names[] = {
		[OUTCOME_ACCEPTED] = "accepted",       [OUTCOME_REJECTED] = "rejected",
		[OUTCOME_CANNOT_TELL] = "cannot-tell", [OUTCOME_UNANSWERED] = "unanswered",
		[OUTCOME_NO_RESPONSE] = "no-response", [OUTCOME_OPEN] = "open",
	};

	return names[o];
}

const char *
outcome_how_name(enum outcome_how h)
{
	static const char *const names[] = {
		[HOW_NONE] = "",
		[HOW_FORBIDDEN] = "forbidden",
		[HOW_RE_CHALLENGED] = "re-challenged",
		[HOW_STALE_LOOP] = "stale-loop",
		[HOW_BAD_REQUEST] = "bad-request",
		[HOW_NOT_FOUND] = "not-found",
		[HOW_SERVER_ERROR] = "server-error",
		[HOW_OTHER] = "other",
	};

	return names[h];
}
