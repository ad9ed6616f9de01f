/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cseq_marks.h - the CSeq numbers that calls had reached when their credentials were accepted.
 *
 * Layer: 7 auth.
 */
#ifndef SIPWHY_AUTH_CSEQ_MARKS_H
#define SIPWHY_AUTH_CSEQ_MARKS_H

#include <sipwhy/limits.h>
#include <sipwhy/message.h>

struct cseq_mark {
	uint32_t number;
	struct str text;  /* the CSeq header field */
	struct seen seen; /* of the request that carried it */
	size_t offset;    /* of `text` in that */
};

struct cseq_marks;

struct cseq_marks *cseq_marks_new(struct limits *limits);
void cseq_marks_free(struct cseq_marks *c);
/* An INVITE with credentials was accepted; others are not noted.  False when memory is short. */
bool cseq_marks_note(struct cseq_marks *c, const struct message *invite);
/* What this request within the same dialog should have gone beyond, and has not; NULL for none. */
const struct cseq_mark *cseq_marks_passed(const struct cseq_marks *c, const struct message *m);
/* Forget those that are older than a call is likely to last. */
void cseq_marks_expire(struct cseq_marks *c, int64_t now_ns);

#endif
