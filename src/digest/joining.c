/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The responses of one step of the search: HA1 and HA2 are made once, then joined.
 */
#include <string.h>

#include "search.h"

static void
to_upper(struct digest_hex *hex)
{
	for (size_t i = 0; i < hex->len; i++) {
		if (hex->text[i] >= 'a' && hex->text[i] <= 'f')
			hex->text[i] = (char)(hex->text[i] - 0x20);
	}
}

static bool
hash(struct search *s, enum digest_function f, const struct str *parts, size_t count,
     struct digest_hex *out)
{
	struct digest_octets octets;
	bool ok = digest_plain(s->digest, f, parts, count, &octets);

	out->len = 0;
	if (ok)
		digest_print(&octets, out);
	else
		s->failed = true;
	secret_cleanse(&octets, sizeof(octets));
	return ok;
}

/* What stands in the place of HA1 without being hashed here. */
static bool
take(struct str text, struct digest_hex *out)
{
	if (text.len > sizeof(out->text))
		return false;
	if (text.len > 0)
		memcpy(out->text, text.p, text.len);
	out->len = text.len;
	return true;
}

/* The plain HA1; false when it cannot be made: an HA1 is good for its own user, realm and function only. */
static bool
make_ha1(struct search *s, const struct recipe *recipe, struct ha1 *h)
{
	const struct secret *secret = h->account->secret;
	bool own = h->user->row == NULL && h->realm->row == NULL;
	struct str user = h->user->row == NULL ? h->account->user : h->user->value;
	struct str realm = h->realm->row == NULL ? h->account->realm : h->realm->value;
	struct str password = h->password->row == NULL ? secret->password : h->password->value;
	struct str parts[] = { user, S(":"), realm, S(":"), password };
	bool ok;

	if (h->password->how == PASSWORD_HA1)
		return own && recipe->session != SESSION_RAW && take(password, &h->hex);
	if (h->password->row == NULL && str_absent(password))
		return own && secret->ha1.len == digest_function_hex(recipe->ha1) &&
		       (!secret->ha1_alg_known ||
			digest_function_of(secret->ha1_alg) == recipe->ha1) &&
		       take(secret->ha1, &h->hex);
	ok = hash(s, recipe->ha1, parts, COUNT(parts), &h->hex);
	if (ok && recipe->upper_ha1)
		to_upper(&h->hex);
	return ok;
}

/* The walk through every HA1 of a step. */
struct ha1_walk {
	const struct search_step *step;
	const struct recipe *recipe;
	size_t password, user, realm;
};

static void
ha1_walk_begin(struct ha1_walk *w, const struct search *s, const struct search_step *step,
	       const struct recipe *recipe)
{
	*w = (struct ha1_walk){
		.step = step,
		.recipe = recipe,
		.password = search_span(s, step, HYPOTHESIS_PASSWORD).from,
		.user = search_span(s, step, HYPOTHESIS_USER).from,
		.realm = search_span(s, step, HYPOTHESIS_REALM).from,
	};
}

/* On to the next combination; the realm changes fastest. */
static void
advance(struct ha1_walk *w, const struct search *s)
{
	struct span users = search_span(s, w->step, HYPOTHESIS_USER);
	struct span realms = search_span(s, w->step, HYPOTHESIS_REALM);

	if (++w->realm < realms.to)
		return;
	w->realm = realms.from;
	if (++w->user < users.to)
		return;
	w->user = users.from;
	w->password++;
}

/* Up to HA1_BLOCK of them into s->room->ha1; how many. */
static size_t
ha1_walk_next(struct ha1_walk *w, struct search *s)
{
	const struct guesses *of = s->room->of;
	struct span passwords = search_span(s, w->step, HYPOTHESIS_PASSWORD);
	struct span users = search_span(s, w->step, HYPOTHESIS_USER);
	struct span realms = search_span(s, w->step, HYPOTHESIS_REALM);
	size_t n = 0;

	if (users.from == users.to || realms.from == realms.to)
		return 0;
	while (n < HA1_BLOCK && w->password < passwords.to && !s->failed) {
		struct ha1 *h = &s->room->ha1[n];

		h->password = &of[HYPOTHESIS_PASSWORD].list[w->password];
		h->user = &of[HYPOTHESIS_USER].list[w->user];
		h->realm = &of[HYPOTHESIS_REALM].list[w->realm];
		h->account = &s->accounts->list[h->password->account];
		n += make_ha1(s, w->recipe, h);
		advance(w, s);
	}
	return n;
}

