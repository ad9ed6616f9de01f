/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/auth_hdr.h>

#include "octet.h"

enum { MD5_HEX = 32, SHA_256_HEX = 64 };

static const struct {
	const char *name;
	size_t hex;
	bool is_sess;
} algorithms[] = {
	[ALGORITHM_MD5] = { "MD5", MD5_HEX, false },
	[ALGORITHM_MD5_SESS] = { "MD5-sess", MD5_HEX, true },
	[ALGORITHM_SHA_256] = { "SHA-256", SHA_256_HEX, false },
	[ALGORITHM_SHA_256_SESS] = { "SHA-256-sess", SHA_256_HEX, true },
	[ALGORITHM_SHA_512_256] = { "SHA-512-256", SHA_256_HEX, false },
	[ALGORITHM_SHA_512_256_SESS] = { "SHA-512-256-sess", SHA_256_HEX, true },
	[ALGORITHM_AKAV1_MD5] = { "AKAv1-MD5", MD5_HEX, false },
	[ALGORITHM_AKAV2_MD5] = { "AKAv2-MD5", MD5_HEX, false },
	[ALGORITHM_UNKNOWN] = { "unknown", 0, false },
};

const char *
auth_name_next(unsigned *bits)
{
	static const char *const names[] = {
		"username",  "username*", "realm",  "nonce",   "uri", "response",
		"algorithm", "cnonce",    "opaque", "qop",     "nc",  "userhash",
		"auts",      "domain",    "stale",  "charset",
	};

	for (size_t i = 0; i < COUNT(names); i++) {
		if ((*bits & 1u << i) != 0) {
			*bits &= ~(1u << i);
			return names[i];
		}
	}
	return NULL;
}

enum auth_algorithm
auth_algorithm_of(struct str token)
{
	if (str_absent(token))
		return ALGORITHM_MD5; /* RFC 7616 3.3 */
	for (size_t i = 0; i < ALGORITHM_UNKNOWN; i++) {
		if (str_eq_nocase(str_of(algorithms[i].name), token))
			return (enum auth_algorithm)i;
	}
	return ALGORITHM_UNKNOWN;
}

const char *
auth_algorithm_name(enum auth_algorithm a)
{
	return algorithms[a].name;
}

bool
auth_algorithm_is_aka(enum auth_algorithm a)
{
	return a == ALGORITHM_AKAV1_MD5 || a == ALGORITHM_AKAV2_MD5;
}

bool
auth_algorithm_is_sess(enum auth_algorithm a)
{
	return algorithms[a].is_sess;
}

size_t
auth_algorithm_hex(enum auth_algorithm a)
{
	return algorithms[a].hex;
}

bool
qop_next(struct str *list, struct str *token)
{
	octet_take(list, OCTET_LWS | OCTET_COMMA);
	*token = octet_take_until(list, OCTET_LWS | OCTET_COMMA);
	return token->len > 0;
}

bool
qop_has(struct str list, struct str token)
{
	struct str one;

	while (qop_next(&list, &one)) {
		if (str_eq_nocase(one, token))
			return true;
	}
	return false;
}
