/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <stdlib.h>

#include <sipwhy/auth_param.h>

#include "guard.h"
#include "sip-check.h"

enum { HEADERS_MAX = 64, SECTIONS_MAX = 16 };

static bool
within(struct str whole, struct str part)
{
	if (str_absent(part))
		return part.len == 0;
	return part.p >= whole.p && part.p <= whole.p + whole.len &&
	       part.len <= (size_t)(whole.p + whole.len - part.p);
}

static const char *
check_parts(const struct sip_msg *m)
{
	const struct str parts[] = {
		m->start_line,  m->method,   m->request_uri, m->version, m->reason,   m->call_id,
		m->cseq.raw,    m->from,     m->to,          m->contact, m->from_tag, m->to_tag,
		m->cseq.method, m->from_uri, m->to_uri,      m->server,  m->sent_by,  m->via,
		m->user_agent,  m->branch,   m->contact_uri, m->body,
	};

	for (size_t i = 0; i < COUNT(parts); i++) {
		if (!within(m->raw, parts[i]))
			return "a view lies within the message";
	}
	return NULL;
}

/* What stands between two lines: one line end. */
static bool
is_line_end(const char *from, const char *to)
{
	struct str gap = { from, (size_t)(to - from) };

	return str_eq(gap, S("\n")) || str_eq(gap, S("\r\n"));
}

static const char *
check_header(const struct sip_msg *m, const struct sip_hdr *h, bool last)
{
	if (!within(m->raw, h->raw) || str_absent(h->raw) || h->raw.len == 0)
		return "a header field has octets of the message";
	if (!within(h->raw, h->name) || !within(h->raw, h->value))
		return "name and value lie within their field";
	if (!str_absent(h->name) && !str_absent(h->value) && h->name.p + h->name.len >= h->value.p)
		return "the value stands behind the name";
	if ((h->odd & HDR_NO_COLON) != 0 && h->id != HDR_OTHER)
		return "a line without a name has no id";
	if ((h->odd & HDR_CUT) != 0 && (!last || (m->odd & SIP_CUT) == 0))
		return "only the last field of a cut message is cut";
	return NULL;
}

static const char *
check_headers(const struct sip_msg *m)
{
	const char *broken = NULL;
	const char *behind;

	if (str_absent(m->start_line))
		return m->hdr_count == 0 ? NULL : "in an empty message there are no fields";
	behind = m->start_line.p + m->start_line.len;
	for (size_t i = 0; i < m->hdr_count && broken == NULL; i++) {
		const struct sip_hdr *h = &m->hdrs[i];

		broken = check_header(m, h, i + 1 == m->hdr_count);
		if (broken == NULL && !is_line_end(behind, h->raw.p))
			broken = "between two fields stands nothing but a line end";
		behind = h->raw.p + h->raw.len;
	}
	if (broken == NULL && !str_absent(m->body) && m->body.p <= behind)
		broken = "the body stands behind the header fields";
	return broken;
}

const char *
sip_check(const struct sip_msg *m)
{
	const char *broken = check_parts(m);

	if (broken == NULL)
		broken = check_headers(m);
	if (broken == NULL && m->is_request && (m->status != 0 || !str_absent(m->reason)))
		broken = "a request has no status";
	if (broken == NULL && m->status > 999)
		broken = "a status has three digits";
	if (broken == NULL && m->content_length_told && m->body.len > m->content_length)
		broken = "the body is no longer than Content-Length says";
	if (broken == NULL && (m->odd & SIP_HEADERS_OPEN) != 0 && !str_absent(m->body))
		broken = "without the end of the headers there is no body";
	if (broken == NULL && sip_msg_headers_whole(m) && str_absent(m->body))
		broken = "behind whole headers there is a body, be it empty";
	return broken;
}

/* One section of a field: where it lies, and behind the section before it. */
struct span {
	const struct sip_hdr *hdr;
	struct str raw;
};

