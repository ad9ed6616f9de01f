/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two decisions tell one formula from the right one: an answer was accepted that it makes and the right formula
 * does not, which no other reason explains, and a right one was refused that it does not make.  The second
 * alone may have any reason.
 */
#include <stdlib.h>
#include <string.h>

#include <sipwhy/decisions.h>
#include <sipwhy/table.h>

/* What the decisions of a server, or those on one account, say of one formula. */
struct tally {
	uint64_t accepted; /* accepted, and made by it alone and not by the RFCs' */
	uint64_t agreed;   /* accepted, and made by it, whatever else makes it */
	uint64_t refused;  /* refused, though right; it makes another value */
	uint64_t
		against; /* accepted though it makes another value; or refused though only it makes it */
	int64_t accepted_ns[2], refused_ns[2]; /* when the first and the last of them were sent */
	struct witness answer;                 /* the first of `accepted` */
	struct str response;
};

/* One server and realm, or one account of those. */
struct group {
	struct endpoint server;     /* another port may be another server */
	struct str realm, username; /* username: absent for all */
	struct tally *tallies;      /* one for each formula */
	struct table_node by_key;
};

struct decisions {
	struct limits *limits;
	struct table groups;
	struct arena *texts; /* the groups too */
};

struct decisions *
decisions_new(struct limits *limits)
{
	struct decisions *d = calloc(1, sizeof(*d));

	if (d == NULL)
		return NULL;
	d->limits = limits;
	d->texts = arena_new(0);
	if (d->texts == NULL || !table_begin(&d->groups)) {
		decisions_free(d);
		return NULL;
	}
	return d;
}

void
decisions_free(struct decisions *d)
{
	if (d == NULL)
		return;
	table_end(&d->groups);
	arena_free(d->texts);
	free(d);
}

static struct str
username_of(const struct exchange *x)
{
	return exchange_last_answered(x)->cred->username;
}

static uint64_t
group_hash(const struct decisions *d, const struct exchange *x, struct str username)
{
	const struct hash_key *key = &d->limits->key;

	return (endpoint_hash(key, &x->server) * 3 + str_hash(key, x->realm)) * 3 +
	       str_hash(key, username);
}

static struct group *
group_find(const struct decisions *d, const struct exchange *x, struct str username)
{
	struct table_node *n = table_first(&d->groups, group_hash(d, x, username));

	for (; n != NULL; n = table_next(n)) {
		struct group *g = HOLDER(n, struct group, by_key);

		if (endpoint_eq(&g->server, &x->server) && str_eq(g->realm, x->realm) &&
		    str_eq(g->username, username))
			return g;
	}
	return NULL;
}

static struct group *
group_get(struct decisions *d, const struct exchange *x, struct str username)
{
	struct group *g = group_find(d, x, username);
	bool ok = true;

	if (g != NULL)
		return g;
	if (!limits_allow(d->limits, LIMIT_CONTRAST_PEERS, d->groups.count))
		return NULL;
	g = arena_alloc(d->texts, sizeof(*g));
	if (g == NULL)
		return NULL;
	g->server = x->server;
	g->realm = arena_dup(d->texts, x->realm, &ok);
	g->username = arena_dup(d->texts, username, &ok);
	g->tallies = arena_array(d->texts, server_formula_count, sizeof(*g->tallies));
	if (!ok || g->tallies == NULL)
		return NULL;
	table_add(&d->groups, &g->by_key, group_hash(d, x, username));
	return g;
}

/* Keep the header field of the first answer that speaks for a formula. */
static void
keep_answer(struct decisions *d, struct tally *t, const struct round *r)
{
	const struct sip_hdr *h = r->cred->hdr;
	struct str response = r->cred->response;
	bool ok = true;

	t->answer.text = arena_dup(d->texts, h->raw, &ok);
	if (!ok)
		return;
	t->answer.seen = r->answer.msg->seen;
	t->answer.offset = (size_t)(h->raw.p - r->answer.msg->sip.raw.p);
	t->response = str_sub(t->answer.text, (size_t)(response.p - h->raw.p), response.len);
}

/* The `count`th of its kind. */
static void
note_time(int64_t times[2], uint64_t count, const struct round *r)
{
	int64_t now_ns = r->answer.msg->seen.ts_ns;

	if (count == 1 || now_ns < times[0])
		times[0] = now_ns;
	if (count == 1 || now_ns > times[1])
		times[1] = now_ns;
}

