/* SPDX-License-Identifier: BSD-2-Clause */
/* To know a segment again that was handed on and is gone. */
#include <string.h>

#include "tcp_priv.h"

static uint64_t
mix(uint64_t h, const char *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof(w));
	return (h + w) * UINT64_C(0x9e3779b97f4a7c15);
}

/* Not a hash to rely on: a sender who wants to can make two segments look alike. */
static uint64_t
sum_of(const struct hash_key *key, struct str s)
{
	uint64_t h[4] = { key->k0, key->k1, ~key->k0, ~key->k1 };
	char rest[32] = { 0 };
	size_t at = 0;

	for (; s.len - at >= sizeof(rest); at += sizeof(rest)) {
		for (size_t i = 0; i < 4; i++)
			h[i] = mix(h[i], s.p + at + 8 * i);
	}
	if (s.len > at)
		memcpy(rest, s.p + at, s.len - at);
	for (size_t i = 0; i < 4; i++) {
		h[0] = mix(h[0] ^ h[i], rest + 8 * i);
		h[0] ^= h[0] >> 32;
	}
	return h[0];
}

void
tcp_print_keep(const struct tcp *t, struct tcp_half *h, const struct tcp_span *s)
{
	h->prints[h->print_at++ % TCP_PRINTS] =
		(struct tcp_print){ s->seq, (uint32_t)s->data.len,
				    sum_of(&t->limits->key, s->data) };
}

bool
tcp_print_differs(const struct tcp *t, const struct tcp_half *h, const struct tcp_span *s)
{
	for (size_t i = 0; i < TCP_PRINTS; i++) {
		const struct tcp_print *p = &h->prints[i];

		if (p->len > 0 && p->len == s->data.len && p->seq == s->seq)
			return p->sum != sum_of(&t->limits->key, s->data);
	}
	return false;
}
