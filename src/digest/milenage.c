/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "locked.h"
#include "milenage.h"

enum { BLOCK = AKA_KEY_BYTES };

struct aes {
	EVP_CIPHER *cipher;
	EVP_CIPHER_CTX *ctx;
};

/* What is made on the way, in locked memory. */
struct blocks {
	unsigned char temp[BLOCK], in[BLOCK], out[BLOCK];
};

struct aes *
aes_new(struct err *err)
{
	struct aes *a = calloc(1, sizeof(*a));

	if (a == NULL) {
		(void)err_memory(err);
		return NULL;
	}
	a->cipher = EVP_CIPHER_fetch(NULL, "AES-128-ECB", NULL);
	a->ctx = EVP_CIPHER_CTX_new();
	if (a->cipher != NULL && a->ctx != NULL)
		return a;
	(void)err_set(err, "OpenSSL gives no AES-128, which AKA is made of");
	aes_free(a);
	return NULL;
}

/* OpenSSL cleanses the key schedule when it frees the context. */
void
aes_free(struct aes *a)
{
	if (a == NULL)
		return;
	EVP_CIPHER_CTX_free(a->ctx);
	EVP_CIPHER_free(a->cipher);
	free(a);
}

/* One block; `in` and `out` may be the same.  No key stays in the context. */
static bool
encrypt(struct aes *a, const unsigned char *k, const unsigned char *in, unsigned char *out)
{
	int len = 0;
	bool ok = EVP_EncryptInit_ex2(a->ctx, a->cipher, k, NULL, NULL) == 1 &&
		  EVP_CIPHER_CTX_set_padding(a->ctx, 0) == 1 &&
		  EVP_EncryptUpdate(a->ctx, out, &len, in, BLOCK) == 1 && len == BLOCK;

	(void)EVP_CIPHER_CTX_reset(a->ctx);
	return ok;
}

static void
add(unsigned char *to, const unsigned char *what)
{
	for (size_t i = 0; i < BLOCK; i++)
		to[i] ^= what[i];
}

/*
 * OUTn of TS 35.206 4.1: E(rot(in ^ OPc, r) ^ c ^ plus) ^ OPc.  The rotations are whole octets, to the
 * left, and each c has no bit but in its last octet.  `plus` may be NULL.
 */
struct step {
	unsigned turn; /* octets */
	unsigned char constant;
};

static bool
out_of(struct aes *a, const struct milenage *m, struct blocks *b, struct step s,
       const unsigned char *plus)
{
	unsigned char *x = b->out;

	add(b->in, m->opc);
	for (size_t i = 0; i < BLOCK; i++)
		x[i] = b->in[(i + s.turn) % BLOCK];
	x[BLOCK - 1] ^= s.constant;
	if (plus != NULL)
		add(x, plus);
	if (!encrypt(a, m->k, x, x))
		return false;
	add(x, m->opc);
	return true;
}

/* TEMP = E(RAND ^ OPc). */
static bool
make_temp(struct aes *a, const struct milenage *m, struct blocks *b)
{
	memcpy(b->temp, m->rand, BLOCK);
	add(b->temp, m->opc);
	return encrypt(a, m->k, b->temp, b->temp);
}

/* OUT2 to OUT5, which are made of TEMP alone. */
static bool
from_temp(struct aes *a, const struct milenage *m, struct blocks *b, struct step s)
{
	memcpy(b->in, b->temp, BLOCK);
	return out_of(a, m, b, s, NULL);
}

bool
milenage_opc(struct aes *a, const unsigned char k[AKA_KEY_BYTES],
	     const unsigned char op[AKA_KEY_BYTES], unsigned char opc[AKA_KEY_BYTES])
{
	unsigned char *x = locked_new(BLOCK);
	bool ok = x != NULL && encrypt(a, k, op, x);

	if (ok) {
		add(x, op);
		memcpy(opc, x, BLOCK);
	}
	locked_free(x);
	return ok;
}

static bool
make_keys(struct aes *a, struct milenage *m, struct blocks *b)
{
	if (!make_temp(a, m, b) || !from_temp(a, m, b, (struct step){ 0, 1 }))
		return false;
	memcpy(m->ak, b->out, sizeof(m->ak));
	memcpy(m->res, b->out + 8, sizeof(m->res));
	if (!from_temp(a, m, b, (struct step){ 4, 2 }))
		return false;
	memcpy(m->ck, b->out, sizeof(m->ck));
	if (!from_temp(a, m, b, (struct step){ 8, 4 }))
		return false;
	memcpy(m->ik, b->out, sizeof(m->ik));
	if (!from_temp(a, m, b, (struct step){ 12, 8 }))
		return false;
	memcpy(m->ak_star, b->out, sizeof(m->ak_star));
	return true;
}

bool
milenage_keys(struct aes *a, struct milenage *m)
{
	struct blocks *b = locked_new(sizeof(*b));
	bool ok = b != NULL && make_keys(a, m, b);

	locked_free(b);
	return ok;
}

bool
milenage_macs(struct aes *a, const struct milenage *m, const unsigned char sqn[MILENAGE_SQN_BYTES],
	      const unsigned char amf[MILENAGE_AMF_BYTES], unsigned char mac_a[MILENAGE_MAC_BYTES],
	      unsigned char mac_s[MILENAGE_MAC_BYTES])
{
	struct blocks *b = locked_new(sizeof(*b));
	bool ok = b != NULL && make_temp(a, m, b);

	if (ok) {
		/* IN1 = SQN || AMF || SQN || AMF */
		memcpy(b->in, sqn, MILENAGE_SQN_BYTES);
		memcpy(b->in + 6, amf, MILENAGE_AMF_BYTES);
		memcpy(b->in + 8, b->in, 8);
		ok = out_of(a, m, b, (struct step){ 8, 0 }, b->temp);
	}
	if (ok) {
		memcpy(mac_a, b->out, MILENAGE_MAC_BYTES);
		memcpy(mac_s, b->out + 8, MILENAGE_MAC_BYTES);
	}
	locked_free(b);
	return ok;
}
