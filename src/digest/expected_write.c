/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "expected_priv.h"

enum { NAMES_BYTES = 512 };

struct writer {
	char *p;
	size_t len;
	struct written *out;
};

static void
put(struct writer *w, struct str text)
{
	if (text.len > 0)
		memcpy(w->p + w->len, text.p, text.len);
	w->len += text.len;
}

static void
begin_value(struct writer *w, const char *name, enum expected_param param)
{
	put(w, str_of(name));
	put(w, S("="));
	w->out->at[param] = (struct str){ w->p + w->len, 0 };
}

static void
end_value(struct writer *w, enum expected_param param)
{
	struct str *at = &w->out->at[param];

	at->len = (size_t)(w->p + w->len - at->p);
}

/* RFC 3261 25.1 quoted-string.  Unless `plain`, the value has its escapes; one that came without quotes
 * around it may lack some. */
static void
put_quoted(struct writer *w, const char *name, enum expected_param param, struct str value,
	   bool plain)
{
	begin_value(w, name, param);
	put(w, S("\""));
	for (size_t i = 0; i < value.len; i++) {
		bool pair = !plain && value.p[i] == '\\' && i + 1 < value.len;

		if ((value.p[i] == '\\' && !pair) || value.p[i] == '"')
			put(w, S("\\"));
		put(w, str_sub(value, i, pair ? 2 : 1));
		i += pair;
	}
	put(w, S("\""));
	end_value(w, param);
}

static void
put_token(struct writer *w, const char *name, enum expected_param param, struct str value)
{
	begin_value(w, name, param);
	put(w, value);
	end_value(w, param);
}

static void
put_user(struct writer *out, const struct wanted *w)
{
	if (w->extended)
		put_token(out, "username*", EXPECTED_USERNAME, w->user);
	else
		put_quoted(out, "username", EXPECTED_USERNAME, w->user, w->plain_user);
}

static void
put_params(struct writer *out, const struct wanted *w)
{
	const struct challenge *o = w->offer;
	struct str open = S("\xe2\x80\xa6");

	put_user(out, w);
	put_quoted(out, ", realm", EXPECTED_REALM, o->realm, false);
	put_quoted(out, ", nonce", EXPECTED_NONCE, o->nonce, false);
	put_quoted(out, ", uri", EXPECTED_URI, w->uri, w->plain_uri);
	put_quoted(out, ", response", EXPECTED_RESPONSE,
		   w->response.len > 0 ? digest_hex_str(&w->response) : open, true);
	if (!str_absent(o->algorithm))
		put_token(out, ", algorithm", EXPECTED_ALGORITHM, o->algorithm);
	if (w->with_cnonce)
		put_quoted(out, ", cnonce", EXPECTED_CNONCE,
			   (struct str){ w->cnonce, CNONCE_DIGITS }, true);
	if (!str_absent(o->opaque))
		put_quoted(out, ", opaque", EXPECTED_OPAQUE, o->opaque, false);
	if (!str_absent(w->qop)) {
		put_token(out, ", qop", EXPECTED_QOP, w->qop);
		put_token(out, ", nc", EXPECTED_NC, (struct str){ w->nc, NC_DIGITS });
	}
	if (w->userhash)
		put_token(out, ", userhash", EXPECTED_USERHASH, S("true"));
}

void
expected_write(const struct wanted *w, struct arena *a, struct written *out)
{
	const struct challenge *o = w->offer;
	/* Every octet of a value may need an escape. */
	size_t room = NAMES_BYTES + 2 * (w->user.len + o->realm.len + o->nonce.len + w->uri.len +
					 o->opaque.len + o->algorithm.len);
	struct writer to = { .p = arena_alloc(a, room), .out = out };

	*out = (struct written){ .header = STR_ABSENT };
	if (to.p == NULL)
		return;
	put(&to, str_of(auth_credentials_header(o->kind)));
	put(&to, S(": Digest "));
	put_params(&to, w);
	out->header = (struct str){ to.p, to.len };
}
