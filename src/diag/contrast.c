/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>
#include <string.h>

#include "contrast_priv.h"

void
rule_set_add(struct rule_set *s, size_t index)
{
	s->word[index / 64 % RULE_SET_WORDS] |= (uint64_t)1 << index % 64;
}

bool
rule_set_has(const struct rule_set *s, size_t index)
{
	return (s->word[index / 64 % RULE_SET_WORDS] >> index % 64 & 1) != 0;
}

struct contrast *
contrast_new(struct limits *limits)
{
	struct contrast *c = calloc(1, sizeof(*c));

	if (c == NULL)
		return NULL;
	c->limits = limits;
	list_begin(&c->all_groups);
	list_begin(&c->all_accounts);
	c->texts = arena_new(0);
	if (c->texts == NULL || !table_begin(&c->groups) || !table_begin(&c->accounts)) {
		contrast_free(c);
		return NULL;
	}
	return c;
}

void
contrast_free(struct contrast *c)
{
	if (c == NULL)
		return;
	/* Groups, accounts and shapes live in the arena. */
	table_end(&c->groups);
	table_end(&c->accounts);
	arena_free(c->texts);
	free(c);
}

void
contrast_set_whole(struct contrast *c, bool whole_input)
{
	c->whole_input = whole_input;
}

static uint64_t
group_hash(const struct contrast *c, const struct exchange *x)
{
	return address_hash(&c->limits->key, &x->server.ip) * 3 +
	       str_hash(&c->limits->key, x->realm);
}

struct group *
contrast_group(const struct contrast *c, const struct exchange *x)
{
	struct table_node *n = table_first(&c->groups, group_hash(c, x));

	for (; n != NULL; n = table_next(n)) {
		struct group *g = HOLDER(n, struct group, by_key);

		if (address_eq(&g->server, &x->server.ip) && str_eq(g->realm, x->realm))
			return g;
	}
	return NULL;
}

static struct group *
group_get(struct contrast *c, const struct exchange *x)
{
	struct group *g = contrast_group(c, x);
	bool ok = true;

	if (g != NULL)
		return g;
	if (!limits_allow(c->limits, LIMIT_CONTRAST_PEERS, c->kept))
		return NULL;
	g = arena_alloc(c->texts, sizeof(*g));
	if (g == NULL)
		return NULL;
	g->server = x->server.ip;
	g->realm = arena_dup(c->texts, x->realm, &ok);
	if (!ok)
		return NULL;
	list_begin(&g->shapes);
	table_add(&c->groups, &g->by_key, group_hash(c, x));
	list_append(&c->all_groups, &g->in_all);
	c->kept++;
	return g;
}

static uint64_t
account_hash(const struct contrast *c, const struct exchange *x, struct str username)
{
	return group_hash(c, x) * 3 + str_hash(&c->limits->key, username);
}

struct account *
contrast_account(const struct contrast *c, const struct exchange *x)
{
	const struct group *g = contrast_group(c, x);
	struct str username = contrast_username(x);
	struct table_node *n;

	if (g == NULL || str_absent(username))
		return NULL;
	n = table_first(&c->accounts, account_hash(c, x, username));
	for (; n != NULL; n = table_next(n)) {
		struct account *a = HOLDER(n, struct account, by_key);

		if (a->group == g && str_eq(a->username, username))
			return a;
	}
	return NULL;
}

/* Make *p the way in which `x` was accepted, with texts of our own. */
static bool
fill_peer(struct contrast *c, struct contrast_peer *p, const struct exchange *x,
	  const struct rule_set *found)
{
	const struct message *answer = exchange_last_answered(x)->answer.msg;
	struct str param[CONTRAST_PARAMS_];
	bool ok = true;

	contrast_params(x, param);
	p->client = x->client;
	p->seen = answer->seen;
	p->user_agent = arena_dup(c->texts, answer->sip.user_agent, &ok);
	p->username = arena_dup(c->texts, contrast_username(x), &ok);
	for (size_t i = 0; i < CONTRAST_PARAMS_; i++)
		p->param[i] = arena_dup(c->texts, param[i], &ok);
	p->found = *found;
	return ok;
}

