/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * live.c - packets from an interface as they pass.
 */
#define _DEFAULT_SOURCE
#include <errno.h>
#include <net/if.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "live_open.h"

/* A name for each interface that "any" has shown; what finds no room is "any" itself. */
enum { NAMES = 64 };

struct live_source {
	struct source base;
	pcap_t *pcap;
	long fraction_ns; /* in one unit of a packet's fraction of a second */
	enum link_type link;
	struct pcap_stat last; /* the counters when last looked at; they are of 32 bits */
	size_t name_count;
	struct {
		uint32_t index;
		char text[IF_NAMESIZE];
	} names[NAMES];
	char name[]; /* as the user gave it */
};

static struct live_source *
live_of(struct source *s)
{
	return (struct live_source *)s;
}

/* The name of the interface with this index, remembered so that a packet can point to it. */
static const char *
name_of(struct live_source *l, uint32_t index)
{
	for (size_t i = 0; i < l->name_count; i++) {
		if (l->names[i].index == index)
			return l->names[i].text;
	}
	if (l->name_count == NAMES || if_indextoname(index, l->names[l->name_count].text) == NULL)
		return l->name;
	l->names[l->name_count].index = index;
	return l->names[l->name_count++].text;
}

static const char *
interface_of(struct live_source *l, const struct packet *p)
{
	enum { INDEX_AT = 4 }; /* of the interface index in an SLL2 header */
	const unsigned char *at = (const unsigned char *)p->data.p + INDEX_AT;

	if (p->link != LINK_LINUX_SLL2 || p->data.len < INDEX_AT + 4)
		return l->name;
	return name_of(l, (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 |
				  at[3]);
}

static enum step
idle(struct packet *out)
{
	struct timespec now = { 0 };

	(void)clock_gettime(CLOCK_REALTIME, &now);
	out->ts_ns = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
	return STEP_IDLE;
}

/*
 * The wait is ours and not libpcap's, which goes back to sleep after a signal: here a signal
 * ends it, and the caller can look at what it set.
 */
static enum step
live_next(struct source *s, struct packet *out)
{
	struct live_source *l = live_of(s);
	struct pollfd fd = { .fd = pcap_get_selectable_fd(l->pcap), .events = POLLIN };
	struct pcap_pkthdr *header;
	const u_char *data;
	int got = pcap_next_ex(l->pcap, &header, &data);

	if (got == 0 && poll(&fd, 1, IDLE_AFTER_MS) > 0)
		got = pcap_next_ex(l->pcap, &header, &data);
	if (got == 0)
		return idle(out);
	if (got != 1) {
		(void)err_set(&s->err, "%s: the capture ended: %s", l->name, pcap_geterr(l->pcap));
		return STEP_ERROR;
	}
	pcap_common_packet(s, header, data, l->fraction_ns, out);
	out->link = l->link;
	out->interface = interface_of(l, out);
	return STEP_MORE;
}

static void
live_count(struct source *s)
{
	struct live_source *l = live_of(s);
	struct pcap_stat now;

	if (pcap_stats(l->pcap, &now) != 0)
		return;
	s->counts.dropped_known = true;
	/* Differences, because the counters wrap. */
	s->counts.dropped_kernel += (uint32_t)(now.ps_drop - l->last.ps_drop);
	s->counts.dropped_interface += (uint32_t)(now.ps_ifdrop - l->last.ps_ifdrop);
	l->last = now;
}

static void
live_free(struct source *s)
{
	struct live_source *l = live_of(s);

	if (l->pcap != NULL)
		pcap_close(l->pcap);
	free(l);
}

static const struct source_ops live_ops = {
	.next = live_next,
	.count = live_count,
	.free = live_free,
	.live = true,
};

struct source *
source_open_live(const struct source_live_options *options, struct err *err)
{
	size_t name_bytes = strlen(options->interface) + 1;
	struct live_source *l = calloc(1, sizeof(*l) + name_bytes);

	if (l == NULL) {
		(void)err_memory(err);
		return NULL;
	}
	l->base.ops = &live_ops;
	memcpy(l->name, options->interface, name_bytes);
	l->pcap = live_open(options, err);
	if (l->pcap == NULL) {
		live_free(&l->base);
		return NULL;
	}
	l->link = pcap_common_link(pcap_datalink(l->pcap));
	pcap_common_name_link(&l->base, pcap_datalink(l->pcap));
	l->fraction_ns =
		pcap_get_tstamp_precision(l->pcap) == PCAP_TSTAMP_PRECISION_NANO ? 1 : 1000;
	return &l->base;
}
