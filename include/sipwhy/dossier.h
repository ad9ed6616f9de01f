/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dossier.h - everything that a rule may look at, and nothing else.
 *
 * Layer: 9 diag.  Borrowed from the pipeline for one judgement.
 */
#ifndef SIPWHY_DOSSIER_H
#define SIPWHY_DOSSIER_H

#include <sipwhy/answers.h>
#include <sipwhy/decisions.h>
#include <sipwhy/hypothesis.h>
#include <sipwhy/profile.h>
#include <sipwhy/rspauth.h>
#include <sipwhy/sec_agree.h>
#include <sipwhy/sip_uri.h>

/* Of a rule, and of a question to the packets. */
enum verdict {
	VERDICT_NO,
	VERDICT_YES,
	VERDICT_CANNOT_TELL,
};

/* What is known for certain to be in the capture, so that its absence is not taken for a defect. */
enum fact {
	FACT_REQUEST = 1u << 0,   /* the challenged request, its headers whole */
	FACT_CHALLENGE = 1u << 1, /* the 401/407 message, its headers whole */
	FACT_OFFER = 1u << 2,     /* the challenge that was answered, wherever it was seen, whole */
	FACT_ANSWER = 1u << 3,    /* the credentials of the answer, whole */
	FACT_ANSWER_HEADERS = 1u << 4, /* all headers of the answer */
	FACT_OUTCOME = 1u << 5,        /* the response that decided */
	FACT_REFUSED = 1u << 6,        /* outcome is rejected */
	FACT_NO_ANSWER = 1u << 7,      /* no answer came, and that silence is a fact */
	FACT_DIGEST = 1u << 8,         /* the digest check says match or mismatch */
	FACT_BOTH_DIRECTIONS = 1u << 9,
	FACT_NO_GAP = 1u << 10, /* nothing of this exchange is known to be missing */
	FACT_SAW_NOTHING =
		1u << 11, /* the client repeated the request on schedule and got nothing */
	FACT_OTHER_DECISION = 1u << 12, /* an answer of another kind that this server accepted */
};

/* "the challenge", …: what is missing, in words and as the name used in events. */
const char *fact_name(enum fact f);
const char *fact_text(enum fact f);

struct dossier {
	const struct exchange *exchange;
	const struct round
		*round;  /* the one that decides: the last with credentials, else the last */
	unsigned facts;  /* enum fact: known to hold */
	unsigned denied; /* enum fact: known not to hold; the others cannot be told */
	const struct verify *digest; /* of `round`; never NULL */
	bool secret_confirmed; /* the server accepted an answer of this account that this secret makes */
	bool secret_held; /* … one before this exchange was decided and one after: it held that secret then */
	/*
	 * Whether the refusal asks for the same realm again without stale=true: with it only the nonce
	 * was too old, and the digest right (RFC 2617 3.2.1).
	 */
	enum verdict asks_again;
	bool to_compare; /* what is found will be compared with other exchanges, and not told */
	bool others_in_answer; /* the answer carries credentials for other realms too */
	/* What the others of the capture say; NULL: not looked at. */
	const struct answer_kin *kin;  /* answers with the same nonce */
	const struct rspauth *rspauth; /* the server's proof in the outcome of `round` */
	const struct formula_view
		*formula; /* how this server computes, if it refused a right answer */
	/* What else was seen of the server for this realm, of this account there, and of this client's host; never NULL. */
	const struct server_profile *server;
	const struct history *account, *host;
};

/*
 * Whether a form of the answer that is lawful, or that most servers bear, can be held against it: yes where
 * the refusal names it by one of `words` (NULL ends them) or the digest is right in that form, no where the
 * digest is wrong or nothing was refused.  Without a secret it cannot be told: *missing.
 */
enum verdict dossier_minds(const struct dossier *d, const char *const words[], unsigned *missing);

/*
 * What a rule says of an exchange in which what it looks at could not be, as a qop that was not offered: no; and
 * to_compare, that it cannot tell, since an acceptance there does not show that the fault is minded elsewhere.
 */
enum verdict dossier_no_occasion(const struct dossier *d);
/*
 * The ways in which this account was accepted for the realm of the exchange: the first from *at on, which is moved
 * past it; NULL at their end.  Another realm of the same server is another account.
 */
const struct way *dossier_way(const struct dossier *d, size_t *at);
/* Whether the request asked for what was granted that way: a registration, or the same method and Request-URI. */
bool way_grants(const struct way *w, const struct message *request);

/* Fill in facts and round.  `digest` is kept. */
void dossier_begin(struct dossier *d, const struct exchange *x, const struct verify *digest);

#endif
