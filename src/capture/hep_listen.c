/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hep_listen.c - the packets of capture agents, each as it comes.
 */
#define _DEFAULT_SOURCE /* SO_RXQ_OVFL */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "hep_listen.h"

static struct hep_source *
hep_of(struct source *s)
{
	return (struct hep_source *)s;
}

static int64_t
clock_ns(void)
{
	struct timespec now = { 0 };

	(void)clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* Linux tells with a datagram how many before it found no room. */
static void
note_drops(struct hep_source *h, struct msghdr *m)
{
#ifdef SO_RXQ_OVFL
	for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c != NULL; c = CMSG_NXTHDR(m, c)) {
		uint32_t now;

		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SO_RXQ_OVFL)
			continue;
		memcpy(&now, CMSG_DATA(c), sizeof(now));
		h->base.counts.dropped_kernel += (uint32_t)(now - h->overflow);
		h->overflow = now;
	}
#else
	(void)h;
	(void)m;
#endif
}

static bool
take_datagram(struct hep_source *h, struct packet *out)
{
	union {
		struct cmsghdr first; /* for its alignment */
		char octets[256];
	} control;
	struct iovec io = { h->octets, sizeof(h->octets) };
	struct msghdr m = { .msg_iov = &io,
			    .msg_iovlen = 1,
			    .msg_control = control.octets,
			    .msg_controllen = sizeof(control.octets) };
	ssize_t got = recvmsg(h->fd, &m, 0);

	if (got < 0)
		return false;
	note_drops(h, &m);
	out->data = (struct str){ h->octets, (size_t)got };
	out->wire_len = (uint32_t)got;
	return true;
}

static bool
take(struct hep_source *h, struct packet *out)
{
	return h->tcp ? hep_clients_take(h, out) : take_datagram(h, out);
}

static void
wait_for_more(struct hep_source *h)
{
	struct pollfd fd = { .fd = h->fd, .events = POLLIN };

	if (h->tcp)
		hep_clients_wait(h);
	else
		(void)poll(&fd, 1, IDLE_AFTER_MS);
}

static enum step
hep_next(struct source *s, struct packet *out)
{
	struct hep_source *h = hep_of(s);
	bool got = take(h, out);

	if (!got) {
		wait_for_more(h);
		got = take(h, out);
	}
	out->ts_ns = clock_ns();
	if (!got)
		return STEP_IDLE;
	out->link = LINK_HEP;
	out->interface = h->where;
	out->no = ++s->no;
	s->counts.packets++;
	s->counts.bytes += out->data.len;
	return STEP_MORE;
}

static void
hep_free(struct source *s)
{
	struct hep_source *h = hep_of(s);

	hep_clients_free(h);
	if (h->fd >= 0)
		(void)close(h->fd);
	free(h);
}

static const struct source_ops hep_ops = {
	.next = hep_next,
	.free = hep_free,
	.live = true,
};

struct source *
source_open_hep(const char *where, struct err *err)
{
	size_t len = strlen(where) + 1;
	struct hep_source *h = calloc(1, sizeof(*h) + len);

	if (h == NULL) {
		(void)err_memory(err);
		return NULL;
	}
	h->base.ops = &hep_ops;
	memcpy(h->where, where, len);
	h->fd = hep_open(where, &h->tcp, &h->port, err);
	if (h->fd < 0) {
		hep_free(&h->base);
		return NULL;
	}
#ifdef SO_RXQ_OVFL
	h->base.counts.dropped_known = !h->tcp;
#endif
	(void)snprintf(h->base.link_name, sizeof(h->base.link_name), "HEP");
	return &h->base;
}

uint16_t
source_hep_port(const struct source *s)
{
	return ((const struct hep_source *)s)->port;
}

void
source_hep_counts(const struct source *s, struct source_hep_counts *out)
{
	*out = ((const struct hep_source *)s)->counts;
}
