/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A stream cut into pieces in two ways: the same messages, unless its framer was lost.  The first
 * octet chooses the bounds, the second how it is cut.
 */
#include <stdlib.h>
#include <string.h>

#include <sipwhy/framer.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool cond)
{
	if (!cond)
		abort();
}

struct state {
	struct limits limits;
	struct framer_shared shared;
	uint64_t told;
	bool lost;
};

static void
on_message(void *ctx, const struct seen *seen, struct str raw, size_t missing_bytes)
{
	static const struct hash_key key = { 3, 4 };
	struct state *s = ctx;

	(void)seen;
	must(raw.len > 0 && raw.len <= s->limits.max[LIMIT_MESSAGE_BYTES]);
	s->told = (s->told ^ str_hash(&key, raw)) * UINT64_C(0x9e3779b97f4a7c15) + missing_bytes;
}

static void
on_odd(void *ctx, enum framer_odd odd, const struct seen *seen)
{
	struct state *s = ctx;

	(void)seen;
	must(odd < FRAMER_ODD_COUNT_);
	s->lost |= odd == FRAMER_ODD_GARBAGE || odd == FRAMER_ODD_LONG;
}

/* Pieces of `most` octets; of 1 to so many if `random` is not 0. */
static void
play(struct state *s, struct str in, size_t most, uint64_t random, uint8_t bounds)
{
	struct seen seen = { .frame = 0 };
	struct framer f;

	limits_begin(&s->limits, (struct hash_key){ 1, 2 });
	if (bounds & 1)
		s->limits.max[LIMIT_MESSAGE_BYTES] = 200;
	s->shared = (struct framer_shared){ &s->limits, on_message, on_odd, 0 };
	s->told = 0;
	s->lost = (bounds & 2) != 0;
	framer_begin(&f, &s->shared, s);
	if (bounds & 2)
		framer_gap(&f, 1);
	while (in.len > 0) {
		size_t n = most;

		if (random != 0) {
			random = random * UINT64_C(6364136223846793005) +
				 UINT64_C(1442695040888963407);
			n = 1 + (size_t)(random >> 33) % most;
		}
		seen.frame++;
		framer_data(&f, &seen, str_sub(in, 0, n));
		must(framer_held(&f) <= 2 * (s->limits.max[LIMIT_MESSAGE_BYTES] + n) + 8192);
		in = str_sub(in, n, in.len);
	}
	framer_gap(&f, bounds & 4 ? 3 : 0);
	must(framer_held(&f) == 0);
	framer_free(&f);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct state one, other;
	struct str in;

	if (size < 2)
		return 0;
	in = (struct str){ (const char *)data + 2, size - 2 };
	play(&one, in, in.len > 0 ? in.len : 1, 0, data[0]);
	play(&other, in, 1 + data[1] / 8, data[1], data[0]);
	/* To a framer that is lost, a piece that begins like a message is one. */
	if (!one.lost && !other.lost)
		must(one.told == other.told);
	return 0;
}
