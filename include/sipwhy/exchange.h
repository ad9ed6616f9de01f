/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * exchange.h - one authentication of one client to one realm.
 *
 * Layer: 7 auth.  Joins challenge, answer and outcome by nonce first, realm second, Call-ID
 * third, since real clients change Call-ID, From tag, port and destination on the retry.
 * An exchange owns copies of its messages; whoever is handed one calls exchange_free.
 */
#ifndef SIPWHY_EXCHANGE_H
#define SIPWHY_EXCHANGE_H

#include <sipwhy/auth_hdr.h>
#include <sipwhy/call_step.h>
#include <sipwhy/limits.h>
#include <sipwhy/nonce_time.h>

enum outcome {
	OUTCOME_ACCEPTED,
	OUTCOME_REJECTED,
	OUTCOME_CANNOT_TELL,
	OUTCOME_UNANSWERED,
	OUTCOME_NO_RESPONSE,
	OUTCOME_OPEN,
};

/* In what manner; "" in events when OUTCOME_HOW_NONE. */
enum outcome_how {
	HOW_NONE,
	HOW_FORBIDDEN,     /* 403 */
	HOW_RE_CHALLENGED, /* 401 or 407 of this realm again */
	HOW_STALE_LOOP,    /* re-challenged, each time with stale=true */
	HOW_BAD_REQUEST,   /* 400, 437, 438, 494 */
	HOW_NOT_FOUND,     /* 404, 604 */
	HOW_SERVER_ERROR,  /* 5xx */
	HOW_OTHER,
};

/* What the nonce of the credentials is, as far as this capture shows. */
enum nonce_relation {
	NONCE_OF_OFFER,     /* of the challenge that this request answers */
	NONCE_CACHED,       /* of an earlier challenge of this realm to this client */
	NONCE_OTHER_REALM,  /* of a challenge with another realm, or in the other kind of header */
	NONCE_OTHER_CLIENT, /* of a challenge to another host */
	NONCE_ALTERED,      /* a damaged copy of the offer's */
	NONCE_UNKNOWN,      /* of no challenge in this capture */
	NONCE_ABSENT,
};

/* What the realm of the credentials is to that of the offer that they answer. */
enum realm_relation {
	REALM_SAME,
	REALM_CASE,   /* the same but for the case of letters */
	REALM_BLANKS, /* the same but for blanks or control octets at its ends */
	REALM_DEBRIS, /* a copy with separators of the header left in it, or cut off at one */
	REALM_OTHER,
};

/* A message with how often it was seen on its leg. */
struct step_message {
	const struct message *msg; /* NULL: not in the capture, or none came */
	unsigned copies;           /* sightings, the first included */
	int64_t last_ts_ns;
	bool on_schedule; /* a request whose copies came on the T1 schedule */
	/* The same message further on its way (an answer), or before it came here (a challenge), as
	 * what stands between passes it on; NULL: not seen at a second point. */
	const struct message *elsewhere;
};

/* The challenge that an answer refers to when its message is not in this round: from the book. */
struct witness {
	struct str text;  /* what stood there; the round's own copy */
	struct seen seen; /* frame, time and leg */
	size_t offset;    /* of `text` in its message */
};

struct round {
	struct step_message request;   /* what was challenged */
	struct step_message challenge; /* the 401 or 407 */
	struct step_message answer;    /* the request with credentials for this realm */
	struct step_message outcome;   /* what decided: a final response, or 18x */
	struct step_message ack;       /* the ACK for the challenge of an INVITE */
	bool ack_fits;                 /* … has the INVITE's branch, as RFC 3261 17.1.1.3 asks */
	bool after_provisional;        /* the challenge came after a 1xx */
	unsigned asked_again;          /* copies of the request that came after its challenge */

	struct challenge *offers; /* all challenges in `challenge`, any realm */
	size_t offer_count;
	const struct challenge
		*offer; /* the one answered (by nonce, then algorithm); else the first
					* Digest one of this realm; NULL for none */
	unsigned
		algorithms; /* with `witness`: all that were offered with its nonce (RFC 8760 2.3) */
	const struct witness *witness; /* not NULL: `offer` stands in this and not in `challenge` */

	struct credentials *creds; /* all credentials in `answer`, any realm */
	size_t cred_count;
	const struct credentials *cred; /* those for this exchange; NULL without an answer */

