/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * oddities.h - what could not be read, told on stderr as it is met (-v).
 *
 * Layer: 12 app.
 */
#ifndef SIPWHY_APP_ODDITIES_H
#define SIPWHY_APP_ODDITIES_H

#include <sipwhy/flow.h>

/* Of each kind so many are told: a flood of it tells no more. */
enum { ODDITIES_TOLD = 10, ODDITIES_KINDS = 160 };

struct oddities {
	const char *const *inputs; /* their names; kept */
	struct {
		const char *name;
		unsigned told;
	} kind[ODDITIES_KINDS];
	size_t kinds;
};

/* Returns whether it was told. */
bool oddities_tell(struct oddities *o, const char *name, const char *text, const struct seen *seen);

#endif
