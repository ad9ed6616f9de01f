/* SPDX-License-Identifier: BSD-2-Clause */
#include "plain_random.h"

#include <stdio.h>
#include <string.h>

/* xorshift64, Marsaglia 2003. */
unsigned
plain_dice(uint64_t *state, unsigned below)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return (unsigned)(*state >> 33) % below;
}

struct plain_text
plain_word(uint64_t *state)
{
	struct plain_text t = { "" };
	unsigned len = 4 + plain_dice(state, 8);

	for (unsigned i = 0; i < len; i++)
		t.s[i] = "abcdefghijkmnopqrstuvwxyz23456789"[plain_dice(state, 33)];
	return t;
}

const char *
plain_any(uint64_t *state, struct plain_inputs *out)
{
	static const char *const labels[] = { "MD5", "MD5-sess", "SHA-256", "SHA-512-256" };
	static const char *const hashes[] = { "MD5", "MD5", "SHA2-256", "SHA2-512/256" };
	unsigned alg = plain_dice(state, 4);

	*out = (struct plain_inputs){ .user = plain_word(state) };
	out->realm = plain_word(state);
	out->password = plain_word(state);
	out->nonce = plain_word(state);
	out->cnonce = plain_word(state);
	(void)snprintf(out->nc.s, sizeof(out->nc.s), "%08x", 10 + plain_dice(state, 5000));
	out->qop = plain_put(plain_dice(state, 2) == 0 ? "auth-int" : "auth", "", "");
	out->method = plain_put("OPTIONS", "", "");
	out->body = plain_put(plain_word(state).s, "\r\n", "x\r\n");
	out->hash = out->ha1_hash = hashes[alg];
	out->session = alg == 1;
	out->with_body = strcmp(out->qop.s, "auth-int") == 0;
	return labels[alg];
}
