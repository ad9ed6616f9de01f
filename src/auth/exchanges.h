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

#include "answered.h"
#include "cseq_marks.h"
#include "legs.h"
#include "nonce_habits.h"
#include "realms.h"
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
	STATE_UNHEARD,    /* a request that was never challenged waits for any response */
};

enum { WAIT_CLASSES = 3 };

struct open_exchange {
	struct exchange *x;
	enum open_state state;
	struct round *round;      /* the current one, the last of x->rounds */
	uint64_t challenged_txn;  /* of the request that its challenge is for; 0: not captured */
	uint64_t first_asked_txn; /* of the request that was first challenged; 0: not captured */
	/* Passed, but all that is known is that another realm was asked for: it may not have been looked at. */
	bool unlooked;
	/* What this realm's credentials are in a request that answers another realm; NULL for none. */
	struct round *along;
	uint64_t along_txn;             /* of that request */
	int64_t touched_ns;             /* last message */
	size_t held_bytes;              /* of its messages, when that was */
	int64_t client_seen_ns;         /* the last request of this client */
	bool final_met;                 /* a final response other than a challenge came */
	struct str from_uri;            /* of its first request, in x->arena */
	struct str user_agent, contact; /* of that request too */
	uint64_t registering; /* serial of the exchange of a REGISTER that was under way; 0: none */
	struct list roles;    /* struct role */
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
	struct nonce_habits *habits;
	struct cseq_marks *marks;
	struct answered *answered;
	struct legs *legs;
	struct realms *realms;
	struct table by_call, by_from, by_txn;
	struct list by_age[WAIT_CLASSES];
	size_t open_count;
	uint64_t held_bytes; /* by the open ones */
	uint64_t serial;
	uint64_t dropped;
};

/* opening.c: an exchange, or a round of it, begins. */
struct open_exchange *open_new(struct exchanges *e, const struct message *first,
			       const struct message *client_side, enum auth_kind kind,
			       struct str realm);
/* Start a further round; drops a middle one when there are too many.  NULL when memory is short. */
struct round *open_next_round(struct open_exchange *o);
/* The same, with a round that was made before; it is then the exchange's. */
void open_add_round(struct open_exchange *o, struct round *r);

/* exchanges.c: life and death. */
/* End the one that has waited longest, of any class, for the room of a new one. */
void open_evict(struct exchanges *e, int64_t now_ns);
/* Report it, or drop it when there is nothing to say, and forget it. */
void open_end(struct exchanges *e, struct open_exchange *o, int64_t now_ns, bool input_ended);
/* Forget it without a word: there is nothing to say. */
void open_forget(struct exchanges *e, struct open_exchange *o);
/* Forget it for lack of memory: counted, not reported. */
void open_drop(struct exchanges *e, struct open_exchange *o);
void open_touch(struct exchanges *e, struct open_exchange *o, int64_t ts_ns, unsigned wait_class);

/* roles.c: which requests are whose. */
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
/* What waits unheard of this device and for the same To. */
struct open_exchange *find_unheard(const struct exchanges *e, const struct message *m);
/* Whether a challenge in this response has this nonce. */
bool challenge_has_nonce(const struct message *response, struct str nonce);
/* Note that the client of some open exchanges sent this request. */
void find_note_activity(struct exchanges *e, const struct message *m);
/* The serial of the exchange of a REGISTER of this client that has not been accepted yet; 0 for none. */
uint64_t find_registering(const struct exchanges *e, const struct message *m);
/* A REGISTER was met with a 2xx, when it was: note it with what was refused while it was under way. */
void find_note_registered(struct exchanges *e, const struct open_exchange *o);
/* A CANCEL, or a response to one: what was not answered before it will not be. */
void find_note_cancel(struct exchanges *e, const struct message *m);
/* The next open exchange of this Call-ID; NULL first to begin. */
struct open_exchange *find_by_call(const struct exchanges *e, struct str call_id,
				   const struct open_exchange *after);

/* The next open exchange of this client with the From URI of the message; NULL first to begin. */
struct open_exchange *find_by_client(const struct exchanges *e, const struct address *client,
				     const struct message *m, const struct open_exchange *after);

