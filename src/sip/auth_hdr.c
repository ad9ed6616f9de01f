/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/auth_hdr.h>

#include "auth_section.h"
#include "octet.h"

/* RFC 3261 25.1 digest-cln, RFC 7616 3.3. */
static const struct auth_slot challenge_slots[] = {
	{ .name = S("realm"), .bit = AUTH_NAME_REALM, .at = offsetof(struct challenge, realm) },
	{ .name = S("nonce"), .bit = AUTH_NAME_NONCE, .at = offsetof(struct challenge, nonce) },
	{ .name = S("opaque"), .bit = AUTH_NAME_OPAQUE, .at = offsetof(struct challenge, opaque) },
	{ .name = S("domain"), .bit = AUTH_NAME_DOMAIN, .at = offsetof(struct challenge, domain) },
	{ .name = S("stale"), .bit = AUTH_NAME_STALE, .at = offsetof(struct challenge, stale) },
	{ .name = S("algorithm"),
	  .bit = AUTH_NAME_ALGORITHM,
	  .at = offsetof(struct challenge, algorithm),
	  .odd_quoted = AUTH_ALGORITHM_QUOTED },
	{ .name = S("qop"),
	  .bit = AUTH_NAME_QOP,
	  .at = offsetof(struct challenge, qop),
	  .odd_bare = AUTH_QOP_BARE,
	  .list = true },
	{ .name = S("userhash"),
	  .bit = AUTH_NAME_USERHASH,
	  .at = offsetof(struct challenge, userhash) },
	{ .name = S("charset"),
	  .bit = AUTH_NAME_CHARSET,
	  .at = offsetof(struct challenge, charset) },
};

/* RFC 3261 25.1 dig-resp, RFC 7616 3.4, RFC 3310 3.4. */
static const struct auth_slot credentials_slots[] = {
	{ .name = S("username"),
	  .bit = AUTH_NAME_USERNAME,
	  .at = offsetof(struct credentials, username) },
	{ .name = S("username*"),
	  .bit = AUTH_NAME_USERNAME_STAR,
	  .at = offsetof(struct credentials, username_star) },
	{ .name = S("realm"), .bit = AUTH_NAME_REALM, .at = offsetof(struct credentials, realm) },
	{ .name = S("nonce"), .bit = AUTH_NAME_NONCE, .at = offsetof(struct credentials, nonce) },
	{ .name = S("uri"), .bit = AUTH_NAME_URI, .at = offsetof(struct credentials, uri) },
	{ .name = S("response"),
	  .bit = AUTH_NAME_RESPONSE,
	  .at = offsetof(struct credentials, response) },
	{ .name = S("algorithm"),
	  .bit = AUTH_NAME_ALGORITHM,
	  .at = offsetof(struct credentials, algorithm),
	  .odd_quoted = AUTH_ALGORITHM_QUOTED },
	{ .name = S("cnonce"),
	  .bit = AUTH_NAME_CNONCE,
	  .at = offsetof(struct credentials, cnonce) },
	{ .name = S("opaque"),
	  .bit = AUTH_NAME_OPAQUE,
	  .at = offsetof(struct credentials, opaque) },
	{ .name = S("qop"),
	  .bit = AUTH_NAME_QOP,
	  .at = offsetof(struct credentials, qop),
	  .odd_quoted = AUTH_QOP_QUOTED },
	{ .name = S("nc"),
	  .bit = AUTH_NAME_NC,
	  .at = offsetof(struct credentials, nc),
	  .odd_quoted = AUTH_NC_QUOTED },
	{ .name = S("userhash"),
	  .bit = AUTH_NAME_USERHASH,
	  .at = offsetof(struct credentials, userhash) },
	{ .name = S("auts"), .bit = AUTH_NAME_AUTS, .at = offsetof(struct credentials, auts) },
	/* 3GPP TS 24.229 7.2A.2 */
	{ .name = S("integrity-protected"),
	  .at = offsetof(struct credentials, integrity_protected) },
};

static const struct auth_form challenge_form = { challenge_slots, COUNT(challenge_slots) };
static const struct auth_form credentials_form = { credentials_slots, COUNT(credentials_slots) };

