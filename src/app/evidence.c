/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "evidence.h"

struct evidence {
	struct decisions *decisions;
	struct answers *answers;
};

struct evidence *
evidence_new(struct limits *limits)
{
	struct evidence *e = calloc(1, sizeof(*e));

	if (e == NULL)
		return NULL;
	e->decisions = decisions_new(limits);
	e->answers = answers_new(limits);
	if (e->decisions == NULL || e->answers == NULL) {
		evidence_free(e);
		return NULL;
	}
	return e;
}

void
evidence_free(struct evidence *e)
{
	if (e == NULL)
		return;
	answers_free(e->answers);
	decisions_free(e->decisions);
	free(e);
}

void
evidence_add(struct evidence *e, struct verifier *v, struct record *r)
{
	const struct round *answered = exchange_last_answered(r->exchange);

	if (answered == NULL)
		return;
	verify_rspauth(v, answered, &r->digest, &r->rspauth);
	verify_server_fit(v, answered, &r->fit);
	decisions_add(e->decisions, r->exchange, &r->fit);
	answers_add(e->answers, r->exchange);
}

bool
evidence_confirms_secret(const struct record *r)
{
	return r->fit.known && (r->fit.right || r->fit.makes != 0);
}

void
evidence_show(const struct evidence *e, struct record *r, struct dossier *d)
{
	d->rspauth = &r->rspauth;
	decisions_view(e->decisions, r->exchange, &r->fit, &r->formula);
	d->formula = &r->formula;
	if (exchange_last_answered(r->exchange) == NULL)
		return;
	answers_view(e->answers, r->exchange, d->round, &r->kin);
	d->kin = &r->kin;
}
