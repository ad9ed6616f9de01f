/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every row of the table, found and told: on answers whose responses python's hashlib made.  The cases are
 * those of hypotheses.txt, which hypotheses.py writes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sipwhy/hypothesis.h>

#include "digest_round.h"
#include "tap.h"

enum { LINE = 16384, ROWS = 4, BOOK = 4, HEADERS = 64, SEEN = 128 };

struct row_case {
	struct arena *arena;
	char name[256];
	struct str rows[ROWS], hashed[ROWS];
	size_t row_count, hashed_count;
	struct str check, secret, answer, challenge, before, earlier;
	struct str book[BOOK];
	size_t book_count;
};

/* \xNN back to octets. */
static struct str
unescape(struct arena *a, struct str text)
{
	char *p = arena_alloc(a, text.len + 1);
	size_t len = 0;

	for (size_t i = 0; p != NULL && i < text.len; i++) {
		uint64_t octet;

		p[len] = text.p[i];
		if (text.p[i] == '\\' && str_hex_to_u64(str_sub(text, i + 2, 2), 255, &octet)) {
			p[len] = (char)octet;
			i += 3;
		}
		len++;
	}
	return (struct str){ p, len };
}

static void
take_rows(struct row_case *c, struct str text)
{
	(void)snprintf(c->name, sizeof(c->name), "%.*s", STR_ARG(text));
	while (text.len > 0 && c->row_count < ROWS) {
		bool ok = true;

		c->rows[c->row_count++] = arena_dup(c->arena, str_cut(&text, '|'), &ok);
	}
}

static void
take_line(struct row_case *c, struct str line)
{
	struct str key = str_cut(&line, ' '), value = unescape(c->arena, line);

	if (str_eq(key, S("rows")))
		take_rows(c, line);
	else if (str_eq(key, S("check")))
		c->check = value;
	else if (str_eq(key, S("secret")))
		c->secret = value;
	else if (str_eq(key, S("answer")))
		c->answer = value;
	else if (str_eq(key, S("challenge")))
		c->challenge = value;
	else if (str_eq(key, S("before")))
		c->before = value;
	else if (str_eq(key, S("earlier")))
		c->earlier = value;
	else if (str_eq(key, S("book")) && c->book_count < BOOK)
		c->book[c->book_count++] = value;
	/* "-": not shown; "=text.": the text. */
	else if (str_eq(key, S("hashed")) && c->hashed_count < ROWS)
		c->hashed[c->hashed_count++] =
			str_starts(value, S("-")) ? STR_ABSENT : str_sub(value, 1, value.len - 2);
}

/* False at the end of the file. */
static bool
read_case(FILE *in, char *line, struct row_case *c)
{
	struct arena *a = c->arena;

	arena_rewind(a);
	*c = (struct row_case){ .arena = a };
	while (fgets(line, LINE, in) != NULL) {
		struct str text = str_of(line);

		text.len -= text.len > 0 && text.p[text.len - 1] == '\n';
		if (str_eq(text, S("end")))
			return true;
		if (text.len > 0 && text.p[0] != '#')
			take_line(c, text);
	}
	return false;
}

static void
parse(struct digest_round *t, struct str raw, struct message *out, struct step_message *step)
{
	if (str_absent(raw))
		return;
	*out = (struct message){ .missing_bytes = 0 };
	if (sip_msg_parse(raw, 0, HEADERS, t->arena, &out->sip))
		*step = (struct step_message){ .msg = out, .copies = 1 };
}

static void
fill_book(struct nonce_book *book, struct digest_round *t, const struct row_case *c)
{
	for (size_t i = 0; i < c->book_count; i++) {
		struct message m = { .missing_bytes = 0 };
		struct challenge offer;

		if (sip_msg_parse(c->book[i], 0, HEADERS, t->arena, &m.sip) &&
		    challenges_of(&m.sip, &offer, 1) == 1)
			(void)nonce_book_add(book, &m, &offer, NULL);
	}
}

/* The message without CR, as digest_round wants it. */
static struct str
without_cr(struct arena *a, struct str raw)
{
	char *p = arena_alloc(a, raw.len + 1);
	size_t len = 0;

	for (size_t i = 0; p != NULL && i < raw.len; i++) {
		if (raw.p[i] != '\r')
			p[len++] = raw.p[i];
	}
	return (struct str){ p, len };
}

