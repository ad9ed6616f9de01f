/* SPDX-License-Identifier: BSD-2-Clause */
#include "msg_parts.h"
#include "octet.h"

enum { STATUS_DIGITS = 3, STATUS_MIN = 100, STATUS_MAX = 699 };

static bool
is_token(struct str s)
{
	size_t len = s.len;

	return len > 0 && octet_take(&s, OCTET_TOKEN).len == len;
}

/* Exactly one SP: the grammar allows nothing else between the parts of a start line. */
static bool
take_space(struct str *in)
{
	struct str blanks = octet_take(in, OCTET_BLANK);

	return blanks.len == 1 && blanks.p[0] == ' ';
}

/* Status-Line = SIP-Version SP Status-Code SP Reason-Phrase.  RFC 3261 7.2 */
static bool
take_status_line(struct str in, struct sip_msg *m)
{
	uint64_t status = 0;
	struct str digits;
	bool good;

	m->version = octet_take_until(&in, OCTET_BLANK);
	good = take_space(&in);
	digits = octet_take_until(&in, OCTET_BLANK);
	if (digits.len == STATUS_DIGITS && str_to_u64(digits, UINT64_MAX, &status))
		m->status = (unsigned)status;
	good = take_space(&in) && good;
	m->reason = in;
	return good && status >= STATUS_MIN && status <= STATUS_MAX;
}

/* Cut the version off, if the last word is one; whether exactly one SP stands before it. */
static bool
take_version(struct str *in, struct str *version)
{
	size_t at = in->len;

	while (at > 0 && !octet_is(in->p[at - 1], OCTET_BLANK))
		at--;
	if (!str_starts_nocase(str_sub(*in, at, in->len), S("SIP/")))
		return false;
	*version = str_sub(*in, at, in->len);
	*in = str_sub(*in, 0, at);
	return at > 1 && in->p[at - 1] == ' ' && !octet_is(in->p[at - 2], OCTET_BLANK);
}

static bool
is_bare_uri(struct str s)
{
	size_t len = s.len;

	return len > 0 && s.p[0] != '<' && octet_take_until(&s, OCTET_BLANK).len == len;
}

/*
 * Request-Line = Method SP Request-URI SP SIP-Version.  RFC 3261 7.1
 * The version is taken from the end: a Request-URI with blanks in it, which some send, stays in
 * one piece.
 */
static bool
take_request_line(struct str in, struct sip_msg *m)
{
	struct str word = octet_take_until(&in, OCTET_BLANK);
	struct str rest;
	bool good;

	if (word.len > 0)
		m->method = word;
	good = is_token(word) && take_space(&in);
	rest = octet_trim(in);
	good = good && rest.len == in.len;
	good = take_version(&rest, &m->version) && good;
	if (rest.len > 0)
		m->request_uri = octet_trim(rest);
	return good && is_bare_uri(m->request_uri);
}

/* A part that the cut goes through is worse than none: another may begin the same way. */
static void
drop_cut(struct str *part, const struct line *line)
{
	if (!str_absent(*part) && part->p + part->len == line->text.p + line->text.len)
		*part = STR_ABSENT;
}

static char
last_of(struct str s)
{
	return s.len > 0 ? s.p[s.len - 1] : ' ';
}

void
start_line_parse(struct sip_msg *m, const struct line *line)
{
	bool good;

	m->start_line = line->text;
	m->is_request = !str_starts_nocase(line->text, S("SIP/"));
	good = m->is_request ? take_request_line(line->text, m) : take_status_line(line->text, m);
	if (headers_are_cut(m) && (line->odd & LINE_OPEN) != 0) {
		if (m->reason.len == 0 && !octet_is(last_of(line->text), OCTET_BLANK))
			m->status = 0;
		drop_cut(&m->method, line);
		/* As long as words may follow, none is the last, the version. */
		if (m->is_request)
			m->request_uri = m->version = STR_ABSENT;
		drop_cut(&m->version, line);
		drop_cut(&m->reason, line);
		return;
	}
	if (!good || !str_eq_nocase(m->version, S("SIP/2.0")) || (line->odd & LINE_CONTROL) != 0)
		m->odd |= SIP_START_LINE;
}
