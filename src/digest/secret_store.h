/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * secret_store.h - what the files of the secret module share.
 *
 * Layer: 8 digest.
 */
#ifndef SIPWHY_SECRET_STORE_H
#define SIPWHY_SECRET_STORE_H

#include <sipwhy/secret.h>

#include "locked.h"

/* Where the texts of secrets go. */
struct vault *secrets_vault(struct secrets *s);
/* Add one whose texts are the vault's (or absent).  secrets_index must follow before any search. */
bool secrets_put(struct secrets *s, const struct secret *one, struct err *err);
/* Make secrets_find right again.  O(n log n). */
void secrets_index(struct secrets *s);
/* The i-th of all, in no order that matters; NULL after the last. */
const struct secret *secrets_at(const struct secrets *s, size_t i);

#endif
