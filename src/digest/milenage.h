/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * milenage.h - the functions of 3GPP TS 35.206, by which a SIM and its network prove themselves.
 *
 * Layer: 8 digest.  Arithmetic only.  What it is given and what it makes is in memory of the caller,
 * who keeps it in locked memory and cleanses it.
 */
#ifndef SIPWHY_MILENAGE_H
#define SIPWHY_MILENAGE_H

#include <sipwhy/err.h>
#include <sipwhy/secret.h>

enum {
	MILENAGE_SQN_BYTES = 6,
	MILENAGE_MAC_BYTES = 8,
	MILENAGE_RES_BYTES = 8,
	MILENAGE_AMF_BYTES = 2,
};

/* Of one K, OPc and RAND: what f2 to f5* make. */
struct milenage {
	unsigned char k[AKA_KEY_BYTES], opc[AKA_KEY_BYTES], rand[AKA_KEY_BYTES];
	unsigned char res[MILENAGE_RES_BYTES];
	unsigned char ck[AKA_KEY_BYTES], ik[AKA_KEY_BYTES];
	unsigned char ak[MILENAGE_SQN_BYTES];
	unsigned char ak_star[MILENAGE_SQN_BYTES]; /* for a resynchronisation */
};

/* AES-128 of OpenSSL, fetched once; not for two threads at once. */
struct aes;

/* NULL and *err when OpenSSL gives none. */
struct aes *aes_new(struct err *err);
void aes_free(struct aes *a);

/* All of these are false when OpenSSL fails. */

/* OPc of OP, TS 35.206 4.1. */
bool milenage_opc(struct aes *a, const unsigned char k[AKA_KEY_BYTES],
		  const unsigned char op[AKA_KEY_BYTES], unsigned char opc[AKA_KEY_BYTES]);
/* f2, f3, f4, f5 and f5*; k, opc and rand of *m are set. */
bool milenage_keys(struct aes *a, struct milenage *m);
/* f1 and f1*: what the network (MAC-A) and the SIM (MAC-S) prove themselves with. */
bool milenage_macs(struct aes *a, const struct milenage *m,
		   const unsigned char sqn[MILENAGE_SQN_BYTES],
		   const unsigned char amf[MILENAGE_AMF_BYTES],
		   unsigned char mac_a[MILENAGE_MAC_BYTES],
		   unsigned char mac_s[MILENAGE_MAC_BYTES]);

#endif
