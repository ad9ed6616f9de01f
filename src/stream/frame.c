/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/frame.h>

/*
 * The schemes that a Request-URI begins with.  The first two alone tell that a line is SIP's;
 * the others do when a version of SIP follows, or when the capture ends before it could.
 */
static const struct str schemes[] = {
	{ "sip:", 4 }, { "sips:", 5 }, { "tel:", 4 }, { "urn:", 4 }, { "im:", 3 }, { "pres:", 5 },
};

enum { SCHEMES_OF_SIP = 2 };

static bool
is_space(unsigned char c)
{
	return c == ' ' || c == '\t';
}

static bool
is_line_end(unsigned char c)
{
	return c == '\r' || c == '\n';
}

static bool
in_line(unsigned char c)
{
	return !is_line_end(c);
}

static bool
in_word(unsigned char c)
{
	return !is_space(c) && !is_line_end(c);
}

static bool
is_letter(unsigned char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool
is_keepalive(unsigned char c)
{
	return is_line_end(c) || c == '\0';
}

/* "SIP/2.0", or any other version of it, in letters of any case (RFC 3261 7.1). */
static bool
is_sip_version(struct str word)
{
	return str_starts_nocase(word, S("SIP/")) && str_index(str_sub(word, 4, word.len), '/') < 0;
}

/* "HTTP/1.1", "RTSP/1.0": letters, a slash, a digit. */
static bool
is_some_version(struct str word)
{
	str_take_while(&word, is_letter);
	return str_take(&word, '/') && word.len > 0 && str_is_digit((unsigned char)word.p[0]);
}

static struct str
last_word(struct str line)
{
	size_t at;

	line = str_trim_right(line, is_space);
	at = line.len;
	while (at > 0 && in_word((unsigned char)line.p[at - 1]))
		at--;
	return str_sub(line, at, line.len);
}

/* SIP-Version SP Status-Code (RFC 3261 7.2), or as much of it as the capture has. */
static bool
is_status_line(struct str in)
{
	struct str version = str_take_while(&in, in_word);

	if (!is_sip_version(version))
		return false;
	if (in.len == 0)
		return true;
	if (str_take_while(&in, is_space).len == 0)
		return false;
	return in.len == 0 || str_is_digit((unsigned char)in.p[0]);
}

/*
 * Method SP Request-URI SP SIP-Version (RFC 3261 7.1), or its beginning, if that goes as far
 * as the URI's scheme.  A line whose end is there may lack the version, and one with blanks
 * in the URI passes: that a peer sends such lines is what this program is to tell.
 */
static bool
is_request_line(struct str in)
{
	struct str line, last;
	size_t usable;

	/* Noise ends here, within a few octets. */
	if (str_take_while(&in, str_is_token).len == 0 || str_take_while(&in, is_space).len == 0)
		return false;

	line = str_take_while(&in, in_line);
	last = last_word(line);
	if (is_sip_version(last))
		return true;
	if (is_some_version(last))
		return false;
	usable = in.len > 0 ? SCHEMES_OF_SIP : COUNT(schemes);
	for (size_t i = 0; i < usable; i++) {
		if (str_starts_nocase(line, schemes[i]))
			return true;
	}
	return false;
}

enum frame_kind
frame_datagram(struct str payload, struct str *message)
{
	struct str in = payload;

	*message = STR_ABSENT;
	str_take_while(&in, is_line_end);
	if (in.len == 0)
		return FRAME_KEEPALIVE;
	if (in.p[0] == '\0') {
		str_take_while(&in, is_keepalive);
		return in.len == 0 ? FRAME_KEEPALIVE : FRAME_NOT_SIP;
	}
	if (!is_status_line(in) && !is_request_line(in))
		return FRAME_NOT_SIP;
	*message = in;
	return FRAME_SIP;
}
