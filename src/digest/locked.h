/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * locked.h - memory for secrets: never swapped, in no core dump, overwritten before it is freed.
 *
 * Layer: 8 digest.  Locking and the rest are asked for and not insisted on: a small
 * RLIMIT_MEMLOCK must not stop the work.  Whoever calls _new calls _free.
 */
#ifndef SIPWHY_LOCKED_H
#define SIPWHY_LOCKED_H

#include <sipwhy/str.h>

/* At least `bytes`, zeroed and aligned for any type; NULL when memory is short. */
void *locked_new(size_t bytes);
void locked_free(void *p);
/* The room at `p`: no less than was asked for. */
size_t locked_room(const void *p);

/* Small pieces of locked memory with one end. */
struct vault;

struct vault *vault_new(void);
void vault_free(struct vault *v);
/* NULL when memory is short; for `bytes` of 0 too there is an address. */
char *vault_take(struct vault *v, size_t bytes);
/* The same for any type: aligned and zeroed. */
void *vault_object(struct vault *v, size_t bytes);
/* A copy.  Absent gives absent; lack of memory too, and clears *ok. */
struct str vault_dup(struct vault *v, struct str s, bool *ok);

#endif
