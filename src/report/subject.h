/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * subject.h - what every report says of an exchange, drawn from its messages once.
 *
 * Layer: 11 report.  Views of the diagnosis; owns nothing.
 */
#ifndef SIPWHY_REPORT_SUBJECT_H
#define SIPWHY_REPORT_SUBJECT_H

#include <sipwhy/report.h>
#include <sipwhy/sip_uri.h>

#include "quote.h"

struct subject {
	const struct round *round;      /* the one that the judgement is about; NULL for none */
	const struct challenge *offer;  /* what was offered there; NULL when it was not seen */
	const struct credentials *cred; /* and answered; NULL for no answer */
	const struct message *request;  /* the answer, or else the request that was challenged */
	const struct message *response; /* what decided, or else the challenge */
	struct str user;                /* as the credentials tell it, else of the From URI */
	struct str user_agent, product; /* of the client and of the server */
	bool is_stale;                  /* the last challenge of this realm says stale=true */
};

/* Escapes are taken away in the diagnosis' arena, where there are any. */
void subject_of(const struct diagnosis *d, struct subject *out);

/* "401 Unauthorized", "REGISTER sip:example.com": a start line without the version. */
void subject_line(struct buf *out, const struct message *m);
/* What came of it: "REGISTER refused with 403 Forbidden". */
void subject_outcome(struct buf *out, const struct diagnosis *d, const struct subject *s);

/* The names and words for what a capture lacks, and how to get it: one row a bit of enum loss. */
struct loss_row {
	unsigned bit;
	const char *name; /* as in capture.missing */
	const char *text;
	const char *advice;
};
enum { LOSS_ROWS = 10 };
const struct loss_row *loss_row(size_t index);
/* Facts about messages that rules wanted and that a loss may have taken away. */
unsigned subject_missing_facts(const struct diagnosis *d);

#endif
