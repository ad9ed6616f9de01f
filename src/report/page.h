/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * page.h - text for people: words in lines of at most 100 columns, indented, escaped, masked.
 *
 * Layer: 11 report.  Writes to a stream as it goes and keeps one word; allocates nothing.
 */
#ifndef SIPWHY_REPORT_PAGE_H
#define SIPWHY_REPORT_PAGE_H

#include <sipwhy/report.h>

#include "quote.h"

enum { PAGE_COLUMNS = 100, PAGE_WORD = 256 };

enum pen {
	PEN_PLAIN,
	PEN_BOLD, /* headings */
	PEN_BAD,  /* what is wrong; a word or mark says so too */
	PEN_GOOD,
	PEN_FAINT,
};

struct page {
	FILE *out;
	const struct report_options *options;
	struct masking mask;
	bool wrap;
	bool quoted;     /* inside quotes, where no line ends */
	unsigned indent; /* of the lines that follow in a paragraph */
	unsigned column; /* where the pen is, from 0 */
	unsigned gap;    /* spaces that are due before the word */
	enum pen pen;
	char word[PAGE_WORD];
	size_t word_len;
	unsigned word_columns;
};

void page_begin(struct page *p, FILE *out, const struct report_options *o);
/* The end of the line that is being written, if there is one. */
void page_end_line(struct page *p);
/* A line that begins at column `at` and goes on at column `indent`. */
void page_line(struct page *p, unsigned at, unsigned indent);
/* An empty line. */
void page_blank(struct page *p);
/* Blanks up to a column, one at least; so many blanks. */
void page_to(struct page *p, unsigned column);
void page_skip(struct page *p, unsigned columns);
void page_pen(struct page *p, enum pen pen);

/* Captured octets, or text that may quote them: broken between words and after commas. */
void page_text(struct page *p, struct str s);
/* A sentence of ours that may quote captured octets. */
void page_sentence(struct page *p, struct str s);
/* The same of a text of ours, NUL-terminated; NULL writes nothing. */
void page_ours(struct page *p, const char *text);
/* A formatted text of ours, up to 512 octets; captured ones only where they hold no NUL. */
void page_f(struct page *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/*
 * At most `columns` of a captured value, without breaks; what is cut ends in an ellipsis.  Of several
 * spaces in a row only the first is shown as it is: two of them separate the fields of a finding.
 * It hides secrets, and no parameters: not for whole header fields.
 */
void page_value(struct page *p, struct str s, unsigned columns);
/* The columns that page_value would take if it had enough. */
unsigned page_columns(const struct page *p, struct str s);

#endif
