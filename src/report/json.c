/* SPDX-License-Identifier: BSD-2-Clause */
#include <json-c/json_object.h>
#include <json-c/printbuf.h>
#include <limits.h>
#include <string.h>

#include "json.h"

bool
emit_begin(struct json_out *j, const struct report_options *o)
{
	*j = (struct json_out){ .root = json_object_new_object(),
				.mask = { .how = o->show_digests ? MASK_NONE : MASK_LENGTH,
					  .secrets = o->secrets },
				.printed = 3 };
	j->failed = j->root == NULL;
	return !j->failed;
}

/* json-c 0.16 renamed it, and newer ones may drop the old name. */
#ifdef JSON_C_OBJECT_ADD_CONSTANT_KEY
#define KEYS_STAY JSON_C_OBJECT_ADD_CONSTANT_KEY
#else
#define KEYS_STAY JSON_C_OBJECT_KEY_IS_CONSTANT
#endif

/*
 * Every key is a text of the program, so json-c need not copy it; it would lose the copy when it finds
 * no memory for a bigger table.  No key is added twice.
 */
static bool
add_key(struct json_object *at, const char *key, struct json_object *value)
{
	const unsigned how = KEYS_STAY | JSON_C_OBJECT_ADD_KEY_IS_NEW;

	return at != NULL && json_object_object_add_ex(at, key, value, how) == 0;
}

/* Takes `value` over; NULL is lack of memory: json-c's null is made by emit_null only. */
static void
put(struct json_out *j, struct json_object *at, const char *key, struct json_object *value)
{
	j->printed += strlen(key) + 4;
	if (value != NULL && add_key(at, key, value))
		return;
	json_object_put(value);
	j->failed = true;
}

void
emit_null(struct json_out *j, struct json_object *at, const char *key)
{
	j->printed += strlen(key) + 8;
	if (!add_key(at, key, NULL))
		j->failed = true;
}

/* A JSON string from captured octets, or from text that may quote them. */
static struct json_object *
string_of(struct json_out *j, struct str s, size_t max)
{
	char text[JSON_LONG_VALUE];
	struct buf clean = BUF(text);

	j->printed += json_clean(&clean, s, &j->mask, max) + 2;
	return json_object_new_string_len(clean.p, (int)clean.len);
}

void
emit_captured(struct json_out *j, struct json_object *at, const char *key, struct str s)
{
	if (str_absent(s))
		emit_null(j, at, key);
	else
		put(j, at, key, string_of(j, s, JSON_VALUE));
}

void
emit_captured_long(struct json_out *j, struct json_object *at, const char *key, struct str s)
{
	if (str_absent(s))
		emit_null(j, at, key);
	else
		put(j, at, key, string_of(j, s, JSON_LONG_VALUE));
}

void
emit_sentence(struct json_out *j, struct json_object *at, const char *key, const char *text)
{
	j->mask.sentence = true;
	emit_captured_long(j, at, key, str_of(text));
	j->mask.sentence = false;
}

void
emit_text(struct json_out *j, struct json_object *at, const char *key, const char *ours)
{
	struct masking mask = j->mask;

	j->mask = (struct masking){ .how = MASK_NONE };
	emit_captured_long(j, at, key, str_of(ours));
	j->mask = mask;
}

void
emit_number(struct json_out *j, struct json_object *at, const char *key, int64_t n)
{
	j->printed += 20;
	put(j, at, key, json_object_new_int64(n));
}

void
emit_count(struct json_out *j, struct json_object *at, const char *key, uint64_t n)
{
	emit_number(j, at, key, n < INT64_MAX ? (int64_t)n : INT64_MAX);
}

void
emit_bool(struct json_out *j, struct json_object *at, const char *key, bool yes)
{
	j->printed += 5;
	put(j, at, key, json_object_new_boolean(yes));
}

void
emit_time(struct json_out *j, struct json_object *at, const char *key, int64_t ts_ns)
{
	char text[TIME_TEXT];

	emit_text(j, at, key, time_text(ts_ns, text));
}

struct json_object *
emit_object(struct json_out *j, struct json_object *at, const char *key)
{
	struct json_object *o = json_object_new_object();

	j->printed += 2;
	put(j, at, key, o);
	return j->failed ? NULL : o;
}

