/* SPDX-License-Identifier: BSD-2-Clause */
#include "expected_priv.h"

/* Of several secrets, the one that the client is seen to use; NULL when that does not show. */
static const struct account *
seen_used(struct verifier *v, const struct round *r, const struct answer *answer,
	  const struct accounts *accounts)
{
	struct answer as_sent = *answer;
	const struct account *used = NULL;
	struct search_hit hit;
	struct search s;

	for (size_t i = 0; i < answer->alg_count && used == NULL; i++) {
		if (answer->algs[i] == ALGORITHM_UNKNOWN)
			continue;
		as_sent.sent.alg = answer->algs[i];
		search_begin(&s, v, r, &as_sent, accounts);
		if (search_as_sent(&s, &hit) || search_rows(&s, &hit))
			used = hit.account;
		search_end(&s);
	}
	return used;
}

static const struct account *
choose_account(struct verifier *v, const struct round *r, const struct answer *answer,
	       const struct accounts *accounts, enum auth_algorithm alg)
{
	const struct account *used = NULL;

	if (accounts->count > 1 && !answer->incomplete)
		used = seen_used(v, r, answer, accounts);
	if (used != NULL && account_is_for(used, alg))
		return used;
	for (size_t i = 0; i < accounts->count; i++) {
		if (!accounts->list[i].unproved && account_is_for(&accounts->list[i], alg))
			return &accounts->list[i];
	}
	return NULL;
}

/* The account is that of the offer's realm, whatever realm was answered. */
static bool
compute_with(struct verifier *v, const struct answer *answer, const struct digest_input *in,
	     struct wanted *w)
{
	struct answer offered = *answer;
	const struct account *account;
	struct accounts accounts;
	struct digest_hex ha1;
	bool ok = true;

	offered.realm = auth_unquote(w->offer->realm, v->scratch, &ok);
	offered.algs[0] = in->alg;
	offered.alg_count = 1;
	offered.sent.nonce = in->nonce;
	offered.resync = false;
	if (!ok)
		return false;
	accounts_of(v->digest, v->secrets, w->answered, &offered, &accounts);
	account =
		accounts.failed ? NULL : choose_account(v, w->answered, answer, &accounts, in->alg);
	ok = account != NULL && account_ha1(v->digest, account, in->alg, &ha1);
	if (ok) {
		ok = digest_response(v->digest, digest_hex_str(&ha1), in, &w->response);
		secret_cleanse(&ha1, sizeof(ha1));
	}
	if (ok && w->user_hidden) {
		w->user = account->user;
		w->plain_user = true;
		w->extended = false;
	}
	digest_forget(v->digest);
	accounts_end(&accounts);
	return ok;
}

static bool
is_computable(const struct wanted *w)
{
	enum auth_algorithm alg = w->offer->alg;

	/* RES belongs to one nonce (RFC 3310 3.2), and it may be RES that was given. */
	return (alg != ALGORITHM_AKAV1_MD5 && alg != ALGORITHM_AKAV2_MD5) ||
	       str_eq(w->offer->nonce, w->answered->cred->nonce);
}

bool
expected_compute(struct verifier *v, struct wanted *w)
{
	const struct round *r = w->answered;
	struct digest_input in;
	struct answer answer;
	bool ok = answer_read(r, v->scratch, &answer);

	if (!ok || answer.account_cut || str_absent(answer.user) || !is_computable(w))
		return false;
	in = (struct digest_input){
		.alg = w->offer->alg,
		.form = str_absent(w->qop) ? DIGEST_FORM_2069 : DIGEST_FORM_2617,
		.nonce = auth_unquote(w->offer->nonce, v->scratch, &ok),
		.nc = { w->nc, NC_DIGITS },
		.cnonce = { w->cnonce, CNONCE_DIGITS },
		.qop = w->qop,
		.method = answer.sent.method,
		.uri = w->plain_uri ? w->uri : auth_unquote(w->uri, v->scratch, &ok),
		.body = answer.sent.body,
	};
	if (!ok || (digest_is_auth_int(&in) && !sip_msg_body_whole(&r->answer.msg->sip)))
		return false;
	return compute_with(v, &answer, &in, w);
}

void
verify_expected(struct verifier *v, const struct expected_ask *ask, struct arena *a,
		struct expected *out)
{
	bool known = v->secrets != NULL && v->digest != NULL && secrets_count(v->secrets) > 0;
	bool computed;
	struct written made;
	struct wanted w;

	*out = (struct expected){ 0 };
	arena_rewind(v->scratch);
	if (!expected_decide(ask, &w))
		return;
	computed = known && (ask->with_response || w.user_hidden) && expected_compute(v, &w);
	/* A name that was hashed unasked is needed in clear. */
	if (w.user_hidden && !w.plain_user)
		return;
	computed = computed && ask->with_response;
	if (!computed)
		w.response.len = 0;
	expected_write(&w, a, &made);
	if (str_absent(made.header))
		return;
	out->header = made.header;
	out->computed = computed;
	out->has_example = w.with_cnonce;
	expected_compare(ask, &w, &made, out);
}
