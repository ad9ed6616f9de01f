/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What else than RES, or than the password of RFC 4169, may have been hashed for AKA.
 */
#include <string.h>

#include <openssl/evp.h>

#include "aka.h"
#include "rewrite.h"

/* Digits or base64 of the longest of these values, and a NUL. */
enum { TEXT_BYTES = 2 * AKA_KEY_BYTES + 1 };

static void
propose(struct search *s, struct str octets, const char *what)
{
	s->what = what;
	search_propose_password(s, GUESS_TEXT, octets);
}

static void
propose_digits(struct search *s, struct str octets, bool upper, const char *what)
{
	const char *digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
	char *room = search_secret_room(s, 2 * octets.len);

	if (room == NULL)
		return;
	for (size_t i = 0; i < octets.len; i++) {
		unsigned char octet = (unsigned char)octets.p[i];

		room[2 * i] = digits[octet >> 4];
		room[2 * i + 1] = digits[octet & 15];
	}
	propose(s, (struct str){ room, 2 * octets.len }, what);
}

static void
propose_base64(struct search *s, struct str octets, const char *what)
{
	char *room = octets.len > AKA_KEY_BYTES ? NULL : search_secret_room(s, TEXT_BYTES);
	int len;

	if (room == NULL)
		return;
	len = EVP_EncodeBlock((unsigned char *)room, (const unsigned char *)octets.p,
			      (int)octets.len);
	propose(s, (struct str){ room, (size_t)len }, what);
}

static void
propose_padded(struct search *s, struct str res)
{
	char *room = search_secret_room(s, AKA_RES_BYTES);

	if (room == NULL || res.len > AKA_RES_BYTES)
		return;
	memset(room, 0, AKA_RES_BYTES);
	memcpy(room, res.p, res.len);
	propose(s, (struct str){ room, AKA_RES_BYTES }, "RES filled up to 16 octets");
}

/* A key in each of its spellings; an absent one does nothing. */
static void
propose_key(struct search *s, struct str key, const char *what)
{
	if (str_absent(key))
		return;
	propose(s, key, what);
	propose_digits(s, key, false, what);
	propose_digits(s, key, true, what);
	propose_base64(s, key, what);
}

/* What RFC 4169 3 makes, for who answers AKAv1 with it, or leaves its base64 out. */
static void
propose_prf(struct search *s, const struct secret_aka *aka)
{
	const struct str key[] = { aka->res, aka->ik, aka->ck };
	unsigned char *mac = (unsigned char *)search_secret_room(s, AKA_PRF_BYTES);
	struct str octets = { (const char *)mac, AKA_PRF_BYTES };

	if (mac == NULL || str_absent(aka->ck))
		return;
	if (!aka_prf(key, COUNT(key), mac)) {
		s->failed = true;
		return;
	}
	propose_base64(s, octets, "the password of AKAv2");
	propose(s, octets, "the octets of the AKAv2 password, without base64");
	propose_digits(s, octets, false, "the AKAv2 password in hexadecimal digits");
}

void
rewrite_password_res(struct search *s)
{
	const struct secret_aka *aka = s->account->secret->aka;

	if (aka == NULL)
		return;
	propose(s, aka->res, "RES as it is");
	propose_digits(s, aka->res, false, "RES in hexadecimal digits");
	propose_digits(s, aka->res, true, "RES in hexadecimal digits of upper case");
	propose_base64(s, aka->res, "RES in base64");
	propose_padded(s, aka->res);
	propose_prf(s, aka);
	if (s->account->plain != NULL)
		propose(s, s->account->plain->password, "a password in the place of RES");
	propose_key(s, aka->k, "K in the place of RES");
	propose_key(s, aka->opc, "OPc in the place of RES");
	propose_key(s, aka->op, "OP in the place of RES");
	propose_key(s, aka->ck, "CK in the place of RES");
	propose_key(s, aka->ik, "IK in the place of RES");
}

static void
propose_hash(struct search *s, const struct str *parts, size_t count, const char *what)
{
	enum { ROOM = 4 * AKA_KEY_BYTES + EVP_MAX_MD_SIZE };
	char *room = search_secret_room(s, ROOM);
	unsigned char *md;
	unsigned len = 0;
	size_t used = 0;

	if (room == NULL)
		return;
	md = (unsigned char *)room + 4 * (size_t)AKA_KEY_BYTES;
	for (size_t i = 0; i < count; i++) {
		memcpy(room + used, parts[i].p, parts[i].len);
		used += parts[i].len;
	}
	if (EVP_Digest(room, used, md, &len, EVP_md5(), NULL) != 1) {
		s->failed = true;
		return;
	}
	propose_base64(s, (struct str){ (const char *)md, len }, what);
	propose(s, (struct str){ (const char *)md, len }, what);
}

static void
propose_other_key(struct search *s, const struct str *key, size_t count, const char *what)
{
	unsigned char *mac = (unsigned char *)search_secret_room(s, AKA_PRF_BYTES);

	if (mac == NULL)
		return;
	if (aka_prf(key, count, mac))
		propose_base64(s, (struct str){ (const char *)mac, AKA_PRF_BYTES }, what);
	else
		s->failed = true;
}

/* RFC 4169 2.1: the PRF is HMAC, its key RES, IK and CK in that order. */
void
rewrite_password_v2_hash(struct search *s)
{
	const struct secret_aka *aka = s->account->secret->aka;

	if (aka == NULL || s->sent.alg != ALGORITHM_AKAV2_MD5)
		return;
	propose_other_key(s, &aka->res, 1, "HMAC with RES alone as its key");
	if (str_absent(aka->ck))
		return;
	propose_hash(s, (struct str[]){ aka->res, aka->ik, aka->ck, aka_prf_text }, 4,
		     "a hash of RES, IK, CK and the text joined");
	propose_hash(s, (struct str[]){ aka->res, aka->ck, aka->ik, aka_prf_text }, 4,
		     "a hash of RES, CK, IK and the text joined");
	propose_other_key(s, (struct str[]){ aka->res, aka->ck, aka->ik }, 3,
			  "HMAC with CK before IK in its key");
	propose_other_key(s, (struct str[]){ aka->ik, aka->ck, aka->res }, 3,
			  "HMAC with RES behind IK and CK in its key");
}
