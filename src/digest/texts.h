/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * texts.h - texts made of others, for the rows of hypothesis.h.
 *
 * Layer: 8 digest.  Results are in s->scratch and good until the search ends; absent, with s->failed set,
 * when memory is short.  No secret goes through here.
 */
#ifndef SIPWHY_TEXTS_H
#define SIPWHY_TEXTS_H

#include "search.h"

/* One behind the other. */
struct str text_join(struct search *s, const struct str *parts, size_t count);
/* With letters A-Z (a-z) in the other case. */
struct str text_lower(struct search *s, struct str text);
struct str text_upper(struct search *s, struct str text);
/* In quotation marks. */
struct str text_quoted(struct search *s, struct str text);
/* RFC 3986 2.1: %41 as A; what is no escape stays.  Absent when there is none. */
struct str text_unescaped(struct search *s, struct str text);
/* Every octet that is neither a letter, a digit nor one of -_.~ as %XX.  Absent when there is none. */
struct str text_escaped(struct search *s, struct str text);
/* Of each `from` in the text a `to`.  Absent when there is none. */
struct str text_replaced(struct search *s, struct str text, struct str from, struct str to);

#endif
