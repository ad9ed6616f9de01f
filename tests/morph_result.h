/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * morph_result.h - what the program makes of a case in one way, against what it makes of it in another.
 *
 * What may differ, and nothing else:
 * - "network", but for its "legs";
 * - the numbers of frames, which must be those of the packets with the last octet of each message;
 * - over a transport that delivers (TCP, WebSocket, SCTP) how sure the causes are that are told by
 *   silence (BASIS_SILENCE): there no request is sent again by SIP (RFC 3261 17.1.1.2), and what TCP
 *   sent again is not looked at, so that nobody knows how often it was tried.
 */
#ifndef SIPWHY_TESTS_MORPH_RESULT_H
#define SIPWHY_TESTS_MORPH_RESULT_H

#include "judged.h"
#include "morph.h"

struct morph_result {
	struct morph packets;
	struct judged_list list;
};

/*
 * Whether the case can go this way: not when it is about the packets that it was in (morph_hangs_on_path),
 * and not over a transport that delivers when it says "#! only: udp".
 */
bool morph_fits(const struct sipcase *c, const struct expect *e, const struct morph_way *way);
void morph_run(const struct sipcase *c, const struct expect *e, const struct morph_way *way,
	       struct morph_result *out);
/* Both must be possible; shows the first difference. */
bool morph_same(const struct morph_result *plain, const struct morph_result *way);
void morph_result_free(struct morph_result *r);

#endif