static void
add_accepted(struct decisions *d, struct group *g, const struct round *r,
	     const struct server_fit *fit)
{
	for (size_t i = 0; i < server_formula_count; i++) {
		struct tally *t = &g->tallies[i];
		uint32_t bit = (uint32_t)1 << i;

		/* That the secret makes it somehow tells that it is the right secret. */
		if ((fit->makes & bit) == 0) {
			t->against += (fit->differs & bit) != 0 && (fit->right || fit->makes != 0);
			continue;
		}
		t->agreed++;
		if (fit->right)
			continue;
		if (t->accepted++ == 0)
			keep_answer(d, t, r);
		note_time(t->accepted_ns, t->accepted, r);
	}
}

static void
add_refused(struct group *g, const struct round *r, const struct server_fit *fit)
{
	for (size_t i = 0; i < server_formula_count; i++) {
		struct tally *t = &g->tallies[i];
		uint32_t bit = (uint32_t)1 << i;

		t->against += !fit->right && (fit->makes & bit) != 0;
		if (fit->right && (fit->differs & bit) != 0)
			note_time(t->refused_ns, ++t->refused, r);
	}
}

void
decisions_add(struct decisions *d, const struct exchange *x, const struct server_fit *fit)
{
	const struct round *r = exchange_last_answered(x);
	struct group *all, *own = NULL;

	if (!fit->known || r == NULL ||
	    (x->outcome != OUTCOME_ACCEPTED && x->outcome != OUTCOME_REJECTED))
		return;
	all = group_get(d, x, STR_ABSENT);
	if (!str_absent(username_of(x)))
		own = group_get(d, x, username_of(x));
	for (unsigned i = 0; i < 2; i++) {
		struct group *g = i == 0 ? all : own;

		if (g != NULL && x->outcome == OUTCOME_ACCEPTED)
			add_accepted(d, g, r, fit);
		else if (g != NULL)
			add_refused(g, r, fit);
	}
}

/* How well a formula stands: by what only it explains, then by what contradicts it. */
static bool
is_better(const struct tally *a, const struct tally *b)
{
	if ((a->accepted > 0) != (b->accepted > 0))
		return a->accepted > 0;
	if (a->against != b->against)
		return a->against < b->against;
	return (a->agreed > 0) && (b->agreed == 0);
}

static void
tell(const struct tally *all, const struct tally *own, struct formula_view *out)
{
	const struct tally *t = own != NULL && own->accepted > 0 ? own : all;

	out->proof = FORMULA_SHOWN;
	out->same_account = t == own;
	/* Then one of the one kind lies between two of the other. */
	out->interleaved =
		t->accepted_ns[0] < t->refused_ns[1] && t->refused_ns[0] < t->accepted_ns[1];
	out->accepted = all->accepted;
	out->refused = all->refused;
	out->against = all->against;
	out->answer = &t->answer;
	out->response = t->response;
}

void
decisions_view(const struct decisions *d, const struct exchange *x, const struct server_fit *fit,
	       struct formula_view *out)
{
	const struct tally *best = NULL;
	const struct group *all, *own;
	size_t at = 0;

	*out = (struct formula_view){ .proof = FORMULA_NOT_ASKED };
	if (!fit->known || !fit->right || exchange_last_answered(x) == NULL)
		return;
	all = group_find(d, x, STR_ABSENT);
	own = str_absent(username_of(x)) ? NULL : group_find(d, x, username_of(x));
	if (all == NULL)
		return;
	out->proof = FORMULA_NONE;
	for (size_t i = 0; i < server_formula_count; i++) {
		const struct tally *t = &all->tallies[i];

		if ((fit->differs & (uint32_t)1 << i) == 0 || (t->against > 0 && t->accepted == 0))
			continue;
		if (best == NULL || is_better(t, best)) {
			best = t;
			at = i;
		}
	}
	if (best == NULL)
		return;
	out->proof = FORMULA_POSSIBLE;
	out->formula = best->agreed > 0 ? &server_formulas[at] : NULL;
	if (best->accepted > 0)
		tell(best, own != NULL ? &own->tallies[at] : NULL, out);
}