static bool
same_shape(const struct contrast_peer *p, const struct exchange *x, const struct rule_set *found)
{
	const struct message *answer = exchange_last_answered(x)->answer.msg;
	struct str param[CONTRAST_PARAMS_];

	if (memcmp(&p->found, found, sizeof(*found)) != 0 ||
	    !str_eq(p->user_agent, answer->sip.user_agent))
		return false;
	contrast_params(x, param);
	for (size_t i = 0; i < CONTRAST_PARAMS_; i++) {
		if (!str_eq(p->param[i], param[i]))
			return false;
	}
	return true;
}

static bool
add_shape(struct contrast *c, struct group *g, const struct exchange *x,
	  const struct examined *examined)
{
	const struct rule_set *found = &examined->yes;
	struct shape *s;

	for (struct list_node *n = list_first(&g->shapes); n != NULL;
	     n = list_after(&g->shapes, n)) {
		s = HOLDER(n, struct shape, in_group);
		if (same_shape(&s->peer, x, found)) {
			s->peer.count++;
			for (size_t i = 0; i < RULE_SET_WORDS; i++)
				s->peer.unsure.word[i] |= examined->unsure.word[i];
			return true;
		}
	}
	if (g->shape_count >= GROUP_SHAPES ||
	    !limits_allow(c->limits, LIMIT_CONTRAST_PEERS, c->kept))
		return false;
	s = arena_alloc(c->texts, sizeof(*s));
	if (s == NULL || !fill_peer(c, &s->peer, x, found))
		return false;
	s->peer.count = 1;
	s->peer.unsure = examined->unsure;
	list_append(&g->shapes, &s->in_group);
	g->shape_count++;
	c->kept++;
	return true;
}

static struct account *
account_get(struct contrast *c, struct group *g, const struct exchange *x,
	    const struct rule_set *found)
{
	struct account *a = contrast_account(c, x);

	if (a != NULL)
		return a;
	if (!limits_allow(c->limits, LIMIT_CONTRAST_PEERS, c->kept))
		return NULL;
	a = arena_alloc(c->texts, sizeof(*a));
	if (a == NULL || !fill_peer(c, &a->peer, x, found))
		return NULL;
	a->group = g;
	a->username = a->peer.username;
	table_add(&c->accounts, &a->by_key, account_hash(c, x, a->username));
	list_append(&c->all_accounts, &a->in_all);
	c->kept++;
	return a;
}

/* Of the times at which the secret was seen to be the server's, the first and the last. */
static void
note_confirmed(struct account *a, int64_t ns)
{
	if (!a->confirmed || ns < a->confirmed_first_ns)
		a->confirmed_first_ns = ns;
	if (!a->confirmed || ns > a->confirmed_last_ns)
		a->confirmed_last_ns = ns;
	a->confirmed = true;
}

static void
add_account(struct account *a, const struct exchange *x, const struct examined *examined,
	    enum contrast_secret secret)
{
	const struct rule_set *yes = &examined->yes, *unsure = &examined->unsure;

	for (size_t i = 0; i < RULE_SET_WORDS; i++) {
		a->ever.word[i] |= yes->word[i];
		a->denied.word[i] |= ~(yes->word[i] | unsure->word[i]);
	}
	a->accepted++;
	a->peer.count = a->accepted;
	if (secret == CONTRAST_SECRET_CONFIRMED)
		note_confirmed(a, x->decided_ns);
	a->contradicted = a->contradicted || secret == CONTRAST_SECRET_CONTRADICTED;
}

bool
contrast_add(struct contrast *c, const struct exchange *x, const struct examined *examined,
	     enum contrast_secret secret)
{
	const struct rule_set *found = &examined->yes;
	struct group *g;
	struct account *a;

	if (exchange_last_answered(x) == NULL)
		return true;
	g = group_get(c, x);
	if (g == NULL)
		return false;
	g->accepted++;
	for (size_t i = 0; i < CONTRAST_RULES; i++) {
		bool yes = rule_set_has(found, i);

		g->with[i] += yes;
		g->without[i] += !yes && !rule_set_has(&examined->unsure, i);
	}
	if (str_absent(contrast_username(x)))
		return add_shape(c, g, x, examined);
	a = account_get(c, g, x, found);
	if (a != NULL)
		add_account(a, x, examined, secret);
	return add_shape(c, g, x, examined) && a != NULL;
}
