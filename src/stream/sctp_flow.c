/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sctp_flow.c - what is remembered of one direction.
 */
#include <stdlib.h>
#include <string.h>

#include "sctp_priv.h"

/* The word and the bit of a TSN. */
static uint64_t *
word_of(struct sctp_flow *f, uint32_t tsn)
{
	return &f->told[tsn % SCTP_REMEMBERED / SCTP_WORD_BITS];
}

static uint64_t
bit_of(uint32_t tsn)
{
	return (uint64_t)1 << tsn % SCTP_WORD_BITS;
}

bool
sctp_was_told(const struct sctp_flow *f, uint32_t tsn)
{
	if (!f->any || f->highest - tsn >= SCTP_REMEMBERED)
		return false;
	return (f->told[tsn % SCTP_REMEMBERED / SCTP_WORD_BITS] & bit_of(tsn)) != 0;
}

void
sctp_set_told(struct sctp_flow *f, uint32_t tsn)
{
	/* Far from the last one it is another association's. */
	bool near = f->any &&
		    (tsn - f->highest < SCTP_REMEMBERED || f->highest - tsn < SCTP_REMEMBERED);

	if (!near) {
		memset(f->told, 0, sizeof(f->told));
		f->highest = tsn;
		f->any = true;
	}
	while ((int32_t)(tsn - f->highest) > 0) {
		f->highest++;
		*word_of(f, f->highest) &= ~bit_of(f->highest);
	}
	*word_of(f, tsn) |= bit_of(tsn);
}

void
sctp_flow_forget(struct sctps *s, struct sctp_flow *f)
{
	table_remove(&s->by_ends, &f->by_ends);
	list_remove(&f->by_age);
	free(f);
}

static struct sctp_flow *
flow_new(struct sctps *s, const struct seen *seen, uint64_t hash)
{
	struct sctp_flow *f;

	if (!limits_allow(s->limits, LIMIT_SCTP_FLOWS, s->by_ends.count) &&
	    !list_is_empty(&s->flows)) {
		f = HOLDER(list_first(&s->flows), struct sctp_flow, by_age);
		while (!list_is_empty(&f->pieces))
			sctp_piece_give_up(
				s, HOLDER(list_first(&f->pieces), struct sctp_piece, by_tsn));
		sctp_flow_forget(s, f);
	}
	f = calloc(1, sizeof(*f));
	if (f == NULL) {
		s->dropped++;
		return NULL;
	}
	f->src = seen->src;
	f->dst = seen->dst;
	list_begin(&f->pieces);
	table_add(&s->by_ends, &f->by_ends, hash);
	list_append(&s->flows, &f->by_age);
	return f;
}

struct sctp_flow *
sctp_flow_of(struct sctps *s, const struct seen *seen, bool make)
{
	const struct hash_key *key = &s->limits->key;
	/* Unlike factors, so that the two directions differ. */
	uint64_t hash = endpoint_hash(key, &seen->src) * 3 + endpoint_hash(key, &seen->dst);
	struct table_node *n = table_first(&s->by_ends, hash);

	for (; n != NULL; n = table_next(n)) {
		struct sctp_flow *f = HOLDER(n, struct sctp_flow, by_ends);

		if (!endpoint_eq(&f->src, &seen->src) || !endpoint_eq(&f->dst, &seen->dst))
			continue;
		list_remove(&f->by_age);
		list_append(&s->flows, &f->by_age);
		return f;
	}
	return make ? flow_new(s, seen, hash) : NULL;
}