/* A2 from what stands behind "method:uri". */
static void
make_ha2(struct search *s, const struct recipe *recipe, const struct str parts[5], bool with_body,
	 struct digest_hex *out)
{
	if (hash(s, recipe->rest, parts, with_body ? 5 : 3, out) && recipe->upper_ha2)
		to_upper(out);
}

/* One HA2 for each uri of the step; how many. */
static size_t
ha2_fill(struct search *s, const struct search_step *step, const struct recipe *recipe,
	 const struct guess *method, const struct guess *body)
{
	const struct guesses *uris = &s->room->of[HYPOTHESIS_URI];
	struct span span = search_span(s, step, HYPOTHESIS_URI);
	bool lacks_body = body->row == NULL && s->answer->body_missing;
	struct digest_hex hashed = { .len = 0 };
	struct str entity = body->value;
	size_t n = 0;

	if (body->how == GUESS_TEXT && !lacks_body) {
		(void)hash(s, recipe->rest, &entity, 1, &hashed);
		if (recipe->upper_ha2)
			to_upper(&hashed);
		entity = digest_hex_str(&hashed);
	}
	for (size_t i = span.from; i < span.to && !s->failed; i++) {
		struct ha2 *h = &s->room->ha2[n++];
		struct str parts[5] = { method->value, S(":"), uris->list[i].value, S(":"),
					entity };

		h->uri = &uris->list[i];
		make_ha2(s, recipe, parts, false, &h->hex[0]);
		h->hex[1].len = 0;
		if (!lacks_body)
			make_ha2(s, recipe, parts, body->how != BODY_LEFT_OUT, &h->hex[1]);
	}
	return n;
}

/* What stands between HA1 and HA2, and around them. */
struct joint {
	const struct guess *form, *nonce, *nc, *cnonce, *qop;
	struct str middle, behind;
	struct str nonce_text, cnonce_text; /* of the -sess step */
	bool ha1_twice, with_body;
};

/* All of a text, or what there is room for in `at`; false when it does not fit. */
static bool
put(char *room, size_t *used, struct str text)
{
	if (text.len > MIDDLE_ROOM - *used)
		return false;
	if (text.len > 0)
		memcpy(room + *used, text.p, text.len);
	*used += text.len;
	return true;
}

static bool
write_middle(struct search *s, const struct form *form, const struct str *texts, size_t count,
	     struct joint *j)
{
	size_t used = 0;
	bool ok = form->first_bare || put(s->room->middle, &used, S(":"));

	for (size_t i = 0; ok && i < count; i++)
		ok = (i == 0 || put(s->room->middle, &used, S(":"))) &&
		     put(s->room->middle, &used, texts[i]);
	ok = ok && (form->last_bare || put(s->room->middle, &used, S(":")));
	s->left_out |= !ok;
	j->middle = (struct str){ s->room->middle, used };
	j->behind = form->colon_behind ? S(":") : S("");
	return ok;
}

static struct str
text_or(const struct guess *g, struct str other)
{
	return str_absent(g->value) ? other : g->value;
}

/* False when something that the form joins was not sent. */
static bool
make_joint(struct search *s, const struct recipe *recipe, bool body_rewritten, struct joint *j)
{
	const struct form *form = &s->room->forms[j->form->at];
	struct str nc = text_or(j->nc, form->nc), cnonce = text_or(j->cnonce, form->cnonce);
	struct str qop = text_or(j->qop, form->qop);
	bool has_set = form->parts == FORM_NONCE_SET;
	/* What is not in the form is not rewritten in it, or a match would tell too much. */
	bool idle = (!has_set && (j->nc->row != NULL || j->qop->row != NULL)) ||
		    (form->parts == FORM_NONCE && j->cnonce->row != NULL &&
		     recipe->session == SESSION_NONE);

	if (idle || str_absent(j->nonce->value) ||
	    (recipe->session != SESSION_NONE && str_absent(cnonce)))
		return false;
	j->ha1_twice = form->ha1_twice;
	j->nonce_text = j->nonce->value;
	j->cnonce_text = cnonce;
	if (form->a2 != A2_BY_QOP)
		j->with_body = form->a2 == A2_BODY;
	else if (j->qop->row != NULL)
		j->with_body = j->qop->how == QOP_BODY;
	else
		j->with_body = has_set && str_eq_nocase(qop, S("auth-int"));
	if (body_rewritten && !j->with_body)
		return false;
	if (form->parts == FORM_NONCE)
		return write_middle(s, form, &j->nonce->value, 1, j);
	if (form->parts == FORM_NONCE_CLIENT)
		return !str_absent(cnonce) &&
		       write_middle(s, form, (struct str[]){ j->nonce->value, cnonce }, 2, j);
	return !str_absent(nc) && !str_absent(cnonce) && !str_absent(qop) &&
	       write_middle(s, form, (struct str[]){ j->nonce->value, nc, cnonce, qop }, 4, j);
}

