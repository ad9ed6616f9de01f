/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * framer_step.h - the inside of the framer, over octets that lie in one piece.
 *
 * Layer: 4 stream.
 */
#ifndef SIPWHY_STREAM_FRAMER_STEP_H
#define SIPWHY_STREAM_FRAMER_STEP_H

#include <sipwhy/framer.h>

void framer_tell(struct framer *f, enum framer_odd odd, const struct seen *seen);
/*
 * Hand on what is whole in `in`, and give back what is not: from the first octet of a message, or
 * of a line that may begin one, on.
 */
struct str framer_run(struct framer *f, const struct seen *seen, struct str in);
/* Whether what is kept of a message in FRAMER_BODY ends here, since another begins with `next`. */
bool framer_ends_before(const struct framer *f, struct str got, struct str next);
/* Hand it on as it is. */
void framer_end_early(struct framer *f, const struct seen *seen, struct str got);
/* The stream is interrupted (framer_gap) after `got`, all there is of a message in work. */
void framer_interrupt(struct framer *f, const struct seen *seen, struct str got, uint64_t bytes);

#endif
