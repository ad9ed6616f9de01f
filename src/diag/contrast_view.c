/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What contrast tells of one exchange.
 */
#include "contrast_priv.h"

static unsigned
differing(const struct str here[CONTRAST_PARAMS_], const struct contrast_peer *p)
{
	unsigned bits = 0;

	for (unsigned i = 0; i < CONTRAST_PARAMS_; i++) {
		if (!str_eq(here[i], p->param[i]))
			bits |= 1u << i;
	}
	return bits;
}

/* Keep the rows in order: the same account stays first, then the more frequent, then the earlier seen. */
static void
add_row(struct contrast_view *v, struct contrast_row row)
{
	size_t at = v->row_count;

	while (at > 0 && !v->rows[at - 1].same_account &&
	       v->rows[at - 1].peer->count < row.peer->count)
		at--;
	if (at >= CONTRAST_SHOWN)
		return;
	if (v->row_count < CONTRAST_SHOWN)
		v->row_count++;
	for (size_t i = v->row_count - 1; i > at; i--)
		v->rows[i] = v->rows[i - 1];
	v->rows[at] = row;
}

void
contrast_view_of(const struct contrast *c, const struct exchange *x, struct contrast_view *out)
{
	const struct group *g = contrast_group(c, x);
	const struct account *a = contrast_account(c, x);

	*out = (struct contrast_view){ .whole_input = c->whole_input };
	contrast_params(x, out->here);
	if (g == NULL)
		return;
	out->accepted = g->accepted;
	out->accepted_same_account = a == NULL ? 0 : a->accepted;
	if (a != NULL)
		add_row(out,
			(struct contrast_row){ &a->peer, true, differing(out->here, &a->peer) });
	for (struct list_node *n = list_first(&g->shapes); n != NULL;
	     n = list_after(&g->shapes, n)) {
		const struct shape *s = HOLDER(n, struct shape, in_group);
		unsigned differs = differing(out->here, &s->peer);

		/* The account's own way is told already. */
		if (a != NULL && s->peer.count == a->accepted &&
		    str_eq(s->peer.username, a->username))
			continue;
		if (differs != 0)
			add_row(out, (struct contrast_row){ &s->peer, false, differs });
	}
}

/* Whether an answer with the parameters of this one was accepted, of which the rule cannot tell. */
static bool
is_unsure(const struct group *g, const struct exchange *x, size_t index)
{
	struct str here[CONTRAST_PARAMS_];

	contrast_params(x, here);
	for (struct list_node *n = list_first(&g->shapes); n != NULL;
	     n = list_after(&g->shapes, n)) {
		const struct shape *s = HOLDER(n, struct shape, in_group);

		if (rule_set_has(&s->peer.unsure, index) && differing(here, &s->peer) == 0)
			return true;
	}
	return false;
}

struct contrast_count
contrast_counts(const struct contrast *c, const struct exchange *x, size_t index)
{
	struct contrast_count out = { 0 };
	const struct group *g = contrast_group(c, x);
	const struct account *a = contrast_account(c, x);

	if (g != NULL && index < CONTRAST_RULES) {
		out.with = g->with[index];
		out.without = g->without[index];
		out.unsure = is_unsure(g, x, index);
	}
	if (a != NULL) {
		out.same = a->accepted;
		out.same_with = rule_set_has(&a->ever, index);
		out.same_without = rule_set_has(&a->denied, index);
	}
	return out;
}

enum contrast_secret
contrast_secret_of(const struct contrast *c, const struct exchange *x)
{
	const struct account *a = contrast_account(c, x);

	if (a != NULL && a->contradicted)
		return CONTRAST_SECRET_CONTRADICTED;
	return a != NULL && a->confirmed ? CONTRAST_SECRET_CONFIRMED : CONTRAST_SECRET_UNKNOWN;
}

bool
contrast_secret_around(const struct contrast *c, const struct exchange *x)
{
	const struct account *a = contrast_account(c, x);

	return a != NULL && a->confirmed && !a->contradicted &&
	       a->confirmed_first_ns < x->decided_ns && x->decided_ns < a->confirmed_last_ns;
}