/* The -sess step of each HA1 of the block, or the plain one. */
static void
make_sessions(struct search *s, const struct recipe *recipe, const struct joint *j, size_t count)
{
	for (size_t i = 0; i < count && !s->failed; i++) {
		struct ha1 *h = &s->room->ha1[i];
		struct str first = digest_hex_str(&h->hex);
		struct str parts[] = { first, S(":"), j->nonce_text, S(":"), j->cnonce_text };
		char raw[DIGEST_OCTETS_MAX];
		uint64_t octet = 0;

		if (recipe->session == SESSION_NONE) {
			memcpy(h->use.text, h->hex.text, h->hex.len);
			h->use.len = h->hex.len;
			continue;
		}
		if (recipe->session == SESSION_RAW) {
			for (size_t k = 0; k + 1 < first.len; k += 2) {
				(void)str_hex_to_u64(str_sub(first, k, 2), UINT8_MAX, &octet);
				raw[k / 2] = (char)octet;
			}
			parts[0] = (struct str){ raw, first.len / 2 };
		}
		if (hash(s, recipe->rest, parts, COUNT(parts), &h->use) && recipe->upper_ha1)
			to_upper(&h->use);
		secret_cleanse(raw, sizeof(raw));
	}
}

static bool
is_right(struct search *s, const struct recipe *recipe, const struct joint *j,
	 const struct ha1 *ha1, const struct ha2 *ha2)
{
	struct str first = digest_hex_str(&ha1->use);
	const struct digest_hex *second = &ha2->hex[j->with_body];
	struct str parts[] = {
		first,     j->ha1_twice ? S(":") : S(""), j->ha1_twice ? first : S(""),
		j->middle, digest_hex_str(second),        j->behind
	};
	struct digest_octets got;

	if (second->len == 0)
		return false;
	s->tried++;
	if (!digest_plain(s->digest, recipe->rest, parts, COUNT(parts), &got)) {
		s->failed = true;
		return false;
	}
	return got.len * 2 == s->want_digits && memcmp(got.o, s->want, got.len) == 0;
}

static void
take_hit(struct search_hit *hit, const struct joint *j, const struct ha1 *ha1,
	 const struct ha2 *ha2)
{
	hit->account = ha1->account;
	hit->of[HYPOTHESIS_FORM] = j->form;
	hit->of[HYPOTHESIS_URI] = ha2->uri;
	hit->of[HYPOTHESIS_USER] = ha1->user;
	hit->of[HYPOTHESIS_REALM] = ha1->realm;
	hit->of[HYPOTHESIS_PASSWORD] = ha1->password;
	hit->of[HYPOTHESIS_NONCE] = j->nonce;
	hit->of[HYPOTHESIS_NC] = j->nc;
	hit->of[HYPOTHESIS_CNONCE] = j->cnonce;
	hit->of[HYPOTHESIS_QOP] = j->qop;
}

/* All HA1 of the block with all HA2. */
static bool
try_joint(struct search *s, const struct recipe *recipe, const struct joint *j,
	  const size_t count[2], struct search_hit *hit)
{
	make_sessions(s, recipe, j, count[0]);
	for (size_t i = 0; i < count[0]; i++) {
		for (size_t k = 0; k < count[1]; k++) {
			if (s->tried >= s->max) {
				s->spent = true;
				return false;
			}
			if (is_right(s, recipe, j, &s->room->ha1[i], &s->room->ha2[k])) {
				take_hit(hit, j, &s->room->ha1[i], &s->room->ha2[k]);
				return true;
			}
		}
	}
	return false;
}

