/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "account.h"
#include "aka.h"
#include "locked.h"
#include "secret_store.h"

static void
add(struct accounts *out, const struct secret *secret, struct str user, struct str realm)
{
	if (out->count < ACCOUNTS)
		out->list[out->count++] =
			(struct account){ .secret = secret, .user = user, .realm = realm };
}

/* Whether the answer is one to an AKA challenge, whatever it says of itself. */
static bool
is_aka(const struct round *r, const struct answer *answer)
{
	for (size_t i = 0; i < answer->alg_count; i++) {
		if (aka_is(answer->algs[i]))
			return true;
	}
	return r->offer != NULL && aka_is(r->offer->alg);
}

static bool
make_one(struct aes *aes, const struct secret *given, const struct aka_nonce *nonce,
	 const struct answer *answer, struct accounts *out)
{
	struct aka_made *made = &out->made[out->count];

	if (!aka_make(aes, given, nonce, answer->algs[0], answer->resync, made))
		return false;
	if (!str_absent(made->secret.password))
		add(out, &made->secret, answer->user, answer->realm);
	return true;
}

/* The key with its OP taken for OPc, or the reverse; false when it is no such slip. */
static bool
mend(const struct secret_aka *given, enum verify_aka_slip slip, struct secret_aka *out)
{
	*out = *given;
	if (slip == VERIFY_AKA_SLIP_OP_AS_OPC) {
		out->opc = given->op;
		out->op = STR_ABSENT;
	} else if (slip == VERIFY_AKA_SLIP_OPC_AS_OP) {
		out->op = given->opc;
		out->opc = STR_ABSENT;
	} else {
		return false;
	}
	return true;
}

/* What the key makes; before it what the key makes that the network proves to have. */
static bool
make_by_key(struct aes *aes, const struct secret *given, const struct aka_nonce *nonce,
	    const struct answer *answer, struct accounts *out)
{
	struct secret_aka aka;
	struct secret one = *given;
	struct verify_aka fit;
	size_t first = out->count;
	bool mended;

	if (!aka_fit(aes, given->aka, nonce, &fit))
		return false;
	mended = mend(given->aka, fit.slip, &aka);
	one.aka = &aka;
	if (mended && !make_one(aes, &one, nonce, answer, out))
		return false;
	if (out->count > first)
		out->list[first].mended = true;
	first = out->count;
	if (first == ACCOUNTS)
		return true;
	if (!make_one(aes, given, nonce, answer, out))
		return false;
	/* With auts the password is empty, whatever K is.  An AMF or SQN sent otherwise leaves K right. */
	if (out->count > first)
		out->list[first].unproved = !answer->resync && fit.autn == VERIFY_AKA_WRONG &&
					    (mended || fit.slip == VERIFY_AKA_SLIP_NONE);
	return true;
}

static bool
make(struct aes *aes, const struct secret *given, const struct answer *answer, struct accounts *out)
{
	struct aka_nonce nonce = { { 0 }, { 0 } };
	/* RES that was given is good whatever the nonce is. */
	bool readable = aka_nonce_read(answer->sent.nonce, &nonce) || str_absent(given->aka->k);

	out->none = readable ? VERIFY_AKA_NO_KEY : VERIFY_AKA_NONCE;
	return !readable || make_by_key(aes, given, &nonce, answer, out);
}

/* The accounts of SIMs: what each makes of this nonce. */
static void
add_aka(const struct secrets *s, const struct answer *answer, struct str realm,
	struct accounts *out)
{
	struct err err;
	struct aes *aes = NULL;
	const struct secret *one;

	for (size_t i = 0; (one = secrets_find(s, answer->user, realm, i)) != NULL; i++) {
		if (one->aka == NULL || out->count == ACCOUNTS || out->failed)
			continue;
		if (aes == NULL)
			aes = aes_new(&err);
		if (out->made == NULL)
			out->made = locked_new(ACCOUNTS * sizeof(*out->made));
		if (aes == NULL || out->made == NULL || !make(aes, one, answer, out))
			out->failed = true;
	}
	aes_free(aes);
}

static void
add_named(const struct secrets *s, const struct answer *answer, struct str realm,
	  struct accounts *out)
{
	bool sim = out->count > 0;
	const struct secret *one;

	for (size_t i = 0; (one = secrets_find(s, answer->user, realm, i)) != NULL; i++) {
		if (one->aka != NULL)
			continue;
		if (sim && !str_absent(one->password) && out->list[0].plain == NULL)
			out->list[0].plain = one;
		/* An HA1 is good for its own realm only. */
		if (!sim && (str_absent(one->ha1) || str_eq(realm, answer->realm)))
			add(out, one, answer->user, answer->realm);
	}
}

/* Of one realm: SIMs for an answer to an AKA challenge, and only where there are none all else. */
static void
add_realm(const struct secrets *s, const struct round *r, const struct answer *answer,
	  struct str realm, struct accounts *out)
{
	if (is_aka(r, answer))
		add_aka(s, answer, realm, out);
	add_named(s, answer, realm, out);
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
		if (str_absent(one->user) || one->aka != NULL)
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
	*out = (struct accounts){ .none = VERIFY_NO_SECRET };
	if (answer->user_hashed) {
		add_hashed(d, s, answer, out);
		return;
	}
	add_realm(s, r, answer, answer->realm, out);
	if (out->count == 0 && out->none == VERIFY_NO_SECRET && r->offer != NULL &&
	    !str_absent(r->offer->realm)) {
		/* Escapes in it would only cost this second try. */
		add_realm(s, r, answer, r->offer->realm, out);
		out->of_offer = out->count > 0;
	}
}

void
accounts_end(struct accounts *accounts)
{
	locked_free(accounts->made);
	accounts->made = NULL;
	accounts->count = 0;
}

bool
account_is_for(const struct account *account, enum auth_algorithm alg)
{
	bool sim = account->secret->aka != NULL;

	/* What answers an AKA challenge by the name of MD5 is still made of RES. */
	return sim ? auth_algorithm_hex(alg) == auth_algorithm_hex(ALGORITHM_MD5)
		   : !aka_is(alg) && secret_is_for(account->secret, alg);
}

bool
account_ha1(struct digest *d, const struct account *account, enum auth_algorithm alg,
	    struct digest_hex *out)
{
	const struct secret *s = account->secret;

	out->len = 0;
	if (str_absent(s->ha1))
		return digest_ha1(d, alg, account->user, account->realm, s->password, out);
	if (!secret_is_for(s, alg) || s->ha1.len > sizeof(out->text))
		return false;
	memcpy(out->text, s->ha1.p, s->ha1.len);
	out->len = s->ha1.len;
	return true;
}
