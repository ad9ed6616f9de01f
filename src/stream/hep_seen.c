/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include <sipwhy/hep.h>
#include <sipwhy/table.h>

#include "hep_priv.h"

/* What an agent may keep a packet back, and its clock be off, before its time is not used. */
#define CLOCK_OFF_NS ((uint64_t)2 * 1000000000)

/* Of a name; nobody's is longer. */
enum { NODE_MOST = 128 };

struct known {
	struct agent agent;
	struct table_node by_name;
};

struct hep_agents {
	struct limits *limits;
	struct table by_name;
	struct arena *texts;
};

static bool
is_near(int64_t a, int64_t b)
{
	/* Without a sign it cannot overflow, whatever times they tell. */
	return (a > b ? (uint64_t)a - (uint64_t)b : (uint64_t)b - (uint64_t)a) <= CLOCK_OFF_NS;
}

struct seen
hep_seen(struct hep *h, const struct seen *around)
{
	struct seen seen = *around;
	struct path *path = &seen.path;

	if (h->has_time && is_near(h->ts_ns, around->ts_ns))
		seen.ts_ns = h->ts_ns;
	else if (h->has_time)
		hep_note(h, HEP_ODD_CLOCK);
	seen.transport = h->transport;
	seen.src = h->src;
	seen.dst = h->dst;
	if (h->vlan != 0 && path->vlan_count < PATH_VLANS)
		path->vlan[path->vlan_count++] = h->vlan;
	if (path->tunnel_count < PATH_TUNNELS)
		path->tunnel[path->tunnel_count++] = TUNNEL_HEP;
	return seen;
}

struct hep_agents *
hep_agents_new(struct limits *limits)
{
	struct hep_agents *a = calloc(1, sizeof(*a));

	if (a == NULL)
		return NULL;
	a->limits = limits;
	a->texts = arena_new(0);
	if (a->texts == NULL || !table_begin(&a->by_name)) {
		arena_free(a->texts);
		free(a);
		return NULL;
	}
	return a;
}

void
hep_agents_free(struct hep_agents *a)
{
	if (a == NULL)
		return;
	table_end(&a->by_name);
	/* The agents are in it, too. */
	arena_free(a->texts);
	free(a);
}

static bool
agent_eq(const struct agent *a, const struct agent *b)
{
	return a->has_capture_id == b->has_capture_id && a->capture_id == b->capture_id &&
	       str_absent(a->node) == str_absent(b->node) && str_eq(a->node, b->node);
}

const struct agent *
hep_agents_get(struct hep_agents *a, const struct hep *h)
{
	struct agent agent = { h->has_capture_id, h->capture_id,
			       str_absent(h->node) ? h->node : str_sub(h->node, 0, NODE_MOST) };
	uint64_t hash = str_hash(&a->limits->key, agent.node) * 3 + agent.capture_id;
	struct known *k;
	bool ok = true;

	if (!h->has_capture_id && str_absent(h->node))
		return NULL;
	for (struct table_node *n = table_first(&a->by_name, hash); n != NULL; n = table_next(n)) {
		k = HOLDER(n, struct known, by_name);
		if (agent_eq(&k->agent, &agent))
			return &k->agent;
	}
	if (!limits_allow(a->limits, LIMIT_AGENTS, a->by_name.count))
		return NULL;
	k = arena_alloc(a->texts, sizeof(*k));
	if (k == NULL)
		return NULL;
	k->agent = agent;
	k->agent.node = arena_dup(a->texts, agent.node, &ok);
	if (!ok)
		return NULL;
	table_add(&a->by_name, &k->by_name, hash);
	return &k->agent;
}
