/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "account.h"
#include "secret_store.h"

static void
add(struct accounts *out, const struct secret *secret, struct str user, struct str realm)
{
	if (out->count < ACCOUNTS)
		out->list[out->count++] = (struct account){ secret, user, realm };
}

static void
add_named(const struct secrets *s, const struct answer *answer, struct str realm,
	  struct accounts *out)
{
	const struct secret *one;

	for (size_t i = 0; (one = secrets_find(s, answer->user, realm, i)) != NULL; i++) {
		/* An HA1 is good for its own realm only. */
		if (str_absent(one->ha1) || str_eq(realm, answer->realm))
			add(out, one, answer->user, answer->realm);
	}
}

static bool
is_hash_of(struct digest *d, const struct answer *answer, const struct secret *one)
{
	struct str parts[] = { one->user, answer->realm };
	struct digest_hex hex;

	for (size_t i = 0; i < answer->alg_count; i++) {
		if (digest_hash(d, answer->algs[i], parts, COUNT(parts), &hex) &&
		    str_eq_nocase(digest_hex_str(&hex), answer->user))
			return true;
	}
	return false;
}

/* RFC 7616 3.4.4: the name is found by hashing those that are known. */
static void
add_hashed(struct digest *d, const struct secrets *s, const struct answer *answer,
	   struct accounts *out)
{
	const struct secret *one;

	for (size_t i = 0; (one = secrets_at(s, i)) != NULL; i++) {
		if (str_absent(one->user))
			continue;
		if (!str_absent(one->realm) && !str_eq(one->realm, answer->realm))
			continue;
		out->none = VERIFY_USERHASH;
		if (is_hash_of(d, answer, one))
			add(out, one, one->user, answer->realm);
	}
}

void
accounts_of(struct digest *d, const struct secrets *s, const struct round *r,
	    const struct answer *answer, struct accounts *out)
{
	out->count = 0;
	out->none = VERIFY_NO_SECRET;
	out->of_offer = false;
	if (answer->user_hashed) {
		add_hashed(d, s, answer, out);
		return;
	}
	add_named(s, answer, answer->realm, out);
	if (out->count == 0 && r->offer != NULL && !str_absent(r->offer->realm)) {
		/* Escapes in it would only cost this second try. */
		add_named(s, answer, r->offer->realm, out);
		out->of_offer = out->count > 0;
	}
}

bool
account_ha1(struct digest *d, const struct account *account, enum auth_algorithm alg,
	    struct digest_hex *out)
{
	const struct secret *s = account->secret;

	out->len = 0;
	if (str_absent(s->ha1))
		return digest_ha1(d, alg, account->user, account->realm, s->password, out);
	if (s->ha1.len != auth_algorithm_hex(alg) || s->ha1.len > sizeof(out->text))
		return false;
	memcpy(out->text, s->ha1.p, s->ha1.len);
	out->len = s->ha1.len;
	return true;
}
