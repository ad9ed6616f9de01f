/* SPDX-License-Identifier: BSD-2-Clause */
#include "sip-check.h"

enum { SECTIONS_MAX = 8 };

/* The same octets in the same place, or nothing. */
static bool
same_or_absent(struct str whole_raw, struct str cut_raw, struct str whole, struct str cut)
{
	return str_absent(cut) ||
	       (str_eq(whole, cut) && whole.p - whole_raw.p == cut.p - cut_raw.p);
}

/* The start line's parts and the fields of a message, to be compared one by one. */
struct views {
	struct str v[21];
};

static struct views
views_of(const struct sip_msg *m)
{
	return (struct views){ {
		m->method,   m->request_uri, m->version,  m->reason, m->call_id,
		m->cseq.raw, m->cseq.method, m->from,     m->to,     m->contact,
		m->from_tag, m->to_tag,      m->from_uri, m->to_uri, m->contact_uri,
		m->via,      m->branch,      m->sent_by,  m->server, m->user_agent,
	} };
}

static const char *
compare_messages(const struct sip_msg *whole, const struct sip_msg *cut)
{
	const struct views want = views_of(whole), got = views_of(cut);
	const size_t count = cut->hdr_count;

	for (size_t i = 0; i < COUNT(want.v); i++) {
		if (!same_or_absent(whole->raw, cut->raw, want.v[i], got.v[i]))
			return "a field is as in the whole message, or absent";
	}
	if (cut->status != 0 && cut->status != whole->status)
		return "the status too";
	if (cut->cseq.number != 0 && cut->cseq.number != whole->cseq.number)
		return "the CSeq number too";
	if (count > whole->hdr_count || cut->via_count > whole->via_count)
		return "there are no more fields";
	for (size_t i = 0; i + 1 < count; i++) {
		if (cut->hdrs[i].id != whole->hdrs[i].id ||
		    cut->hdrs[i].odd != whole->hdrs[i].odd ||
		    !str_eq(cut->hdrs[i].value, whole->hdrs[i].value))
			return "all fields but the last are as in the whole message";
	}
	if ((cut->odd & ~(whole->odd | SIP_CUT | SIP_HEADERS_OPEN)) != 0)
		return "nothing is odd that is not odd in the whole message";
	if (!sip_msg_headers_whole(cut) && count > 0 && (cut->hdrs[count - 1].odd & HDR_CUT) == 0 &&
	    cut->raw.p[cut->raw.len - 1] != '\r')
		return "the unfinished field says so";
	return NULL;
}

static struct views
views_of_challenge(const struct challenge *c)
{
	return (struct views){ {
		c->realm,
		c->nonce,
		c->opaque,
		c->domain,
		c->stale,
		c->algorithm,
		c->qop,
		c->userhash,
		c->charset,
		c->scheme,
	} };
}

static struct views
views_of_credentials(const struct credentials *c)
{
	return (struct views){ {
		c->username,
		c->username_star,
		c->realm,
		c->nonce,
		c->uri,
		c->response,
		c->algorithm,
		c->cnonce,
		c->opaque,
		c->qop,
		c->nc,
		c->userhash,
		c->auts,
		c->scheme,
	} };
}

/* One section's views and odd bits, whichever kind it is. */
struct section {
	struct views views;
	unsigned odd;
};

typedef size_t sections_of(const struct sip_msg *m, struct section out[SECTIONS_MAX]);

static size_t
offers_of(const struct sip_msg *m, struct section out[SECTIONS_MAX])
{
	struct challenge found[SECTIONS_MAX];
	size_t n = challenges_of(m, found, SECTIONS_MAX);

	for (size_t i = 0; i < n && i < SECTIONS_MAX; i++)
		out[i] = (struct section){ views_of_challenge(&found[i]), found[i].odd };
	return n;
}

static size_t
answers_of(const struct sip_msg *m, struct section out[SECTIONS_MAX])
{
	struct credentials found[SECTIONS_MAX];
	size_t n = credentials_of(m, found, SECTIONS_MAX);

	for (size_t i = 0; i < n && i < SECTIONS_MAX; i++)
		out[i] = (struct section){ views_of_credentials(&found[i]), found[i].odd };
	return n;
}

static const char *
compare_section(const struct sip_msg *whole, const struct sip_msg *cut, const struct section *want,
		const struct section *got)
{
	bool less = false;

	for (size_t i = 0; i < COUNT(want->views.v); i++) {
		if (!same_or_absent(whole->raw, cut->raw, want->views.v[i], got->views.v[i]))
			return "a parameter is as in the whole message, or absent";
		less = less || str_absent(got->views.v[i]) != str_absent(want->views.v[i]);
	}
	if (less && (got->odd & AUTH_CUT) == 0)
		return "where one is missing, AUTH_CUT says why";
	if ((got->odd & ~(want->odd | AUTH_CUT)) != 0)
		return "nothing is odd about them that is not so in the whole message";
	return NULL;
}

static const char *
compare_auth(const struct sip_msg *whole, const struct sip_msg *cut, sections_of *find)
{
	struct section want[SECTIONS_MAX], got[SECTIONS_MAX];
	size_t wanted = find(whole, want), n = find(cut, got);
	const char *broken = n > wanted ? "there are no more sections" : NULL;

	for (size_t i = 0; i < n && i < SECTIONS_MAX && broken == NULL; i++)
		broken = compare_section(whole, cut, &want[i], &got[i]);
	return broken;
}

const char *
cut_check(const struct sip_msg *whole, const struct sip_msg *cut)
{
	const char *broken = compare_messages(whole, cut);

	if (broken == NULL)
		broken = compare_auth(whole, cut, offers_of);
	if (broken == NULL)
		broken = compare_auth(whole, cut, answers_of);
	return broken;
}
