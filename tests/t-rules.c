/* SPDX-License-Identifier: BSD-2-Clause */
/* What every rule owes its reader, and that the edges of yields_to lead nowhere twice. */
#include <stdlib.h>
#include <string.h>

#include <sipwhy/rule.h>

#include "tap.h"

static bool
filled(const char *text)
{
	return text != NULL && *text != '\0';
}

static ptrdiff_t
rule_index(const char *code)
{
	for (size_t i = 0; i < rules_count; i++) {
		if (strcmp(rules_all[i]->code, code) == 0)
			return (ptrdiff_t)i;
	}
	return -1;
}

/* Short enough to be read, and no half one. */
enum { SENTENCE_MOST = 320 };

static bool
is_sentence(const char *text)
{
	size_t n = text != NULL ? strlen(text) : 0;

	return n > 1 && n <= SENTENCE_MOST && text[n - 1] == '.' && strstr(text, "  ") == NULL;
}

/* No full stop in a title: it is a name, and stands in tables. */
static void
words_are_there(const struct rule *r)
{
	ok(filled(r->title) && r->title[strlen(r->title) - 1] != '.',
	   "%s has a title, without a full stop", r->code);
	ok(filled(r->meaning), "%s has a meaning", r->code);
	ok(is_sentence(r->evidence), "how %s is seen is told in a sentence", r->code);
	ok(r->sure == NULL || is_sentence(r->sure), "how sure %s gets is told in a sentence",
	   r->code);
	ok(filled(r->clauses[0].doc), "%s has a clause", r->code);
	for (size_t i = 0; i < RULE_CLAUSES && r->clauses[i].doc != NULL; i++) {
		ok(filled(r->clauses[i].section), "clause %zu of %s has a section", i + 1, r->code);
		ok(filled(r->clauses[i].demand), "clause %zu of %s has a demand", i + 1, r->code);
	}
	ok(filled(r->advice[0].text), "%s has advice", r->code);
	ok(r->judge != NULL, "%s has a judge", r->code);
}

static void
grading_is_told(const struct rule *r)
{
	ok((r->basis == BASIS_GRADE || r->basis == BASIS_SILENCE) == (r->grade != NULL),
	   "%s has a grade function if and only if that decides", r->code);
	if (r->basis == BASIS_DEFECT)
		ok(r->ceiling <= CAUSALITY_LIKELY, "contrast alone never proves %s", r->code);
	else
		ok((r->basis == BASIS_FACT && r->severity == SEVERITY_CAUSE) ==
			   (r->ceiling != CAUSALITY_NONE),
		   "%s has a ceiling if and only if it is a cause by BASIS_FACT", r->code);
}

/* What its own function decides, no sentence for many rules can tell. */
static void
sureness_is_told(const struct rule *r)
{
	ok((r->basis != BASIS_GRADE && r->basis != BASIS_SILENCE) || r->sure != NULL,
	   "%s tells how sure it can get, as no other does", r->code);
}

enum { WORDS_MOST = 64 };

/* As many as are read at most (refusal.c, grade.c). */
static void
words_end(const struct rule *r, const char *const *words)
{
	size_t n = 0;

	while (words != NULL && n < WORDS_MOST && words[n] != NULL)
		n++;
	ok(n < WORDS_MOST, "the phrases of %s end, after %zu", r->code, n);
	ok(words == NULL || n > 0, "there are phrases of %s, if any are told of", r->code);
}

static void
needs_are_told_once(const struct rule *r)
{
	ok((r->needs & r->asks) == 0, "%s tells once what it needs", r->code);
}

static void
words_are_read(const struct rule *r)
{
	words_end(r, r->words);
	words_end(r, r->unless);
	ok(r->words == NULL || r->reasons[0] == NULL, "%s has one list of phrases", r->code);
	ok(r->unless == NULL || r->words != NULL, "%s has phrases that others speak against",
	   r->code);
}

static void
yields_to_rules(const struct rule *r)
{
	for (size_t i = 0; i < RULE_YIELDS && r->yields_to[i] != NULL; i++)
		ok(rule_index(r->yields_to[i]) >= 0 &&
			   rules_all[rule_index(r->yields_to[i])]->rank == r->rank,
		   "%s yields to %s, which is a rule of the same rank", r->code, r->yields_to[i]);
}

/* Whether nothing that `r` yields to is left. */
static bool
is_free(const struct rule *r, const bool *gone)
{
	for (size_t i = 0; i < RULE_YIELDS && r->yields_to[i] != NULL; i++) {
		ptrdiff_t at = rule_index(r->yields_to[i]);

		if (at >= 0 && !gone[at])
			return false;
	}
	return true;
}

/* Take the rules that yield to nobody away, again and again: what is left goes round. */
static void
yields_in_no_circle(void)
{
	bool *gone = calloc(rules_count + 1, sizeof(*gone));
	bool moved = gone != NULL;

	while (moved) {
		moved = false;
		for (size_t i = 0; i < rules_count; i++) {
			if (!gone[i] && is_free(rules_all[i], gone))
				moved = gone[i] = true;
		}
	}
	for (size_t i = 0; gone != NULL && i < rules_count; i++)
		ok(gone[i], "%s is in no circle of yields_to", rules_all[i]->code);
	free(gone);
}

int
main(void)
{
	for (size_t i = 0; i < rules_count; i++) {
		const struct rule *r = rules_all[i];

		if (i > 0)
			ok(strcmp(rules_all[i - 1]->code, r->code) < 0,
			   "%s stands in the order of the codes", r->code);
		words_are_there(r);
		grading_is_told(r);
		sureness_is_told(r);
		words_are_read(r);
		needs_are_told_once(r);
		yields_to_rules(r);
	}
	yields_in_no_circle();
	ok(rules_all[rules_count] == NULL, "the table ends in NULL");
	return done();
}
