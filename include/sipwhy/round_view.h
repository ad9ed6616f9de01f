/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * round_view.h - what several rules ask of one round.
 *
 * Layer: 9 diag.
 */
#ifndef SIPWHY_ROUND_VIEW_H
#define SIPWHY_ROUND_VIEW_H

#include <sipwhy/finding.h>

/*
 * The rounds in which a defect counts, the newest first; NULL first to begin, NULL at the end.  Each has
 * Digest credentials, whole.  Of an exchange that was accepted they are all: what the client mended by itself
 * is worth a note.  Else only the one that decides: what was mended explains no refusal.
 */
const struct round *dossier_answered(const struct dossier *d, const struct round *after);

/* The round's answer met a 401 or 407. */
bool round_re_challenged(const struct round *r);
/* … or another final response of 400 and above. */
bool round_refused(const struct round *r);
/* The challenge of that 401 or 407 for the realm of the answer; false when there is none. */
bool round_next_challenge(const struct round *r, struct challenge *out);
/* The same, and it says stale=true. */
bool round_met_stale(const struct round *r, struct challenge *out);
/* Whether the credentials came as they were made to who asked for them, as far as was seen: no when they were taken out
 * or changed on the way; not known where that would not have been seen. */
enum verdict round_arrived(const struct round *r);
/* The nc of the answer; 0 when it has none that can be read. */
uint64_t round_nc(const struct round *r);
/* Whether request and answer come from the same place on the way: the same number of Via values. */
bool round_same_hop(const struct round *r);
/* Whether nothing is wrong with the header field of the answer, so that only what was hashed is left; there is a
 * challenge and an answer. */
bool round_form_fits(const struct round *r);
/*
 * Whether the count tells of uses of the nonce that are not in the capture, or the call's sequence numbers leave room
 * for one: it may have been accepted, and this one be refused for its count.  Where the next request of the call
 * answers its challenge there was no room for any, and the client counts on from nonce to nonce.
 */
bool round_nonce_used_unseen(const struct round *r);

/* A parameter of a challenge that `m` carries. */
void finding_cite_challenge(struct finding *f, const struct message *m, struct str value,
			    const char *param, const char *label);

#endif
