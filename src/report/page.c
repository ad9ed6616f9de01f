/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "page.h"

enum { VALUE_ROOM = 1024 };

void
page_begin(struct page *p, FILE *out, const struct report_options *o)
{
	*p = (struct page){ .out = out,
			    .options = o,
			    .mask = { .how = o->show_digests ? MASK_NONE : MASK_LENGTH,
				      .secrets = o->secrets },
			    .wrap = true };
}

static void
put_spaces(struct page *p, unsigned count)
{
	(void)fprintf(p->out, "%*s", (int)count, "");
	p->column += count;
}

/* Write the word that is being gathered, on a new line when it does not fit on this one. */
static void
flush_word(struct page *p)
{
	if (p->word_len == 0)
		return;
	if (p->wrap && p->column > p->indent &&
	    p->column + p->gap + p->word_columns > PAGE_COLUMNS) {
		(void)fputc('\n', p->out);
		p->column = 0;
		put_spaces(p, p->indent);
	} else {
		put_spaces(p, p->gap);
	}
	(void)fwrite(p->word, 1, p->word_len, p->out);
	p->column += p->word_columns;
	p->word_len = 0;
	p->word_columns = 0;
	p->gap = 0;
}

void
page_end_line(struct page *p)
{
	flush_word(p);
	if (p->column > 0)
		(void)fputc('\n', p->out);
	p->column = 0;
	p->gap = 0;
	p->quoted = false;
}

void
page_line(struct page *p, unsigned at, unsigned indent)
{
	page_end_line(p);
	put_spaces(p, at);
	p->indent = indent;
}

void
page_blank(struct page *p)
{
	page_end_line(p);
	(void)fputc('\n', p->out);
}

void
page_to(struct page *p, unsigned column)
{
	flush_word(p);
	p->gap = 0;
	put_spaces(p, p->column < column ? column - p->column : 1);
}

void
page_skip(struct page *p, unsigned columns)
{
	flush_word(p);
	p->gap = 0;
	put_spaces(p, columns);
}

void
page_pen(struct page *p, enum pen pen)
{
	static const char *const codes[] = {
		[PEN_PLAIN] = "\x1b[0m", [PEN_BOLD] = "\x1b[1m",  [PEN_BAD] = "\x1b[31m",
		[PEN_GOOD] = "\x1b[32m", [PEN_FAINT] = "\x1b[2m",
	};

	if (p->pen == pen)
		return;
	p->pen = pen;
	if (!p->options->colour)
		return;
	/* A space that is due stays outside of the colour. */
	flush_word(p);
	put_spaces(p, p->gap);
	p->gap = 0;
	(void)fputs(codes[pen], p->out);
}

/* The form in which a character is shown; its columns are returned, which combining and wide
 * characters would not take: nothing here needs to be exact for them. */
static unsigned
shown_form(const struct page *p, struct str octets, uint32_t cp, struct buf *out)
{
	size_t begin = out->len;

	if (p->options->ascii && cp == 0x2026) {
		buf_add(out, S("..."));
	} else if (cp == '\r' || cp == '\n' || cp == '\t') {
		buf_add(out, cp == '\r' ? S("\\r") : cp == '\n' ? S("\\n") : S("\\t"));
	} else if (cp == UTF8_BAD || (cp < 0x80 && char_is_active(cp))) {
		for (size_t i = 0; i < octets.len; i++)
			buf_addf(out, "\\x%02x", (unsigned char)octets.p[i]);
	} else if (char_is_active(cp) || (p->options->ascii && cp >= 0x80)) {
		buf_addf(out, cp > 0xffff ? "\\U%08" PRIx32 : "\\u%04" PRIx32, cp);
	} else {
		buf_add(out, octets);
		return 1;
	}
	return (unsigned)(out->len - begin);
}

static void
put_char(struct page *p, struct str octets, uint32_t cp)
{
	char text[16];
	struct buf form = BUF(text);
	unsigned columns = shown_form(p, octets, cp, &form);

	if (form.len > sizeof(p->word) - p->word_len)
		flush_word(p);
	memcpy(p->word + p->word_len, form.p, form.len);
	p->word_len += form.len;
	p->word_columns += columns;
	if (cp == '"')
		p->quoted = !p->quoted;
	/* A field may be folded between its elements, not inside a quoted one (RFC 3261 7.3.1). */
	if (cp == ',' && !p->quoted)
		flush_word(p);
}

