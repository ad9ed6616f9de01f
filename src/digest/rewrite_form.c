/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * By which other formula the response may have been made.
 */
#include "rewrite.h"

#define RFC2069 S("H(HA1:nonce:HA2)")
#define RFC2617 S("H(HA1:nonce:nc:cnonce:qop:HA2)")

void
rewrite_form_2069(struct search *s)
{
	/* The formula is all that changes: what it leaves out was sent, and is told as sent. */
	if (s->sent.form == DIGEST_FORM_2617)
		search_propose_form(s, &(struct form){ .parts = FORM_NONCE }, RFC2069);
}

/* Whether the form with qop has to take something that was not sent. */
static bool
lacks_set(const struct search *s)
{
	return str_absent(s->sent.nc) || str_absent(s->sent.cnonce) || str_absent(s->sent.qop);
}

static void
propose_set(struct search *s, struct str nc, struct str cnonce, struct str qop)
{
	search_propose_form(
		s,
		&(struct form){ .parts = FORM_NONCE_SET, .nc = nc, .cnonce = cnonce, .qop = qop },
		RFC2617);
}

void
rewrite_form_2617(struct search *s)
{
	if (!lacks_set(s))
		return;
	propose_set(s, S("00000001"), S(""), S("auth"));
	if (s->round->offer != NULL && qop_has(s->round->offer->qop, S("auth-int")))
		propose_set(s, S("00000001"), S(""), S("auth-int"));
}

/* What languages print for nothing. */
void
rewrite_form_null(struct search *s)
{
	static const char *const nothings[] = { "null", "", "undefined", "None", "nil", "(null)" };

	if (!lacks_set(s))
		return;
	for (size_t i = 0; i < COUNT(nothings); i++) {
		struct str nothing = str_of(nothings[i]);

		propose_set(s, nothing, nothing, nothing);
		propose_set(s, nothing, nothing, S("auth"));
	}
	propose_set(s, S("ffffffff"), S(""), S(""));
	propose_set(s, S("00000000"), S(""), S(""));
}

void
rewrite_form_no_nc(struct search *s)
{
	if (!str_absent(s->sent.cnonce))
		search_propose_form(s, &(struct form){ .parts = FORM_NONCE_CLIENT },
				    S("H(HA1:nonce:cnonce:HA2)"));
}

void
rewrite_form_2069_body(struct search *s)
{
	search_propose_form(s, &(struct form){ .parts = FORM_NONCE, .a2 = A2_BODY },
			    S("H(HA1:nonce:H(method:uri:H(body)))"));
}

void
rewrite_form_colons(struct search *s)
{
	bool set = s->sent.form == DIGEST_FORM_2617;
	struct form form = { .parts = set ? FORM_NONCE_SET : FORM_NONCE };

	form.ha1_twice = true;
	search_propose_form(s, &form,
			    set ? S("H(HA1:HA1:nonce:nc:cnonce:qop:HA2)")
				: S("H(HA1:HA1:nonce:HA2)"));
	form.ha1_twice = false;
	form.colon_behind = true;
	search_propose_form(s, &form,
			    set ? S("H(HA1:nonce:nc:cnonce:qop:HA2:)") : S("H(HA1:nonce:HA2:)"));
	form.colon_behind = false;
	form.first_bare = true;
	search_propose_form(s, &form,
			    set ? S("H(HA1nonce:nc:cnonce:qop:HA2)") : S("H(HA1nonce:HA2)"));
	form.first_bare = false;
	form.last_bare = true;
	search_propose_form(s, &form,
			    set ? S("H(HA1:nonce:nc:cnonce:qopHA2)") : S("H(HA1:nonceHA2)"));
}
