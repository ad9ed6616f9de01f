/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * exchanges.h - the open exchanges and how they are found; shared by the files that join them.
 *
 * Layer: 7 auth.
 */
#ifndef SIPWHY_AUTH_EXCHANGES_H
#define SIPWHY_AUTH_EXCHANGES_H

#include <sipwhy/table.h>
#include <sipwhy/transaction.h>

#include "legs.h"
#include "round.h"

#define MS_NS ((int64_t)1000000)

/* How long an exchange waits, in capture time. */
#define WAIT_TRANSACTION ((int64_t)TIMER_B_MS * MS_NS)
/* A challenge: longer than 64*T1, so that the client's later traffic can show that it gave up. */
#define WAIT_ANSWER (4 * WAIT_TRANSACTION)
/* An INVITE whose 1xx was seen (RFC 3261 16.6 Timer C). */
#define WAIT_INVITE ((int64_t)180000 * MS_NS)

enum open_state {
	STATE_CHALLENGED, /* waits for an answer */
	STATE_ANSWERED,   /* waits for a response to the answer, or to a bare retry */
	STATE_PASSED,     /* accepted as far as another realm's challenge shows */
	STATE_REFUSED,    /* refused for good; a new try within 64*T1 is a round of it */
};

enum { WAIT_CLASSES = 3 };

struct open_exchange {
	struct exchange *x;
	enum open_state state;
	struct round *round;     /* the current one, the last of x->rounds */
	uint64_t challenged_txn; /* of the request that its challenge is for; 0: not captured */
	int64_t touched_ns;      /* last message */
	size_t held_bytes;       /* of its messages, when that was */
	int64_t client_seen_ns;  /* the last request of this client */
	bool final_met;          /* a final response other than a challenge came */
	struct str from_uri;     /* of its first request, in x->arena */
	struct str user_agent, contact; /* of that request too */
	struct list roles;              /* struct role */
	struct table_node by_call, by_from;
	struct list_node by_age;
	unsigned wait_class;
};

enum role_kind {
	ROLE_ANSWER, /* the request carries this exchange's credentials */
	ROLE_BARE,   /* the request repeats the challenged one without credentials */
};

/* What one transaction's request is to one exchange. */
struct role {
	enum role_kind kind;
	uint64_t transaction;
	struct open_exchange *open;
	uint64_t round_no; /* x->round_count when the request was sent */
	struct table_node by_txn;
	struct list_node in_open;
};

struct exchanges {
	struct limits *limits;
	exchange_fn *fn;
	void *ctx;
	struct nonce_book *book;
	struct legs *legs;
	struct table by_call, by_from, by_txn;
	struct list by_age[WAIT_CLASSES];
	size_t open_count;
	uint64_t held_bytes; /* by the open ones */
	uint64_t serial;
	uint64_t dropped;
};

/* exchanges.c: life and death. */
struct open_exchange *open_new(struct exchanges *e, const struct message *first,
			       const struct message *client_side, enum auth_kind kind,
			       struct str realm);
/* Report it, or drop it when there is nothing to say, and forget it. */
void open_end(struct exchanges *e, struct open_exchange *o, int64_t now_ns, bool input_ended);
/* Forget it for lack of memory: counted, not reported. */
void open_drop(struct exchanges *e, struct open_exchange *o);
void open_touch(struct exchanges *e, struct open_exchange *o, int64_t ts_ns, unsigned wait_class);
/* Start a further round; drops a middle one when there are too many.  NULL when memory is short. */
struct round *open_next_round(struct open_exchange *o);
bool role_add(struct exchanges *e, struct open_exchange *o, enum role_kind kind,
	      uint64_t transaction);
void roles_drop(struct exchanges *e, struct open_exchange *o);
struct role *role_first(const struct exchanges *e, uint64_t transaction);
struct role *role_next(const struct role *r);

/* find.c: which open exchange a message belongs to. */
struct open_exchange *find_for_credentials(const struct exchanges *e, const struct message *m,
					   const struct credentials *c);
struct open_exchange *find_for_bare_retry(const struct exchanges *e, const struct message *m);
struct open_exchange *find_for_challenge(const struct exchanges *e, const struct call_step *step,
					 enum auth_kind kind, struct str realm);
/* Whether a challenge in this response has this nonce. */
bool challenge_has_nonce(const struct message *response, struct str nonce);
/* Note that the client of some open exchanges sent this request. */
void find_note_activity(struct exchanges *e, const struct message *m);
/* The next open exchange of this Call-ID; NULL first to begin. */
struct open_exchange *find_by_call(const struct exchanges *e, struct str call_id,
				   const struct open_exchange *after);

/* on_request.c, on_response.c, on_challenge.c: the parts of exchanges_add. */
void exchanges_on_request(struct exchanges *e, const struct call_step *step);
void exchanges_on_copy(struct exchanges *e, const struct call_step *step);
void exchanges_on_response(struct exchanges *e, const struct call_step *step);
void exchanges_on_challenge(struct exchanges *e, const struct call_step *step);

/* ending.c: what an exchange came to, at its end. */
void exchange_conclude(struct exchanges *e, struct open_exchange *o, int64_t now_ns,
		       bool input_ended);
/* The outcome that a final or 18x response to an answer means, by the table of outcomes. */
enum outcome outcome_of_status(unsigned status, enum outcome_how *how);

#endif
