/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "aka.h"
#include "locked.h"

/* The digits that hold RAND and AUTN, and a third octet group's rest. */
enum { NONCE_DIGITS = 44, NONCE_OCTETS = 33, AUTS_DIGITS = 20, AUTS_OCTETS = 15, V2_DIGITS = 24 };

static bool
is_base64(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || str_is_digit(c) || c == '+' ||
	       c == '/';
}

/*
 * The first `digits` of a base64 text, a multiple of four.  At most two "=" may be missing at its
 * end.  Returns the octets they are.
 */
static size_t
decode(struct str text, size_t digits, unsigned char *out)
{
	char padded[NONCE_DIGITS];
	struct str rest = text;
	size_t plain = str_take_while(&rest, is_base64).len, pads = 0;

	while (str_take(&rest, '='))
		pads++;
	if (rest.len > 0 || pads > 2 || plain + 2 < digits)
		return 0;
	if (plain > digits)
		plain = digits;
	memset(padded, '=', sizeof(padded));
	memcpy(padded, text.p, plain);
	if (EVP_DecodeBlock(out, (const unsigned char *)padded, (int)digits) < 0)
		return 0;
	return plain * 6 / 8;
}

bool
aka_nonce_read(struct str nonce, struct aka_nonce *out)
{
	unsigned char octets[NONCE_OCTETS];

	if (decode(nonce, NONCE_DIGITS, octets) < sizeof(*out))
		return false;
	memcpy(out->rand, octets, sizeof(out->rand));
	memcpy(out->autn, octets + sizeof(out->rand), sizeof(out->autn));
	return true;
}

bool
aka_auts_read(struct str auts, unsigned char out[AKA_AUTS_BYTES])
{
	unsigned char octets[AUTS_OCTETS];

	if (auts.len > AUTS_DIGITS || decode(auts, AUTS_DIGITS, octets) != AKA_AUTS_BYTES)
		return false;
	memcpy(out, octets, AKA_AUTS_BYTES);
	return true;
}

bool
aka_opc(struct aes *a, const struct secret_aka *given, unsigned char opc[AKA_KEY_BYTES])
{
	if (str_absent(given->opc))
		return milenage_opc(a, (const unsigned char *)given->k.p,
				    (const unsigned char *)given->op.p, opc);
	memcpy(opc, given->opc.p, AKA_KEY_BYTES);
	return true;
}

static struct str
view(const unsigned char *p, size_t len)
{
	return (struct str){ (const char *)p, len };
}

const struct str aka_prf_text = { "http-digest-akav2-password", 26 };

bool
aka_prf(const struct str *key, size_t count, unsigned char mac[AKA_PRF_BYTES])
{
	unsigned char *joined = locked_new(count * AKA_KEY_BYTES);
	unsigned len = 0;
	size_t used = 0;
	bool ok = joined != NULL;

	for (size_t i = 0; ok && i < count; i++) {
		memcpy(joined + used, key[i].p, key[i].len);
		used += key[i].len;
	}
	ok = ok && HMAC(EVP_md5(), joined, (int)used, (const unsigned char *)aka_prf_text.p,
			aka_prf_text.len, mac, &len) != NULL;
	locked_free(joined);
	return ok && len == AKA_PRF_BYTES;
}

static bool
make_v2(struct aka_made *out)
{
	const struct str key[] = { out->aka.res, out->aka.ik, out->aka.ck };

	if (!aka_prf(key, COUNT(key), out->prf))
		return false;
	out->secret.password = (struct str){ out->text, V2_DIGITS };
	return EVP_EncodeBlock((unsigned char *)out->text, out->prf, AKA_PRF_BYTES) == V2_DIGITS;
}

static bool
make_keys(struct aes *a, const struct aka_nonce *nonce, struct aka_made *out)
{
	struct milenage *m = &out->m;

	memcpy(m->k, out->aka.k.p, sizeof(m->k));
	memcpy(m->rand, nonce->rand, sizeof(m->rand));
	if (!aka_opc(a, &out->aka, m->opc) || !milenage_keys(a, m))
		return false;
	out->aka.res = view(m->res, sizeof(m->res));
	out->aka.ck = view(m->ck, sizeof(m->ck));
	out->aka.ik = view(m->ik, sizeof(m->ik));
	out->aka.opc = view(m->opc, sizeof(m->opc));
	return true;
}

bool
aka_make(struct aes *a, const struct secret *given, const struct aka_nonce *nonce,
	 enum auth_algorithm alg, bool auts, struct aka_made *out)
{
	out->secret = *given;
	out->aka = *given->aka;
	out->secret.aka = &out->aka;
	if (!str_absent(out->aka.k) && !make_keys(a, nonce, out))
		return false;
	if (auts)
		out->secret.password = S("");
	else if (alg != ALGORITHM_AKAV2_MD5)
		out->secret.password = out->aka.res;
	else if (!str_absent(out->aka.ck))
		return make_v2(out);
	return true;
}
