/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * secret_store.h - what the files of the secret module share.
 *
 * Layer: 8 digest.
 */
#ifndef SIPWHY_SECRET_STORE_H
#define SIPWHY_SECRET_STORE_H

#include <sipwhy/digest.h>
#include <sipwhy/secret.h>

#include "locked.h"

/* Where the texts of secrets go. */
struct vault *secrets_vault(struct secrets *s);
/* Add one whose texts are the vault's (or absent).  secrets_index must follow before any search. */
bool secrets_put(struct secrets *s, const struct secret *one, struct err *err);
/* The line that is read, for errors.  They say where and never what. */
struct place {
	struct secrets *secrets;
	const char *name; /* of the file */
	size_t line;      /* from 1 */
	struct err *err;
};

/* Sets the error, and is false. */
bool place_wrong(const struct place *at, const char *what);
/* A watch on the texts of all secrets, in the order of their octets; the texts are the vault's. */
struct watch {
	struct str *list;
	size_t count, room;
};

/* What is watched for; NULL before secrets_watch. */
struct watch **secrets_place_watch(struct secrets *s);
const struct watch *secrets_watched(const struct secrets *s);
void watch_free(struct watch *w);
/* Hexadecimal digits as octets of the vault; absent when they are anything else, or, clearing *ok, when
 * memory is short. */
struct str vault_hex(struct vault *vault, struct str digits, bool *ok);
/* What follows `aka:` and `aka-k:` in a line; *out is the vault's. */
bool secret_parse_res(const struct place *at, struct str text, struct secret *out);
bool secret_parse_k(const struct place *at, struct str text, struct secret *out);

/* Make secrets_find right again.  O(n log n). */
void secrets_index(struct secrets *s);
/* The i-th of all, in no order that matters; NULL after the last. */
const struct secret *secrets_at(const struct secrets *s, size_t i);

#endif
