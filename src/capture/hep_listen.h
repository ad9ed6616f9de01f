/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hep_listen.h - a source of HEP packets, as its files see it.
 *
 * Layer: 2 capture.  Private to src/capture.
 */
#ifndef SIPWHY_HEP_LISTEN_H
#define SIPWHY_HEP_LISTEN_H

#include <sipwhy/hep_source.h>

#include "source_ops.h"

enum {
	HEP_HEADER = 6,     /* "HEP3" and the length of all */
	HEP_MOST = 1 << 16, /* more than that length can say, or a UDP datagram have */
	HEP_CLIENTS = 64,
};

struct hep_client {
	int fd;            /* -1: the other end has closed, and this one after it */
	char *octets;      /* HEP_MOST of them; NULL: no client */
	size_t start, end; /* what is there and was not handed on */
	int64_t heard_s;
	bool broken; /* what it sent is not HEP */
};

struct hep_source {
	struct source base;
	int fd;
	bool tcp;
	uint16_t port;
	uint32_t overflow; /* the kernel's count of dropped datagrams, which wraps */
	unsigned pause;    /* so often accepting is left out, after it failed */
	struct source_hep_counts counts;
	struct hep_client client[HEP_CLIENTS];
	size_t turn;              /* the client to look at first */
	struct hep_client *taken; /* whose octets were handed on last, and how many */
	size_t taken_len;
	char octets[HEP_MOST]; /* UDP */
	char where[];
};

/* What `where` names, listening; -1 and *err on failure. */
int hep_open(const char *where, bool *tcp, uint16_t *port, struct err *err);
/* False, with errno set, when that fails. */
bool hep_set_nonblocking(int fd);

/* A packet that is there already; its octets are good until the next call. */
bool hep_clients_take(struct hep_source *h, struct packet *out);
/* Wait for octets or clients, a fifth of a second at the most, and read. */
void hep_clients_wait(struct hep_source *h);
void hep_clients_free(struct hep_source *h);

#endif
