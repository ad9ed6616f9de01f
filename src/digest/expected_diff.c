/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What to change in the credentials that were sent to make them the expected ones.
 */
#include "expected_priv.h"

struct comparison {
	const struct expected_ask *ask;
	const struct wanted *w;
	const struct written *made;
	const struct credentials *sent;
	struct expected *out;
	bool hashed_differs; /* something that goes into the response is to be changed */
};

static void
add(struct comparison *c, struct expected_diff diff)
{
	if (c->out->diff_count < EXPECTED_DIFFS)
		c->out->diffs[c->out->diff_count++] = diff;
}

/* Whether a value of the credentials stands between quotes. */
static bool
is_quoted(const struct credentials *c, struct str value)
{
	return value.p > c->raw.p && value.p[-1] == '"' &&
	       value.p + value.len < c->raw.p + c->raw.len && value.p[value.len] == '"';
}

static struct str
with_quotes(const struct credentials *c, struct str value)
{
	return is_quoted(c, value) ? (struct str){ value.p - 1, value.len + 2 } : value;
}

static struct str
without_quotes(struct str value)
{
	return value.len >= 2 && value.p[0] == '"' ? str_sub(value, 1, value.len - 2) : value;
}

/* Not sent, as far as was captured. */
static bool
is_untold(const struct comparison *c, struct str sent)
{
	return str_absent(sent) && (c->sent->odd & AUTH_CUT) != 0;
}

/* `hashed`: the value goes into the response. */
static void
compare(struct comparison *c, const char *param, struct str sent, enum expected_param which,
	bool hashed)
{
	struct str made = c->made->at[which], value = without_quotes(made);
	bool token = which == EXPECTED_ALGORITHM || which == EXPECTED_QOP || which == EXPECTED_NC ||
		     which == EXPECTED_USERHASH;
	bool same = token ? str_eq_nocase(sent, value) : auth_value_eq(sent, value);

	if (is_untold(c, sent) || (str_absent(sent) && str_absent(made)))
		return;
	if (str_absent(sent) || str_absent(made) || !same) {
		add(c, (struct expected_diff){ .param = param, .sent = sent, .expected = value });
		c->hashed_differs = c->hashed_differs || hashed;
	} else if (is_quoted(c->sent, sent) != (made.p != value.p)) {
		add(c, (struct expected_diff){ .param = param,
					       .sent = with_quotes(c->sent, sent),
					       .expected = made });
	}
}

static void
compare_user(struct comparison *c)
{
	const struct credentials *s = c->sent;

	if (c->w->extended)
		return;
	/* The name in clear goes into the response, whatever the parameter shows. */
	compare(c, "username", s->username, EXPECTED_USERNAME, false);
}

/* Any fresh value will do, so one that was sent is as good. */
static void
compare_cnonce(struct comparison *c)
{
	struct str sent = c->sent->cnonce;
	bool wanted = c->w->with_cnonce;

	if (wanted && !str_empty(sent)) {
		if (!is_quoted(c->sent, sent))
			add(c, (struct expected_diff){ .param = "cnonce",
						       .sent = sent,
						       .expected = c->made->at[EXPECTED_CNONCE],
						       .is_example = true });
		return;
	}
	compare(c, "cnonce", sent, EXPECTED_CNONCE, true);
	if (wanted && !is_untold(c, sent) && c->out->diff_count > 0)
		c->out->diffs[c->out->diff_count - 1].is_example = true;
}

/* RFC 2617 3.2.2: eight digits, and what they count is known for the nonce that was sent only. */
static void
compare_nc(struct comparison *c)
{
	const struct round *r = c->ask->answered;
	struct str sent = c->sent->nc;
	uint64_t value;
	bool lawful = sent.len == NC_DIGITS && str_hex_to_u64(sent, UINT32_MAX, &value);

	/* With another nonce, or used before, how far the count should have been is another question. */
	if (!str_absent(c->w->qop) && lawful && !is_quoted(c->sent, sent) &&
	    (r->nonce != NONCE_OF_OFFER || r->nonce_uses > 0) && value > r->nonce_last_nc)
		return;
	compare(c, "nc", sent, EXPECTED_NC, true);
}

/* An absent algorithm is MD5 (RFC 2617 3.2.1): to name it all the same is no fault. */
static void
compare_algorithm(struct comparison *c)
{
	if (str_absent(c->made->at[EXPECTED_ALGORITHM]) && c->sent->alg == ALGORITHM_MD5 &&
	    (c->sent->odd & AUTH_ALGORITHM_QUOTED) == 0)
		return;
	compare(c, "algorithm", c->sent->algorithm, EXPECTED_ALGORITHM,
		c->sent->alg != c->w->offer->alg);
}

/* It changes with all that it is made from; else it is wrong when that is known. */
static void
compare_response(struct comparison *c)
{
	struct str made = c->made->at[EXPECTED_RESPONSE];
	bool computed = c->w->response.len > 0;

	if (is_untold(c, c->sent->response) ||
	    (c->ask->check != VERIFY_MISMATCH && !c->hashed_differs))
		return;
	add(c, (struct expected_diff){ .param = "response",
				       .sent = c->sent->response,
				       .expected = computed ? without_quotes(made) : STR_ABSENT,
				       .is_hole = !computed,
				       .is_example = computed && c->w->with_cnonce });
}

void
expected_compare(const struct expected_ask *ask, const struct wanted *w, const struct written *made,
		 struct expected *out)
{
	const struct credentials *s = ask->answered->cred;
	struct comparison c = { .ask = ask, .w = w, .made = made, .sent = s, .out = out };

	if (s->kind != w->offer->kind)
		add(&c, (struct expected_diff){
				.param = "header",
				.sent = str_of(auth_credentials_header(s->kind)),
				.expected = str_of(auth_credentials_header(w->offer->kind)) });
	if (!s->is_digest || (s->odd & (AUTH_SCHEME_NO_SPACE | AUTH_NO_SCHEME)) != 0)
		add(&c, (struct expected_diff){
				.param = "scheme", .sent = s->scheme, .expected = S("Digest") });
	compare_user(&c);
	compare(&c, "realm", s->realm, EXPECTED_REALM, true);
	compare(&c, "nonce", s->nonce, EXPECTED_NONCE, true);
	compare(&c, "uri", s->uri, EXPECTED_URI, true);
	compare_algorithm(&c);
	compare(&c, "opaque", s->opaque, EXPECTED_OPAQUE, false);
	compare(&c, "qop", s->qop, EXPECTED_QOP, true);
	compare_cnonce(&c);
	compare_nc(&c);
	compare(&c, "userhash", s->userhash, EXPECTED_USERHASH, false);
	compare_response(&c);
}
