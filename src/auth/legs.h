/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * legs.h - what was seen between two hosts, and on how many legs one request was seen.
 *
 * Layer: 7 auth.
 */
#ifndef SIPWHY_AUTH_LEGS_H
#define SIPWHY_AUTH_LEGS_H

#include <sipwhy/exchange.h>
#include <sipwhy/table.h>

/* Of how many kinds of challenge it is kept that an INVITE of a leg was sent with an answer to them. */
enum { LEG_INVITES = 4 };

/* Two hosts, in the direction of the requests. */
struct leg {
	struct address client, server;
	uint64_t requests, responses;
	uint64_t answers;              /* requests with credentials */
	uint64_t invites[LEG_INVITES]; /* the realm and algorithm of those of an INVITE, hashed */
	size_t invite_count;           /* wraps around in `invites` */
	int64_t last_request_ns;
	unsigned loss; /* enum loss */
	int64_t loss_last_ns;
	struct table_node by_hosts;
	struct list_node by_age;
};

/* The first sighting of a request, by Call-ID, CSeq and From tag, whoever forwarded it later. */
struct sighting {
	uint64_t transaction;
	struct endpoint src, dst;
	unsigned via_count;
	unsigned legs;          /* further ones */
	bool translated;        /* one of them at the same hop: only its addresses are others */
	bool refused;           /* one of these met a final response that is no challenge */
	struct endpoint issuer; /* who answered the furthest leg with a challenge; family 0: none */
	const struct message *challenge; /* that challenge; NULL: none, or memory was short */
	struct arena *arena;             /* owns it */
	int64_t ts_ns;
	uint64_t key;
	struct table_node by_key;
	struct list_node by_age;
};

struct legs;

struct legs *legs_new(struct limits *limits);
void legs_free(struct legs *l);
/* The leg from client to server; made when it is new.  NULL when memory is short. */
struct leg *legs_get(struct legs *l, const struct address *client, const struct address *server);
/* The same, but NULL when it is new. */
struct leg *legs_find(const struct legs *l, const struct address *client,
		      const struct address *server);

/* An INVITE of this leg carries these credentials. */
void leg_note_invite(const struct legs *l, struct leg *g, const struct credentials *c);
/* Whether an INVITE of this leg carried credentials for a challenge like this one; NULL for no leg. */
bool leg_answers_invite(const struct legs *l, const struct leg *g, const struct challenge *c);

/* The earlier sighting of this request on another leg, or NULL after noting this one as the first. */
struct sighting *legs_sight(struct legs *l, const struct call_step *step);
/* The sighting of which this step's request is a further leg, or NULL when it is the first leg itself. */
struct sighting *legs_further(const struct legs *l, const struct call_step *step);
/* A further leg of it was challenged.  The challenge is kept, unless it is over LIMIT_LEG_BYTES. */
void legs_challenged(struct legs *l, struct sighting *s, const struct message *challenge);
/* The sighting of this step's request if a further leg of it was challenged, else NULL. */
const struct sighting *legs_upstream(const struct legs *l, const struct call_step *step);
/* Whether this request was seen on both sides of what translates its addresses. */
bool legs_translated(const struct legs *l, const struct sip_msg *request);
/* Whether a server behind the one that it was sent to refused this step's request. */
bool legs_refused(const struct legs *l, const struct call_step *step);
/* Forget all that was seen: what comes next is of another time. */
void legs_clear(struct legs *l);
void legs_expire(struct legs *l, int64_t now_ns);

#endif
