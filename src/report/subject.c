/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>

#include "subject.h"

/* LINE_PART: octets of a start line's part that are shown to people. */
enum { OFFERS = 16, LINE_PART = 120 };

static const struct round *
round_of(const struct diagnosis *d)
{
	const struct round *r = d->dossier.round;

	if (r == NULL)
		r = exchange_last_answered(d->exchange);
	return r != NULL ? r : exchange_last_round(d->exchange);
}

static struct str
first_present(struct str a, struct str b)
{
	return str_absent(a) ? b : a;
}

/* The user of the From URI: what the client says it is before it has sent credentials. */
static struct str
from_user(const struct message *m)
{
	struct sip_uri uri;

	sip_uri_parse(m->sip.from_uri, &uri);
	return uri.user;
}

static struct str
user_of(const struct diagnosis *d, const struct subject *s)
{
	struct str user = STR_ABSENT;
	bool fine = true;

	if (s->cred != NULL)
		user = s->cred->username;
	if (!str_absent(user) && d->arena != NULL) {
		struct str plain = auth_unquote(user, d->arena, &fine);

		return fine ? plain : user;
	}
	if (str_absent(user) && s->request != NULL)
		user = from_user(s->request);
	else if (str_absent(user) && s->response != NULL)
		user = from_user(s->response);
	return user;
}

/* Servers name themselves in Server or, many of them, in User-Agent (RFC 3261 20.35, 20.41). */
static struct str
product_of(const struct message *m)
{
	return m == NULL ? STR_ABSENT : first_present(m->sip.server, m->sip.user_agent);
}

static struct str
agent_of(const struct message *m)
{
	return m == NULL ? STR_ABSENT : m->sip.user_agent;
}

/* Whether the challenge for this realm in the message says stale=true. */
static bool
message_is_stale(const struct message *m, const struct exchange *x)
{
	struct challenge offers[OFFERS];
	size_t n = m == NULL ? 0 : challenges_of(&m->sip, offers, OFFERS);

	for (size_t i = 0; i < n && i < OFFERS; i++)
		if (auth_value_is(offers[i].realm, x->realm) && challenge_is_stale(&offers[i]))
			return true;
	return false;
}

void
subject_of(const struct diagnosis *d, struct subject *out)
{
	const struct round *r = round_of(d);

	*out = (struct subject){ .round = r };
	if (r == NULL)
		return;
	out->offer = r->offer;
	out->cred = r->cred;
	out->request = r->answer.msg != NULL ? r->answer.msg : r->request.msg;
	out->response = r->outcome.msg != NULL ? r->outcome.msg : r->challenge.msg;
	out->user = user_of(d, out);
	out->user_agent = first_present(agent_of(r->answer.msg), agent_of(r->request.msg));
	out->product = first_present(product_of(r->outcome.msg), product_of(r->challenge.msg));
	out->is_stale = (r->offer != NULL && challenge_is_stale(r->offer)) ||
			message_is_stale(r->outcome.msg, d->exchange);
}

void
subject_line(struct buf *out, const struct message *m)
{
	if (m->sip.is_request) {
		buf_add_clipped(out, m->sip.method, LINE_PART);
		buf_add(out, S(" "));
		buf_add_clipped(out, m->sip.request_uri, LINE_PART);
		return;
	}
	buf_addf(out, "%u", m->sip.status);
	if (!str_empty(m->sip.reason)) {
		buf_add(out, S(" "));
		buf_add_clipped(out, m->sip.reason, LINE_PART);
	}
}

/* "with 403 Forbidden" */
static void
add_response(struct buf *out, const char *before, const struct subject *s)
{
	if (s->response == NULL)
		return;
	buf_addf(out, "%s", before);
	subject_line(out, s->response);
}

void
subject_outcome(struct buf *out, const struct diagnosis *d, const struct subject *s)
{
	const struct message *m = s->request != NULL ? s->request : s->response;

	if (m != NULL && !str_empty(m->sip.method))
		buf_add_clipped(out, m->sip.method, LINE_PART);
	else
		buf_add(out, S("request"));
	switch (d->exchange->outcome) {
	case OUTCOME_ACCEPTED:
		add_response(out, " accepted with ", s);
		break;
	case OUTCOME_REJECTED:
		add_response(out, " refused with ", s);
		break;
	case OUTCOME_CANNOT_TELL:
		if (s->round != NULL && s->round->outcome.msg != NULL)
			add_response(out, " met ", s);
		else
			buf_add(out, S(" with an outcome that was not captured"));
		break;
	case OUTCOME_UNANSWERED:
		add_response(out, " challenged with ", s);
		buf_add(out, S(", never answered"));
		break;
	case OUTCOME_NO_RESPONSE:
		buf_add(out, d->exchange->answered_rounds > 0
				     ? S(" with credentials got no final response")
				     : S(" got no response"));
		break;
	case OUTCOME_OPEN:
		buf_add(out, S(" still open at the end of the capture"));
		break;
	}
	if (d->exchange->round_count > 1)
		buf_addf(out, ", %" PRIu64 " rounds", d->exchange->round_count);
}
