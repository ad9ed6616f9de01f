/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * records.h - ended exchanges that wait for the end of the input.
 *
 * Layer: 12 app.  Owns the exchanges in it.
 */
#ifndef SIPWHY_APP_RECORDS_H
#define SIPWHY_APP_RECORDS_H

#include <sipwhy/answers.h>
#include <sipwhy/decisions.h>
#include <sipwhy/rspauth.h>

struct record {
	struct exchange *exchange;
	struct verify digest; /* texts in the exchange's arena */
	struct rspauth rspauth;
	struct server_fit fit;
	struct formula_view formula; /* this and the next are filled when it is judged */
	struct answer_kin kin;
};

struct records {
	struct record *all;
	size_t count, room;
	size_t held_bytes;
};

/* False when memory is short: *r is then still the caller's. */
bool records_add(struct records *s, const struct record *r);
/* In the order of the report: deciding time, input, frame, beginning. */
void records_sort(struct records *s);
void records_free(struct records *s);

#endif
