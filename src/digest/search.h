/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * search.h - from the rows of hypothesis.h to the response that the answer has.
 *
 * Layer: 8 digest.  What may have been hashed instead is kept apart by input.  The search takes some inputs
 * at a time, fewer before more, and tries every combination of what was proposed for them; HA1 and
 * HA2 are hashed once for all the responses that are joined from them.  What is made from secrets
 * is in locked memory, and overwritten after each search.
 */
#ifndef SIPWHY_SEARCH_H
#define SIPWHY_SEARCH_H

#include <sipwhy/hypothesis.h>

#include "account.h"

/* How a response is joined from its texts. */
enum form_parts {
	FORM_NONCE,        /* HA1:nonce:HA2 (RFC 2069) */
	FORM_NONCE_SET,    /* HA1:nonce:nc:cnonce:qop:HA2 */
	FORM_NONCE_CLIENT, /* HA1:nonce:cnonce:HA2 */
};

/* Whether HA2 covers the body. */
enum form_a2 {
	A2_BY_QOP, /* if qop is auth-int, and part of the form */
	A2_PLAIN,
	A2_BODY,
};

struct form {
	enum form_parts parts;
	enum form_a2 a2;
	bool ha1_twice;    /* HA1:HA1:nonce… */
	bool first_bare;   /* no colon behind HA1 */
	bool last_bare;    /* no colon before HA2 */
	bool colon_behind; /* …HA2: */
	/* What stands for those that were not sent; absent: such a form cannot be joined. */
	struct str nc, cnonce, qop;
};

/* What becomes of the plain HA1 before it is joined. */
enum session {
	SESSION_NONE,
	SESSION_HEX, /* H(HA1:nonce:cnonce), HA1 in digits: RFC 7616 3.4.2 */
	SESSION_RAW, /* the same with the octets of HA1 */
};

struct recipe {
	enum digest_function ha1, rest; /* for HA1; for all that comes after it */
	enum session session;
	bool upper_ha1, upper_ha2; /* in digits A-F */
};

/* Of a guess at the body, the qop and the password. */
enum guess_how {
	GUESS_TEXT,    /* the value stands where that input stands */
	BODY_RAW,      /* the value itself instead of its hash */
	BODY_LEFT_OUT, /* A2 without it, though qop is auth-int */
	QOP_PLAIN,     /* the value stands where qop stands, and A2 has no body */
	QOP_BODY,      /* the same, and A2 covers the body */
	PASSWORD_HA1,  /* the value stands where HA1 stands */
};

struct guess {
	const struct hypothesis *row; /* NULL: as sent */
	struct str value;             /* of a password: in locked memory */
	struct str shown;             /* for the report, where it is not the value itself */
	enum guess_how how;
	unsigned char at;      /* of a form, a recipe: its place in the list of those */
	unsigned char account; /* of a password: whose */
	const char *what; /* of a password: which form of it, for people; NULL: the row says it */
};

/* Room for what the rows propose.  More than an honest exchange fills; what does not fit is
 * left out, and `left_out` says so. */
enum {
	GUESSES_FORM = 32,
	GUESSES_ALGORITHM = 32,
	GUESSES_URI = 640,
	GUESSES_PASSWORD = 1024,
	GUESSES_NONCE = 512,
	GUESSES_OTHER = 64,
	SECRET_ROOM = 65536,
	HA1_BLOCK = 64,
	MIDDLE_ROOM = 1024,
};

struct guesses {
	struct guess *list;
	size_t room, count;
	/* How many are as sent, and come first; up to the last one of a row that explained another answer of
	 * this client; up to the last one of a common row. */
	size_t sent, known, common;
};

struct ha1 {
	const struct guess *user, *realm, *password;
	const struct account *account;
	struct digest_hex hex; /* the plain one */
	struct digest_hex use; /* as it is joined */
};

struct ha2 {
	const struct guess *uri;
	/* Without the body and with it; of no length: that one cannot be made. */
	struct digest_hex hex[2];
};

/* What stands around the guesses of one search, kept from one to the next. */
struct search_room {
	struct guesses of[HYPOTHESIS_INPUTS_];
	struct form forms[GUESSES_FORM];
	struct recipe recipes[GUESSES_ALGORITHM];
	struct ha2 ha2[GUESSES_URI];
	char middle[MIDDLE_ROOM];
	/* In locked memory. */
	struct ha1 *ha1;
	char *secret;
};