	enum nonce_relation nonce;
	const struct witness
		*nonce_from; /* where the nonce was issued, for CACHED and the OTHERs */
	/* What the client had been told to use instead of the nonce that it kept (RFC 2617 3.2.3);
	 * absent: nothing. */
	struct str nextnonce;
	const struct witness *nextnonce_from;
	/* An earlier challenge, to another request, that had the nonce of this round's; NULL for none. */
	const struct witness *reissued;
	/* A challenge of another realm, to the same account by the same server before; NULL for none. */
	const struct witness *realm_before;
	bool nonce_refreshed; /* the round's challenge has another nonce than the one before it */
	uint64_t nonce_uses;  /* earlier requests with this nonce, retransmissions not counted */
	uint64_t nonce_accepted; /* how often it had been accepted before */
	uint32_t nonce_last_nc;  /* greatest nc used with it before; 0 for none */
	/* The same of this account at this host; all 0 when more use the nonce than are told apart. */
	uint64_t own_uses, own_accepted;
	uint32_t own_last_nc;
	bool own_gap; /* by CSeq, another request of this call went between that use and this */
	bool own_cut; /* one of these uses is cut: its nc may have been greater than own_last_nc */
	int64_t nonce_age_ns;         /* from its issue to the answer; negative when not known */
	struct seen nonce_last;       /* its use before this one; frame 0 for none */
	struct seen nonce_issue;      /* the challenge that issued it; frame 0 when not known */
	bool nonce_shared;            /* several clients were given it, or used it */
	struct nonce_time nonce_time; /* what it tells of itself */
	bool same_octets_twice; /* the deciding response came after the answer was retransmitted,
				   * and none before: the server may have judged a copy */
	bool provisional;       /* a 1xx to the answer was seen */
	bool challenge_again;   /* the challenge that was answered came once more, to the answer */
	const struct message *again; /* … there; NULL: it did not, or memory was short */
	bool cred_gone;              /* answer.elsewhere does not have these credentials */
	bool stripped;               /* … and the next server asked for them */
	bool leg_unseen; /* its refusal came from further on, where the answer itself was not seen */
	/* Who had asked for these credentials was seen to send the request on without them: it took them. */
	bool sent_on;
	struct arena *arena; /* owns all of the above */
};

/* What of the evidence is known to be missing; bits. */
enum loss {
	LOSS_CUT = 1u << 0,       /* octets of one of its messages are not in the capture */
	LOSS_REQUEST = 1u << 1,   /* a response whose request is not there */
	LOSS_RESPONSE = 1u << 2,  /* a request that shows that a response before it is not there */
	LOSS_DIRECTION = 1u << 3, /* nothing from the server to this client at all */
	LOSS_START = 1u << 4,     /* credentials whose challenge is not there */
	LOSS_END = 1u << 5,       /* the input ended first */
	LOSS_UNPLACED = 1u << 6,  /* messages between these hosts that could not be placed (cut or
				   * damaged before their Call-ID, CSeq) */
	LOSS_FRAGMENTS = 1u << 7, /* IP fragments between these hosts, not reassembled */
	LOSS_DROPS = 1u << 8,     /* the capturing host reported dropped packets */
	LOSS_EVICTED = 1u << 9,   /* a limit ended it early */
};

enum { ROUNDS_KEPT = 4 };

/* What one server was seen to do with its nonces of one realm, up to some moment. */
struct nonce_habit {
	uint64_t accepted;       /* answers accepted */
	uint64_t reused;         /* of these, with a nonce that had been accepted before */
	uint64_t stale;          /* answers met with stale=true */
	int64_t accepted_age_ns; /* the greatest age of a nonce accepted; negative for none */
	int64_t stale_age_ns;    /* the least age of a nonce that met stale=true on its first use;
				  * negative for none */
	/*
	 * Since `forgot_ns` every nonce issued before then was refused though younger than others that
	 * had been accepted, to so many clients; 0 for none.
	 */
	unsigned forgot_clients;
	int64_t forgot_ns;
};

struct exchange {
	uint64_t serial; /* in order of their beginning */
	enum auth_kind kind;
	struct str realm;   /* escapes taken away (auth_value_is); absent when no challenge or
			   * credentials tell it */
	struct str call_id; /* of its first message */
	struct endpoint client, server; /* of its first leg */
	struct endpoint issuer;         /* who sent the challenge on the furthest leg that was seen;
					 * family 0 when that is `server` or not known */
	bool in_dialog;

	struct round *rounds[ROUNDS_KEPT]; /* the first, and the last ones, in order */
	size_t kept;
	uint64_t round_count;     /* all */
	uint64_t answered_rounds; /* with credentials */
	uint64_t stale_in_row;    /* of the last rounds, those whose answer met stale=true */
	uint64_t retries_bare;    /* rounds that repeat the request without credentials */
	uint64_t left_out; /* rounds whose request answers another realm of the same challenge, and
			    * this one not */
	uint64_t
		same_nonce_in_row; /* answers in a row that used one nonce though challenged anew */

	enum outcome outcome;
	enum outcome_how how;
	int64_t first_ns;   /* of its first message */
	int64_t decided_ns; /* last message of the outcome */

