/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include <sipwhy/digest.h>
#include <sipwhy/secret.h>

/* The texts of nearly every answer, joined, fit. */
enum { LINE_BYTES = 384, FETCHED = DIGEST_SHA_512 + 1 };

/* A context for each algorithm: one that changes its algorithm throws its state away and
 * makes it anew, which costs as much as a short hash. */
struct digest {
	EVP_MD *md[FETCHED];
	EVP_MD_CTX *ctx[FETCHED];
	/* What waits to be hashed: eleven calls of OpenSSL cost a third more than one. */
	char line[LINE_BYTES];
	size_t used;
};

static const char *const names[FETCHED] = {
	[DIGEST_MD5] = "MD5",
	[DIGEST_SHA_256] = "SHA2-256",
	[DIGEST_SHA_512_256] = "SHA2-512/256",
	[DIGEST_SHA_512] = "SHA2-512",
};

enum digest_function
digest_function_of(enum auth_algorithm alg)
{
	switch (alg) {
	case ALGORITHM_SHA_256:
	case ALGORITHM_SHA_256_SESS:
		return DIGEST_SHA_256;
	case ALGORITHM_SHA_512_256:
	case ALGORITHM_SHA_512_256_SESS:
		return DIGEST_SHA_512_256;
	case ALGORITHM_MD5:
	case ALGORITHM_MD5_SESS:
	case ALGORITHM_AKAV1_MD5:
	case ALGORITHM_AKAV2_MD5:
		return DIGEST_MD5;
	case ALGORITHM_UNKNOWN:
		break;
	}
	return DIGEST_FUNCTIONS_;
}

size_t
digest_function_hex(enum digest_function f)
{
	static const size_t digits[DIGEST_FUNCTIONS_] = {
		[DIGEST_MD5] = 32,      [DIGEST_SHA_256] = 64,     [DIGEST_SHA_512_256] = 64,
		[DIGEST_SHA_512] = 128, [DIGEST_SHA_512_CUT] = 64,
	};

	return f < DIGEST_FUNCTIONS_ ? digits[f] : 0;
}

/* Fetched once: a fetch walks the providers, and costs more than the hash. */
static bool
fetch(struct digest *d, size_t h, struct err *err)
{
	d->md[h] = EVP_MD_fetch(NULL, names[h], NULL);
	if (d->md[h] == NULL && h == DIGEST_MD5)
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
	for (size_t h = 0; h < FETCHED; h++) {
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
	for (size_t h = 0; h < FETCHED; h++) {
		EVP_MD_CTX_free(d->ctx[h]);
		EVP_MD_free(d->md[h]);
	}
	free(d);
}

void
digest_forget(struct digest *d)
{
	/* Beginning anew overwrites the state, which is the last hash. */
	for (size_t h = 0; h < FETCHED; h++)
		(void)EVP_DigestInit_ex2(d->ctx[h], NULL, NULL);
}

void
digest_print(const struct digest_octets *octets, struct digest_hex *out)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < octets->len; i++) {
		out->text[2 * i] = digits[octets->o[i] >> 4];
		out->text[2 * i + 1] = digits[octets->o[i] & 15];
	}
	out->len = 2 * octets->len;
}

static bool
flush(struct digest *d, EVP_MD_CTX *ctx)
{
	bool ok = ctx != NULL && EVP_DigestUpdate(ctx, d->line, d->used) == 1;

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

static bool
begin(struct digest *d, enum digest_function f, EVP_MD_CTX **ctx)
{
	if (f >= DIGEST_FUNCTIONS_)
		return false;
	*ctx = d->ctx[f == DIGEST_SHA_512_CUT ? DIGEST_SHA_512 : f];
	/* No algorithm given: the one of the context again, without looking it up. */
	return EVP_DigestInit_ex2(*ctx, NULL, NULL) == 1;
}

static bool
end(enum digest_function f, EVP_MD_CTX *ctx, struct digest_octets *out)
{
	unsigned got = 0;

	if (EVP_DigestFinal_ex(ctx, out->o, &got) != 1)
		return false;
	out->len = digest_function_hex(f) / 2;
	return out->len <= got;
}

bool
digest_plain(struct digest *d, enum digest_function f, const struct str *parts, size_t count,
	     struct digest_octets *out)
{
	EVP_MD_CTX *ctx = NULL;
	bool ok = begin(d, f, &ctx);

	out->len = 0;
	for (size_t i = 0; ok && i < count; i++)
		ok = put(d, ctx, parts[i]);
	return flush(d, ctx) && ok && end(f, ctx, out);
}

bool
digest_hash(struct digest *d, enum auth_algorithm alg, const struct str *parts, size_t count,
	    struct digest_hex *out)
{
	enum digest_function f = digest_function_of(alg);
	struct digest_octets octets = { .len = 0 };
	EVP_MD_CTX *ctx = NULL;
	bool ok = begin(d, f, &ctx);

	out->len = 0;
	for (size_t i = 0; ok && i < count; i++)
		ok = (i == 0 || put(d, ctx, S(":"))) && put(d, ctx, parts[i]);
	ok = flush(d, ctx) && ok && end(f, ctx, &octets);
	if (ok)
		digest_print(&octets, out);
	/* It may have been an HA1. */
	secret_cleanse(octets.o, octets.len);
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
