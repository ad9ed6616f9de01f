/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * json.h - one line of JSON, put together key by key in the order it is printed.
 *
 * Layer: 11 report.  json-c holds the tree.  Lack of memory sets `failed`, which sticks, so that only
 * the end of a line asks for it.  The length of the printed line is known at every moment: lists stop
 * before it gets too long, and printing needs no further memory than was set aside for it.
 */
#ifndef SIPWHY_REPORT_JSON_H
#define SIPWHY_REPORT_JSON_H

#include <sipwhy/report.h>

#include "quote.h"

enum {
	JSON_LINE = 65536,      /* the longest line, its line feed counted (events.md) */
	JSON_VALUE = 512,       /* printed octets of one value … */
	JSON_LONG_VALUE = 2048, /* … and of one that is shown for what it is, a header */
};

struct json_object; /* of json-c, which only json.c includes */

struct json_out {
	struct json_object *root;
	struct masking mask; /* what is hidden in captured text */
	size_t printed;      /* octets of the line so far, never too few */
	size_t limit;        /* of `printed`, for the list that is being filled */
	bool truncated;      /* some list was cut */
	bool failed;         /* memory is short */
};

/* False when memory is short; emit_end frees in any case. */
bool emit_begin(struct json_out *j, const struct report_options *o);
/* Print the line, if nothing failed, and free.  False when memory is short. */
bool emit_end(struct json_out *j, FILE *out);

/* `at` is an object.  Values of NULL or absent views become null. */
void emit_text(struct json_out *j, struct json_object *at, const char *key, const char *ours);
void emit_captured(struct json_out *j, struct json_object *at, const char *key, struct str s);
void emit_captured_long(struct json_out *j, struct json_object *at, const char *key, struct str s);
/* A sentence of ours that may quote captured octets. */
void emit_sentence(struct json_out *j, struct json_object *at, const char *key, const char *text);
void emit_number(struct json_out *j, struct json_object *at, const char *key, int64_t n);
void emit_count(struct json_out *j, struct json_object *at, const char *key, uint64_t n);
void emit_bool(struct json_out *j, struct json_object *at, const char *key, bool yes);
void emit_null(struct json_out *j, struct json_object *at, const char *key);
void emit_time(struct json_out *j, struct json_object *at, const char *key, int64_t ts_ns);
/* A new object or list under a key; usable, though lost, when memory is short. */
struct json_object *emit_object(struct json_out *j, struct json_object *at, const char *key);
struct json_object *emit_list(struct json_out *j, struct json_object *at, const char *key);

/* Lists: at most `octets` more for what is added from here on, and never past the line. */
void emit_room(struct json_out *j, size_t octets);
/* An item is made with emit_item and handed over with emit_add, which drops it, and gives
 * false, when it does not fit. */
struct emit_item {
	struct json_object *object;
	size_t begin;
};
struct emit_item emit_item(struct json_out *j);
bool emit_add(struct json_out *j, struct json_object *list, struct emit_item item);
bool emit_add_captured(struct json_out *j, struct json_object *list, struct str s);
bool emit_add_number(struct json_out *j, struct json_object *list, int64_t n);
bool emit_add_text(struct json_out *j, struct json_object *list, const char *ours);

#endif
