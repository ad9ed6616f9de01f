/* SPDX-License-Identifier: BSD-2-Clause */
/* The tools of the tests themselves: a guarded copy ends where its pages end. */
#include <unistd.h>

#include "guard.h"
#include "tap.h"

static void
guarded_copy(struct str s, const char *what)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	struct str back = guard(s);
	struct str front = guard_front(s);

	is_str(back, s, "a guarded copy has the same octets: %s", what);
	is_int((intmax_t)((uintptr_t)(back.p + back.len) % page), 0, "it ends flush at a page: %s",
	       what);
	is_str(front, s, "a copy guarded in front has the same octets: %s", what);
	is_int((intmax_t)((uintptr_t)front.p % page), 0, "it begins flush at a page: %s", what);
	guard_free(back);
	guard_front_free(front);
}

int
main(void)
{
	static const char big[10000] = "a";

	guarded_copy(S("SIP/2.0 401 Unauthorized\r\n"), "a line");
	guarded_copy(S(""), "an empty view");
	guarded_copy((struct str){ big, sizeof(big) }, "several pages");
	ok(str_absent(guard(STR_ABSENT)), "an absent view stays absent");
	return done();
}
