/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * causes.h - what the causes mean, apart from any capture: for --explain, --list-causes and the manual.
 *
 * Layer: 11 report.  All of it comes from the records of the rules (rule.h) and of the rewrites
 * (hypothesis.h); no text of a cause stands anywhere else.
 */
#ifndef SIPWHY_CAUSES_H
#define SIPWHY_CAUSES_H

#include <sipwhy/report.h>

/* A code of the catalogue that no rule of this program finds, and why. */
struct cause_absent {
	const char *code;
	const char *why; /* one sentence */
};

extern const struct cause_absent causes_absent[];
extern const size_t causes_absent_count;

/*
 * Explain one cause: what it means, how it is seen, what it is mistaken for, how sure it can get, what
 * the RFCs say, what to change, and a command.  False if no cause has this code.
 */
bool causes_explain_text(FILE *out, const struct report_options *o, const char *code);
/* The same as one line of JSON.  False also when memory is short. */
bool causes_explain_json(FILE *out, const struct report_options *o, const char *code);
/* Every code with its party and title, a line each. */
void causes_list_text(FILE *out, const struct report_options *o);
/* One line of JSON a code, as causes_explain_json.  False when memory is short. */
bool causes_list_json(FILE *out, const struct report_options *o);
/* NULL for an unknown code. */
const struct rule *causes_rule(const char *code);
/* The codes that look like this one, for who mistyped it: up to `most`; returns how many. */
size_t causes_like(const char *code, const char *like[], size_t most);

/* Sentences made from a record: how the causality of a rule is graded, and what is looked at. */
const char *causes_how_sure(const struct rule *rule);
/* The names of the facts (fact_text) that it needs, one after the other: the `n`-th, NULL at the end. */
const char *causes_needs(const struct rule *rule, size_t n);
/* The phrases by which servers name it (`unless`: beside which these do not count): the `n`-th, NULL at the end. */
const char *causes_words(const struct rule *rule, bool unless, size_t n);
/* What of the password rewrites prove it: the `n`-th row, NULL at the end. */
const struct hypothesis *causes_row(const struct rule *rule, size_t n);
/* An example: a command that shows this cause in a capture.  Writes at most `room` octets. */
void causes_command(const struct rule *rule, char *out, size_t room);

#endif
