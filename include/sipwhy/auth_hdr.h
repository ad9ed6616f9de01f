/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * auth_hdr.h - challenges and credentials as they stand in a message.
 *
 * Layer: 5 sip.  Views only.  A parameter is absent, or a view that may be empty; its quotes
 * are dropped and its backslashes kept (auth_unquote takes them away).  Where a parameter
 * stands more than once the first counts, and `odd` says so.  A value that ends where the
 * capture ends is absent, and AUTH_CUT is set.  A field with nothing in it gives one challenge
 * (credentials) with nothing in it.  Of other schemes than Digest nothing is called malformed.
 * RFC 3261 20.7, 20.27, 20.28, 20.44, 25.1; RFC 7616 3.3, 3.4; RFC 8760.
 */
#ifndef SIPWHY_AUTH_HDR_H
#define SIPWHY_AUTH_HDR_H

#include <sipwhy/auth_param.h>
#include <sipwhy/sip_msg.h>

/* Which pair of header fields: WWW-Authenticate/Authorization, or Proxy-*. */
enum auth_kind {
	AUTH_WWW,
	AUTH_PROXY,
};

enum auth_algorithm {
	ALGORITHM_MD5, /* also when the parameter is absent */
	ALGORITHM_MD5_SESS,
	ALGORITHM_SHA_256,
	ALGORITHM_SHA_256_SESS,
	ALGORITHM_SHA_512_256,
	ALGORITHM_SHA_512_256_SESS,
	ALGORITHM_AKAV1_MD5,
	ALGORITHM_AKAV2_MD5,
	ALGORITHM_UNKNOWN,
};

enum auth_odd {
	AUTH_NO_SCHEME = 1u << 0, /* parameters without a scheme before them */
	AUTH_REPEATED_PARAM = 1u << 1,
	AUTH_MALFORMED_PARAM = 1u << 2, /* an enum auth_param_odd bit other than NO_VALUE */
	AUTH_COMMA_JOINED = 1u << 3,    /* not the first in its header field (RFC 3261 7.3.1) */
	AUTH_CUT = 1u << 4, /* the capture ends inside it: absent may mean not captured */
	AUTH_ALGORITHM_QUOTED = 1u << 5, /* "MD5" where a token belongs */
	AUTH_QOP_BARE = 1u << 6,         /* challenge: qop list without quotes */
	AUTH_QOP_QUOTED = 1u << 7,       /* credentials: qop in quotes */
	AUTH_NC_QUOTED = 1u << 8,
	AUTH_FOLDED = 1u << 9,
	AUTH_SCHEME_NO_SPACE = 1u << 10, /* no blank between the scheme and the first parameter */
};

/* The parameters that are looked for; bits. */
enum auth_name {
	AUTH_NAME_USERNAME = 1u << 0,
	AUTH_NAME_USERNAME_STAR = 1u << 1,
	AUTH_NAME_REALM = 1u << 2,
	AUTH_NAME_NONCE = 1u << 3,
	AUTH_NAME_URI = 1u << 4,
	AUTH_NAME_RESPONSE = 1u << 5,
	AUTH_NAME_ALGORITHM = 1u << 6,
	AUTH_NAME_CNONCE = 1u << 7,
	AUTH_NAME_OPAQUE = 1u << 8,
	AUTH_NAME_QOP = 1u << 9,
	AUTH_NAME_NC = 1u << 10,
	AUTH_NAME_USERHASH = 1u << 11,
	AUTH_NAME_AUTS = 1u << 12,
	AUTH_NAME_DOMAIN = 1u << 13,
	AUTH_NAME_STALE = 1u << 14,
	AUTH_NAME_CHARSET = 1u << 15,
};

/* How the parameters stood; each the bits of enum auth_name that it is true of. */
struct auth_forms {
	unsigned bare;     /* without quotes */
	unsigned repeated; /* more than once */
	unsigned
		broken; /* octets between the end of the value and the comma, or no closing quote */
	unsigned escaped;     /* a backslash in the value */
	unsigned typographic; /* between marks that only look like quotes */
	bool nameless;        /* something that is no parameter stands among them */
};

struct challenge {
	enum auth_kind kind;
	const struct sip_hdr *hdr; /* the field it stands in */
	struct str raw;            /* from its scheme to its last parameter */
	struct str scheme;
	bool is_digest; /* "Digest" in any case, or its parameters without a scheme before them */
	struct str realm, nonce, opaque, domain, stale, algorithm, qop, userhash, charset;
	enum auth_algorithm alg;
	unsigned odd; /* enum auth_odd */
	struct auth_forms forms;
};

struct credentials {
	enum auth_kind kind;
	const struct sip_hdr *hdr;
	struct str raw;
	struct str scheme;
	bool is_digest;
	struct str username, username_star, realm, nonce, uri, response, algorithm, cnonce, opaque,
		qop, nc;
	struct str userhash, auts, integrity_protected;
	enum auth_algorithm alg;
	unsigned odd;
	struct auth_forms forms;
};

/*
 * The challenges (credentials) of a message in the order sent, every scheme, those joined by
 * commas in one field apart.  Returns how many there are; no more than `cap` are stored.
 */
size_t challenges_of(const struct sip_msg *m, struct challenge *out, size_t cap);
size_t credentials_of(const struct sip_msg *m, struct credentials *out, size_t cap);

/* The n-th (0, 1, …) parameter of this name as it stood in a section (`raw` and `scheme` of a challenge or
 * of credentials); false when there is none. */
bool auth_param_find(struct str raw, struct str scheme, struct str name, size_t n,
		     struct auth_param *out);

/* Take the lowest bit of enum auth_name off *bits and return its parameter's name; NULL when none is left. */
const char *auth_name_next(unsigned *bits);

enum auth_algorithm auth_algorithm_of(struct str token);
/* The token of RFC 8760, "SHA-512-256-sess"; "unknown" for ALGORITHM_UNKNOWN. */
const char *auth_algorithm_name(enum auth_algorithm a);
/* Whether it is one of RFC 3310 and RFC 4169. */
bool auth_algorithm_is_aka(enum auth_algorithm a);
/* Whether it is one of the -sess forms. */
bool auth_algorithm_is_sess(enum auth_algorithm a);
/* Hexadecimal digits of its response: 32 or 64; 0 for ALGORITHM_UNKNOWN. */
size_t auth_algorithm_hex(enum auth_algorithm a);

/* Cut the next token off a qop list ("auth,auth-int"); false at the end.  Blanks are dropped. */
bool qop_next(struct str *list, struct str *token);
/* Whether a list has this token, in any case. */
bool qop_has(struct str list, struct str token);

/* Whether nonce and response are there and empty: an IMS client tells its name before any challenge
 * (RFC 8760 2.7), and answers nothing. */
bool credentials_only_name(const struct credentials *c);

/* Whether a challenge says stale=true, in any case, quoted or not. */
bool challenge_is_stale(const struct challenge *c);

/* Take backslash escapes away (RFC 3261 25.1 quoted-pair).  The view itself when it has none;
 * else a copy in `a`.  Lack of memory gives absent and clears *ok. */
struct str auth_unquote(struct str value, struct arena *a, bool *ok);
/* Whether two values are the same text once the escapes are taken away; absent equals absent alone. */
bool auth_value_eq(struct str a, struct str b);
/* Whether a value is this text once its escapes are taken away; those of `plain` are gone already. */
bool auth_value_is(struct str value, struct str plain);

/* "Authorization", "Proxy-Authenticate", … */
const char *auth_credentials_header(enum auth_kind k);
const char *auth_challenge_header(enum auth_kind k);

#endif