struct json_object *
emit_list(struct json_out *j, struct json_object *at, const char *key)
{
	struct json_object *o = json_object_new_array();

	j->printed += 2;
	put(j, at, key, o);
	return j->failed ? NULL : o;
}

void
emit_room(struct json_out *j, size_t octets)
{
	j->limit = j->printed + octets;
	if (j->limit > JSON_LINE)
		j->limit = JSON_LINE;
}

struct emit_item
emit_item(struct json_out *j)
{
	struct emit_item item = { json_object_new_object(), j->printed };

	j->printed += 3;
	return item;
}

bool
emit_add(struct json_out *j, struct json_object *list, struct emit_item item)
{
	if (item.object == NULL || list == NULL) {
		j->failed = true;
	} else if (j->printed > j->limit) {
		j->truncated = true;
		j->printed = item.begin;
	} else if (json_object_array_add(list, item.object) == 0) {
		return true;
	} else {
		j->failed = true;
	}
	json_object_put(item.object);
	return false;
}

bool
emit_add_captured(struct json_out *j, struct json_object *list, struct str s)
{
	struct emit_item item = { .begin = j->printed++ };

	item.object = string_of(j, s, JSON_VALUE);
	return emit_add(j, list, item);
}

bool
emit_add_text(struct json_out *j, struct json_object *list, const char *ours)
{
	struct masking mask = j->mask;
	bool added;

	j->mask = (struct masking){ .how = MASK_NONE };
	added = emit_add_captured(j, list, str_of(ours));
	j->mask = mask;
	return added;
}

bool
emit_add_number(struct json_out *j, struct json_object *list, int64_t n)
{
	struct emit_item item = { json_object_new_int64(n), j->printed };

	j->printed += 21;
	return emit_add(j, list, item);
}

/* In place of a serializer: makes room, so that the real one, which does not look whether an append
 * succeeds, never needs memory. */
static int
set_aside(struct json_object *o, struct printbuf *pb, int level, int flags)
{
	const struct json_out *j = json_object_get_userdata(o);

	(void)level;
	(void)flags;
	return printbuf_memset(pb, 0, ' ', (int)j->printed + 64);
}

static void
put_as_u(FILE *out, uint32_t cp)
{
	if (cp > 0xffff)
		fprintf(out, "\\u%04x\\u%04x", (unsigned)(0xd7c0 + (cp >> 10)),
			(unsigned)(0xdc00 + (cp & 0x3ff)));
	else
		fprintf(out, "\\u%04x", (unsigned)cp);
}

/* What json-c prints, with the characters that a terminal or an HTML page would act on as \u. */
static void
put_line(FILE *out, struct str line)
{
	size_t plain = 0;

	while (plain < line.len) {
		struct str at;
		uint32_t cp;
		size_t n;
		bool tag;

		plain += utf8_plain(str_sub(line, plain, line.len));
		if (plain == line.len)
			break;
		at = str_sub(line, plain, line.len);
		n = utf8_next(at, &cp);
		tag = cp == '<' && at.len > 1 && (at.p[1] == '/' || at.p[1] == '!');
		if (!tag && !char_is_active(cp)) {
			plain += n;
			continue;
		}
		(void)fwrite(line.p, 1, plain, out);
		put_as_u(out, cp);
		line = str_sub(at, n, at.len);
		plain = 0;
	}
	(void)fwrite(line.p, 1, plain, out);
	(void)fputc('\n', out);
}

bool
emit_end(struct json_out *j, FILE *out)
{
	const int flags = JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE;
	const char *text = NULL;
	size_t len = 0;

	if (!j->failed) {
		json_object_set_serializer(j->root, set_aside, j, NULL);
		text = json_object_to_json_string_length(j->root, flags, &len);
		json_object_set_serializer(j->root, NULL, NULL, NULL);
	}
	if (text != NULL)
		text = json_object_to_json_string_length(j->root, flags, &len);
	if (text != NULL)
		put_line(out, (struct str){ text, len });
	json_object_put(j->root);
	return text != NULL;
}
