/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * secret.h - the passwords and HA1 values that the operator gave.
 *
 * Layer: 8 digest.  Owns them; they are locked in memory where that is allowed, cleansed when
 * freed, and never printed, not even in an error.
 */
#ifndef SIPWHY_SECRET_H
#define SIPWHY_SECRET_H

#include <sipwhy/err.h>
#include <sipwhy/str.h>

struct secret {
	struct str user;     /* absent: any user */
	struct str realm;    /* absent: any realm */
	struct str password; /* absent when only the HA1 is known */
	struct str ha1;      /* 32 or 64 digits in lower case; absent when the password is known */
};

struct secrets;

struct secrets *secrets_new(struct err *err);
/* Cleanses and frees. */
void secrets_free(struct secrets *s);
/*
 * Lines `user:realm:HA1` (htdigest), `user:realm:plain:PASSWORD` (the password may hold colons and is
 * UTF-8), wireshark's `"user","realm","password"`; empty lines and lines that begin with '#' are passed over.
 * Refuses a file that others may read (and tells the chmod).  An error names the line, never what stands in it.
 */
bool secrets_read_file(struct secrets *s, const char *path, struct err *err);
/*
 * The same for lines that are already here; `name` stands in errors for the file.  The lines before a
 * wrong one are kept.  A realm of "*" before a password means any realm.  C's escapes and doubled quotes
 * stand in wireshark's lines; a UTF-8 byte order mark and CRLF are passed over.
 */
bool secrets_parse(struct secrets *s, struct str text, const char *name, struct err *err);
/* One password from the first line of a file, its line end dropped; user and realm may be absent.
 * Nothing after that line is read. */
bool secrets_read_password(struct secrets *s, int fd, struct str user, struct str realm,
			   struct err *err);
/* The same checks on the file's mode as secrets_read_file. */
bool secrets_read_password_file(struct secrets *s, const char *path, struct str user,
				struct str realm, struct err *err);
/* Add one password that the caller holds (and must cleanse). */
bool secrets_add_password(struct secrets *s, struct str user, struct str realm, struct str password,
			  struct err *err);
size_t secrets_count(const struct secrets *s);
/* Give the one bare password its user; for a capture with one user name only. */
bool secrets_bind_user(struct secrets *s, struct str user, struct err *err);
/* Whether a secret without a user is among them. */
bool secrets_has_bare(const struct secrets *s);

/* The secret for this user and realm (both compared octet by octet, escapes already taken away): an exact
 * one before one for any realm before one for any user; NULL for none.  `index` 0, 1, … walks all that fit. */
const struct secret *secrets_find(const struct secrets *s, struct str user, struct str realm,
				  size_t index);

/* Overwrite a buffer so that the compiler keeps the overwriting. */
void secret_cleanse(void *p, size_t bytes);

#endif
