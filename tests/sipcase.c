/* SPDX-License-Identifier: BSD-2-Clause */
/* The text of a case, from lines to messages. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sipcase_priv.h"

static struct str
next_line(struct str *text)
{
	struct str line = str_cut(text, '\n');

	if (line.len > 0 && line.p[line.len - 1] == '\r')
		line.len--;
	return line;
}

struct out {
	char *p;
	size_t len;
};

static void
put(struct out *o, struct str s)
{
	memcpy(o->p + o->len, s.p, s.len);
	o->len += s.len;
}

/* "@len@" and "@xHH@"; false when `s` begins with neither. */
static bool
put_token(struct out *o, struct str *s, size_t body_bytes)
{
	uint64_t octet;

	if (str_starts(*s, S("@len@"))) {
		o->len += (size_t)snprintf(o->p + o->len, 21, "%zu", body_bytes);
		*s = str_sub(*s, 5, s->len);
		return true;
	}
	if (s->len < 5 || !str_starts(*s, S("@x")) || s->p[4] != '@' ||
	    !str_hex_to_u64(str_sub(*s, 2, 2), 255, &octet))
		return false;
	o->p[o->len++] = (char)octet;
	*s = str_sub(*s, 5, s->len);
	return true;
}

static void
put_line(struct out *o, struct str line, size_t body_bytes, bool lf)
{
	while (line.len > 0) {
		if (line.p[0] == '@' && put_token(o, &line, body_bytes))
			continue;
		o->p[o->len++] = line.p[0];
		line = str_sub(line, 1, line.len);
	}
	put(o, lf ? S("\n") : S("\r\n"));
}

static bool
is_line_end(unsigned char c)
{
	return c == '\r' || c == '\n';
}

/* The lines up to the first blank one, which is cut off too. */
static struct str
take_head(struct str *lines)
{
	struct str head = { lines->p, 0 };

	while (lines->len > 0 && next_line(lines).len > 0)
		head.len = (size_t)(lines->p - head.p);
	return str_trim_right(head, is_line_end);
}

/* Turn the lines of one message into its octets. */
static bool
make_text(struct reader *r, struct str lines, struct sipcase_msg *m)
{
	/* Enough: a line grows by one octet, and "@len@" to 20 octets at most. */
	size_t room = 4 * lines.len + 8;
	struct out body = { arena_alloc(r->c->arena, room), 0 };
	struct out whole = { arena_alloc(r->c->arena, 2 * room), 0 };
	struct str blank, head;

	if (body.p == NULL || whole.p == NULL)
		return err_memory(r->err);
	/* Line ends before the start line (RFC 3261 7.5), or alone as a keep-alive (RFC 5626 4.4.1). */
	blank = str_take_while(&lines, is_line_end);
	for (size_t i = 0; i < blank.len; i++) {
		if (blank.p[i] == '\n')
			put_line(&whole, S(""), 0, m->lf);
	}
	head = take_head(&lines);
	lines = str_trim_right(lines, is_line_end);
	while (lines.len > 0)
		put_line(&body, next_line(&lines), 0, m->lf);
	if (head.len > 0) {
		while (head.len > 0)
			put_line(&whole, next_line(&head), body.len, m->lf);
		put_line(&whole, S(""), 0, m->lf);
	}
	put(&whole, (struct str){ body.p, body.len });
	m->text = (struct str){ whole.p, whole.len };
	if (m->cut > 0)
		m->text = str_sub(m->text, 0, m->cut);
	return true;
}

static struct sipcase_msg *
add_msg(struct sipcase *c, struct err *err)
{
	if (c->count == c->room) {
		size_t room = c->room == 0 ? 32 : 2 * c->room;
		struct sipcase_msg *wider = realloc(c->msgs, room * sizeof(*wider));

		if (wider == NULL) {
			(void)err_memory(err);
			return NULL;
		}
		c->msgs = wider;
		c->room = room;
	}
	return &c->msgs[c->count++];
}

