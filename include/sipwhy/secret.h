/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * secret.h - the passwords and HA1 values that the operator gave.
 *
 * Layer: 8 digest.  Owns them; they are locked in memory where that is allowed, cleansed when
 * freed, and never printed, not even in an error.
 */
#ifndef SIPWHY_SECRET_H
#define SIPWHY_SECRET_H

#include <sipwhy/auth_hdr.h>
#include <sipwhy/err.h>

enum { AKA_KEY_BYTES = 16, AKA_AMF_BYTES = 2, AKA_RES_BYTES = 16 };

/* What a SIM and its network share, or what was made of it for one challenge (3GPP TS 33.102 6.3). */
struct secret_aka {
	struct str res;    /* 4 to 16 octets; absent when K is known */
	struct str ck, ik; /* 16 octets each; absent unless given with RES */
	struct str k;      /* 16 octets, and so are those that follow */
	struct str op;     /* of the operator; absent when OPc was given */
	struct str opc;    /* of this SIM */
	struct str amf;    /* 2 octets: the one that is expected; absent: any */
};

/* Just one of password, ha1 and aka is there. */
struct secret {
	struct str user;     /* absent: any user */
	struct str realm;    /* absent: any realm */
	struct str password; /* absent when only something else is known */
	struct str ha1;      /* 32 or 64 digits in lower case */
	/* Whether the line named the algorithm of the HA1; if not, its length tells what it may be. */
	bool ha1_alg_known;
	enum auth_algorithm ha1_alg;  /* a plain one: MD5, SHA-256, SHA-512-256 */
	const struct secret_aka *aka; /* NULL when it is none */
};

struct secrets;

struct secrets *secrets_new(struct err *err);
/* Cleanses and frees. */
void secrets_free(struct secrets *s);
/*
 * Lines `user:realm:HA1` (htdigest) and `user:realm:ALGORITHM:HA1`, `user:realm:plain:PASSWORD` (the
 * password may hold colons and is UTF-8), wireshark's `"user","realm","password"`; of a SIM
 * `user:realm:aka:RES[:ck=CK:ik=IK]` and `user:realm:aka-k:K:op=OP|opc=OPc[:amf=AMF]`, in hexadecimal.
 * Empty lines and lines that begin with '#' are passed over.
 * Refuses a file that others may read (and tells the chmod).  An error names the line, never what stands in it.
 */
bool secrets_read_file(struct secrets *s, const char *path, struct err *err);
/*
 * The same for lines that are already here; `name` stands in errors for the file.  The lines before a
 * wrong one are kept.  A realm of "*" means any realm, but before an HA1, which is made of its realm.  C's escapes and doubled quotes
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

/* Whether its HA1 is known, or can be made, for the algorithm.  Of AKA: whether the algorithm is an AKA one. */
bool secret_is_for(const struct secret *s, enum auth_algorithm alg);

/*
 * Watch for the secrets in captured text, as they are now: passwords, with their user as
 * Basic credentials, and their HA1 (`digest` may be NULL: those are not watched for); HA1s; keys
 * of SIMs.  Shorter ones than SECRET_WATCHED_MIN octets are not: they stand in any text.
 */
enum { SECRET_WATCHED_MIN = 6 };
struct digest;
bool secrets_watch(struct secrets *s, struct digest *digest, struct err *err);
/* The first place in `text` where one stands: *at is where, and its length is returned; 0 for none, and when
 * `s` is NULL.  Of one that is cut off by an ellipsis the beginning counts.  Any of its
 * octets may be escaped there, as %NN, \xNN or behind a backslash. */
size_t secrets_spot(const struct secrets *s, struct str text, size_t *at);

/* Locked memory for a secret on its way here, zeroed; NULL when memory is short.  secret_free overwrites it. */
void *secret_alloc(size_t bytes);
void secret_free(void *p);
/* Overwrite all that is in locked memory.  For a signal handler whose process ends with it: nothing
 * that was made from secrets can be used after this. */
void secrets_wipe(void);

/* Overwrite a buffer so that the compiler keeps the overwriting. */
void secret_cleanse(void *p, size_t bytes);

#endif