static bool
is_told(const struct row_case *c, const struct verify *got)
{
	if (got->substitutions != c->row_count || (got->hashed == NULL) != (c->row_count == 0))
		return false;
	for (size_t i = 0; i < c->row_count; i++) {
		const struct verify_diff *diff = &got->differs[i];

		if (!str_eq(str_of(diff->row->id), c->rows[i]) ||
		    !str_eq(diff->hashed, c->hashed[i]) || diff->row->cause == NULL ||
		    !verify_proves(got, diff->row->cause))
			return false;
	}
	return true;
}

static void
tell(const struct verify *got)
{
	diag("%s %s, %llu tried", verify_check_name(got->check), verify_reason_name(got->reason),
	     (unsigned long long)got->tried);
	for (size_t i = 0; i < got->substitutions && i < VERIFY_DIFFS; i++)
		diag("%s: %.*s -> %.*s", got->differs[i].row->id, STR_ARG(got->differs[i].sent),
		     STR_ARG(got->differs[i].hashed));
}

/* The rounds around: one before this, with another answer in it. */
struct around {
	struct digest_round earlier;
	struct exchange exchange;
};

static void
begin_around(struct around *s, struct digest_round *t, const struct row_case *c)
{
	digest_round_begin(&s->earlier);
	s->exchange = (struct exchange){ .kept = 0 };
	if (!str_absent(c->earlier)) {
		digest_round_answer(&s->earlier, without_cr(t->arena, c->earlier), STR_ABSENT);
		s->exchange.rounds[s->exchange.kept++] = &s->earlier.round;
	}
	s->exchange.rounds[s->exchange.kept++] = &t->round;
}

static void
test_case(struct digest *d, const struct row_case *c)
{
	struct err err = { "" };
	struct secrets *s = secrets_new(&err);
	struct verifier *v = verifier_new(d, s);
	struct limits limits;
	struct nonce_book *book;
	struct around around;
	struct digest_round t;
	struct verify got;

	limits_begin(&limits, (struct hash_key){ 1, 2 });
	book = nonce_book_new(&limits);
	digest_round_begin(&t);
	digest_round_answer(&t, without_cr(t.arena, c->answer), STR_ABSENT);
	digest_round_challenge(&t, without_cr(t.arena, c->challenge));
	parse(&t, c->before, &t.request, &t.round.request);
	fill_book(book, &t, c);
	begin_around(&around, &t, c);
	if (!secrets_parse(s, c->secret, "secrets", &err))
		diag("%s", err.text);
	verifier_near(v, &(struct verify_near){ .exchange = &around.exchange, .book = book });
	verify_round(v, &t.round, t.arena, &got);
	if (!ok(str_eq(str_of(verify_check_name(got.check)), c->check) && is_told(c, &got),
		"%s: %.*s", c->row_count > 0 ? c->name : "no row", STR_ARG(c->hashed[0])))
		tell(&got);
	nonce_book_free(book);
	verifier_free(v);
	secrets_free(s);
	digest_round_end(&around.earlier);
	digest_round_end(&t);
}

/* Rows that have a test of their own elsewhere. */
static bool
is_elsewhere(const struct hypothesis *h)
{
	return h->propose == NULL ||
	       (h->input == HYPOTHESIS_PASSWORD && strcmp(h->cause, "ha1-used-as-password") != 0);
}

static void
note_seen(bool seen[SEEN], const struct row_case *c)
{
	for (size_t i = 0; i < hypotheses_count && i < SEEN; i++) {
		if (c->row_count == 1 && str_eq(str_of(hypotheses_all[i].id), c->rows[0]))
			seen[i] = true;
	}
}

int
main(void)
{
	const char *top = getenv("top_srcdir");
	bool seen[SEEN] = { false };
	struct row_case c = { .arena = arena_new(0) };
	struct err err = { "" };
	struct digest *d = digest_new(&err);
	char path[512], *line;
	FILE *in;

	if (d == NULL)
		return skip_all("%s", err.text);
	line = malloc(LINE);
	(void)snprintf(path, sizeof(path), "%s/tests/hypotheses.txt", top != NULL ? top : ".");
	in = fopen(path, "r");
	ok(in != NULL && line != NULL && c.arena != NULL, "%s is read", path);
	while (in != NULL && line != NULL && c.arena != NULL && read_case(in, line, &c)) {
		test_case(d, &c);
		note_seen(seen, &c);
	}
	if (in != NULL)
		(void)fclose(in);
	for (size_t i = 0; i < hypotheses_count; i++)
		ok(seen[i] || is_elsewhere(&hypotheses_all[i]), "%s has a case",
		   hypotheses_all[i].id);
	arena_free(c.arena);
	free(line);
	digest_free(d);
	return done();
}
