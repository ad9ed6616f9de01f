/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whether credentials are in order, so that only what was hashed is left to be wrong.
 */
#include <sipwhy/round_view.h>

/* Faults of form that have causes of their own; quotes too many are borne by most servers. */
#define ODD_FORM                                                                           \
	(AUTH_NO_SCHEME | AUTH_REPEATED_PARAM | AUTH_MALFORMED_PARAM | AUTH_COMMA_JOINED | \
	 AUTH_CUT | AUTH_SCHEME_NO_SPACE)

/* qop, cnonce and nc as RFC 3261 22.4 item 8 and RFC 2617 3.2.2 ask for them after this offer. */
static bool
qop_fits(const struct challenge *o, const struct credentials *c)
{
	if (str_empty(o->qop))
		return str_empty(c->qop) && str_absent(c->cnonce) && str_absent(c->nc);
	return !str_empty(c->qop) && qop_has(o->qop, c->qop) && !str_empty(c->cnonce) &&
	       c->nc.len == 8;
}

/* Parameters without their quotes, and digits in upper case, some servers do not read. */
static bool
values_fit(const struct credentials *c)
{
	const unsigned quoted = AUTH_NAME_USERNAME | AUTH_NAME_REALM | AUTH_NAME_NONCE |
				AUTH_NAME_URI | AUTH_NAME_RESPONSE | AUTH_NAME_CNONCE;

	if ((c->forms.bare & quoted) != 0 || c->forms.escaped != 0)
		return false;
	for (size_t i = 0; i < c->response.len; i++) {
		if (c->response.p[i] >= 'A' && c->response.p[i] <= 'F')
			return false;
	}
	return true;
}

bool
round_form_fits(const struct round *r)
{
	const struct challenge *o = r->offer;
	const struct credentials *c = r->cred;

	return o->kind == c->kind && auth_value_eq(o->realm, c->realm) && o->alg == c->alg &&
	       c->alg != ALGORITHM_UNKNOWN && c->response.len == auth_algorithm_hex(c->alg) &&
	       !str_empty(c->username) && !str_empty(c->uri) &&
	       (str_absent(o->opaque) || str_eq(o->opaque, c->opaque)) && qop_fits(o, c) &&
	       values_fit(c) && (c->odd & ODD_FORM) == 0;
}

bool
round_nonce_used_unseen(const struct round *r)
{
	const struct message *c = r->challenge.msg, *a = r->answer.msg;
	uint64_t nc = 0;

	if (c != NULL && str_eq(c->sip.call_id, a->sip.call_id))
		return a->sip.cseq.number > (uint64_t)c->sip.cseq.number + 1;
	return str_hex_to_u64(r->cred->nc, UINT32_MAX, &nc) && nc > (uint64_t)r->own_last_nc + 1;
}
