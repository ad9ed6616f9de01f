/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * answers_priv.h - two answers side by side.
 *
 * Layer: 9 diag.
 */
#ifndef SIPWHY_DIAG_ANSWERS_PRIV_H
#define SIPWHY_DIAG_ANSWERS_PRIV_H

#include <sipwhy/answers.h>

/* Two answers that are looked at together. */
struct answer_pair {
	const struct exchange *x;
	const struct message *m;
	const struct credentials *c;
	const struct answer_seen *other;
};

/* Whether both stand in one request, as it was seen at two points. */
bool answers_same_request(const struct answer_pair *p);
/* Note in `out` what the other is to this one. */
void answers_compare(const struct answer_pair *p, struct answer_kin *out);

#endif
