/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "msg_parts.h"
#include "octet.h"

/* Most messages have fewer fields than this. */
enum { HEADERS_USUAL = 24 };

/* The array that grows; what it grew out of stays in the arena, so less than twice is lost. */
struct headers {
	struct arena *arena;
	size_t room, max;
};

static bool
headers_grow(struct headers *grow, struct sip_msg *m)
{
	size_t room = grow->room == 0 ? HEADERS_USUAL : 2 * grow->room;
	struct sip_hdr *wider;

	if (room > grow->max)
		room = grow->max;
	wider = arena_array(grow->arena, room, sizeof(*wider));
	if (wider == NULL)
		return false;
	if (m->hdr_count > 0)
		memcpy(wider, m->hdrs, m->hdr_count * sizeof(*wider));
	m->hdrs = wider;
	grow->room = room;
	return true;
}

/*
 * field-name HCOLON field-value.  RFC 3261 7.3.1
 * `cut`: the capture may end inside the line, so that what is missing in it proves nothing.
 */
static void
header_split(const struct line *line, bool cut, struct sip_hdr *h)
{
	struct str in = line->text;
	struct str blanks;

	h->raw = line->text;
	h->odd = ((line->odd & LINE_FOLDED) != 0 ? HDR_FOLDED : 0) |
		 ((line->odd & LINE_CONTROL) != 0 ? HDR_CONTROL : 0) | (cut ? HDR_CUT : 0);
	h->name = octet_take(&in, OCTET_TOKEN);
	blanks = octet_take(&in, OCTET_BLANK);
	if (h->name.len > 0 && str_take(&in, ':')) {
		h->id = hdr_id_of(h->name);
		h->value = octet_trim(in);
		h->odd |= (blanks.len > 0 ? HDR_SPACE_COLON : 0) |
			  (h->name.len == 1 ? HDR_COMPACT : 0);
		return;
	}
	if (cut && h->name.len > 0 && in.len == 0)
		return; /* its colon may come where nobody looked */
	h->name = STR_ABSENT;
	h->value = octet_trim(line->text);
	h->odd |= HDR_NO_COLON;
}

static unsigned
odd_of_line(const struct line *line)
{
	return ((line->odd & LINE_BARE_LF) != 0 ? SIP_BARE_LF : 0) |
	       ((line->odd & LINE_BARE_CR) != 0 ? SIP_BARE_CR : 0) |
	       ((line->odd & LINE_NUL) != 0 ? SIP_NUL : 0);
}

/* Of headers that just end, with no capture to blame. */
static unsigned
odd_of_end(struct str raw)
{
	if (raw.len == 0)
		return SIP_START_LINE;
	return raw.p[raw.len - 1] == '\r' ? SIP_BARE_CR : 0;
}

/* Take the header section off *rest, its blank line too.  False when memory is short. */
static bool
headers_read(struct headers *grow, struct str *rest, struct sip_msg *m)
{
	while (rest->len > 0) {
		struct sip_hdr *h;
		struct line line;

		line_next(rest, true, &line);
		m->odd |= odd_of_line(&line);
		if (line_is_blank(&line)) {
			if ((line.odd & LINE_OPEN) == 0)
				m->odd &= ~(unsigned)SIP_HEADERS_OPEN;
			return true;
		}
		if (m->hdr_count == grow->max) {
			m->odd |= SIP_HEADERS_MANY;
			continue;
		}
		if (m->hdr_count == grow->room && !headers_grow(grow, m))
			return false;
		h = &m->hdrs[m->hdr_count++];
		/* With its line end there, but not the octet after it, a fold could follow. */
		header_split(&line, rest->len == 0 && (m->odd & SIP_CUT) != 0, h);
		if ((h->odd & (HDR_NO_COLON | HDR_CONTROL)) != 0)
			m->odd |= SIP_BAD_HEADER;
	}
	return true;
}

/* RFC 3261 18.3: Content-Length octets, or without it all that the datagram holds. */
static void
body_read(struct str rest, size_t missing_bytes, struct sip_msg *m)
{
	size_t there = missing_bytes < SIZE_MAX - rest.len ? rest.len + missing_bytes : SIZE_MAX;

	m->body = rest;
	if (!m->content_length_told)
		return;
	m->body = str_sub(rest, 0, m->content_length);
	if (m->content_length > there)
		m->odd |= SIP_LENGTH_LONG;
	else if (m->content_length < there)
		m->odd |= SIP_LENGTH_SHORT;
}

bool
sip_msg_parse(struct str raw, size_t missing_bytes, size_t max_headers, struct arena *a,
	      struct sip_msg *out)
{
	struct headers grow = { .arena = a, .max = max_headers };
	struct str rest = raw;
	struct line line;

	*out = (struct sip_msg){ .raw = raw, .odd = SIP_HEADERS_OPEN };
	if (missing_bytes > 0)
		out->odd |= SIP_CUT;
	if (raw.len > 0) {
		line_next(&rest, false, &line);
		out->odd |= odd_of_line(&line);
		start_line_parse(out, &line);
	}
	if (!headers_read(&grow, &rest, out))
		return false;
	if ((out->odd & SIP_HEADERS_OPEN) != 0 && missing_bytes == 0)
		out->odd |= odd_of_end(raw);
	fields_read(out);
	if ((out->odd & SIP_HEADERS_OPEN) == 0)
		body_read(rest, missing_bytes, out);
	return true;
}

const struct sip_hdr *
sip_msg_hdr(const struct sip_msg *m, enum hdr_id id, size_t n)
{
	for (size_t i = 0; i < m->hdr_count; i++) {
		if (m->hdrs[i].id == id && n-- == 0)
			return &m->hdrs[i];
	}
	return NULL;
}

const struct sip_hdr *
sip_msg_hdr_named(const struct sip_msg *m, struct str name)
{
	enum hdr_id id = hdr_id_of(name);

	if (id != HDR_OTHER)
		return sip_msg_hdr(m, id, 0);
	for (size_t i = 0; i < m->hdr_count; i++) {
		if (!str_absent(name) && str_eq_nocase(m->hdrs[i].name, name))
			return &m->hdrs[i];
	}
	return NULL;
}

bool
sip_msg_headers_whole(const struct sip_msg *m)
{
	return (m->odd & (SIP_HEADERS_OPEN | SIP_HEADERS_MANY)) == 0;
}

bool
sip_msg_body_whole(const struct sip_msg *m)
{
	if (m->content_length_told)
		return m->body.len == m->content_length;
	return (m->odd & (SIP_CUT | SIP_HEADERS_OPEN)) == 0;
}
