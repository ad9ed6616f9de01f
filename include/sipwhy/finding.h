/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * finding.h - what one rule found in one exchange, and the bytes that prove it.
 *
 * Layer: 9 diag.  Views point into the exchange's messages and live as long as it does.
 */
#ifndef SIPWHY_FINDING_H
#define SIPWHY_FINDING_H

#include <sipwhy/dossier.h>

/* One place in one message. */
struct citation {
	struct seen seen;    /* frame, input, time, leg */
	const char *message; /* which one, for people: "challenge", "answer", … */
	struct str header;   /* name of the header field; absent for the start line */
	const char *param;   /* parameter in it; NULL for the whole field */
	struct str observed; /* absent: the thing is not there, and the span is where it would be */
	const char *expected;     /* for people, NULL when there is nothing to say */
	struct str expected_text; /* captured text to show as expected, when `expected` is NULL */
	size_t offset, length;    /* of the span, from the first octet of the message */
	bool is_witness;          /* of a message outside this exchange's rounds */
};

enum { FINDING_CITES = 6, FINDING_DETAIL = 200 };

struct rule;

struct finding {
	const struct rule *rule;
	enum verdict verdict;
	unsigned missing; /* enum fact bits, for VERDICT_CANNOT_TELL */
	struct citation cites[FINDING_CITES];
	size_t cites_used;
	char detail
		[FINDING_DETAIL]; /* one sentence of this case, captured octets already escaped; may be "" */
};

/* Each of these adds one citation; beyond FINDING_CITES they do nothing. */

/* `what` is a view into `m`; absent cites the start line with observed = absent. */
void finding_cite(struct finding *f, const struct message *m, struct str what, const char *label);
/*
 * A parameter of the credentials of a round's answer (of the offer of its challenge).  `value` absent says
 * that the parameter is not there: the span is then the whole header value.  `expected` may be NULL.
 */
void finding_cite_cred(struct finding *f, const struct round *r, const char *param,
		       struct str value, const char *expected);
void finding_cite_offer(struct finding *f, const struct round *r, const char *param,
			struct str value, const char *expected);
/* Like finding_cite_cred, where what was expected is captured text. */
void finding_cite_cred_text(struct finding *f, const struct round *r, const char *param,
			    struct str value, struct str expected);
/* The n-th (0, 1, …) parameter of that name in the answer (in the offer), name, quotes and all, as it stood. */
void finding_cite_cred_whole(struct finding *f, const struct round *r, const char *param, size_t n,
			     const char *expected);
void finding_cite_offer_whole(struct finding *f, const struct round *r, const char *param, size_t n,
			      const char *expected);
/* So each of the parameters of the answer that `names` (bits of enum auth_name) tells; their names, as
 * "realm, nonce", go to `text`, which is returned. */
enum { FINDING_NAMES = 160 };
const char *finding_cite_cred_names(struct finding *f, const struct round *r, unsigned names,
				    const char *expected, char text[FINDING_NAMES]);
/* A place in a message that is gone. */
void finding_cite_witness(struct finding *f, const struct witness *w, const char *param,
			  struct str value);
/* A whole header field of any other message that is gone; `label` tells which. */
void finding_cite_gone(struct finding *f, const struct witness *w, const char *label);
/* The start line of a message; NULL does nothing. */
void finding_cite_line(struct finding *f, const struct message *m, const char *label);
/* Set the sentence.  The format's views must be escaped first: use finding_quote. */
void finding_detail(struct finding *f, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/*
 * The judge of a cause that rewrites of the digest's inputs prove (hypothesis.h): yes when those that were
 * found prove `code`, with the response and each input that was hashed otherwise cited.
 */
enum verdict finding_rewritten(struct finding *f, const struct dossier *d, const char *code);
/* Captured octets, made printable and clipped, for finding_detail; returns `out`. */
enum { FINDING_QUOTE = 72 };
const char *finding_quote(struct str s, char out[FINDING_QUOTE]);

#endif
