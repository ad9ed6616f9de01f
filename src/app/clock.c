/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>
#include <string.h>

#include "clock.h"

/* Twice what anything waits for an answer (64*T1), nearly. */
#define FAR_NS ((uint64_t)60 * 1000000000)

void
clock_begin(struct clock *c, clock_packet_fn *fn, clock_packet_fn *odd, void *ctx)
{
	*c = (struct clock){ .fn = fn, .odd = odd, .ctx = ctx };
}

void
clock_end(struct clock *c)
{
	free(c->octets);
	*c = (struct clock){ 0 };
}

/* Without a sign it cannot overflow, whatever times there are. */
static bool
is_far(int64_t a, int64_t b)
{
	return (a > b ? (uint64_t)a - (uint64_t)b : (uint64_t)b - (uint64_t)a) > FAR_NS;
}

static void
hand_on(struct clock *c, uint32_t input, const struct packet *packet)
{
	/* By a little they come in any order; by more it is another time. */
	if (!c->running || packet->ts_ns > c->now_ns || is_far(packet->ts_ns, c->now_ns))
		c->now_ns = packet->ts_ns;
	c->running = true;
	c->fn(c->ctx, input, packet);
}

static bool
hold(struct clock *c, uint32_t input, const struct packet *packet)
{
	if (c->room < packet->data.len) {
		char *more = realloc(c->octets, packet->data.len);

		if (more == NULL)
			return false;
		c->octets = more;
		c->room = packet->data.len;
	}
	if (packet->data.len > 0)
		memcpy(c->octets, packet->data.p, packet->data.len);
	c->held = *packet;
	c->held.data = (struct str){ c->octets, packet->data.len };
	c->input = input;
	c->holds = true;
	return true;
}

/* The held one was wrong: its neighbours tell the time. */
static void
correct(struct clock *c, int64_t ts_ns)
{
	c->odd(c->ctx, c->input, &c->held);
	c->held.ts_ns = ts_ns;
	clock_release(c);
}

void
clock_release(struct clock *c)
{
	if (!c->holds)
		return;
	c->holds = false;
	hand_on(c, c->input, &c->held);
}

void
clock_packet(struct clock *c, uint32_t input, const struct packet *packet)
{
	if (c->holds && !is_far(packet->ts_ns, c->held.ts_ns))
		clock_release(c);
	else if (c->holds && !c->running && packet->ts_ns < c->held.ts_ns)
		correct(c, packet->ts_ns);
	else if (c->holds && c->running && !is_far(packet->ts_ns, c->now_ns))
		correct(c, c->now_ns);
	else
		clock_release(c);
	/* The first of all may be the one that is wrong. */
	if ((!c->running || is_far(packet->ts_ns, c->now_ns)) && hold(c, input, packet))
		return;
	hand_on(c, input, packet);
}
