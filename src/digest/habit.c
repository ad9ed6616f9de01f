/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>
#include <string.h>

#include <sipwhy/habit.h>
#include <sipwhy/hypothesis.h>
#include <sipwhy/table.h>

/* Ways to be wrong that are kept of one client. */
enum { PATTERNS = 4 };

struct client {
	struct table_node by_key;
	struct list_node by_age;
	struct address ip;
	struct str user; /* behind the struct */
	unsigned answers, failures;
	struct verify_pattern patterns[PATTERNS];
	size_t count;
};

struct habits {
	struct limits *limits;
	struct table by_key;
	struct list by_age;
};

struct habits *
habits_new(struct limits *limits)
{
	struct habits *h = calloc(1, sizeof(*h));

	if (h == NULL)
		return NULL;
	h->limits = limits;
	list_begin(&h->by_age);
	if (table_begin(&h->by_key))
		return h;
	free(h);
	return NULL;
}

static void
forget(struct habits *h, struct client *c)
{
	table_remove(&h->by_key, &c->by_key);
	list_remove(&c->by_age);
	free(c);
}

void
habits_free(struct habits *h)
{
	struct list_node *n;

	if (h == NULL)
		return;
	while ((n = list_first(&h->by_age)) != NULL)
		forget(h, HOLDER(n, struct client, by_age));
	table_end(&h->by_key);
	free(h);
}

static struct str
user_of(const struct round *r)
{
	if (r == NULL || r->cred == NULL)
		return STR_ABSENT;
	return str_absent(r->cred->username) ? r->cred->username_star : r->cred->username;
}

static uint64_t
hash_of(const struct habits *h, const struct exchange *x, struct str user)
{
	return address_hash(&h->limits->key, &x->client.ip) * 3 + str_hash(&h->limits->key, user);
}

static struct client *
find(const struct habits *h, const struct exchange *x, struct str user)
{
	struct table_node *n = table_first(&h->by_key, hash_of(h, x, user));

	for (; n != NULL; n = table_next(n)) {
		struct client *c = HOLDER(n, struct client, by_key);

		if (address_eq(&c->ip, &x->client.ip) && str_eq(c->user, user))
			return c;
	}
	return NULL;
}

static struct client *
get(struct habits *h, const struct exchange *x, struct str user)
{
	struct client *c = find(h, x, user);

	if (c != NULL)
		return c;
	if (!limits_allow(h->limits, LIMIT_HABITS, h->by_key.count))
		forget(h, HOLDER(list_first(&h->by_age), struct client, by_age));
	c = calloc(1, sizeof(*c) + user.len);
	if (c == NULL)
		return NULL;
	c->ip = x->client.ip;
	c->user = (struct str){ (char *)(c + 1), user.len };
	if (user.len > 0)
		memcpy(c + 1, user.p, user.len);
	table_add(&h->by_key, &c->by_key, hash_of(h, x, user));
	list_append(&h->by_age, &c->by_age);
	return c;
}

/* The same rewrites; their values may differ from answer to answer. */
static bool
is_pattern(const struct verify_pattern *p, const struct verify *v)
{
	for (size_t i = 0; i < VERIFY_DIFFS; i++) {
		if (p->rows[i] != (i < v->substitutions ? v->differs[i].row : NULL))
			return false;
	}
	return true;
}

static struct verify_pattern *
pattern_of(struct client *c, const struct verify *v)
{
	for (size_t i = 0; i < c->count; i++) {
		if (is_pattern(&c->patterns[i], v))
			return &c->patterns[i];
	}
	return NULL;
}

static void
note_pattern(struct client *c, const struct verify *v)
{
	struct verify_pattern *p = pattern_of(c, v);

	if (p == NULL && c->count < PATTERNS) {
		p = &c->patterns[c->count++];
		for (size_t i = 0; i < v->substitutions && i < VERIFY_DIFFS; i++)
			p->rows[i] = v->differs[i].row;
	}
	if (p != NULL)
		p->explained++;
}

void
habits_note(struct habits *h, const struct exchange *x, const struct round *r,
	    const struct verify *v)
{
	bool checked = v->check == VERIFY_MATCH || v->check == VERIFY_MISMATCH;
	struct str user = user_of(r);
	struct client *c;

	if (str_absent(user) || (!checked && v->hashed == NULL))
		return;
	c = get(h, x, user);
	if (c == NULL)
		return;
	c->answers++;
	c->failures += v->check != VERIFY_MATCH;
	if (v->hashed != NULL)
		note_pattern(c, v);
}

void
habits_near(const struct habits *h, const struct exchange *x, const struct round *r,
	    struct verify_near *near)
{
	struct str user = user_of(r);
	const struct client *c = str_absent(user) ? NULL : find(h, x, user);

	near->patterns = c != NULL ? c->patterns : NULL;
	near->pattern_count = c != NULL ? c->count : 0;
}

struct verify_seen
habits_seen(const struct habits *h, const struct exchange *x, const struct round *r,
	    const struct verify *v)
{
	struct str user = user_of(r);
	struct client *c = str_absent(user) || v->hashed == NULL ? NULL : find(h, x, user);
	const struct verify_pattern *p = c != NULL ? pattern_of(c, v) : NULL;

	if (p == NULL)
		return (struct verify_seen){ 0 };
	return (struct verify_seen){ .answers = c->answers,
				     .failures = c->failures,
				     .explained = p->explained };
}
