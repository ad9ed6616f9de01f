/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include <sipwhy/digest.h>
#include <sipwhy/secret.h>

enum hash {
	HASH_MD5,
	HASH_SHA_256,
	HASH_SHA_512_256,
	HASH_COUNT_,
};

/* The texts of nearly every answer, joined, fit. */
enum { LINE_BYTES = 384 };

/* A context for each algorithm: one that changes its algorithm throws its state away and
 * makes it anew, which costs as much as a short hash. */
struct digest {
	EVP_MD *md[HASH_COUNT_];
	EVP_MD_CTX *ctx[HASH_COUNT_];
	/* What waits to be hashed: eleven calls of OpenSSL cost a third more than one. */
	char line[LINE_BYTES];
	size_t used;
};

static const char *const names[HASH_COUNT_] = {
	[HASH_MD5] = "MD5",
	[HASH_SHA_256] = "SHA2-256",
	[HASH_SHA_512_256] = "SHA2-512/256",
};

static enum hash
hash_of(enum auth_algorithm alg)
{
	switch (alg) {
	case ALGORITHM_SHA_256:
	case ALGORITHM_SHA_256_SESS:
		return HASH_SHA_256;
	case ALGORITHM_SHA_512_256:
	case ALGORITHM_SHA_512_256_SESS:
		return HASH_SHA_512_256;
	case ALGORITHM_MD5:
	case ALGORITHM_MD5_SESS:
	case ALGORITHM_AKAV1_MD5:
	case ALGORITHM_AKAV2_MD5:
		return HASH_MD5;
	case ALGORITHM_UNKNOWN:
		break;
	}
	return HASH_COUNT_;
}

/* Fetched once: a fetch walks the providers, and costs more than the hash. */
static bool
fetch(struct digest *d, enum hash h, struct err *err)
{
	d->md[h] = EVP_MD_fetch(NULL, names[h], NULL);
	if (d->md[h] == NULL && h == HASH_MD5)
		return err_set(err,
			       "OpenSSL gives no MD5 here, as on a host in FIPS mode, and SIP "
			       "digests are MD5 unless said otherwise: use another host, or set "
			       "OPENSSL_CONF to a file that activates the default provider");
	if (d->md[h] == NULL)
		return err_set(err,
			       "OpenSSL gives no %s here: the default provider must be active "
			       "(OPENSSL_CONF, openssl list -providers)",
			       names[h]);
	d->ctx[h] = EVP_MD_CTX_new();
	if (d->ctx[h] == NULL)
		return err_memory(err);
	if (EVP_DigestInit_ex2(d->ctx[h], d->md[h], NULL) != 1)
		return err_set(err, "OpenSSL cannot begin a %s digest", names[h]);
	return true;
}

struct digest *
digest_new(struct err *err)
{
	struct digest *d = calloc(1, sizeof(*d));

	if (d == NULL) {
		(void)err_memory(err);
		return NULL;
	}
	for (enum hash h = HASH_MD5; h < HASH_COUNT_; h++) {
		if (!fetch(d, h, err)) {
			digest_free(d);
			return NULL;
		}
	}
	return d;
}

void
digest_free(struct digest *d)
{
	if (d == NULL)
		return;
	for (size_t h = 0; h < HASH_COUNT_; h++) {
		EVP_MD_CTX_free(d->ctx[h]);
		EVP_MD_free(d->md[h]);
	}
	free(d);
}

static void
put_hex(struct digest_hex *out, const unsigned char *octets, size_t count)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < count; i++) {
		out->text[2 * i] = digits[octets[i] >> 4];
		out->text[2 * i + 1] = digits[octets[i] & 15];
	}
	out->len = 2 * count;
}

static bool
flush(struct digest *d, EVP_MD_CTX *ctx)
{
	bool ok = EVP_DigestUpdate(ctx, d->line, d->used) == 1;

	/* It may have been a password. */
	secret_cleanse(d->line, d->used);
	d->used = 0;
	return ok;
}

