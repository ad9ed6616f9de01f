/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/differs.h>

/* What each hop writes for itself. */
static bool
is_routing(const struct sip_hdr *h)
{
	static const char *const names[] = { "Path", "Service-Route", "P-Charging-Vector" };

	switch (h->id) {
	case HDR_VIA:
	case HDR_ROUTE:
	case HDR_RECORD_ROUTE:
	case HDR_MAX_FORWARDS:
	case HDR_CONTENT_LENGTH:
		return true;
	default:
		break;
	}
	for (size_t i = 0; i < COUNT(names); i++) {
		if (str_eq_nocase(h->name, str_of(names[i])))
			return true;
	}
	return false;
}

static bool
same_name(const struct sip_hdr *a, const struct sip_hdr *b)
{
	return a->id == b->id && (a->id != HDR_OTHER || str_eq_nocase(a->name, b->name));
}

/* Which of the fields of its name this is: 0, 1, … */
static size_t
nth_of(const struct sip_msg *m, size_t at)
{
	size_t n = 0;

	for (size_t i = 0; i < at; i++)
		n += same_name(&m->hdrs[i], &m->hdrs[at]);
	return n;
}

static const struct sip_hdr *
same_in(const struct sip_msg *m, const struct sip_hdr *like, size_t n)
{
	for (size_t i = 0; i < m->hdr_count; i++) {
		if (same_name(&m->hdrs[i], like) && n-- == 0)
			return &m->hdrs[i];
	}
	return NULL;
}

size_t
messages_differ(const struct sip_msg *here, const struct sip_msg *there, struct field_change *out,
		size_t cap)
{
	size_t count = 0;

	if (!sip_msg_headers_whole(here) || !sip_msg_headers_whole(there))
		return 0;
	for (unsigned pass = 0; pass < 2; pass++) {
		const struct sip_msg *from = pass == 0 ? here : there,
				     *to = pass == 0 ? there : here;

		for (size_t i = 0; i < from->hdr_count; i++) {
			const struct sip_hdr *h = &from->hdrs[i],
					     *other = same_in(to, h, nth_of(from, i));

			if (is_routing(h) ||
			    (other != NULL && (pass == 1 || str_eq(h->value, other->value))))
				continue;
			if (count < cap)
				out[count] =
					(struct field_change){ h->id, h->name,
							       pass == 0 ? h->value : STR_ABSENT,
							       pass == 1       ? h->value
							       : other != NULL ? other->value
									       : STR_ABSENT };
			count++;
		}
	}
	return count;
}

bool
bodies_differ(const struct sip_msg *here, const struct sip_msg *there)
{
	return sip_msg_headers_whole(here) && sip_msg_headers_whole(there) &&
	       sip_msg_body_whole(here) && sip_msg_body_whole(there) &&
	       !str_eq(here->body, there->body) && here->body.len + there->body.len > 0;
}

enum { READ = 16 };

const struct credentials *
credentials_elsewhere(const struct round *r, struct credentials *room)
{
	struct credentials all[READ];
	size_t n;

	if (r->cred == NULL || r->answer.elsewhere == NULL)
		return NULL;
	n = credentials_of(&r->answer.elsewhere->sip, all, COUNT(all));
	for (size_t i = 0; i < n && i < COUNT(all); i++) {
		if (!all[i].is_digest || all[i].kind != r->cred->kind ||
		    (all[i].odd & AUTH_CUT) != 0)
			continue;
		if (!str_eq(all[i].realm, r->cred->realm) &&
		    !str_eq(all[i].response, r->cred->response))
			continue;
		*room = all[i];
		return room;
	}
	return NULL;
}

struct param_change
credentials_change(const struct credentials *here, const struct credentials *there)
{
	const struct param_change rows[] = {
		{ "uri", here->uri, there->uri },
		{ "realm", here->realm, there->realm },
		{ "nonce", here->nonce, there->nonce },
		{ "username", here->username, there->username },
		{ "response", here->response, there->response },
		{ "qop", here->qop, there->qop },
		{ "nc", here->nc, there->nc },
		{ "cnonce", here->cnonce, there->cnonce },
		{ "algorithm", here->algorithm, there->algorithm },
		{ "opaque", here->opaque, there->opaque },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		if (!str_eq(rows[i].here, rows[i].there))
			return rows[i];
	}
	return (struct param_change){ 0 };
}

bool
credentials_altered(const struct round *r)
{
	struct credentials room;
	const struct credentials *there = credentials_elsewhere(r, &room);

	/* With another response somebody else made these credentials, as a gateway does for itself. */
	return there != NULL && str_eq(r->cred->response, there->response) &&
	       credentials_change(r->cred, there).param != NULL;
}

/* The challenge with this realm in the message as it stood before it was passed on. */
static const struct challenge *
offer_elsewhere(const struct round *r, struct challenge all[READ], size_t *count)
{
	size_t n = challenges_of(&r->challenge.elsewhere->sip, all, READ);

	*count = n < READ ? n : READ;
	for (size_t i = 0; i < *count; i++) {
		if (all[i].is_digest && all[i].kind == r->offer->kind &&
		    str_eq(all[i].nonce, r->offer->nonce))
			return &all[i];
	}
	return NULL;
}

/* A challenge of another algorithm for this realm that did not come through. */
static struct param_change
lost_algorithm(const struct round *r, const struct challenge *all, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		bool there = false;

		if (!all[i].is_digest || !str_eq(all[i].realm, r->offer->realm))
			continue;
		for (size_t k = 0; k < r->offer_count; k++)
			there = there || (r->offers[k].alg == all[i].alg &&
					  str_eq(r->offers[k].realm, all[i].realm));
		if (!there)
			return (struct param_change){ "algorithm", r->offer->algorithm,
						      all[i].algorithm };
	}
	return (struct param_change){ 0 };
}

struct param_change
challenge_weakened(const struct round *r)
{
	struct challenge all[READ];
	const struct challenge *there;
	size_t count;

	if (r->offer == NULL || r->witness != NULL || r->challenge.msg == NULL ||
	    r->challenge.elsewhere == NULL ||
	    !sip_msg_headers_whole(&r->challenge.elsewhere->sip) ||
	    !sip_msg_headers_whole(&r->challenge.msg->sip))
		return (struct param_change){ 0 };
	there = offer_elsewhere(r, all, &count);
	if (there != NULL && !str_empty(there->qop) && !str_eq(there->qop, r->offer->qop))
		return (struct param_change){ "qop", r->offer->qop, there->qop };
	return lost_algorithm(r, all, count);
}