/* nonce_use.c: credentials used their nonce; it was accepted; it was called stale. */
void nonce_use_note(struct exchanges *e, const struct round *r);
void nonce_use_accepted(struct exchanges *e, const struct open_exchange *o, int64_t ts_ns);
void nonce_use_stale(struct exchanges *e, const struct round *r, int64_t ts_ns);

/* on_again.c: messages that are seen once more, and the ACK of a challenge. */
void exchanges_on_challenge_again(struct exchanges *e, const struct call_step *step);
void exchanges_on_request_again(struct exchanges *e, const struct call_step *step);
void exchanges_on_ack(struct exchanges *e, const struct call_step *step);

/* on_request.c, on_response.c, on_challenge.c: the parts of exchanges_add. */
void exchanges_on_request(struct exchanges *e, const struct call_step *step);
void exchanges_on_copy(struct exchanges *e, const struct call_step *step);
void exchanges_on_response(struct exchanges *e, const struct call_step *step);
void exchanges_on_challenge(struct exchanges *e, const struct call_step *step);

/* unheard.c: requests that get no response at all. */
/* A retransmission of a request that plays no role yet. */
void unheard_note(struct exchanges *e, const struct call_step *step);
/* A further one of a request that waits already. */
void unheard_copy(struct exchanges *e, struct open_exchange *o, const struct call_step *step);
/* A response came to this request. */
void unheard_is_heard(struct exchanges *e, uint64_t transaction);
/* A further request of the call came. */
void unheard_goes_on(struct exchanges *e, const struct message *m, bool credentials);
/* Whether its silence is a fact at this time, as far as the leg to its server tells. */
bool unheard_is_fact(const struct open_exchange *o, const struct leg *g, int64_t now_ns);

/* unasked.c: a final response came to a request that nobody challenged: is it a refusal to tell of? */
void refused_unasked(struct exchanges *e, const struct call_step *step);

/* unseen.c: what a response tells of requests that are not in the capture. */
/* The same challenge on its way to a client whose request is not wholly there. */
void unseen_leg(struct exchanges *e, const struct message *m);
/* A response whose request is not there: the client went on after the challenges before it. */
void unseen_request(struct exchanges *e, const struct message *m);
/* The answer of this exchange is refused: the same refusal may have come from a leg on which the answer was not seen. */
void unseen_answer(struct exchanges *e, struct open_exchange *o, const struct message *refusal);

/* behind.c: what a proxy that asked for credentials sends on. */
/* Whether the sender of this request has asked its own client for credentials in this call. */
bool behind_asker(const struct exchanges *e, const struct message *request);
/* A request is seen: note it with what it was forwarded for, if its sender took the credentials. */
void behind_sent_on(struct exchanges *e, const struct message *request);
/* A refusal whose request is not there: note it with the answer that may have been forwarded so. */
void behind_refused(struct exchanges *e, const struct message *response);

/* left_out.c: of several realms that one message asks for, this request answers some. */
void on_left_out(struct exchanges *e, const struct call_step *step, const struct credentials *creds,
		 size_t count);

/* collision.c: a CSeq number that was used before. */
/* What the CSeq number of the request has not gone beyond, when this response may be for that; NULL: it is
 * not. */
const struct cseq_mark *collision_of(const struct exchanges *e, const struct call_step *step);
/* Keep that with the exchange; nothing for NULL. */
void collision_note(struct exchanges *e, struct exchange *x, const struct cseq_mark *k);
/* A request within a call, that nobody challenged, collides with the INVITE that was authenticated. */
void collision_unasked(struct exchanges *e, const struct call_step *step,
		       const struct cseq_mark *k);

/* ending.c: what an exchange came to, at its end. */
void exchange_conclude(struct exchanges *e, struct open_exchange *o, int64_t now_ns,
		       bool input_ended);
/* The outcome that a final or 18x response to an answer means, by the table of outcomes. */
enum outcome outcome_of_status(unsigned status, enum outcome_how *how);

#endif
