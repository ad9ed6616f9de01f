/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * diagnosis.h - the judgement on one exchange: defects, digest, cause.
 *
 * Layer: 9 diag.  The engine makes it, the reports show it.  It borrows the exchange, the rules and the
 * contrast, and is good as long as they are.
 */
#ifndef SIPWHY_DIAGNOSIS_H
#define SIPWHY_DIAGNOSIS_H

#include <sipwhy/contrast.h>
#include <sipwhy/expected.h>
#include <sipwhy/rule.h>

enum { DIAGNOSIS_WHY = 600, DIAGNOSIS_ALTERNATIVES = 8 };

struct alternative {
	const char *code;
	enum causality causality;
	char why_not[240]; /* why it does not lead, or what would tell */
};

struct diagnosis {
	const struct exchange *exchange;
	struct dossier dossier;
	const struct verify *digest;

	struct finding *findings; /* every YES, CAUSE first, then WARNING, NOTE; by code within */
	size_t finding_count;
	const struct finding *lead; /* the cause; NULL only for accepted */
	enum causality causality;
	/* Causes of what the client hashed otherwise besides: the digest fits with all only, so all are to be changed. */
	const struct rule *joint[VERIFY_DIFFS];
	size_t joint_count;
	char why[DIAGNOSIS_WHY]; /* how sure and why, sentences that name the evidence */
	struct alternative alternatives[DIAGNOSIS_ALTERNATIVES];
	size_t alternative_count;

	struct contrast_view contrast;
	unsigned undecided;       /* enum fact: what rules that could not tell were missing */
	struct expected expected; /* the header field that would have been right */
	bool is_session;          /* event_type session; else diagnosis */
	struct arena *arena;      /* holds the findings and texts */
};

/* How much a finding weighs in this exchange: of an accepted one every finding is but a note. */
enum severity finding_severity(const struct diagnosis *d, const struct finding *f);

/* Whether there was a secret to check the digest with, whatever that came to. */
bool diagnosis_is_checked(const struct diagnosis *d);

struct engine;

/* `rules` is kept.  NULL when memory is short. */
struct engine *engine_new(const struct rule *const rules[], size_t count);
void engine_free(struct engine *e);
/* Judge the rules in the opposite order; the result must not change (a test sets it). */
void engine_reverse(struct engine *e, bool reverse);
size_t engine_rule_count(const struct engine *e);
const struct rule *engine_rule(const struct engine *e, size_t index);
/* NULL when there is none with this code. */
const struct rule *engine_find(const struct engine *e, const char *code);

/* One rule on one dossier: NO, YES with citations, or CANNOT_TELL with what is missing.  Fills *out. */
enum verdict rule_apply(const struct rule *rule, const struct dossier *d, struct finding *out);

/* Which rules say YES, and which cannot tell, without concluding: for contrast. */
void engine_examine(const struct engine *e, const struct dossier *d, struct examined *out);

/*
 * Judge.  `a` holds what *out refers to.  `contrast` NULL: nothing to compare with.  False when memory is short.
 */
bool engine_diagnose(const struct engine *e, const struct dossier *d,
		     const struct contrast *contrast, struct arena *a, struct diagnosis *out);

#endif