/* The guesses at those texts that are joined, one combination after the other. */
enum { JOINED = 5 };
static const enum hypothesis_input joined[JOINED] = { HYPOTHESIS_FORM, HYPOTHESIS_NONCE,
						      HYPOTHESIS_NC, HYPOTHESIS_CNONCE,
						      HYPOTHESIS_QOP };

struct joint_walk {
	struct span spans[JOINED];
	size_t at[JOINED];
	bool over;
};

static struct joint_walk
joint_walk_begin(const struct search *s, const struct search_step *step)
{
	struct joint_walk w = { .over = false };

	for (size_t i = 0; i < JOINED; i++) {
		w.spans[i] = search_span(s, step, joined[i]);
		w.at[i] = w.spans[i].from;
		w.over = w.over || w.spans[i].from == w.spans[i].to;
	}
	return w;
}

static struct joint
joint_walk_next(struct joint_walk *w, const struct search *s)
{
	const struct guess *g[JOINED];
	size_t i = JOINED;

	for (size_t k = 0; k < JOINED; k++)
		g[k] = &s->room->of[joined[k]].list[w->at[k]];
	while (i-- > 0) {
		if (++w->at[i] < w->spans[i].to)
			break;
		w->at[i] = w->spans[i].from;
		w->over = i == 0;
	}
	return (struct joint){
		.form = g[0], .nonce = g[1], .nc = g[2], .cnonce = g[3], .qop = g[4]
	};
}

static bool
is_over(const struct search *s)
{
	return s->failed || s->spent;
}

/* With the HA2 that are there. */
static bool
try_ha2(struct search *s, const struct search_step *step, const struct recipe *recipe,
	size_t ha2_count, struct search_hit *hit)
{
	bool body_rewritten = (step->mask >> HYPOTHESIS_BODY & 1u) != 0;
	struct ha1_walk ha1;
	size_t count[2] = { 0, ha2_count };

	ha1_walk_begin(&ha1, s, step, recipe);
	while (!is_over(s) && (count[0] = ha1_walk_next(&ha1, s)) > 0) {
		struct joint_walk w = joint_walk_begin(s, step);

		while (!w.over && !is_over(s)) {
			struct joint j = joint_walk_next(&w, s);

			if (make_joint(s, recipe, body_rewritten, &j) &&
			    try_joint(s, recipe, &j, count, hit))
				return !s->failed;
		}
	}
	return false;
}

static bool
try_recipe(struct search *s, const struct search_step *step, const struct recipe *recipe,
	   struct search_hit *hit)
{
	struct span methods = search_span(s, step, HYPOTHESIS_METHOD);
	struct span bodies = search_span(s, step, HYPOTHESIS_BODY);

	for (size_t m = methods.from; m < methods.to; m++) {
		for (size_t b = bodies.from; b < bodies.to && !is_over(s); b++) {
			size_t count;

			hit->of[HYPOTHESIS_METHOD] = &s->room->of[HYPOTHESIS_METHOD].list[m];
			hit->of[HYPOTHESIS_BODY] = &s->room->of[HYPOTHESIS_BODY].list[b];
			count = ha2_fill(s, step, recipe, hit->of[HYPOTHESIS_METHOD],
					 hit->of[HYPOTHESIS_BODY]);
			if (try_ha2(s, step, recipe, count, hit))
				return true;
		}
	}
	return false;
}

bool
search_try(struct search *s, const struct search_step *step, struct search_hit *hit)
{
	struct span recipes = search_span(s, step, HYPOTHESIS_ALGORITHM);

	for (size_t i = recipes.from; i < recipes.to && !is_over(s); i++) {
		const struct guess *g = &s->room->of[HYPOTHESIS_ALGORITHM].list[i];
		const struct recipe *recipe = &s->room->recipes[g->at];

		hit->of[HYPOTHESIS_ALGORITHM] = g;
		if (digest_function_hex(recipe->rest) == s->want_digits &&
		    try_recipe(s, step, recipe, hit))
			return true;
	}
	return false;
}
