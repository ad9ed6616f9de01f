/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/frame.h>

#include "start.h"

/* No method is that long, nor is the name of a header field. */
enum { METHOD_MAX = 64, NAME_MAX = 128 };

static const struct str methods[] = {
	{ "REGISTER sip", 12 }, { "INVITE sip", 10 },  { "ACK sip", 7 },
	{ "BYE sip", 7 },       { "CANCEL sip", 10 },  { "OPTIONS sip", 11 },
	{ "NOTIFY sip", 10 },   { "MESSAGE sip", 11 }, { "SUBSCRIBE sip", 13 },
	{ "INFO sip", 8 },      { "UPDATE sip", 10 },  { "PRACK sip", 9 },
	{ "REFER sip", 9 },     { "PUBLISH sip", 11 }, { "INVITE tel:", 11 },
	{ "INVITE urn:", 11 },
};

static bool
is_blank(unsigned char c)
{
	return c == ' ' || c == '\t';
}

static bool
is_between(unsigned char c)
{
	return c == '\r' || c == '\n' || c == '\0';
}

bool
start_may_be(struct str part)
{
	size_t method;

	if (str_starts_nocase(part, S("SIP/")))
		return true;
	method = str_take_while(&part, str_is_token).len;
	if (method == 0 || method > METHOD_MAX)
		return false;
	/* The "SIP" of a version that its slash is still to follow is a token, too. */
	return part.len == 0 || is_blank((unsigned char)part.p[0]);
}

static bool
not_blank(unsigned char c)
{
	return !is_blank(c);
}

/* A blank, and then "SIP/2.0" or the like. */
static bool
ends_in_version(struct str line)
{
	struct str s = str_trim_right(line, str_is_lws);
	struct str version = str_sub(s, s.len < 7 ? s.len : s.len - 7, 7);

	return s.len > 7 && str_starts_nocase(version, S("SIP/")) &&
	       str_is_digit((unsigned char)version.p[4]) && version.p[5] == '.' &&
	       str_is_digit((unsigned char)version.p[6]) && is_blank((unsigned char)version.p[-1]);
}

static bool
begins_request(struct str in)
{
	for (size_t i = 0; i < COUNT(methods); i++) {
		if (str_starts(in, methods[i]))
			return true;
	}
	return false;
}

/*
 * Method, something, and "SIP/2.0" at the end.  Of a method that nobody knows the something has no
 * blanks and a scheme, as RFC 3261 7.1 wants it: text may end so as well.
 */
static bool
is_whole_request_line(struct str line)
{
	struct str s = str_trim_right(line, str_is_lws), uri;

	if (!ends_in_version(line) || str_take_while(&s, str_is_token).len == 0 ||
	    str_take_while(&s, is_blank).len == 0)
		return false;
	uri = str_take_while(&s, not_blank);
	str_take_while(&s, is_blank);
	if (begins_request(line))
		return uri.len > 0 && s.len > 0;
	return str_index(uri, ':') > 0 && s.len == S("SIP/2.0").len;
}

/* "SIP/2.0 401" at the start of a status line. */
static enum framer_guess
begins_status(struct str in)
{
	struct str version = str_sub(in, 0, 8), status = str_sub(in, 8, 3);
	size_t digits = str_take_while(&status, str_is_digit).len;

	if (!str_starts_nocase(S("SIP/2.0 "), version) || status.len > 0)
		return FRAMER_NO;
	return digits == 3 ? FRAMER_YES : FRAMER_MAYBE;
}

/* Name, perhaps blanks, colon.  RFC 3261 7.3.1 */
static enum framer_guess
begins_field(struct str in)
{
	size_t name = str_take_while(&in, str_is_token).len;

	if (name > NAME_MAX || (name == 0 && in.len > 0))
		return FRAMER_NO;
	str_take_while(&in, is_blank);
	if (in.len == 0)
		return FRAMER_MAYBE;
	return in.p[0] == ':' ? FRAMER_YES : FRAMER_NO;
}

enum framer_guess
start_is_sure(struct str in, size_t line_len)
{
	struct str line = str_sub(in, 0, line_len);

	if (begins_status(line) != FRAMER_YES && !is_whole_request_line(line))
		return FRAMER_NO;
	return begins_field(str_sub(in, line_len, in.len));
}

enum framer_guess
start_is_known(struct str in)
{
	enum framer_guess status = begins_status(in);

	for (size_t i = 0; status == FRAMER_NO && i < COUNT(methods); i++) {
		if (str_starts(in, methods[i]))
			return FRAMER_YES;
		if (str_starts(methods[i], in))
			return FRAMER_MAYBE;
	}
	return status;
}

size_t
start_stray(struct str line)
{
	size_t stray = 0, end = 0;

	if (!ends_in_version(line) || begins_field(line) == FRAMER_YES)
		return 0;
	for (size_t at = 0; at < line.len; at++) {
		struct str method = str_sub(line, at, line.len);

		/* ACK within PRACK is none. */
		if (at < end || !begins_request(method))
			continue;
		stray = at;
		end = at + str_take_while(&method, str_is_token).len;
	}
	return stray;
}

bool
start_is(struct str line)
{
	static const struct str end = { " SIP/2.0\r\n", 10 };
	struct str message;

	/* Nearly every message begins as the RFC has it. */
	if (start_is_known(line) == FRAMER_YES &&
	    (line.p[3] == '/' || str_starts(str_sub(line, line.len - end.len, end.len), end)))
		return true;
	return frame_datagram(line, &message) == FRAME_SIP;
}

bool
start_is_length(struct str line)
{
	struct str name;

	/* Mostly the first letter tells. */
	if (line.len == 0 || ((line.p[0] | 0x20) != 'c' && (line.p[0] | 0x20) != 'l'))
		return false;
	name = str_take_while(&line, str_is_token);
	str_take_while(&line, is_blank);
	if (line.len == 0 || line.p[0] != ':')
		return false;
	return str_eq_nocase(name, S("Content-Length")) || str_eq_nocase(name, S("l"));
}

bool
start_length(struct str in, uint64_t *out)
{
	struct str value, rest = in;
	uint64_t n;

	(void)str_cut(&rest, ':');
	in = rest;
	/* Up to the line end that no continuation follows. */
	while (rest.len > 0) {
		(void)str_cut(&rest, '\n');
		if (rest.len == 0 || !is_blank((unsigned char)rest.p[0]))
			break;
	}
	value = str_trim(str_sub(in, 0, in.len - rest.len), str_is_lws);
	/* So that a sum with it does not overflow. */
	if (!str_to_u64(value, UINT64_MAX / 4, &n))
		return false;
	*out = n;
	return true;
}

enum framer_guess
framer_guess(struct str in)
{
	ptrdiff_t end;

	str_take_while(&in, is_between);
	if (in.len == 0)
		return FRAMER_MAYBE;
	end = str_index(in, '\n');
	if (start_is(end < 0 ? in : str_sub(in, 0, (size_t)end + 1)))
		return FRAMER_YES;
	return end < 0 && start_may_be(in) ? FRAMER_MAYBE : FRAMER_NO;
}
