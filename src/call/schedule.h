/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * schedule.h - whether copies of a request came as the timers of RFC 3261 space them.
 *
 * Layer: 6 call, for its own files.  Plain values.
 *
 * The first gap is the client's T1.  RFC 3261 17.1.1.1 gives it 500 ms and lets it be larger;
 * 3GPP TS 24.229 7.7 gives a handset 2 s, and T2 16 s with it.  So a T1 of 250 ms to 1.2 s goes
 * with T2 = 4 s, one of 1.6 to 2.4 s with T2 = 16 s, and another is no T1.  Each later gap may be
 * off by a factor of 0.6 to 1.7: a late copy shortens the gap after it, and yet no gap is taken
 * for the next one, which is twice as long.
 */
#ifndef SIPWHY_CALL_SCHEDULE_H
#define SIPWHY_CALL_SCHEDULE_H

#include <stdbool.h>
#include <stdint.h>

struct schedule {
	int64_t last_ns;
	uint64_t expected_ns; /* the last gap, as it should have been */
	uint64_t t2_ns;       /* of the client whose T1 the first gap was */
	unsigned gaps;
	bool broken; /* some gap did not fit: that stays */
};

void schedule_begin(struct schedule *s, int64_t ts_ns);
/*
 * The same octets once more.  False when they are no copy but an echo: within 10 ms of the last
 * sighting no timer can have fired, so the capturing host saw one datagram twice, as mirror ports
 * and "-i any" do.
 */
bool schedule_add(struct schedule *s, int64_t ts_ns, bool invite);
/* At least two retransmissions, and all of them on time. */
bool schedule_fits(const struct schedule *s);

#endif
