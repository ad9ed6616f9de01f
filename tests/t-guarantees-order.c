/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Packets that come twice change nothing; those that come up to 50 ms late accuse nobody, and
 * in a file that has their true times change nothing.
 */
#include "tap.h"
#include "trial.h"

static void
test_case(const char *path)
{
	struct trial t;

	trial_begin(&t, path, TRIAL_AS_IT_IS);
	trial_repeat(&t);
	trial_end(&t, "packets that come twice change nothing");
	trial_begin(&t, path, TRIAL_AS_IT_IS);
	trial_reorder(&t);
	trial_end(&t, "packets that come late accuse nobody");
}

int
main(void)
{
	ok(trial_all(test_case) >= 100, "there are cases and traps");
	return done();
}