static const char *
check_span(const struct sip_msg *m, const struct span *here, const struct span *before)
{
	if (!within(here->hdr->value, here->raw) || str_absent(here->raw))
		return "a section lies within its field";
	if (here->hdr < m->hdrs || here->hdr >= m->hdrs + m->hdr_count)
		return "a section knows its field";
	if (before->hdr != NULL &&
	    (here->hdr < before->hdr ||
	     (here->hdr == before->hdr && here->raw.p <= before->raw.p + before->raw.len - 1)))
		return "sections come in the order sent";
	return NULL;
}

static const char *
check_views(struct str raw, const struct str *views, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!within(raw, views[i]))
			return "a parameter lies within its section";
	}
	return NULL;
}

static const char *
check_challenges(const struct sip_msg *m)
{
	struct challenge found[SECTIONS_MAX];
	size_t count = challenges_of(m, found, COUNT(found));
	struct span before = { NULL, STR_ABSENT };
	const char *broken = NULL;

	for (size_t i = 0; i < count && i < COUNT(found) && broken == NULL; i++) {
		const struct challenge *c = &found[i];
		const struct span here = { c->hdr, c->raw };
		const struct str views[] = {
			c->scheme, c->realm,     c->nonce, c->opaque,   c->domain,
			c->stale,  c->algorithm, c->qop,   c->userhash, c->charset,
		};

		broken = check_span(m, &here, &before);
		if (broken == NULL)
			broken = check_views(c->raw, views, COUNT(views));
		before = here;
	}
	return broken;
}

static const char *
check_credentials(const struct sip_msg *m)
{
	struct credentials found[SECTIONS_MAX];
	size_t count = credentials_of(m, found, COUNT(found));
	struct span before = { NULL, STR_ABSENT };
	const char *broken = NULL;

	for (size_t i = 0; i < count && i < COUNT(found) && broken == NULL; i++) {
		const struct credentials *c = &found[i];
		const struct span here = { c->hdr, c->raw };
		const struct str views[] = {
			c->scheme, c->username, c->username_star, c->realm,  c->nonce,
			c->uri,    c->response, c->algorithm,     c->cnonce, c->opaque,
			c->qop,    c->nc,       c->userhash,      c->auts,
		};

		broken = check_span(m, &here, &before);
		if (broken == NULL)
			broken = check_views(c->raw, views, COUNT(views));
		before = here;
	}
	return broken;
}

static const char *
check_infos(const struct sip_msg *m)
{
	struct auth_info found[SECTIONS_MAX];
	size_t count = auth_infos_of(m, found, COUNT(found));
	struct span before = { NULL, STR_ABSENT };
	const char *broken = NULL;

	for (size_t i = 0; i < count && i < COUNT(found) && broken == NULL; i++) {
		const struct auth_info *c = &found[i];
		const struct span here = { c->hdr, c->raw };
		const struct str views[] = { c->nextnonce, c->qop, c->rspauth, c->cnonce, c->nc };

		broken = check_span(m, &here, &before);
		if (broken == NULL)
			broken = check_views(c->raw, views, COUNT(views));
		before = here;
	}
	return broken;
}

const char *
auth_check(const struct sip_msg *m)
{
	const char *broken = check_challenges(m);

	if (broken == NULL)
		broken = check_credentials(m);
	return broken == NULL ? check_infos(m) : broken;
}

void
parsed_begin(struct parsed *p, struct str text, size_t missing)
{
	struct str raw = guard(text);

	p->arena = arena_new(0);
	if (p->arena == NULL || !sip_msg_parse(raw, missing, HEADERS_MAX, p->arena, &p->m)) {
		printf("Bail out! no memory for a message\n");
		exit(EXIT_FAILURE);
	}
}

void
parsed_end(struct parsed *p)
{
	guard_free(p->m.raw);
	arena_free(p->arena);
}