static bool
put(struct digest *d, EVP_MD_CTX *ctx, struct str part)
{
	if (part.len > sizeof(d->line) - d->used && !flush(d, ctx))
		return false;
	if (part.len > sizeof(d->line))
		return EVP_DigestUpdate(ctx, part.p, part.len) == 1;
	if (part.len > 0)
		memcpy(d->line + d->used, part.p, part.len);
	d->used += part.len;
	return true;
}

bool
digest_hash(struct digest *d, enum auth_algorithm alg, const struct str *parts, size_t count,
	    struct digest_hex *out)
{
	enum hash h = hash_of(alg);
	unsigned char octets[EVP_MAX_MD_SIZE];
	unsigned got = 0;
	EVP_MD_CTX *ctx;
	bool ok;

	out->len = 0;
	if (h == HASH_COUNT_)
		return false;
	ctx = d->ctx[h];
	/* No algorithm given: the one of the context again, without looking it up. */
	ok = EVP_DigestInit_ex2(ctx, NULL, NULL) == 1;
	for (size_t i = 0; ok && i < count; i++)
		ok = (i == 0 || put(d, ctx, S(":"))) && put(d, ctx, parts[i]);
	ok = flush(d, ctx) && ok && EVP_DigestFinal_ex(ctx, octets, &got) == 1 &&
	     got <= DIGEST_HEX_MAX / 2;
	if (ok)
		put_hex(out, octets, got);
	/* It may have been an HA1. */
	secret_cleanse(octets, got);
	return ok;
}

bool
digest_ha1(struct digest *d, enum auth_algorithm alg, struct str user, struct str realm,
	   struct str password, struct digest_hex *out)
{
	return digest_hash(d, alg, (struct str[]){ user, realm, password }, 3, out);
}

bool
digest_session(struct digest *d, struct str ha1, const struct digest_input *in,
	       struct digest_hex *out)
{
	out->len = 0;
	if (auth_algorithm_is_sess(in->alg))
		return digest_hash(d, in->alg, (struct str[]){ ha1, in->nonce, in->cnonce }, 3,
				   out);
	if (ha1.len > sizeof(out->text))
		return false;
	if (ha1.len > 0)
		memcpy(out->text, ha1.p, ha1.len);
	out->len = ha1.len;
	return true;
}

bool
digest_is_auth_int(const struct digest_input *in)
{
	return in->form == DIGEST_FORM_2617 && str_eq_nocase(in->qop, S("auth-int"));
}

bool
digest_ha2(struct digest *d, const struct digest_input *in, struct digest_hex *out)
{
	struct str parts[3] = { in->method, in->uri };
	struct digest_hex body;

	if (!digest_is_auth_int(in))
		return digest_hash(d, in->alg, parts, 2, out);
	/* RFC 3261 22.4 item 7: without a body it is the hash of nothing. */
	if (!digest_hash(d, in->alg, &in->body, 1, &body))
		return false;
	parts[2] = digest_hex_str(&body);
	return digest_hash(d, in->alg, parts, 3, out);
}

bool
digest_join(struct digest *d, struct str ha1, struct str ha2, const struct digest_input *in,
	    struct digest_hex *out)
{
	if (in->form == DIGEST_FORM_2069)
		return digest_hash(d, in->alg, (struct str[]){ ha1, in->nonce, ha2 }, 3, out);
	return digest_hash(d, in->alg,
			   (struct str[]){ ha1, in->nonce, in->nc, in->cnonce, in->qop, ha2 }, 6,
			   out);
}

bool
digest_response(struct digest *d, struct str ha1, const struct digest_input *in,
		struct digest_hex *out)
{
	struct digest_hex session, ha2;
	bool ok;

	out->len = 0;
	ok = digest_session(d, ha1, in, &session) && digest_ha2(d, in, &ha2) &&
	     digest_join(d, digest_hex_str(&session), digest_hex_str(&ha2), in, out);
	secret_cleanse(&session, sizeof(session));
	return ok;
}
