/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parameters of an answer as they are compared with those of other answers: what is different for
 * every answer (cnonce, nc, opaque) is told only as sent or not.
 */
#include "contrast_priv.h"

static struct str
sent(struct str value)
{
	return str_absent(value) ? STR_ABSENT : S("sent");
}

void
contrast_params(const struct exchange *x, struct str out[CONTRAST_PARAMS_])
{
	const struct round *r = exchange_last_answered(x);
	const struct credentials *c = r == NULL ? NULL : r->cred;

	for (size_t i = 0; i < CONTRAST_PARAMS_; i++)
		out[i] = STR_ABSENT;
	if (c == NULL)
		return;
	out[CONTRAST_HEADER] = str_of(auth_credentials_header(c->kind));
	out[CONTRAST_ALGORITHM] = c->algorithm;
	out[CONTRAST_QOP] = c->qop;
	out[CONTRAST_CNONCE] = !str_empty(c->cnonce) && str_eq(c->cnonce, c->nonce)
				       ? S("sent, repeats the nonce")
				       : sent(c->cnonce);
	out[CONTRAST_NC] = sent(c->nc);
	out[CONTRAST_OPAQUE] = sent(c->opaque);
	if (!str_absent(c->username))
		out[CONTRAST_USERNAME_FORM] =
			str_index(c->username, '@') >= 0 ? S("user@domain") : S("user");
	if (!str_absent(c->uri))
		out[CONTRAST_URI_FORM] = str_eq(c->uri, r->answer.msg->sip.request_uri)
						 ? S("as the Request-URI")
						 : S("unlike the Request-URI");
}

struct str
contrast_username(const struct exchange *x)
{
	const struct round *r = exchange_last_answered(x);

	return r == NULL ? STR_ABSENT : r->cred->username;
}
