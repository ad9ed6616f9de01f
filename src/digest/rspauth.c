/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include <sipwhy/rspauth.h>

#include "search.h"

/* One rspauth with what it is to be made from. */
struct proof {
	struct verifier *v;
	const struct round *round;
	struct digest_input in; /* as RFC 2617 3.2.3 asks for it */
	struct digest_hex ha1;
	struct str want;
};

/* Whether the response carries a rspauth that belongs to these credentials and not to others of the request. */
static bool
is_only_one(const struct round *r)
{
	size_t same_kind = 0;

	for (size_t i = 0; i < r->cred_count; i++)
		same_kind += r->creds[i].kind == r->cred->kind;
	return same_kind == 1;
}

static bool
same_digits(struct str a, struct str b)
{
	return a.len > 0 && str_eq_nocase(a, b);
}

static bool
makes(struct proof *p, const struct digest_input *in)
{
	struct digest_hex got;

	return digest_response(p->v->digest, digest_hex_str(&p->ha1), in, &got) &&
	       same_digits(digest_hex_str(&got), p->want);
}

/* auth-int without a body in A2: the token is hashed as it was sent. */
static bool
makes_without_body(struct proof *p)
{
	struct digest_input plain = p->in;
	struct digest_hex session, ha2, got;
	bool ok;

	plain.form = DIGEST_FORM_2069;
	ok = digest_session(p->v->digest, digest_hex_str(&p->ha1), &p->in, &session) &&
	     digest_ha2(p->v->digest, &plain, &ha2) &&
	     digest_join(p->v->digest, digest_hex_str(&session), digest_hex_str(&ha2), &p->in,
			 &got);
	secret_cleanse(&session, sizeof(session));
	return ok && same_digits(digest_hex_str(&got), p->want);
}

static enum rspauth_made
how_made(struct proof *p)
{
	const struct sip_msg *request = &p->round->answer.msg->sip;
	struct digest_input in = p->in;

	in.form = DIGEST_FORM_2069;
	if (p->in.form != in.form && makes(p, &in))
		return RSPAUTH_WITHOUT_QOP;
	if (!digest_is_auth_int(&p->in))
		return RSPAUTH_UNKNOWN;
	if (makes_without_body(p))
		return RSPAUTH_WITHOUT_BODY;
	in = p->in;
	in.body = S("");
	if (makes(p, &in))
		return RSPAUTH_EMPTY_BODY;
	in.body = request->body;
	return sip_msg_body_whole(request) && makes(p, &in) ? RSPAUTH_REQUEST_BODY
							    : RSPAUTH_UNKNOWN;
}

/* The HA1 of the account that made the answer; false when none did. */
static bool
find_ha1(struct proof *p, const struct answer *answer, const struct digest_input *sent)
{
	struct verifier *v = p->v;
	struct accounts accounts;
	struct digest_hex got;
	bool found = false;

	accounts_of(v->digest, v->secrets, p->round, answer, &accounts);
	for (size_t i = 0; i < accounts.count && !found; i++) {
		found = account_ha1(v->digest, &accounts.list[i], sent->alg, &p->ha1) &&
			digest_response(v->digest, digest_hex_str(&p->ha1), sent, &got) &&
			same_digits(digest_hex_str(&got), answer->response);
		if (!found)
			secret_cleanse(&p->ha1, sizeof(p->ha1));
	}
	accounts_end(&accounts);
	return found;
}

static enum rspauth_check
compute(struct proof *p, const struct verify *answer, struct rspauth *out)
{
	struct answer read;
	bool right;

	if (!answer_read(p->round, p->v->scratch, &read))
		return RSPAUTH_NOT_EVALUABLE;
	read.sent.alg = answer->alg;
	if (!find_ha1(p, &read, &read.sent))
		return RSPAUTH_NOT_EVALUABLE;
	p->in = read.sent;
	p->in.method = S("");
	p->in.body = p->round->outcome.msg->sip.body;
	/* The response may name another qop than the request; nc and cnonce are the request's. */
	if (!str_empty(out->info.qop) && p->in.form == DIGEST_FORM_2617)
		p->in.qop = out->info.qop;
	if (digest_is_auth_int(&p->in) && !sip_msg_body_whole(&p->round->outcome.msg->sip)) {
		secret_cleanse(&p->ha1, sizeof(p->ha1));
		return RSPAUTH_NOT_EVALUABLE;
	}
	right = makes(p, &p->in);
	if (!right)
		out->made = how_made(p);
	secret_cleanse(&p->ha1, sizeof(p->ha1));
	digest_forget(p->v->digest);
	return right ? RSPAUTH_MATCH : RSPAUTH_MISMATCH;
}

void
verify_rspauth(struct verifier *v, const struct round *r, const struct verify *answer,
	       struct rspauth *out)
{
	struct proof p = { .v = v, .round = r };

	*out = (struct rspauth){ .check = RSPAUTH_NONE };
	if (r->cred == NULL || r->answer.msg == NULL || r->outcome.msg == NULL ||
	    !auth_info_of_kind(&r->outcome.msg->sip, r->cred->kind, &out->info) ||
	    str_empty(out->info.rspauth))
		return;
	p.want = out->info.rspauth;
	out->check = RSPAUTH_NOT_EVALUABLE;
	/* The server took this value for one with the method in it, and gives it for one without. */
	if (same_digits(p.want, r->cred->response) && r->outcome.msg->sip.status / 100 == 2) {
		out->check = RSPAUTH_MISMATCH;
		out->made = RSPAUTH_WITH_METHOD;
		return;
	}
	if (answer->check != VERIFY_MATCH || v->digest == NULL || v->secrets == NULL)
		return;
	arena_rewind(v->scratch);
	out->check = compute(&p, answer, out);
	/* It may be about the credentials for another realm. */
	if (out->check == RSPAUTH_MISMATCH && !is_only_one(r))
		out->check = RSPAUTH_NOT_EVALUABLE;
}

const char *
rspauth_made_text(enum rspauth_made m)
{
	switch (m) {
	case RSPAUTH_WITH_METHOD:
		return "with the method in it, as the client's own response is";
	case RSPAUTH_WITHOUT_QOP:
		return "by the formula of RFC 2069, without nc, cnonce and qop";
	case RSPAUTH_WITHOUT_BODY:
		return "without the hash of the body, which qop=auth-int asks for";
	case RSPAUTH_EMPTY_BODY:
		return "with the hash of an empty body";
	case RSPAUTH_REQUEST_BODY:
		return "with the body of the request, not of the response";
	case RSPAUTH_UNKNOWN:
		break;
	}
	return NULL;
}
