/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * verify.h - is this answer right for the secret that the operator gave?
 *
 * Layer: 8 digest.  Three values and always a reason.  A mismatch proves only that the client
 * did not hash the supplied secret as sent; hypothesis.h then looks for what it did hash.
 */
#ifndef SIPWHY_VERIFY_H
#define SIPWHY_VERIFY_H

#include <sipwhy/digest.h>
#include <sipwhy/exchange.h>
#include <sipwhy/nonce_book.h>
#include <sipwhy/secret.h>

/* Inputs that are rewritten at a time, at most. */
enum { VERIFY_DIFFS = 4 };

struct hypothesis;

/* Rewrites that explained an answer, in the order of their inputs. */
struct verify_pattern {
	const struct hypothesis *rows[VERIFY_DIFFS]; /* NULL behind the last one */
	unsigned explained;                          /* how many answers */
};

/* Around the round that is checked: what rewrites take values from, and which to try first. */
struct verify_near {
	const struct exchange *exchange; /* that the round belongs to; NULL: not known */
	const struct nonce_book *book;   /* every challenge of the capture so far; NULL: none */
	const struct verify_pattern *patterns; /* of the other answers of this client */
	size_t pattern_count;
};

/* Of the answers of one client, those that could be checked. */
struct verify_seen {
	unsigned answers;   /* all */
	unsigned failures;  /* not made from what was sent */
	unsigned explained; /* by the same rewrites, this one included; 0: nothing was counted */
};

/* Whether a rewrite is a habit of the client or an accident. */
enum verify_habit {
	HABIT_UNKNOWN,    /* one answer tells nothing of it */
	HABIT_PERSISTENT, /* in every answer: a bug */
	HABIT_SOMETIMES,  /* more than once, and not in every answer */
	HABIT_ONCE,       /* once among others: a race */
};

enum verify_check {
	VERIFY_NOT_ATTEMPTED, /* no secret for this user and realm */
	VERIFY_NOT_EVALUABLE,
	VERIFY_MISMATCH,
	VERIFY_MATCH, /* as sent */
};

/* Why not; the closed list of the schema. */
enum verify_reason {
	VERIFY_REASON_NONE,
	VERIFY_NO_SECRET,
	VERIFY_NO_ANSWER,          /* no credentials were sent */
	VERIFY_PARAM_MISSING,      /* username, realm, nonce, uri or response is not there */
	VERIFY_PARAM_CUT,          /* … is not in the capture */
	VERIFY_QOP_SET_INCOMPLETE, /* qop without cnonce or nc */
	VERIFY_ALGORITHM_UNKNOWN,
	VERIFY_HA1_OTHER_ALGORITHM, /* only an HA1 of another algorithm was given */
	VERIFY_BODY_MISSING,        /* auth-int, and the body is not whole in the capture */
	VERIFY_USERHASH,            /* the user name is hashed, and no account of the realm fits */
	VERIFY_AKA_NO_KEY, /* AKA, and neither RES nor K was given (AKAv2: nor CK and IK) */
	VERIFY_AKA_NONCE,  /* AKA, and there is no RAND and AUTN in the nonce */
	VERIFY_AKA_KEY,    /* AKA, and K does not make the AUTN: it may not be the SIM's */
	VERIFY_SECRET_CONTRADICTED, /* the server accepted an answer that this secret does not make */
	VERIFY_OUT_OF_MEMORY,
};

/* One input that was hashed otherwise than sent. */
struct verify_diff {
	const char *input; /* "uri", "formula", "password", …; NULL behind the last one */
	struct str sent;   /* absent: not sent */
	struct str hashed; /* absent where it may not be shown (password rows) */
	const char *what;  /* of a password: in which form, for people; NULL: the row says it */
	const struct hypothesis *row;
};

enum verify_aka_check {
	VERIFY_AKA_UNTOLD,    /* not there, or K is not known */
	VERIFY_AKA_MALFORMED, /* there, and not what it must be */
	VERIFY_AKA_WRONG,
	VERIFY_AKA_RIGHT,
};

