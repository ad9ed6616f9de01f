/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>
#include <string.h>

#include <sipwhy/hep_order.h>

/* How much later than another a message may come that is older. */
enum { HELD_NS = 50000000 };

void
hep_order_end(struct hep_order *o)
{
	for (size_t i = 0; i < o->count; i++)
		free(o->held[i].octets);
	o->count = 0;
}

static void
hand_on_first(struct hep_order *o)
{
	struct hep_held first = o->held[0];

	o->count--;
	memmove(&o->held[0], &o->held[1], o->count * sizeof(o->held[0]));
	o->fn(o->ctx, &first);
	free(first.octets);
}

void
hep_order_expire(struct hep_order *o, int64_t now_ns)
{
	/* One that is due takes those with it that are older by their own time. */
	for (;;) {
		bool due = false;

		for (size_t i = 0; i < o->count; i++)
			due = due || o->held[i].due_ns <= now_ns;
		if (!due)
			return;
		hand_on_first(o);
	}
}

/* Its texts into one piece of memory of its own. */
static bool
copy(struct hep_held *h)
{
	size_t raw = h->raw.len, id = h->correlation_id.len;
	char *octets = malloc(raw + id + 1);

	if (octets == NULL)
		return false;
	memcpy(octets, h->raw.p, raw);
	if (id > 0)
		memcpy(octets + raw, h->correlation_id.p, id);
	h->raw.p = octets;
	if (!str_absent(h->correlation_id))
		h->correlation_id.p = octets + raw;
	h->octets = octets;
	return true;
}

void
hep_order_add(struct hep_order *o, const struct hep_held *h, int64_t arrived_ns)
{
	struct hep_held own = *h;
	size_t at;

	hep_order_expire(o, arrived_ns);
	own.due_ns = arrived_ns + HELD_NS;
	if (!copy(&own)) {
		o->fn(o->ctx, h);
		return;
	}
	if (o->count == HEP_ORDER_MOST)
		hand_on_first(o);
	for (at = o->count; at > 0 && o->held[at - 1].seen.ts_ns > own.seen.ts_ns; at--)
		o->held[at] = o->held[at - 1];
	o->held[at] = own;
	o->count++;
}
