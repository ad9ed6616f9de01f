/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who proved what: AUTN is the network's proof to the SIM, AUTS the SIM's to the network (3GPP TS 33.102
 * 6.3.3, 6.3.5).  Values compare in the open: nobody waits at the other end.
 */
#include <string.h>

#include "aka.h"
#include "locked.h"
#include "secret_store.h"

/* All that is worked out, in locked memory. */
struct look {
	struct milenage m;
	unsigned char mac_a[MILENAGE_MAC_BYTES], mac_s[MILENAGE_MAC_BYTES];
	unsigned char sqn[MILENAGE_SQN_BYTES];
	struct aes *aes;
	struct aka_nonce nonce;
	unsigned char auts[AKA_AUTS_BYTES];
	bool ok; /* memory and OpenSSL */
};

/* The places of the parts of AUTN. */
enum { AUTN_AMF = 6, AUTN_MAC = 8, AUTS_MAC = 6 };

static const unsigned char zero_amf[MILENAGE_AMF_BYTES];

static uint64_t
number(const unsigned char sqn[MILENAGE_SQN_BYTES])
{
	uint64_t n = 0;

	for (size_t i = 0; i < MILENAGE_SQN_BYTES; i++)
		n = n << 8 | sqn[i];
	return n;
}

static void
reveal(struct look *l, const unsigned char *hidden, const unsigned char *mask)
{
	for (size_t i = 0; i < sizeof(l->sqn); i++)
		l->sqn[i] = hidden[i] ^ mask[i];
}

static bool
mac_a_fits(struct look *l, const unsigned char *amf)
{
	l->ok = l->ok && milenage_macs(l->aes, &l->m, l->sqn, amf, l->mac_a, l->mac_s);
	return l->ok && memcmp(l->mac_a, l->nonce.autn + AUTN_MAC, MILENAGE_MAC_BYTES) == 0;
}

/* Whether AUTN is made with the keys of l->m; *sqn is told then. */
static bool
autn_fits(struct look *l, const unsigned char *amf, uint64_t *sqn)
{
	bool fits;

	l->ok = l->ok && milenage_keys(l->aes, &l->m);
	reveal(l, l->nonce.autn, l->m.ak);
	fits = mac_a_fits(l, amf);
	if (fits)
		*sqn = number(l->sqn);
	return fits;
}

/* What would have made a wrong AUTN right: the slips that are made when keys are copied. */
static enum verify_aka_slip
slip_of(struct look *l, const struct secret_aka *given)
{
	static const unsigned char amfs[][MILENAGE_AMF_BYTES] = { { 0, 0 }, { 0x80, 0 } };
	uint64_t sqn;

	for (size_t i = 0; i < COUNT(amfs); i++) {
		if (autn_fits(l, amfs[i], &sqn))
			return VERIFY_AKA_SLIP_AMF;
	}
	memcpy(l->sqn, l->nonce.autn, sizeof(l->sqn));
	if (mac_a_fits(l, l->nonce.autn + AUTN_AMF))
		return VERIFY_AKA_SLIP_SQN_OPEN;
	if (!str_absent(given->op)) {
		memcpy(l->m.opc, given->op.p, sizeof(l->m.opc));
		return autn_fits(l, l->nonce.autn + AUTN_AMF, &sqn) ? VERIFY_AKA_SLIP_OP_AS_OPC
								    : VERIFY_AKA_SLIP_NONE;
	}
	l->ok = l->ok &&
		milenage_opc(l->aes, l->m.k, (const unsigned char *)given->opc.p, l->m.opc);
	return autn_fits(l, l->nonce.autn + AUTN_AMF, &sqn) ? VERIFY_AKA_SLIP_OPC_AS_OP
							    : VERIFY_AKA_SLIP_NONE;
}

/* MAC-S is made with an AMF of zeros (TS 33.102 6.3.3). */
static void
look_at_auts(struct look *l, struct verify_aka *out)
{
	if (out->auts != VERIFY_AKA_WRONG)
		return;
	reveal(l, l->auts, l->m.ak_star);
	l->ok = l->ok && milenage_macs(l->aes, &l->m, l->sqn, zero_amf, l->mac_a, l->mac_s);
	if (!l->ok || memcmp(l->mac_s, l->auts + AUTS_MAC, MILENAGE_MAC_BYTES) != 0)
		return;
	out->auts = VERIFY_AKA_RIGHT;
	out->sqn_sim = number(l->sqn);
}

