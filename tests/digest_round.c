/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <stdlib.h>

#include "digest_round.h"
#include "guard.h"

enum { HEADERS = 64 };

static void
give_up(const char *why)
{
	printf("Bail out! %s\n", why);
	exit(EXIT_FAILURE);
}

void
digest_round_begin(struct digest_round *t)
{
	*t = (struct digest_round){ .arena = arena_new(0) };
	if (t->arena == NULL)
		give_up("no memory for a round");
	t->round.arena = t->arena;
	t->round.offers = t->offers;
	t->round.creds = t->creds;
}

void
digest_round_end(struct digest_round *t)
{
	guard_free(t->challenge.sip.raw);
	guard_free(t->answer.sip.raw);
	guard_free(t->outcome.sip.raw);
	arena_free(t->arena);
}

static struct str
with_crlf(struct digest_round *t, struct str text)
{
	char *p = arena_alloc(t->arena, 2 * text.len + 1);
	size_t len = 0;

	if (p == NULL)
		give_up("no memory for a message");
	for (size_t i = 0; i < text.len; i++) {
		if (text.p[i] == '\n')
			p[len++] = '\r';
		p[len++] = text.p[i];
	}
	return (struct str){ p, len };
}

static void
parse(struct digest_round *t, struct str text, struct str ends, struct message *out)
{
	struct str raw = with_crlf(t, text);
	size_t missing = 0;

	for (size_t i = 0; !str_absent(ends) && missing == 0 && i + ends.len < raw.len; i++) {
		if (str_starts(str_sub(raw, i, raw.len), ends))
			missing = raw.len - i - ends.len;
	}
	if (!str_absent(ends) && missing == 0)
		give_up("the capture does not end where the test says");
	raw.len -= missing;
	out->missing_bytes = missing;
	if (!sip_msg_parse(guard(raw), missing, HEADERS, t->arena, &out->sip))
		give_up("no memory for headers");
}

/* The one with the nonce of the credentials, or else the first: what layer 7 would do. */
static void
join(struct digest_round *t)
{
	struct round *r = &t->round;

	r->offer = r->offer_count > 0 ? &r->offers[0] : NULL;
	for (size_t i = 0; i < r->offer_count && r->cred != NULL; i++) {
		if (str_eq(r->offers[i].nonce, r->cred->nonce)) {
			r->offer = &r->offers[i];
			return;
		}
	}
}

void
digest_round_challenge(struct digest_round *t, struct str text)
{
	parse(t, text, STR_ABSENT, &t->challenge);
	t->round.challenge = (struct step_message){ .msg = &t->challenge, .copies = 1 };
	t->round.offer_count = challenges_of(&t->challenge.sip, t->offers, DIGEST_ROUND_HEADERS);
	join(t);
}

void
digest_round_answer(struct digest_round *t, struct str text, struct str ends)
{
	parse(t, text, ends, &t->answer);
	t->round.answer = (struct step_message){ .msg = &t->answer, .copies = 1 };
	t->round.cred_count = credentials_of(&t->answer.sip, t->creds, DIGEST_ROUND_HEADERS);
	t->round.cred = t->round.cred_count > 0 ? &t->creds[0] : NULL;
	join(t);
}

void
digest_round_outcome(struct digest_round *t, struct str text)
{
	parse(t, text, STR_ABSENT, &t->outcome);
	t->round.outcome = (struct step_message){ .msg = &t->outcome, .copies = 1 };
}
