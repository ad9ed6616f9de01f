/* SPDX-License-Identifier: BSD-2-Clause */
#include "round.h"

static bool
is_separator(unsigned char c)
{
	return c == '"' || c == ',' || c == ';' || c == '=';
}

static bool
is_blank(unsigned char c)
{
	return c <= 0x20 || c == 0x7f;
}

/* U+00A0, the blank that looks like one and is none. */
static struct str
without_nbsp(struct str s)
{
	while (str_starts(s, S("\xc2\xa0")))
		s = str_sub(s, 2, s.len);
	while (s.len >= 2 && str_eq(str_sub(s, s.len - 2, 2), S("\xc2\xa0")))
		s.len -= 2;
	return s;
}

static bool
has_separator(struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (is_separator((unsigned char)s.p[i]))
			return true;
	}
	return false;
}

/* The issued realm with octets before or behind it, a separator among them; or up to a separator. */
static bool
is_debris(struct str used, struct str issued)
{
	if (issued.len == 0)
		return false;
	if (used.len < issued.len)
		return used.len > 0 && str_starts(issued, used) &&
		       (is_separator((unsigned char)issued.p[used.len]) ||
			is_blank((unsigned char)issued.p[used.len]));
	for (size_t i = 0; i + issued.len <= used.len; i++) {
		if (str_eq(str_sub(used, i, issued.len), issued))
			return has_separator(str_sub(used, 0, i)) ||
			       has_separator(str_sub(used, i + issued.len, used.len));
	}
	return false;
}

enum realm_relation
round_realm(const struct round *r)
{
	struct str used = r->cred->realm, issued = r->offer->realm;

	if (auth_value_eq(used, issued))
		return REALM_SAME;
	if (str_absent(used) || str_absent(issued))
		return REALM_OTHER;
	if (str_eq_nocase(used, issued))
		return REALM_CASE;
	if (str_eq(without_nbsp(str_trim(used, is_blank)),
		   without_nbsp(str_trim(issued, is_blank))))
		return REALM_BLANKS;
	return is_debris(used, issued) ? REALM_DEBRIS : REALM_OTHER;
}