/* Spaces only: line ends and tabs of captured text are shown, not obeyed. */
static void
put_words(struct page *p, struct str s)
{
	while (s.len > 0) {
		uint32_t cp;
		size_t n = utf8_next(s, &cp);

		if (cp == ' ') {
			flush_word(p);
			p->gap += p->column > 0;
		} else {
			put_char(p, str_sub(s, 0, n), cp);
		}
		s = str_sub(s, n, s.len);
	}
}

void
page_text(struct page *p, struct str s)
{
	struct str shown, hidden;
	char text[32];

	mask_begin(&p->mask, s);
	while (mask_next(&p->mask, &s, &shown, &hidden)) {
		struct buf stand_in = BUF(text);

		put_words(p, shown);
		if (hidden.len > 0) {
			mask_stand_in(&stand_in, hidden.len, &p->mask);
			put_words(p, buf_str(&stand_in));
		}
	}
}

void
page_sentence(struct page *p, struct str s)
{
	p->mask.sentence = true;
	page_text(p, s);
	p->mask.sentence = false;
}

void
page_ours(struct page *p, const char *text)
{
	page_sentence(p, str_of(text));
}

void
page_f(struct page *p, const char *fmt, ...)
{
	char text[512];
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	if (n > 0)
		page_sentence(p, str_of(text));
}

/* A value without the secrets in it, in `room` unless it has none; more of it than room for is no value. */
static struct str
without_secrets(const struct page *p, struct str s, char room[VALUE_ROOM], uint64_t *hidden_count)
{
	struct masking m = { .how = MASK_NONE, .secrets = p->mask.secrets };
	struct buf out = { .p = room, .cap = VALUE_ROOM };
	struct str all = s, shown, hidden;

	mask_begin(&m, s);
	while (mask_next(&m, &s, &shown, &hidden)) {
		buf_add(&out, str_sub(shown, 0, out.cap - out.len));
		if (hidden.len > 0)
			mask_stand_in(&out, hidden.len, &m);
	}
	*hidden_count += m.secrets_hidden;
	return m.secrets_hidden > 0 ? buf_str(&out) : all;
}

unsigned
page_columns(const struct page *p, struct str s)
{
	char room[VALUE_ROOM];
	uint64_t hidden = 0;
	unsigned columns = 0;

	s = without_secrets(p, s, room, &hidden);
	while (s.len > 0) {
		char text[16];
		struct buf form = BUF(text);
		uint32_t cp;
		size_t n = utf8_next(s, &cp);

		columns += shown_form(p, str_sub(s, 0, n), cp, &form);
		s = str_sub(s, n, s.len);
	}
	return columns;
}

void
page_value(struct page *p, struct str s, unsigned columns)
{
	unsigned tail = p->options->ascii ? 3 : 1, left = columns;
	char room[VALUE_ROOM];
	uint32_t cp = 0;

	s = without_secrets(p, s, room, &p->mask.secrets_hidden);
	flush_word(p);
	put_spaces(p, p->gap);
	p->gap = 0;
	if (page_columns(p, s) > columns)
		left -= tail;
	while (s.len > 0) {
		char text[16];
		struct buf form = BUF(text);
		bool after_space = cp == ' ';
		size_t n = utf8_next(s, &cp);
		unsigned takes = shown_form(p, str_sub(s, 0, n), cp, &form);

		if (cp == ' ' && after_space) {
			form = BUF(text);
			buf_add(&form, S("\\x20"));
			takes = 4;
		}
		if (takes > left)
			break;
		(void)fwrite(form.p, 1, form.len, p->out);
		left -= takes;
		p->column += takes;
		s = str_sub(s, n, s.len);
	}
	if (s.len > 0) {
		(void)fputs(p->options->ascii ? "..." : ELLIPSIS, p->out);
		p->column += tail;
	}
}
