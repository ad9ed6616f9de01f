/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>

#include "ladder.h"

enum { AUTHS = 16, NONCE_SHOWN = 24 };

static bool
is_same(const struct message *a, const struct message *b)
{
	return a == b || (a->seen.input == b->seen.input && a->seen.frame == b->seen.frame &&
			  str_eq(a->sip.raw, b->sip.raw));
}

/* What was the outcome of one round is the challenge of the next; what answered it, its request. */
static struct rung *
find(struct ladder *l, const struct message *m)
{
	for (size_t i = l->count; i-- > 0;)
		if (l->rungs[i].message != NULL && is_same(l->rungs[i].message, m))
			return &l->rungs[i];
	return NULL;
}

static void
add(struct ladder *l, const struct step_message *step)
{
	struct rung *known = step->msg == NULL ? NULL : find(l, step->msg);

	if (known != NULL && known->copies < step->copies)
		known->copies = step->copies;
	if (step->msg == NULL || known != NULL || l->count == LADDER_RUNGS)
		return;
	l->rungs[l->count++] = (struct rung){ .message = step->msg, .copies = step->copies };
}

/* A sighting on a further leg, after all that is not later. */
static void
insert(struct ladder *l, const struct message *m)
{
	size_t at = l->count;

	if (m == NULL || find(l, m) != NULL || l->count == LADDER_RUNGS)
		return;
	while (at > 0 && l->rungs[at - 1].message != NULL &&
	       l->rungs[at - 1].message->seen.ts_ns > m->seen.ts_ns) {
		l->rungs[at] = l->rungs[at - 1];
		at--;
	}
	l->rungs[at] = (struct rung){ .message = m, .copies = 1 };
	l->count++;
}

static void
add_quoted(struct buf *note, const char *name, struct str value)
{
	if (str_absent(value))
		return;
	buf_addf(note, ", %s \"", name);
	buf_add_clipped(note, value, 40);
	buf_add(note, S("\""));
}

static void
note_challenge(struct buf *note, const struct exchange *x, const struct challenge *c, size_t more)
{
	buf_addf(note, "challenge");
	if (!c->is_digest)
		add_quoted(note, "scheme", c->scheme);
	if (!auth_value_is(c->realm, x->realm))
		add_quoted(note, "realm", c->realm);
	if (!str_absent(c->nonce)) {
		buf_addf(note, ", nonce ");
		buf_add_clipped(note, c->nonce, NONCE_SHOWN);
	}
	add_quoted(note, "qop", c->qop);
	if (challenge_is_stale(c))
		buf_addf(note, ", stale=true");
	if (more > 0)
		buf_addf(note, " (and %zu more)", more);
}

static void
note_credentials(struct buf *note, const struct exchange *x, const struct credentials *c,
		 bool qop_offered)
{
	if (credentials_only_name(c)) {
		buf_addf(note, "name, no credentials yet");
		return;
	}
	buf_addf(note, "credentials");
	if (!auth_value_is(c->realm, x->realm))
		add_quoted(note, "realm", c->realm);
	if (str_absent(c->qop) && qop_offered && (c->odd & AUTH_CUT) == 0)
		buf_addf(note, " without qop");
	if (!str_absent(c->qop)) {
		buf_addf(note, ", qop=");
		buf_add_clipped(note, c->qop, 20);
	}
	if (!str_absent(c->nc)) {
		buf_addf(note, ", nc=");
		buf_add_clipped(note, c->nc, 20);
	}
}

static void
note_request(struct buf *note, const struct exchange *x, const struct message *m, bool qop_offered)
{
	struct credentials creds[AUTHS];
	size_t n = credentials_of(&m->sip, creds, AUTHS);

	if (m == exchange_stripped(x)) {
		buf_addf(note, "the same request on its next leg, its credentials gone");
		return;
	}
	for (size_t i = 0; i < n && i < AUTHS; i++)
		if (creds[i].kind == x->kind && auth_value_is(creds[i].realm, x->realm)) {
			note_credentials(note, x, &creds[i], qop_offered);
			return;
		}
	if (n > 0)
		note_credentials(note, x, &creds[0], qop_offered);
	else if (sip_msg_headers_whole(&m->sip))
		buf_addf(note, "no credentials");
}

/* Returns whether a challenge for this realm offers qop. */
static bool
note_response(struct buf *note, const struct exchange *x, const struct message *m)
{
	struct challenge offers[AUTHS];
	size_t n = challenges_of(&m->sip, offers, AUTHS), shown = 0;
	const struct sip_hdr *why = sip_msg_hdr(&m->sip, HDR_WARNING, 0);

	for (size_t i = n < AUTHS ? n : AUTHS; i-- > 0;)
		if (offers[i].kind == x->kind && auth_value_is(offers[i].realm, x->realm))
			shown = i;
	if (n > 0)
		note_challenge(note, x, &offers[shown], n - 1);
	if (why == NULL)
		why = sip_msg_hdr(&m->sip, HDR_REASON, 0);
	if (why != NULL) {
		buf_addf(note, n > 0 ? ", %s: " : "%s: ", hdr_name(why->id));
		buf_add_clipped(note, why->value, 80);
	}
	return n > 0 && !str_absent(offers[shown].qop);
}

static void
add_notes(struct ladder *l, const struct exchange *x)
{
	bool qop_offered = false;

	for (size_t i = 0; i < l->count; i++) {
		struct rung *r = &l->rungs[i];
		struct buf note = BUF(r->note);

		if (r->message == NULL)
			buf_addf(&note, ELLIPSIS " %" PRIu64 " round%s more " ELLIPSIS,
				 r->rounds_more, r->rounds_more == 1 ? "" : "s");
		else if (r->message->sip.is_request)
			note_request(&note, x, r->message, qop_offered);
		else
			qop_offered = note_response(&note, x, r->message);
		r->note_len = note.len;
	}
}

/* The round before the last ones is whole in the ladder when its answer and its outcome are what the
 * next one begins with. */
static uint64_t
rounds_left_out(const struct exchange *x)
{
	const struct round *next = x->kept > 1 ? x->rounds[1] : NULL;
	uint64_t more = x->round_count > x->kept ? x->round_count - x->kept : 0;

	if (more > 0 && next != NULL && next->request.msg != NULL && next->challenge.msg != NULL)
		more--;
	return more;
}

void
ladder_of(const struct exchange *x, struct ladder *out)
{
	*out = (struct ladder){ .count = 0 };
	for (size_t i = 0; i < x->kept; i++) {
		const struct round *r = x->rounds[i];

		if (i == 1 && rounds_left_out(x) > 0 && out->count < LADDER_RUNGS)
			out->rungs[out->count++] =
				(struct rung){ .rounds_more = rounds_left_out(x) };
		add(out, &r->request);
		add(out, &r->challenge);
		add(out, &r->answer);
		add(out, &r->outcome);
	}
	insert(out, exchange_stripped(x));
	if (out->count > 0 && out->rungs[0].message != NULL)
		out->begin_ns = out->rungs[0].message->seen.ts_ns;
	add_notes(out, x);
}
