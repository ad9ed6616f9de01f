/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench-flood.c - what the program needs for captures of things that never end.
 *
 * Usage: bench-flood [COUNT [KIND...]]   run ./sipwhy on each kind, a million of it unless told
 *        bench-flood -w KIND COUNT       write such a capture to standard output
 */
#include <stdlib.h>
#include <string.h>

#include "../flood.h"

static const char *
limits_hit(const char *summary)
{
	const char *at = summary != NULL ? strstr(summary, "\"limits_hit\":") : NULL;

	return at != NULL ? at + strlen("\"limits_hit\":") : "{}";
}

static bool
run(enum flood_kind kind, unsigned long count)
{
	struct flood_result r;
	const char *hit;

	if (!flood_run("./sipwhy", kind, count, &r))
		return false;
	hit = limits_hit(r.summary);
	printf("%-10s %9lu packets %7.1f s %7.2f us a packet  peak %6.1f MB  exit %d  %.*s\n",
	       flood_names[kind], r.packets, r.seconds,
	       r.packets > 0 ? r.seconds * 1e6 / (double)r.packets : 0.0, (double)r.peak_kib / 1024,
	       r.status, (int)strcspn(hit, "}") + 1, hit);
	(void)fflush(stdout);
	free(r.summary);
	return r.status == 0;
}

static bool
is_asked(const char *name, int argc, char **argv)
{
	for (int i = 2; i < argc; i++) {
		if (strcmp(argv[i], name) == 0)
			return true;
	}
	return argc <= 2;
}

int
main(int argc, char **argv)
{
	bool writes = argc == 4 && strcmp(argv[1], "-w") == 0, good = true;
	unsigned long count = argc > 1 && !writes ? strtoul(argv[1], NULL, 10) : 1000000;

	for (unsigned k = 0; k < FLOOD_KINDS; k++) {
		if (writes && strcmp(argv[2], flood_names[k]) == 0)
			return flood_write(stdout, (enum flood_kind)k,
					   strtoul(argv[3], NULL, 10)) == 0;
		if (!writes && is_asked(flood_names[k], argc, argv))
			good = run((enum flood_kind)k, count) && good;
	}
	return writes || !good;
}