static void
look_with(struct look *l, const struct secret_aka *given, struct verify_aka *out)
{
	const unsigned char *amf = l->nonce.autn + AUTN_AMF;

	if (str_absent(given->k) || out->autn == VERIFY_AKA_RIGHT)
		return;
	memcpy(l->m.k, given->k.p, sizeof(l->m.k));
	memcpy(l->m.rand, l->nonce.rand, sizeof(l->m.rand));
	l->ok = l->ok && aka_opc(l->aes, given, l->m.opc);
	out->autn = autn_fits(l, amf, &out->sqn_network) ? VERIFY_AKA_RIGHT : VERIFY_AKA_WRONG;
	out->other_amf = !str_absent(given->amf) && memcmp(given->amf.p, amf, AKA_AMF_BYTES) != 0;
	look_at_auts(l, out);
	out->slip = out->autn == VERIFY_AKA_RIGHT ? VERIFY_AKA_SLIP_NONE : slip_of(l, given);
}

bool
aka_fit(struct aes *a, const struct secret_aka *given, const struct aka_nonce *nonce,
	struct verify_aka *out)
{
	struct look *l = locked_new(sizeof(*l));
	bool ok;

	*out = (struct verify_aka){ .nonce = VERIFY_AKA_RIGHT };
	if (l == NULL)
		return false;
	l->aes = a;
	l->nonce = *nonce;
	l->ok = true;
	look_with(l, given, out);
	ok = l->ok;
	locked_free(l);
	return ok;
}

/* The name that the client has, also where it did not answer: a first REGISTER tells it (TS 24.229 5.1.1.2). */
static struct str
user_of(const struct round *r, struct arena *a, bool *ok)
{
	struct credentials c;

	if (r->cred != NULL)
		return auth_unquote(r->cred->username, a, ok);
	if (r->request.msg == NULL || credentials_of(&r->request.msg->sip, &c, 1) == 0)
		return STR_ABSENT;
	return auth_unquote(c.username, a, ok);
}

static void
look_at_round(struct look *l, const struct secrets *s, const struct round *r,
	      struct verify_aka *out)
{
	struct arena *a = arena_new(0);
	bool ok = a != NULL;
	struct str user = ok ? user_of(r, a, &ok) : STR_ABSENT;
	struct str realm = ok ? auth_unquote(r->offer->realm, a, &ok) : STR_ABSENT;
	const struct secret *one;

	for (size_t i = 0;
	     ok && !str_absent(user) && (one = secrets_find(s, user, realm, i)) != NULL; i++) {
		if (one->aka != NULL)
			look_with(l, one->aka, out);
	}
	arena_free(a);
	l->ok = l->ok && ok;
}

bool
aka_look(const struct secrets *s, const struct round *r, struct verify_aka *out)
{
	struct err err;
	struct look *l;
	bool ok;

	*out = (struct verify_aka){ .nonce = VERIFY_AKA_UNTOLD };
	if (r->offer == NULL || !aka_is(r->offer->alg) || (r->offer->odd & AUTH_CUT) != 0)
		return true;
	l = locked_new(sizeof(*l));
	if (l == NULL)
		return false;
	out->nonce = aka_nonce_read(r->offer->nonce, &l->nonce) ? VERIFY_AKA_RIGHT
								: VERIFY_AKA_MALFORMED;
	if (r->cred != NULL && !str_empty(r->cred->auts))
		out->auts = aka_auts_read(r->cred->auts, l->auts) ? VERIFY_AKA_WRONG
								  : VERIFY_AKA_MALFORMED;
	l->aes = aes_new(&err);
	l->ok = l->aes != NULL;
	if (l->ok && s != NULL && out->nonce == VERIFY_AKA_RIGHT)
		look_at_round(l, s, r, out);
	/* Without K nobody can say that it is wrong. */
	if (out->auts == VERIFY_AKA_WRONG && out->autn == VERIFY_AKA_UNTOLD)
		out->auts = VERIFY_AKA_UNTOLD;
	ok = l->ok;
	aes_free(l->aes);
	locked_free(l);
	return ok;
}