/* Cut the lines of one message off `text`. */
static struct str
take_message(struct reader *r, struct str *text)
{
	struct str lines = { text->p, 0 };

	while (text->len > 0 && !str_starts(*text, S("@ "))) {
		(void)next_line(text);
		lines.len = (size_t)(text->p - lines.p);
		r->line++;
	}
	return lines;
}

static bool
parse_message(struct reader *r, struct str at, struct str *text)
{
	struct sipcase_msg *m = add_msg(r->c, r->err);
	struct str words = at;

	if (m == NULL)
		return false;
	*m = r->all;
	m->line = r->line;
	if (!str_eq(sipcase_next_word(&words), S("all")))
		return sipcase_parse_at(r, at, m) && make_text(r, take_message(r, text), m);
	r->c->count--;
	return sipcase_parse_words(r, words, &r->all);
}

static bool
parse(struct reader *r, struct str text)
{
	bool begun = str_empty(text);

	while (text.len > 0) {
		struct str line = next_line(&text);

		r->line++;
		if (str_starts(line, S("@ "))) {
			begun = true;
			if (!parse_message(r, str_sub(line, 2, line.len), &text))
				return false;
		} else if (line.len > 0 && !str_starts(line, S("#"))) {
			return sipcase_bad(
				r,
				begun ? "after \"@ all\" comes an \"@\", not"
				      : "before the first \"@\" stand comments only, not",
				line);
		}
	}
	return begun || sipcase_bad(r, "a case has at least one line that begins with", S("@ "));
}

static int
by_time(const void *a, const void *b)
{
	const struct sipcase_msg *x = a, *y = b;

	if (x->at_ns != y->at_ns)
		return x->at_ns < y->at_ns ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

static void
sort(struct sipcase *c)
{
	for (size_t i = 0; i < c->count; i++)
		c->msgs[i].order = i;
	if (c->count > 0)
		qsort(c->msgs, c->count, sizeof(*c->msgs), by_time);
}

struct sipcase *
sipcase_parse(struct str text, const char *name, struct err *err)
{
	struct sipcase *c = calloc(1, sizeof(*c));
	struct reader r = { .c = c, .name = name, .err = err };

	if (c == NULL || (c->arena = arena_new(0)) == NULL) {
		(void)err_memory(err);
		sipcase_free(c);
		return NULL;
	}
	if (!parse(&r, text)) {
		sipcase_free(c);
		return NULL;
	}
	sort(c);
	return c;
}

struct sipcase *
sipcase_read(const char *path, struct err *err)
{
	FILE *f = fopen(path, "rb");
	struct sipcase *c = NULL;
	char *text = NULL;
	size_t room = 0;
	ssize_t len;

	if (f == NULL) {
		(void)err_set(err, "%s: cannot be opened", path);
		return NULL;
	}
	/* A case has no NUL, so this reads all of it. */
	len = getdelim(&text, &room, '\0', f);
	if (len < 0)
		(void)err_set(err, "%s: empty, or cannot be read", path);
	else
		c = sipcase_parse((struct str){ text, (size_t)len }, path, err);
	free(text);
	(void)fclose(f);
	return c;
}

void
sipcase_free(struct sipcase *c)
{
	if (c == NULL)
		return;
	arena_free(c->arena);
	free(c->msgs);
	free(c);
}

static void
move_host(struct address *ip, unsigned shift)
{
	uint8_t *at = ip->family == 4 ? ip->octets : ip->octets + 4;
	unsigned group = ((unsigned)at[0] << 8 | at[1]) + shift;

	at[0] = (uint8_t)(group >> 8);
	at[1] = (uint8_t)group;
}

bool
sipcase_merge(struct sipcase *c, const struct sipcase *other, int64_t later_ns, unsigned shift,
	      struct err *err)
{
	bool good = true;

	for (size_t i = 0, n = other->count; i < n; i++) {
		struct sipcase_msg *m = add_msg(c, err);

		if (m == NULL)
			return false;
		*m = other->msgs[i];
		m->at_ns += later_ns;
		move_host(&m->src.ip, shift);
		move_host(&m->dst.ip, shift);
		m->text = arena_dup(c->arena, m->text, &good);
	}
	sort(c);
	return good || err_memory(err);
}
