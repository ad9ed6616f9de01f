/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/sip_uri.h>

#include "octet.h"
#include "param.h"

/* Cut off "word /", blanks around both; false, and nothing taken, when no slash comes. */
static bool
take_word_slash(struct str *in)
{
	struct str rest = *in;
	struct str word = octet_take(&rest, OCTET_TOKEN);

	octet_take(&rest, OCTET_LWS);
	if (word.len == 0 || !str_take(&rest, '/'))
		return false;
	octet_take(&rest, OCTET_LWS);
	*in = rest;
	return true;
}

static struct str
or_absent(struct str s)
{
	return s.len > 0 ? s : STR_ABSENT;
}

/* via-parm = protocol-name / protocol-version / transport LWS sent-by *( SEMI via-params ).
 * RFC 3261 20.42 */
void
via_parse(struct str value, struct via *out)
{
	struct str in = octet_trim(value);
	const char *start;
	struct param param;

	octet_take(&in, OCTET_LWS | OCTET_COMMA);
	start = in.p;
	*out = (struct via){ .raw = in };
	if (take_word_slash(&in) && take_word_slash(&in))
		out->transport = or_absent(octet_take(&in, OCTET_TOKEN));
	out->sent_by = or_absent(octet_trim(octet_take_until(&in, OCTET_SEMICOLON | OCTET_COMMA)));
	while (param_next(&in, &param)) {
		if (str_absent(out->branch) && octet_same_token(param.name, S("branch")))
			out->branch = param.value;
		else if (str_absent(out->received) && octet_same_token(param.name, S("received")))
			out->received = param.value;
		else if (str_absent(out->rport) && octet_same_token(param.name, S("rport")))
			out->rport = param.value;
	}
	if (in.len > 0)
		out->raw = octet_trim((struct str){ start, (size_t)(in.p - start) });
}

/* The length of what no comma ends at the start of `in`: a quoted string, "<...>", an octet. */
static size_t
unit_len(struct str in, bool *quotes, bool *angles)
{
	size_t len = 0;
	ptrdiff_t close;

	if (in.p[0] == '"' && *quotes) {
		len = octet_quoted(in);
		*quotes = len > 0;
	} else if (in.p[0] == '<' && *angles) {
		close = str_index(in, '>');
		len = close < 0 ? 0 : (size_t)close + 1;
		*angles = len > 0;
	}
	return len > 0 ? len : 1;
}

unsigned
hdr_value_count(struct str value)
{
	bool quotes = true, angles = true, filled = false;
	unsigned count = 0;

	value = octet_trim(value);
	if (str_index(value, ',') < 0)
		return value.len > 0;
	for (size_t i = 0, len; i < value.len; i += len) {
		len = unit_len(str_sub(value, i, value.len), &quotes, &angles);
		if (value.p[i] == ',') {
			count += filled;
			filled = false;
		} else if (!octet_is(value.p[i], OCTET_LWS)) {
			filled = true;
		}
	}
	return count + filled;
}
