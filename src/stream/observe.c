/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include <sipwhy/observe.h>
#include <sipwhy/table.h>

/* How far apart in time two sightings of one packet may be. */
#define TOGETHER_NS ((int64_t)100 * 1000000)

struct sighting {
	struct endpoint src, dst;
	int64_t ts_ns;
	size_t len;
	uint32_t ip_id, input;
	struct path path;
	struct table_node by_octets;
	struct list_node by_age;
};

struct observer {
	struct limits *limits;
	struct table by_octets;
	struct list by_age;
	struct sighting *spare; /* one that is over, to save an allocation */
	uint64_t duplicates, dropped;
};

struct observer *
observer_new(struct limits *limits)
{
	struct observer *o = calloc(1, sizeof(*o));

	if (o == NULL)
		return NULL;
	o->limits = limits;
	list_begin(&o->by_age);
	if (!table_begin(&o->by_octets)) {
		free(o);
		return NULL;
	}
	return o;
}

static void
forget(struct observer *o, struct sighting *s)
{
	table_remove(&o->by_octets, &s->by_octets);
	list_remove(&s->by_age);
	free(o->spare);
	o->spare = s;
}

void
observer_free(struct observer *o)
{
	struct list_node *n;

	if (o == NULL)
		return;
	while ((n = list_first(&o->by_age)) != NULL)
		forget(o, HOLDER(n, struct sighting, by_age));
	free(o->spare);
	table_end(&o->by_octets);
	free(o);
}

static int64_t
apart(int64_t a, int64_t b)
{
	return a > b ? a - b : b - a;
}

/* What came long enough before; a clock that stepped back leaves some longer, which the bound ends. */
static void
expire(struct observer *o, int64_t now_ns)
{
	struct list_node *n;

	while ((n = list_first(&o->by_age)) != NULL) {
		struct sighting *s = HOLDER(n, struct sighting, by_age);

		if (apart(now_ns, s->ts_ns) <= TOGETHER_NS)
			return;
		forget(o, s);
	}
}

static bool
is_duplicate(const struct sighting *s, const struct seen *seen, uint32_t ip_id)
{
	if (s->input != seen->input || !path_eq(&s->path, &seen->path))
		return true;
	return ip_id != 0 && ip_id == s->ip_id;
}

static bool
remember(struct observer *o, const struct seen *seen, uint32_t ip_id, size_t len, uint64_t hash)
{
	struct sighting *s;

	if (!limits_allow(o->limits, LIMIT_OBSERVATIONS, o->by_octets.count))
		forget(o, HOLDER(list_first(&o->by_age), struct sighting, by_age));
	s = o->spare != NULL ? o->spare : malloc(sizeof(*s));
	o->spare = NULL;
	if (s == NULL)
		return false;
	*s = (struct sighting){ .src = seen->src,
				.dst = seen->dst,
				.ts_ns = seen->ts_ns,
				.len = len,
				.ip_id = ip_id,
				.input = seen->input,
				.path = seen->path };
	table_add(&o->by_octets, &s->by_octets, hash);
	list_append(&o->by_age, &s->by_age);
	return true;
}

enum observation
observer_note(struct observer *o, const struct seen *seen, uint32_t ip_id, struct str raw)
{
	enum observation what = OBSERVED_FIRST;
	uint64_t hash = str_hash(&o->limits->key, raw);

	expire(o, seen->ts_ns);
	for (struct table_node *n = table_first(&o->by_octets, hash); n != NULL;
	     n = table_next(n)) {
		const struct sighting *s = HOLDER(n, struct sighting, by_octets);

		if (s->len != raw.len)
			continue;
		if (!endpoint_eq(&s->src, &seen->src) || !endpoint_eq(&s->dst, &seen->dst)) {
			what = what == OBSERVED_FIRST ? OBSERVED_ELSEWHERE : what;
			continue;
		}
		if (is_duplicate(s, seen, ip_id)) {
			o->duplicates++;
			return OBSERVED_DUPLICATE;
		}
		what = OBSERVED_AGAIN;
	}
	if (!remember(o, seen, ip_id, raw.len, hash))
		o->dropped++;
	return what;
}

uint64_t
observer_duplicates(const struct observer *o)
{
	return o->duplicates;
}

uint64_t
observer_dropped(const struct observer *o)
{
	return o->dropped;
}
