/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "search.h"

/* The digits of a SipHash, twice. */
enum { CNONCE_DIGITS = 32, NAMES_BYTES = 512 };

/* What goes into the header field. */
struct wanted {
	const struct challenge *offer;
	struct str user;       /* as sent, escapes kept */
	const char *user_name; /* of the parameter that has it */
	struct str uri;
	struct str qop; /* absent: none was offered */
	bool with_cnonce;
	char cnonce[CNONCE_DIGITS + 1];
	struct digest_hex response; /* of no length: not computed */
};

struct writer {
	char *p;
	size_t len;
};

static void
put(struct writer *w, struct str text)
{
	if (text.len > 0)
		memcpy(w->p + w->len, text.p, text.len);
	w->len += text.len;
}

/* RFC 3261 25.1 quoted-string.  The value has its escapes; one that came without quotes
 * around it may lack some. */
static void
put_quoted(struct writer *w, const char *name, struct str value)
{
	put(w, str_of(name));
	put(w, S("=\""));
	for (size_t i = 0; i < value.len; i++) {
		bool pair = value.p[i] == '\\' && i + 1 < value.len;

		if ((value.p[i] == '\\' && !pair) || value.p[i] == '"')
			put(w, S("\\"));
		put(w, str_sub(value, i, pair ? 2 : 1));
		i += pair;
	}
	put(w, S("\""));
}

static void
put_token(struct writer *w, const char *name, struct str value)
{
	put(w, str_of(name));
	put(w, S("="));
	put(w, value);
}

static bool
is_usable(const struct challenge *c)
{
	bool qop_known = str_empty(str_trim(c->qop, str_is_lws)) || qop_has(c->qop, S("auth")) ||
			 qop_has(c->qop, S("auth-int"));

	return c->is_digest && !str_absent(c->realm) && !str_absent(c->nonce) && qop_known &&
	       c->alg != ALGORITHM_UNKNOWN && c->alg != ALGORITHM_AKAV1_MD5 &&
	       c->alg != ALGORITHM_AKAV2_MD5;
}

/* The offer of the round; where no client could answer that one, the topmost one of its
 * realm that could be (RFC 8760 2.4). */
static const struct challenge *
choose_offer(const struct round *r)
{
	if (r->offer == NULL || is_usable(r->offer))
		return r->offer;
	for (size_t i = 0; i < r->offer_count; i++) {
		const struct challenge *c = &r->offers[i];

		if (is_usable(c) && c->kind == r->offer->kind && str_eq(c->realm, r->offer->realm))
			return c;
	}
	return NULL;
}

/* It must only differ from offer to offer, so that the report is the same each time. */
static void
make_cnonce(struct wanted *w, struct str call_id)
{
	struct hash_key key = { 0, 0 };
	uint64_t first, second;

	key.k0 = str_hash(&key, call_id);
	first = str_hash(&key, w->offer->nonce);
	key.k1 = first;
	second = str_hash(&key, w->offer->nonce);
	(void)snprintf(w->cnonce, sizeof(w->cnonce), "%016" PRIx64 "%016" PRIx64, first, second);
}

/* False when there is nothing that a header field could be made of. */
static bool
decide(const struct round *r, struct wanted *w)
{
	const struct credentials *c = r->cred;
	const struct sip_msg *m;

	*w = (struct wanted){ .offer = choose_offer(r) };
	if (w->offer == NULL || c == NULL || r->answer.msg == NULL)
		return false;
	m = &r->answer.msg->sip;
	w->user_name = str_empty(c->username) ? "username*" : "username";
	w->user = str_empty(c->username) ? c->username_star : c->username;
	w->uri = str_empty(c->uri) ? m->request_uri : c->uri;
	/* A name that was hashed unasked is not known in clear. */
	if (str_eq_nocase(c->userhash, S("true")) && !str_eq_nocase(w->offer->userhash, S("true")))
		return false;
	if (str_empty(w->user) || str_empty(w->uri))
		return false;
	if (qop_has(w->offer->qop, S("auth")))
		w->qop = S("auth");
	else if (qop_has(w->offer->qop, S("auth-int")))
		w->qop = S("auth-int");
	/* RFC 2617 3.2.2 forbids it without qop, but no -sess HA1 can do without. */
	w->with_cnonce = !str_absent(w->qop) || auth_algorithm_is_sess(w->offer->alg);
	make_cnonce(w, m->call_id);
	return true;
}

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
		if (search_as_sent(&s, &hit) || search_rows(&s, accounts, &hit))
			used = hit.ha1->account;
		search_end(&s);
	}
	return used;
}

static bool
is_for(const struct account *account, enum auth_algorithm alg)
{
	const struct secret *s = account->secret;

	return str_absent(s->ha1) || s->ha1.len == auth_algorithm_hex(alg);
}

