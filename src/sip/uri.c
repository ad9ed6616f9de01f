/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/sip_uri.h>

#include "octet.h"

static bool
is_alpha(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* "sip", "tel", …; not "pbx.example.com" nor "localhost" in front of a port. */
static bool
is_scheme(struct str name, struct str rest)
{
	struct str digits;

	if (name.len == 0 || !is_alpha(name.p[0]))
		return false;
	for (size_t i = 0; i < name.len; i++) {
		if (!is_alpha(name.p[i]) && !str_is_digit((unsigned char)name.p[i]) &&
		    str_index(S("+-"), name.p[i]) < 0)
			return false;
	}
	if (str_eq_nocase(name, S("sip")) || str_eq_nocase(name, S("sips")) ||
	    str_eq_nocase(name, S("tel")))
		return true;
	digits = str_take_while(&rest, str_is_digit);
	return digits.len == 0 || (rest.len > 0 && rest.p[0] != ';' && rest.p[0] != '?');
}

static struct str
take_scheme(struct str *in)
{
	struct str rest = *in;
	struct str name = str_cut(&rest, ':');

	if (name.len == in->len || !is_scheme(name, rest))
		return STR_ABSENT;
	*in = rest;
	return name;
}

/* Where the "@" stands that ends the userinfo, or -1.  A user may hold ";" and "?" (RFC 3261 25.1
 * user-unreserved), and some forget to escape an "@" in it: the last before the parameters. */
static ptrdiff_t
userinfo_end(struct str in)
{
	ptrdiff_t at = str_index(in, '@');

	if (at < 0)
		return at;
	for (size_t i = (size_t)at + 1; i < in.len; i++) {
		if (in.p[i] == ';' || in.p[i] == '?')
			break;
		if (in.p[i] == '@')
			at = (ptrdiff_t)i;
	}
	return at;
}

/* Index of the first ";" or "?", or the length. */
static size_t
tail_of(struct str in)
{
	size_t i = 0;

	while (i < in.len && in.p[i] != ';' && in.p[i] != '?')
		i++;
	return i;
}

/* host [ ":" port ], an IPv6 reference in its brackets. */
static void
read_hostport(struct str in, struct sip_uri *out)
{
	ptrdiff_t close = in.len > 0 && in.p[0] == '[' ? str_index(in, ']') : -1;
	struct str rest = str_sub(in, close < 0 ? 0 : (size_t)close + 1, in.len);
	size_t before = (size_t)(close + 1);
	ptrdiff_t colon = close < 0 && in.len > 0 && in.p[0] == '[' ? -1 : str_index(rest, ':');
	struct str digits;

	out->host = colon < 0 ? in : str_sub(in, 0, before + (size_t)colon);
	if (out->host.len == 0)
		out->host = STR_ABSENT;
	if (colon < 0)
		return;
	rest = str_sub(rest, (size_t)colon + 1, rest.len);
	digits = rest;
	if (str_take_while(&digits, str_is_digit).len == rest.len)
		out->port = rest;
}

static bool
has_host(const struct sip_uri *uri)
{
	return str_absent(uri->scheme) || str_eq_nocase(uri->scheme, S("sip")) ||
	       str_eq_nocase(uri->scheme, S("sips"));
}

void
sip_uri_parse(struct str text, struct sip_uri *out)
{
	struct str in = octet_trim(text);
	ptrdiff_t at;
	size_t tail;

	if (str_take(&in, '<'))
		in = octet_trim(str_cut(&in, '>'));
	*out = (struct sip_uri){ .raw = in };
	out->scheme = take_scheme(&in);
	at = userinfo_end(in);
	if (at >= 0) {
		out->user = str_sub(in, 0, (size_t)at);
		out->user = str_cut(&out->user, ':');
		in = str_sub(in, (size_t)at + 1, in.len);
	}
	tail = tail_of(in);
	if (at >= 0 || has_host(out))
		read_hostport(str_sub(in, 0, tail), out);
	else
		out->user = str_sub(in, 0, tail); /* tel:+12065550100 (RFC 3966 3) */
	in = str_sub(in, tail, in.len);
	if (in.len > 0 && in.p[0] == ';') {
		ptrdiff_t mark = str_index(in, '?');

		out->params = str_sub(in, 0, mark < 0 ? in.len : (size_t)mark);
		in = str_sub(in, out->params.len, in.len);
	}
	if (in.len > 0)
		out->headers = in;
}
