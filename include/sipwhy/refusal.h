/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * refusal.h - what a refusal says of itself, and whether the digest explains it.
 *
 * Layer: 9 diag.  A server tells its reason in the reason phrase, in Warning, in Reason, or in a field of
 * its own as X-Twilio-Error; everything else about a 403 is silence.  So a rule on what a server
 * allows needs its words, or a digest that is known to be right.
 */
#ifndef SIPWHY_REFUSAL_H
#define SIPWHY_REFUSAL_H

#include <sipwhy/finding.h>

/*
 * Where a response has one of these phrases, in whole words and any case: the whole reason phrase or field value.  Of
 * Warning and Reason only the quoted text counts, and no value that the server repeats (in_uri=…).  A phrase with
 * "*" at its end takes any ending.  Absent for none, and when `m` is NULL or a request.  At most `count` phrases,
 * NULL ends them too.
 */
struct str response_says(const struct message *m, const char *const phrases[], size_t count);

/* What a response says of its reason besides the reason phrase: the value of its first Warning, Reason or X-…Error field, else of
 * Retry-After; absent for none. */
struct str response_remark(const struct message *m);

struct refusal {
	const struct message *msg; /* the response that decided; NULL: none is known */
	unsigned status;           /* of it; 0 for none */
	const struct message
		*request; /* that was refused: with credentials, or before any challenge */
	struct str words; /* of the server, that name the cause; absent for none */
	/* Whether the digest is right for the secret and for a nonce of this server: YES, NO, or not known. */
	enum verdict digest_right;
};

/* Phrases of who speaks of the password, and of nothing else; NULL at their end. */
extern const char *const words_of_credentials[];
/* The words that are of what was checked, credentials or nonce, and not of what is allowed; absent for none. */
struct str response_of_check(const struct message *m);
/* The same with which it speaks of the nonce alone. */
struct str response_of_nonce(const struct message *m);
/* `words`: phrases that name the cause, NULL at their end; may be NULL.  Beside words_of_credentials they do not count. */
void refusal_of(const struct dossier *d, const char *const words[], struct refusal *out);
/* Whether the request that was refused has this method. */
bool refusal_is_of(const struct refusal *r, struct str method);
/* Whether credentials, or a request that was never challenged, met a 403. */
bool refusal_is_403(const struct refusal *r);
/*
 * What can be said of a cause that the server names in words, or that fits the packets (`fits`) when the digest
 * is known to be right.  CANNOT_TELL sets f->missing; NO when neither holds.
 */
enum verdict refusal_verdict(const struct refusal *r, bool fits, struct finding *f);
/* Words, or a digest that is right: likely, since words are read by us.  A wrong digest, or neither: possible. */
enum causality refusal_grade(const struct refusal *r);
/* Cite what a response says of its reason besides the reason phrase, where it does. */
void finding_cite_remark(struct finding *f, const struct message *m);
/* Cite the words where there are any, else the start line of the response. */
void refusal_cite(const struct refusal *r, struct finding *f);

#endif