static const struct account *
choose_account(struct verifier *v, const struct round *r, const struct answer *answer,
	       const struct accounts *accounts, enum auth_algorithm alg)
{
	const struct account *used = NULL;

	if (accounts->count > 1 && !answer->incomplete)
		used = seen_used(v, r, answer, accounts);
	if (used != NULL && is_for(used, alg))
		return used;
	for (size_t i = 0; i < accounts->count; i++) {
		if (is_for(&accounts->list[i], alg))
			return &accounts->list[i];
	}
	return NULL;
}

/* The account is that of the offer's realm, whatever realm was answered. */
static bool
compute_with(struct verifier *v, const struct round *r, const struct answer *answer,
	     const struct digest_input *in, struct wanted *w)
{
	struct answer offered = *answer;
	const struct account *account;
	struct accounts accounts;
	struct digest_hex ha1;
	bool ok = true;

	offered.realm = auth_unquote(w->offer->realm, v->scratch, &ok);
	offered.algs[0] = in->alg;
	offered.alg_count = 1;
	if (!ok)
		return false;
	accounts_of(v->digest, v->secrets, r, &offered, &accounts);
	account = choose_account(v, r, answer, &accounts, in->alg);
	ok = account != NULL && account_ha1(v->digest, account, in->alg, &ha1);
	if (ok)
		ok = digest_response(v->digest, digest_hex_str(&ha1), in, &w->response);
	secret_cleanse(&ha1, sizeof(ha1));
	return ok;
}

/* Nothing is computed when no secret fits, or something that is hashed is not known. */
static bool
compute(struct verifier *v, const struct round *r, struct wanted *w)
{
	struct digest_input in;
	struct answer answer;
	bool ok = answer_read(r, v->scratch, &answer);

	if (!ok || answer.account_cut || str_absent(answer.user))
		return false;
	in = (struct digest_input){
		.alg = w->offer->alg,
		.form = str_absent(w->qop) ? DIGEST_FORM_2069 : DIGEST_FORM_2617,
		.nonce = auth_unquote(w->offer->nonce, v->scratch, &ok),
		.nc = S("00000001"),
		.cnonce = { w->cnonce, CNONCE_DIGITS },
		.qop = w->qop,
		.method = answer.sent.method,
		.uri = auth_unquote(w->uri, v->scratch, &ok),
		.body = answer.sent.body,
	};
	if (!ok || (digest_is_auth_int(&in) && !sip_msg_body_whole(&r->answer.msg->sip)))
		return false;
	return compute_with(v, r, &answer, &in, w);
}

static struct str
write_header(const struct wanted *w, const struct credentials *c, struct arena *a)
{
	const struct challenge *o = w->offer;
	/* Every octet of a value may need an escape. */
	size_t room = NAMES_BYTES + 2 * (w->user.len + o->realm.len + o->nonce.len + w->uri.len +
					 o->opaque.len + o->algorithm.len);
	struct writer out = { .p = arena_alloc(a, room) };

	if (out.p == NULL)
		return STR_ABSENT;
	put(&out, str_of(auth_credentials_header(o->kind)));
	put(&out, S(": Digest "));
	if (str_empty(c->username))
		put_token(&out, w->user_name, w->user);
	else
		put_quoted(&out, w->user_name, w->user);
	put_quoted(&out, ", realm", o->realm);
	put_quoted(&out, ", nonce", o->nonce);
	put_quoted(&out, ", uri", w->uri);
	put_quoted(&out, ", response",
		   w->response.len > 0 ? digest_hex_str(&w->response) : S("\xe2\x80\xa6"));
	if (!str_absent(o->algorithm))
		put_token(&out, ", algorithm", o->algorithm);
	if (w->with_cnonce)
		put_quoted(&out, ", cnonce", (struct str){ w->cnonce, CNONCE_DIGITS });
	if (!str_absent(o->opaque))
		put_quoted(&out, ", opaque", o->opaque);
	if (!str_absent(w->qop)) {
		put_token(&out, ", qop", w->qop);
		put_token(&out, ", nc", S("00000001"));
	}
	if (str_eq_nocase(c->userhash, S("true")))
		put_token(&out, ", userhash", S("true"));
	return (struct str){ out.p, out.len };
}

struct str
verify_expected_header(struct verifier *v, const struct round *r, bool with_response,
		       struct arena *a, bool *computed)
{
	bool known = v->secrets != NULL && v->digest != NULL && secrets_count(v->secrets) > 0;
	struct wanted w;

	*computed = false;
	arena_rewind(v->scratch);
	if (!decide(r, &w))
		return STR_ABSENT;
	*computed = with_response && known && compute(v, r, &w);
	if (!*computed)
		w.response.len = 0;
	return write_header(&w, r->cred, a);
}
