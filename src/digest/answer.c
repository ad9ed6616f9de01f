/* SPDX-License-Identifier: BSD-2-Clause */
#include "answer.h"

/* RFC 5987 3.2.1: UTF-8'language'octets with %XX.  Absent when it is anything else. */
static struct str
decode_extended(struct str value, struct arena *a, bool *ok)
{
	struct str charset = str_cut(&value, '\'');
	size_t len = 0;
	char *p;

	if (!str_eq_nocase(charset, S("UTF-8")) || str_index(value, '\'') < 0)
		return STR_ABSENT;
	(void)str_cut(&value, '\'');
	p = arena_alloc(a, value.len + 1);
	if (p == NULL) {
		*ok = false;
		return STR_ABSENT;
	}
	for (size_t i = 0; i < value.len; i++, len++) {
		struct str digits = str_sub(value, i + 1, 2);
		uint64_t octet;

		p[len] = value.p[i];
		if (value.p[i] != '%')
			continue;
		if (digits.len < 2 || !str_hex_to_u64(digits, UINT8_MAX, &octet))
			return STR_ABSENT;
		p[len] = (char)octet;
		i += 2;
	}
	return (struct str){ p, len };
}

/* Whether the capture may have cut this value short, or cut it off. */
static bool
maybe_cut(const struct credentials *c, struct str value)
{
	if ((c->odd & AUTH_CUT) == 0)
		return false;
	return str_absent(value) || value.p + value.len >= c->raw.p + c->raw.len;
}

/*
 * The credentials name the algorithm.  Where they don't, it is that of the offer, which they echo; but
 * an absent one is MD5 too (RFC 2617 3.2.1), and a client that means it so is right as sent.
 */
static void
choose_algorithms(const struct round *r, struct answer *out)
{
	const struct credentials *c = r->cred;

	out->alg_count = 1;
	out->algs[0] = c->alg;
	if (!c->is_digest && !str_absent(c->scheme)) {
		out->algs[0] = ALGORITHM_UNKNOWN;
	} else if (str_absent(c->algorithm) && r->offer != NULL && r->offer->alg != ALGORITHM_MD5) {
		out->algs[0] = r->offer->alg;
		out->algs[1] = ALGORITHM_MD5;
		out->alg_count = 2;
	}
}

static void
note_gaps(const struct round *r, struct answer *out)
{
	const struct credentials *c = r->cred;
	const struct digest_input *in = &out->sent;
	struct str user = str_absent(c->username) ? c->username_star : c->username;

	out->account_cut = maybe_cut(c, user) || maybe_cut(c, c->realm);
	out->cut = (c->odd & AUTH_CUT) != 0;
	/* An empty response answers nothing: RFC 8760 2.7 lets it be empty before a challenge. */
	out->incomplete = str_absent(out->user) || str_absent(out->realm) ||
			  str_absent(in->nonce) || str_absent(in->uri) || str_empty(out->response);
	out->set_broken =
		in->form == DIGEST_FORM_2617 && (str_absent(in->cnonce) || str_absent(in->nc));
	out->body_missing = digest_is_auth_int(in) && !sip_msg_body_whole(&r->answer.msg->sip);
}

bool
answer_read(const struct round *r, struct arena *a, struct answer *out)
{
	const struct credentials *c = r->cred;
	const struct sip_msg *m = &r->answer.msg->sip;
	bool ok = true;

	*out = (struct answer){
		.cred = c,
		.user = auth_unquote(c->username, a, &ok),
		.realm = auth_unquote(c->realm, a, &ok),
		.response = c->response,
		.user_hashed = str_eq_nocase(c->userhash, S("true")),
		.resync = !str_empty(c->auts),
		.sent = {
			.form = str_absent(c->qop) ? DIGEST_FORM_2069 : DIGEST_FORM_2617,
			.nonce = auth_unquote(c->nonce, a, &ok),
			.nc = c->nc,
			.cnonce = auth_unquote(c->cnonce, a, &ok),
			.qop = c->qop,
			.method = m->method,
			.uri = auth_unquote(c->uri, a, &ok),
			.body = m->body,
		},
	};
	if (str_absent(out->user) && !str_absent(c->username_star))
		out->user = decode_extended(c->username_star, a, &ok);
	choose_algorithms(r, out);
	out->sent.alg = out->algs[0];
	note_gaps(r, out);
	return ok;
}

bool
answer_lacks_session(const struct answer *answer, enum auth_algorithm alg)
{
	return auth_algorithm_is_sess(alg) && str_absent(answer->sent.cnonce);
}
