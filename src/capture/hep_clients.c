/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hep_clients.c - HEP over TCP: agents come and go, each with a buffer of its own.
 */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "hep_listen.h"

enum {
	SILENT_S = 60,
	PAUSE = 10, /* calls, of a fifth of a second each when nothing comes */
};

static int64_t
now_s(void)
{
	struct timespec now = { 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

static void
close_client(struct hep_client *c)
{
	if (c->fd >= 0)
		(void)close(c->fd);
	c->fd = -1;
}

static void
forget(struct hep_client *c)
{
	close_client(c);
	free(c->octets);
	c->octets = NULL;
}

void
hep_clients_free(struct hep_source *h)
{
	for (size_t i = 0; i < HEP_CLIENTS; i++) {
		if (h->client[i].octets != NULL)
			forget(&h->client[i]);
	}
}

/* What was handed on last is read; an end that has nothing more to say is forgotten. */
static void
let_go(struct hep_source *h)
{
	struct hep_client *c = h->taken;

	if (c == NULL)
		return;
	h->taken = NULL;
	c->start += h->taken_len;
	if (c->start == c->end)
		c->start = c->end = 0;
	if (c->broken || (c->fd < 0 && c->start == c->end))
		forget(c);
}

/*
 * How many octets at the start of the buffer are to be handed on, 0 for none yet, and of how
 * long a packet.
 */
static size_t
ready(struct hep_client *c, size_t *told)
{
	struct str in = { c->octets + c->start, c->end - c->start };
	struct str magic = S("HEP3");

	*told = in.len;
	if (!str_starts(in, str_sub(magic, 0, in.len))) {
		c->broken = true;
		return in.len;
	}
	if (in.len < HEP_HEADER)
		return c->fd < 0 ? in.len : 0;
	*told = (size_t)((unsigned char)in.p[4] << 8 | (unsigned char)in.p[5]);
	if (*told < HEP_HEADER) {
		*told = in.len;
		c->broken = true;
		return in.len;
	}
	if (in.len >= *told)
		return *told;
	return c->fd < 0 ? in.len : 0;
}

bool
hep_clients_take(struct hep_source *h, struct packet *out)
{
	let_go(h);
	for (size_t i = 0; i < HEP_CLIENTS; i++) {
		struct hep_client *c = &h->client[(h->turn + i) % HEP_CLIENTS];
		size_t told, len;

		if (c->octets == NULL || c->start == c->end)
			continue;
		len = ready(c, &told);
		if (len == 0)
			continue;
		h->counts.broken += c->broken;
		h->taken = c;
		h->taken_len = len;
		/* The next one is another client's, if it has any. */
		h->turn = (size_t)(c - h->client) + 1;
		out->data = (struct str){ c->octets + c->start, len };
		out->wire_len = (uint32_t)told;
		return true;
	}
	return false;
}

/* A place for a client, if need be that of one who has long said nothing; NULL for none. */
static struct hep_client *
place(struct hep_source *h, int64_t now)
{
	struct hep_client *silent = &h->client[0];

	for (size_t i = 0; i < HEP_CLIENTS; i++) {
		if (h->client[i].octets == NULL)
			return &h->client[i];
		if (h->client[i].heard_s < silent->heard_s)
			silent = &h->client[i];
	}
	if (now - silent->heard_s < SILENT_S)
		return NULL;
	forget(silent);
	return silent;
}

static void
greet(struct hep_source *h)
{
	int fd = accept(h->fd, NULL, NULL);
	int64_t now = now_s();
	struct hep_client *c;
	char *octets = NULL;

	if (fd < 0) {
		/* Out of descriptors, say: it would fail at once again. */
		if (errno != EAGAIN && errno != EWOULDBLOCK && errno != ECONNABORTED)
			h->pause = PAUSE;
		return;
	}
	h->counts.clients++;
	c = place(h, now);
	if (c != NULL && hep_set_nonblocking(fd))
		octets = malloc(HEP_MOST);
	if (octets == NULL) {
		h->counts.turned_away++;
		(void)close(fd);
		return;
	}
	*c = (struct hep_client){ .fd = fd, .octets = octets, .heard_s = now };
}

static void
hear(struct hep_client *c)
{
	ssize_t got;

	if (c->start > 0) {
		memmove(c->octets, c->octets + c->start, c->end - c->start);
		c->end -= c->start;
		c->start = 0;
	}
	/* There is room: a packet that filled it would have been taken. */
	got = read(c->fd, c->octets + c->end, HEP_MOST - c->end);
	if (got > 0) {
		c->end += (size_t)got;
		c->heard_s = now_s();
		return;
	}
	if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
		return;
	close_client(c);
	if (c->end == 0)
		forget(c);
}

void
hep_clients_wait(struct hep_source *h)
{
	struct pollfd fds[HEP_CLIENTS + 1] = { { .fd = h->pause > 0 ? -1 : h->fd,
						 .events = POLLIN } };
	struct hep_client *of[HEP_CLIENTS + 1] = { NULL };
	nfds_t n = 1;

	h->pause -= h->pause > 0;
	for (size_t i = 0; i < HEP_CLIENTS; i++) {
		if (h->client[i].octets == NULL || h->client[i].fd < 0)
			continue;
		of[n] = &h->client[i];
		fds[n++] = (struct pollfd){ .fd = h->client[i].fd, .events = POLLIN };
	}
	if (poll(fds, n, IDLE_AFTER_MS) <= 0)
		return;
	for (nfds_t i = 1; i < n; i++) {
		if (fds[i].revents != 0)
			hear(of[i]);
	}
	if (fds[0].revents != 0)
		greet(h);
}
