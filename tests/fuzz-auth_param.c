/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz-auth_param.c - any octets as a list of name=value: every element lies behind the one
 * before, nothing but blanks and commas is passed over, and the list comes to its end.
 */
#include <stdlib.h>

#include <sipwhy/auth_param.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
within(struct str whole, struct str part)
{
	return str_absent(part) || (part.p >= whole.p && part.p + part.len <= whole.p + whole.len);
}

/* [from, to) holds nothing that an element could have told. */
static bool
is_gap(const char *from, const char *to)
{
	for (; from < to; from++) {
		if (*from != ',' && !str_is_lws((unsigned char)*from))
			return false;
	}
	return true;
}

static bool
is_sound(const struct auth_param *e)
{
	const unsigned known = (AUTH_PARAM_TYPOGRAPHIC << 1) - 1;

	return e->raw.len > 0 && within(e->raw, e->name) && within(e->raw, e->value) &&
	       (e->odd & ~known) == 0 && !str_absent(e->name) &&
	       (e->name.len == 0) == ((e->odd & AUTH_PARAM_NO_NAME) != 0) &&
	       (!str_absent(e->value) || (e->odd & AUTH_PARAM_NO_VALUE) != 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct str all = { (const char *)data, size };
	struct str rest = all;
	const char *behind = all.p;
	struct auth_param e;
	size_t before = rest.len;

	while (auth_param_next(&rest, &e)) {
		if (rest.len >= before || rest.p + rest.len != all.p + all.len)
			abort();
		if (!within(all, e.raw) || !is_sound(&e) || !is_gap(behind, e.raw.p))
			abort();
		behind = e.raw.p + e.raw.len;
		before = rest.len;
	}
	if (rest.len != 0 || !is_gap(behind, all.p + all.len))
		abort();
	return 0;
}
