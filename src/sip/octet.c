/* SPDX-License-Identifier: BSD-2-Clause */
#include "octet.h"

enum {
	T = OCTET_TOKEN,
	B = OCTET_BLANK,
	C = OCTET_CONTROL,
	L = OCTET_LINE | OCTET_CONTROL,
	M = OCTET_COMMA,
	S = OCTET_SEMICOLON,
	E = OCTET_EQUAL,
};

/* clang-format off */
const uint8_t octet_classes[256] = {
	C, C, C, C, C, C, C, C, C, B, L, C, C, L, C, C,
	C, C, C, C, C, C, C, C, C, C, C, C, C, C, C, C,
	B, T, 0, 0, 0, T, 0, T, 0, 0, T, T, M, T, T, 0, /*  !"#$%&'()*+,-./ */
	T, T, T, T, T, T, T, T, T, T, 0, S, 0, E, 0, 0, /* 0123456789:;<=>? */
	0, T, T, T, T, T, T, T, T, T, T, T, T, T, T, T, /* @ABCDEFGHIJKLMNO */
	T, T, T, T, T, T, T, T, T, T, T, 0, 0, 0, 0, T, /* PQRSTUVWXYZ[\]^_ */
	T, T, T, T, T, T, T, T, T, T, T, T, T, T, T, T, /* `abcdefghijklmno */
	T, T, T, T, T, T, T, T, T, T, T, 0, 0, 0, T, C, /* pqrstuvwxyz{|}~  */
};
/* clang-format on */

size_t
octet_until_quote(struct str s)
{
	ptrdiff_t quote = str_index(s, '"');
	size_t i;

	/* Mostly nothing in it is escaped. */
	if (quote < 0)
		return s.len;
	if (str_index(str_sub(s, 0, (size_t)quote), '\\') < 0)
		return (size_t)quote;
	for (i = 0; i < s.len && s.p[i] != '"'; i++) {
		if (s.p[i] == '\\')
			i++;
	}
	return i < s.len ? i : s.len;
}

size_t
octet_quoted(struct str s)
{
	struct str content = str_sub(s, 1, s.len);
	size_t len;

	if (s.len == 0 || s.p[0] != '"')
		return 0;
	len = octet_until_quote(content);
	return len < content.len ? len + 2 : 0;
}
