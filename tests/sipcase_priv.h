/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sipcase_priv.h - what the files of sipcase share.
 */
#ifndef SIPWHY_TESTS_SIPCASE_PRIV_H
#define SIPWHY_TESTS_SIPCASE_PRIV_H

#include "sipcase.h"

struct reader {
	struct sipcase *c;
	struct sipcase_msg all; /* the words of "@ all" */
	const char *name;
	unsigned line; /* the one last read */
	struct err *err;
};

/* Set *err to place, what and text; false. */
bool sipcase_bad(const struct reader *r, const char *what, struct str text);
struct str sipcase_next_word(struct str *line);
/* What follows "@ ". */
bool sipcase_parse_at(const struct reader *r, struct str line, struct sipcase_msg *m);
/* The words after the endpoints. */
bool sipcase_parse_words(const struct reader *r, struct str line, struct sipcase_msg *m);

#endif
