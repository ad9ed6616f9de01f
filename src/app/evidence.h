/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * evidence.h - what the other exchanges say of this one, beyond contrast: noted as they end, shown to the rules.
 *
 * Layer: 12 app.
 */
#ifndef SIPWHY_APP_EVIDENCE_H
#define SIPWHY_APP_EVIDENCE_H

#include <sipwhy/dossier.h>

#include "records.h"

struct evidence;

struct evidence *evidence_new(struct limits *limits);
void evidence_free(struct evidence *e);
/* Check what belongs to the decisive round of an ended exchange beside its digest, and note it. */
void evidence_add(struct evidence *e, struct verifier *v, struct record *r);
/* What its acceptance says of the secret, when no rewrite of the client's side explains it. */
bool evidence_confirms_secret(const struct record *r);
/* Fill in what a dossier says of the others; good until more are noted. */
void evidence_show(const struct evidence *e, struct record *r, struct dossier *d);

#endif
