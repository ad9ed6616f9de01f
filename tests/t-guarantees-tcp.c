/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Over TCP, where messages are in segments that are cut within their credentials: what is lost accuses nobody.
 */
#include "tap.h"
#include "trial.h"

static void
test_case(const char *path)
{
	struct trial t;

	trial_begin(&t, path, TRIAL_TCP);
	trial_lose_messages(&t);
	trial_lose_packets(&t);
	trial_lose_ends(&t);
	trial_lose_directions(&t);
	trial_lose_octets(&t);
	trial_end(&t, "losing evidence accuses nobody anew");
}

int
main(void)
{
	ok(trial_all(test_case) >= 100, "there are cases and traps");
	return done();
}
