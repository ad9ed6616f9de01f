/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guard.h"
#include "walk_seen.h"

/* A copy that lasts until walk_seen_forget; absent when there is no room. */
static struct str
keep(struct walk_seen *s, struct str octets)
{
	struct str copy = { s->octets + s->used, octets.len };

	if (str_absent(octets) || octets.len > SEEN_OCTETS - s->used)
		return STR_ABSENT;
	memcpy(s->octets + s->used, octets.p, octets.len);
	s->used += octets.len;
	return copy;
}

static void
on_unit(void *ctx, const struct unit *u)
{
	struct walk_seen *s = ctx;

	if (s->unit_count < SEEN_UNITS) {
		s->units[s->unit_count] = *u;
		s->units[s->unit_count].payload = keep(s, u->payload);
	}
	s->unit_count++;
}

static void
on_lost(void *ctx, const struct lost *l)
{
	struct walk_seen *s = ctx;

	s->lost = *l;
	s->lost_start = keep(s, l->start);
	s->lost_count++;
}

static void
on_odd(void *ctx, enum decode what, const struct seen *seen)
{
	struct walk_seen *s = ctx;

	s->odd = what;
	s->odd_seen = *seen;
	s->odd_count++;
}

void
walk_seen_begin(struct walk_seen *s)
{
	limits_begin(&s->limits, (struct hash_key){ 1, 2 });
	s->walk = walk_new(&s->limits, on_unit, s);
	if (s->walk == NULL) {
		printf("Bail out! no memory\n");
		exit(EXIT_FAILURE);
	}
	walk_on_lost(s->walk, on_lost);
	walk_on_odd(s->walk, on_odd);
	walk_seen_forget(s);
}

void
walk_seen_end(struct walk_seen *s)
{
	walk_free(s->walk);
}

void
walk_seen_forget(struct walk_seen *s)
{
	s->used = 0;
	s->unit_count = s->lost_count = s->odd_count = 0;
	s->odd = DECODE_OK;
}

void
walk_seen_packet(struct walk_seen *s, enum link_type link, struct str octets, uint64_t frame,
		 int64_t ts_ns)
{
	struct packet p = { .ts_ns = ts_ns,
			    .no = frame,
			    .wire_len = (uint32_t)octets.len,
			    .link = link,
			    .data = guard(octets) };

	walk_packet(s->walk, 0, &p);
	guard_free(p.data);
}

const char *
walk_seen_path(const struct path *path, char out[SEEN_PATH])
{
	size_t len = 0;

	out[0] = '\0';
	for (unsigned i = 0; i < path->tunnel_count; i++)
		len += (size_t)snprintf(out + len, SEEN_PATH - len, "%s%s", i > 0 ? "," : "",
					tunnel_name(path->tunnel[i]));
	for (unsigned i = 0; i < path->vlan_count; i++)
		len += (size_t)snprintf(out + len, SEEN_PATH - len, "%s%u",
					i > 0     ? ","
					: len > 0 ? " vlan "
						  : "vlan ",
					(unsigned)path->vlan[i]);
	return out;
}
