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
octet_quoted(struct str s)
{
	if (s.len == 0 || s.p[0] != '"')
		return 0;
	for (size_t i = 1; i < s.len; i++) {
		if (s.p[i] == '"')
			return i + 1;
		if (s.p[i] == '\\')
			i++;
	}
	return 0;
}
