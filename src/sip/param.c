/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/sip_uri.h>

#include "octet.h"
#include "param.h"

enum { OCTET_PARAM_END = OCTET_SEMICOLON | OCTET_COMMA };

bool
param_next(struct str *rest, struct param *out)
{
	struct str in = *rest;
	size_t quoted;

	octet_take(&in, OCTET_LWS | OCTET_SEMICOLON);
	*rest = in;
	if (in.len == 0 || octet_is(in.p[0], OCTET_COMMA))
		return false;
	out->name = octet_take_until(&in, OCTET_LWS | OCTET_PARAM_END | OCTET_EQUAL);
	out->value = str_sub(in, 0, 0);
	octet_take(&in, OCTET_LWS);
	if (str_take(&in, '=')) {
		octet_take(&in, OCTET_LWS);
		quoted = octet_quoted(in);
		if (quoted > 0)
			out->value = str_sub(in, 1, quoted - 2);
		in = str_sub(in, quoted, in.len);
		if (quoted == 0)
			out->value = octet_take_until(&in, OCTET_LWS | OCTET_PARAM_END);
	}
	octet_take_until(&in, OCTET_PARAM_END);
	*rest = in;
	return true;
}

/* What one octet in front of a URI means. */
struct scan {
	bool quotes;  /* a quote is one: false once a closing one was looked for in vain */
	bool colon;   /* a scheme has gone by, so a comma ends an addr-spec */
	size_t comma; /* the first comma, or the length */
};

/* Octets to pass over from the one at `i` on; 0 where the search ends. */
static size_t
scan_step(struct str value, size_t i, struct scan *s)
{
	size_t quoted = 0;

	switch (value.p[i]) {
	case '<':
	case ';':
		return 0;
	case ',':
		if (s->comma == value.len)
			s->comma = i;
		return s->colon ? 0 : 1;
	case ':':
		s->colon = true;
		return 1;
	case '"':
		if (s->quotes)
			quoted = octet_quoted(str_sub(value, i, value.len));
		s->quotes = quoted > 0;
		return quoted > 0 ? quoted : 1;
	default:
		return 1;
	}
}

/*
 * name-addr / addr-spec.  A quote that never closes is text, since a display name is worth less
 * than the URI behind it; so is a comma in an unquoted display name.
 */
void
name_addr_split(struct str value, struct str *uri, struct str *params)
{
	struct scan s = { .quotes = true, .comma = value.len };
	size_t i = 0;

	for (size_t step; i < value.len; i += step) {
		step = scan_step(value, i, &s);
		if (step == 0)
			break;
	}
	*params = str_sub(value, i, value.len);
	if (i < value.len && value.p[i] == '<') {
		str_take(params, '<');
		*uri = octet_trim(str_cut(params, '>'));
		octet_take_until(params, OCTET_PARAM_END);
		return;
	}
	/* Without "<>" no comma is part of a URI (RFC 3261 20). */
	if (s.comma < i) {
		i = s.comma;
		*params = str_sub(value, i, value.len);
	}
	*uri = octet_trim(str_sub(value, 0, i));
}

struct str
name_addr_uri(struct str value)
{
	struct str uri, params;

	name_addr_split(value, &uri, &params);
	return uri;
}

struct str
hdr_param(struct str value, struct str name)
{
	struct str uri, params;
	struct param param;

	name_addr_split(value, &uri, &params);
	while (param_next(&params, &param)) {
		if (octet_same_token(param.name, name))
			return param.value;
	}
	return STR_ABSENT;
}
