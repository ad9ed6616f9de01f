/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * text.h - the parts of the report for people, in the order in which they are read.
 *
 * Layer: 11 report.
 */
#ifndef SIPWHY_REPORT_TEXT_H
#define SIPWHY_REPORT_TEXT_H

#include "page.h"
#include "subject.h"

/* Where a heading, the text under it, and what belongs to a line of it begin. */
enum { TEXT_HEADING = 2, TEXT_BODY = 4, TEXT_DETAIL = 6 };

void text_heading(struct page *p, const char *heading);
/* A line of the body whose further lines are indented by `hang` columns more. */
void text_item(struct page *p, unsigned hang);

void text_ladder(struct page *p, const struct diagnosis *d);
void text_wrong(struct page *p, const struct diagnosis *d, const struct subject *s);
void text_table(struct page *p, const struct diagnosis *d, const struct subject *s);
/* Whether text_table shows this parameter in a row of its own. */
bool text_table_has(const char *param);
void text_found(struct page *p, const struct diagnosis *d);
void text_why(struct page *p, const struct diagnosis *d);
void text_contrast(struct page *p, const struct diagnosis *d);
void text_sure(struct page *p, const struct diagnosis *d, const struct subject *s);
/* Of one rule: its clauses, each in an item; its advice, with the heading. */
void text_clauses(struct page *p, const struct rule *rule);
/* `d`: for that case of it; NULL: for any. */
void text_advice(struct page *p, const struct rule *rule, const struct diagnosis *d);
/* Goes on in the line about the digest. */
void text_hashed(struct page *p, const struct verify *v);
void text_expected(struct page *p, const struct diagnosis *d);
/* In how many places a secret was left out; nothing where it was in none. */
void text_hidden(struct page *p);
void text_capture(struct page *p, const struct diagnosis *d);

#endif
