/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * SipHash-1-3 after Aumasson and Bernstein, "SipHash: a fast short-input PRF" (2012).
 * The tables hold names that strangers chose, so a bucket must not be predictable.
 */
#include <string.h>

#include <sipwhy/str.h>

struct state {
	uint64_t v0, v1, v2, v3;
};

static uint64_t
rotl(uint64_t x, unsigned b)
{
	return (x << b) | (x >> (64 - b));
}

static inline void
round_once(struct state *s)
{
	s->v0 += s->v1;
	s->v1 = rotl(s->v1, 13) ^ s->v0;
	s->v0 = rotl(s->v0, 32);
	s->v2 += s->v3;
	s->v3 = rotl(s->v3, 16) ^ s->v2;
	s->v0 += s->v3;
	s->v3 = rotl(s->v3, 21) ^ s->v0;
	s->v2 += s->v1;
	s->v1 = rotl(s->v1, 17) ^ s->v2;
	s->v2 = rotl(s->v2, 32);
}

/* Four octets as a little-endian number on any machine; written out, compilers make it one load. */
static inline uint64_t
load4(const char *p)
{
	const unsigned char *o = (const unsigned char *)p;

	return (uint64_t)o[0] | (uint64_t)o[1] << 8 | (uint64_t)o[2] << 16 | (uint64_t)o[3] << 24;
}

/* The same of eight. */
static inline uint64_t
load8(const char *p)
{
	const unsigned char *o = (const unsigned char *)p;

	return (uint64_t)o[0] | (uint64_t)o[1] << 8 | (uint64_t)o[2] << 16 | (uint64_t)o[3] << 24 |
	       (uint64_t)o[4] << 32 | (uint64_t)o[5] << 40 | (uint64_t)o[6] << 48 |
	       (uint64_t)o[7] << 56;
}

/* The last ones, fewer than eight: `n` of `in`. */
static uint64_t
load_rest(struct str in, size_t n)
{
	const char *p = in.p + in.len - n;
	uint64_t word = 0;

	/* One load that ends where they end, if there is something before them. */
	if (in.len >= 8)
		return n > 0 ? load8(in.p + in.len - 8) >> (8 * (8 - n)) : 0;
	/* Two, of which octets may be in both. */
	if (n >= 4)
		return load4(p) | load4(p + n - 4) << (8 * (n - 4));
	for (size_t i = 0; i < n; i++)
		word |= (uint64_t)(unsigned char)p[i] << (8 * i);
	return word;
}

static void
absorb(struct state *s, uint64_t word)
{
	s->v3 ^= word;
	round_once(s);
	s->v0 ^= word;
}

uint64_t
str_hash(const struct hash_key *key, struct str in)
{
	struct state s = {
		key->k0 ^ 0x736f6d6570736575u,
		key->k1 ^ 0x646f72616e646f6du,
		key->k0 ^ 0x6c7967656e657261u,
		key->k1 ^ 0x7465646279746573u,
	};
	size_t done = 0;

	/* An absent view hashes like an empty one; no arithmetic is done on its NULL. */
	if (str_absent(in))
		in = S("");
	for (; in.len - done >= 8; done += 8)
		absorb(&s, load8(in.p + done));
	absorb(&s, (uint64_t)in.len << 56 | load_rest(in, in.len - done));

	s.v2 ^= 0xff;
	round_once(&s);
	round_once(&s);
	round_once(&s);
	return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}