	bool client_saw_nothing; /* design: the request was retransmitted on schedule, unanswered */
	bool client_gave_up;     /* 64*T1 of later traffic from this client, or its next request
				      * without credentials */
	bool challenge_unheard; /* the client repeated its request on schedule after the challenge */
	bool never_challenged;  /* refused before any challenge */
	bool while_registering; /* … while a REGISTER of this client was not accepted yet, which
				  * it then was */
	bool answers_others;    /* the client sent this server credentials in other exchanges too */
	bool cancelled;
	/* It let the challenge of an INVITE be, and in other calls answered such ones of this realm. */
	bool let_go;
	bool dropped_for_other; /* the client alternates between two realms, each time with the
				      * credentials of one only */
	bool dropping_told;     /* the exchange of the other realm tells of that */
	/* The refusal came to credentials of other realms too, and does not tell which it is for: the outcome is
	 * CANNOT_TELL. */
	bool refusal_shared;
	bool refusal_told; /* the exchange of another realm in the same request tells of the response */
	unsigned legs;
	bool translated; /* its requests were seen on both sides of what translates addresses */
	/* In the same call an INVITE with credentials had gone as far as the CSeq number of the request
	 * that was refused: there; NULL: it had not. */
	const struct witness *cseq_taken;
	struct nonce_habit habit; /* of the server that issued the nonces, up to the last answer */
	unsigned loss;            /* enum loss */
	struct arena *arena;      /* owns it and what is not a round's */
};

/* Both of the round's credentials and offer must be there. */
enum realm_relation round_realm(const struct round *r);
/*
 * Whether `used` is `issued` cut, decoded, with letters of another case, or with octets lost or
 * added that copying loses or adds.
 * Two nonces of a server that counts ("1001", "1002") are not: they differ in what copying keeps.
 */
bool nonce_is_damaged_copy(struct str used, struct str issued);
/* Whether the nonce of credentials is the issued one with quotes, or escaped quotes, as part of it. */
bool nonce_differs_by_quotes(struct str used, struct str issued);
/* Whether the nonce was older when it was used than it tells that it lives. */
bool round_outlived_nonce(const struct round *r);
const struct round *exchange_first_round(const struct exchange *x);
const struct round *exchange_last_round(const struct exchange *x);
/* The last round with credentials; NULL when there is none. */
const struct round *exchange_last_answered(const struct exchange *x);
/* The last answer that was seen further on without its credentials, as it stood there, where they were
 * asked for; NULL when there is none. */
const struct message *exchange_stripped(const struct exchange *x);
/* The message that decided the outcome, or the last one there is; never NULL. */
const struct message *exchange_deciding(const struct exchange *x);
/* Of the last answers, how many in a row carry auts: the SIM asks to be resynchronised (RFC 3310 3.4).  Those
 * of rounds that were not kept are not counted. */
unsigned exchange_resyncs(const struct exchange *x);
void exchange_free(struct exchange *x);
/* Whether the request was cancelled after its challenge, and before an answer to that. */
bool exchange_was_cancelled(const struct exchange *x);
/* Whether it is an OPTIONS, or a NOTIFY to keep a NAT open, that was challenged and not sent again: who asks
 * whether the server lives has got its answer with any response (RFC 3261 11.2). */
bool exchange_was_ping(const struct exchange *x);
/* Whether it was accepted, cancelled so, let go or a ping: there is no failure to explain. */
bool exchange_nobody_failed(const struct exchange *x);
/* Octets that it holds. */
size_t exchange_held(const struct exchange *x);

/* "accepted", "cannot-tell", …; "forbidden", … as in the events. */
const char *outcome_name(enum outcome o);
const char *outcome_how_name(enum outcome_how h);

/* Called with each ended exchange, which is then the callee's. */
typedef void exchange_fn(void *ctx, struct exchange *x);

struct exchanges;
struct nonce_book;

struct exchanges *exchanges_new(struct limits *limits, exchange_fn *fn, void *ctx);
/* Frees the open ones without reporting them. */
void exchanges_free(struct exchanges *e);
void exchanges_add(struct exchanges *e, const struct call_step *step);
/* A message between two hosts that could not be placed, or a piece of one. */
void exchanges_note_loss(struct exchanges *e, const struct seen *seen, enum loss loss);
/* Report those that are over by `now_ns`, in the order of (deciding time, input, frame). */
void exchanges_expire(struct exchanges *e, int64_t now_ns);
/* Report all that are left: the input has ended. */
void exchanges_finish(struct exchanges *e, int64_t now_ns);
size_t exchanges_open(const struct exchanges *e);
/* Every challenge that was seen; it lives as long as `e`. */
const struct nonce_book *exchanges_book(const struct exchanges *e);
/* Messages dropped because memory was short. */
uint64_t exchanges_dropped(const struct exchanges *e);

#endif