/* How K and OP were taken by the network, when that makes its AUTN. */
enum verify_aka_slip {
	VERIFY_AKA_SLIP_NONE,
	VERIFY_AKA_SLIP_OP_AS_OPC, /* the OP given is used as OPc */
	VERIFY_AKA_SLIP_OPC_AS_OP, /* the OPc given is used as OP */
	VERIFY_AKA_SLIP_AMF,       /* MAC is made with another AMF than the one that is sent */
	VERIFY_AKA_SLIP_SQN_OPEN,  /* SQN is not hidden by AK */
};

/* What the network and the SIM proved to each other (3GPP TS 33.102 6.3), by the K that was given. */
struct verify_aka {
	enum verify_aka_check nonce; /* RAND and AUTN are in it; UNTOLD: no AKA challenge */
	enum verify_aka_check autn;  /* its MAC is what K makes */
	enum verify_aka_slip slip;   /* of a wrong one */
	enum verify_aka_check auts;  /* that of the answer */
	uint64_t sqn_network;        /* of a right AUTN, 48 bits */
	uint64_t sqn_sim;            /* of a right AUTS */
	bool other_amf;              /* AMF is not the one that was given */
	/* The answer is one by the key so taken: OP for OPc, or the reverse.  Then client and network agree. */
	bool mended;
};

struct verify {
	enum verify_check check;
	enum verify_reason reason;
	enum digest_form form;
	enum auth_algorithm alg;
	bool from_aka; /* RES or K was known */
	struct verify_aka aka;
	bool from_ha1; /* only an HA1 was known: other user names, realms and passwords not tried */
	/* The rewrite that gives the response; NULL: none found.  With MISMATCH, or NOT_EVALUABLE where
	 * the answer as sent has no meaning (QOP_SET_INCOMPLETE) or lacks its body. */
	const struct hypothesis *hashed;
	const struct hypothesis *also; /* the second rewrite, when it takes two or more */
	struct verify_diff
		differs[VERIFY_DIFFS]; /* one for each substitution, the further ones too */
	unsigned substitutions;
	/* What was tried before one was found, or in vain. */
	uint64_t tried;        /* candidate responses computed */
	unsigned tried_inputs; /* bits by enum hypothesis_input: those that were rewritten */
	unsigned tried_depth;  /* how many inputs at a time */
	bool tried_short;      /* a bound was reached: there was more to try */
	struct verify_seen seen;
};

struct verifier;

/* Both are kept.  `secrets` may be NULL: then every check is not attempted, and `digest` may be
 * NULL too.  NULL when memory is short. */
struct verifier *verifier_new(struct digest *digest, const struct secrets *secrets);
void verifier_free(struct verifier *v);
/* For the rounds that follow, until it is told anew.  NULL: nothing is known.  What it points to is kept. */
void verifier_near(struct verifier *v, const struct verify_near *near);
/* Kept; for LIMIT_HYPOTHESES.  Without it the usual bound holds. */
void verifier_limits(struct verifier *v, struct limits *limits);

/*
 * Check the answer of a round, and on a mismatch try the hypotheses.  Texts in *out live in `a`.
 * `r` may lack its challenge; what is hashed stands in the answer.
 *
 * The algorithm is that of the credentials; if they name none, that of the offer and then MD5.  The
 * form goes by the presence of qop.  Hexadecimal digits in upper case match too: the value is right.
 * Whatever is cut off or unknown, a match is a match; no mismatch is ever told of a cut header field.
 */
void verify_round(struct verifier *v, const struct round *r, struct arena *a, struct verify *out);

/* Inputs (bits by enum hypothesis_input) for which only fixed words could be tried because only an HA1 is known. */
unsigned verify_untried(const struct verify *v);

enum verify_habit verify_habit_of(const struct verify_seen *seen);
/* "persistent", …; NULL for HABIT_UNKNOWN. */
const char *verify_habit_name(enum verify_habit habit);

/* Whether one of the rewrites found proves this cause. */
bool verify_proves(const struct verify *v, const char *cause);

/* "match", "not-evaluable", …; "no-secret", "secret-contradicted", … */
const char *verify_check_name(enum verify_check c);
const char *verify_reason_name(enum verify_reason r);
/* "right", …; "op-as-opc", … */
const char *verify_aka_check_name(enum verify_aka_check c);
const char *verify_aka_slip_name(enum verify_aka_slip s);
/* The reason in words, for people. */
const char *verify_reason_text(enum verify_reason r);

#endif
