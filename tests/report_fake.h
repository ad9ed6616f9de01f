/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * report_fake.h - diagnoses made by hand, so that a report is tested by itself.
 *
 * The founding case: the challenge offers qop, the answer has none, the registrar says 403; another
 * client of the same account is accepted.
 */
#ifndef SIPWHY_TESTS_REPORT_FAKE_H
#define SIPWHY_TESTS_REPORT_FAKE_H

#include <sipwhy/report.h>

#define FAKE_RESPONSE "720c0ffee0ddba11deadbeef00c0ffee"

enum { FAKE_FINDINGS = 48 };

struct fake {
	struct arena *arena;
	struct exchange x;
	struct round round;
	struct challenge offers[2];
	struct credentials creds[2];
	struct verify verify;
	struct finding findings[FAKE_FINDINGS];
	struct contrast_peer peer;
	struct diagnosis d;
	struct report_options o;
	struct digest *digest;
};

/* Exits on failure. */
void fake_begin(struct fake *f);
void fake_end(struct fake *f);
/* Another answer: the Authorization field's value, whole; another refusal: header fields more, or "". */
void fake_answer(struct fake *f, const char *authorization);
void fake_refusal(struct fake *f, const char *fields);
/* As accepted, a session. */
void fake_accept(struct fake *f);
/* A summary of two inputs with everything that it can hold. */
struct summary fake_summary(struct fake *f);

/* The rules of the findings. */
extern const struct rule fake_lead, fake_note;

/* What a report prints; good until fake_printed_free. */
struct str fake_json(struct fake *f);
struct str fake_text(struct fake *f);
struct str fake_json_summary(struct fake *f, const struct summary *s);
struct str fake_text_summary(struct fake *f, const struct summary *s);
void fake_printed_free(struct str s);

#endif