/* The cnonce values of the answers that were checked last, whoever sent them. */
enum { CNONCES = 32, CNONCE_OCTETS = 64 };
struct cnonces {
	char text[CNONCES][CNONCE_OCTETS];
	size_t len[CNONCES];
	size_t count, next;
};

struct verifier {
	struct digest *digest;
	const struct secrets *secrets;
	struct arena *scratch;
	struct search_room *room;
	struct verify_near near;
	struct cnonces cnonces;
	struct limits *limits; /* NULL: the usual ones */
};

struct search {
	/* What a row may look at. */
	const struct round *round;
	const struct answer *answer;
	const struct verify_near *near; /* never NULL; its members may be */
	const struct cnonces *cnonces;
	const struct account *account; /* rows of the password: the one to propose for */
	struct digest_input sent;
	struct str user, realm; /* as sent; the user in clear if it is known */
	struct arena *scratch;
	struct digest *digest;
	const struct secrets *secrets;
	const struct hypothesis *row; /* the one that proposes now; NULL: what was sent */
	const char *what;             /* rows of the password: the form that is proposed now */

	/* The search's own. */
	const struct accounts *accounts;
	struct search_room *room;
	size_t form_count, recipe_count, secret_used;
	unsigned char want[DIGEST_OCTETS_MAX];
	size_t want_digits;
	uint64_t tried, max;
	unsigned tried_inputs; /* bits by enum hypothesis_input */
	unsigned depth;        /* inputs rewritten at a time, so far */
	bool spent;            /* `max` was reached */
	bool left_out;         /* something proposed had no room */
	bool failed;           /* memory was short, or OpenSSL failed */
};

struct search_hit {
	const struct account *account;
	const struct guess *of[HYPOTHESIS_INPUTS_];
	enum auth_algorithm alg;
};

/* What was sent, for these accounts and one algorithm.  search_end must follow. */
void search_begin(struct search *s, struct verifier *v, const struct round *r,
		  const struct answer *answer, const struct accounts *accounts);
/* Whether the answer is right as sent. */
bool search_as_sent(struct search *s, struct search_hit *hit);
/* Try the rows: one alone, then two inputs at a time, and more. */
bool search_rows(struct search *s, struct search_hit *hit);
/* Overwrite what was derived from secrets. */
void search_end(struct search *s);

/*
 * For the rows.  What was sent, or proposed before for the same input, is passed over.  A value is kept until
 * the search ends: a view of a message, or of s->scratch.
 */
/* Another text for METHOD, URI, USER, REALM, NONCE, NC or CNONCE; absent does nothing. */
void search_propose(struct search *s, struct str value);
/* `how`: QOP_PLAIN or QOP_BODY. */
void search_propose_qop(struct search *s, enum guess_how how, struct str qop);
void search_propose_form(struct search *s, const struct form *form, struct str shown);
void search_propose_recipe(struct search *s, const struct recipe *recipe, struct str shown);
/* `how`: GUESS_TEXT (hashed), BODY_RAW or BODY_LEFT_OUT. */
void search_propose_body(struct search *s, enum guess_how how, struct str body, struct str shown);
/*
 * A password for s->account, or (PASSWORD_HA1) what stands in the place of HA1.  The octets must be in locked
 * memory: of the secret itself or a part of it, or made in search_secret_room.  They are never shown.
 */
void search_propose_password(struct search *s, enum guess_how how, struct str octets);
/* Locked memory, good until the search ends; NULL when there is no more of it (then propose nothing). */
char *search_secret_room(struct search *s, size_t bytes);

/*
 * One step: for the inputs of `mask` what was proposed, or a part of it, for the others what was sent, every
 * combination.  Whether one gives the response.
 */
enum search_part {
	PART_KNOWN, /* by rows that explained other answers of this client */
	PART_COMMON,
	PART_ALL,
};
struct search_step {
	unsigned mask; /* bits by enum hypothesis_input */
	enum search_part part;
};
bool search_try(struct search *s, const struct search_step *step, struct search_hit *hit);
/* The guesses that a step takes from one input: from `from` on, up to `to`. */
struct span {
	size_t from, to;
};
struct span search_span(const struct search *s, const struct search_step *step,
			enum hypothesis_input input);

#endif