size_t
challenges_of(const struct sip_msg *m, struct challenge *out, size_t cap)
{
	size_t count = 0;

	for (size_t i = 0; i < m->hdr_count; i++) {
		const struct sip_hdr *h = &m->hdrs[i];
		struct auth_section part;
		struct auth_walk walk;

		if (h->id != HDR_WWW_AUTHENTICATE && h->id != HDR_PROXY_AUTHENTICATE)
			continue;
		auth_walk_begin(&walk, h);
		for (;; count++) {
			struct challenge c = { .hdr = h };

			if (!auth_walk_next(&walk, &challenge_form, &c, &part))
				break;
			c.kind = h->id == HDR_WWW_AUTHENTICATE ? AUTH_WWW : AUTH_PROXY;
			c.raw = part.raw;
			c.scheme = part.scheme;
			c.is_digest = part.is_digest;
			c.odd = part.odd;
			c.forms = part.forms;
			c.alg = auth_algorithm_of(c.algorithm);
			if (count < cap)
				out[count] = c;
		}
	}
	return count;
}

size_t
credentials_of(const struct sip_msg *m, struct credentials *out, size_t cap)
{
	size_t count = 0;

	for (size_t i = 0; i < m->hdr_count; i++) {
		const struct sip_hdr *h = &m->hdrs[i];
		struct auth_section part;
		struct auth_walk walk;

		if (h->id != HDR_AUTHORIZATION && h->id != HDR_PROXY_AUTHORIZATION)
			continue;
		auth_walk_begin(&walk, h);
		for (;; count++) {
			struct credentials c = { .hdr = h };

			if (!auth_walk_next(&walk, &credentials_form, &c, &part))
				break;
			c.kind = h->id == HDR_AUTHORIZATION ? AUTH_WWW : AUTH_PROXY;
			c.raw = part.raw;
			c.scheme = part.scheme;
			c.is_digest = part.is_digest;
			c.odd = part.odd;
			c.forms = part.forms;
			c.alg = auth_algorithm_of(c.algorithm);
			if (count < cap)
				out[count] = c;
		}
	}
	return count;
}

bool
auth_param_find(struct str raw, struct str scheme, struct str name, size_t n,
		struct auth_param *out)
{
	struct str rest = str_sub(raw, scheme.len, raw.len);

	while (auth_param_next(&rest, out)) {
		if (octet_same_token(out->name, name) && n-- == 0)
			return true;
	}
	return false;
}

bool
credentials_only_name(const struct credentials *c)
{
	return !str_absent(c->nonce) && str_empty(c->nonce) && !str_absent(c->response) &&
	       str_empty(c->response) && str_empty(c->auts) && (c->odd & AUTH_CUT) == 0;
}

bool
challenge_is_stale(const struct challenge *c)
{
	return str_eq_nocase(str_trim(c->stale, str_is_lws), S("true"));
}

struct str
auth_unquote(struct str value, struct arena *a, bool *ok)
{
	struct str out;
	char *p;
	size_t n = 0;

	if (str_index(value, '\\') < 0)
		return value;
	p = arena_alloc(a, value.len);
	if (p == NULL) {
		*ok = false;
		return STR_ABSENT;
	}
	for (size_t i = 0; i < value.len; i++) {
		/* A backslash at the end escapes nothing, and stands for itself. */
		if (value.p[i] == '\\' && i + 1 < value.len)
			i++;
		p[n++] = value.p[i];
	}
	out = (struct str){ p, n };
	return out;
}

const char *
auth_credentials_header(enum auth_kind k)
{
	return hdr_name(k == AUTH_PROXY ? HDR_PROXY_AUTHORIZATION : HDR_AUTHORIZATION);
}

const char *
auth_challenge_header(enum auth_kind k)
{
	return hdr_name(k == AUTH_PROXY ? HDR_PROXY_AUTHENTICATE : HDR_WWW_AUTHENTICATE);
}

bool
auth_value_eq(struct str a, struct str b)
{
	if (str_absent(a) || str_absent(b))
		return str_absent(a) && str_absent(b);
	if (str_eq(a, b))
		return true;
	for (;;) {
		(void)(a.len > 1 && str_take(&a, '\\'));
		(void)(b.len > 1 && str_take(&b, '\\'));
		if (a.len == 0 || b.len == 0)
			return a.len == b.len;
		if (a.p[0] != b.p[0])
			return false;
		a = str_sub(a, 1, a.len);
		b = str_sub(b, 1, b.len);
	}
}

bool
auth_value_is(struct str value, struct str plain)
{
	if (str_absent(value) || str_absent(plain))
		return str_absent(value) && str_absent(plain);
	if (str_index(value, '\\') < 0)
		return str_eq(value, plain);
	while (value.len > 0 && plain.len > 0) {
		(void)(value.len > 1 && str_take(&value, '\\'));
		if (value.p[0] != plain.p[0])
			return false;
		value = str_sub(value, 1, value.len);
		plain = str_sub(plain, 1, plain.len);
	}
	return value.len == plain.len;
}
