/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which other nc, cnonce or qop may have been hashed.
 */
#include <inttypes.h>
#include <stdio.h>

#include "rewrite.h"
#include "texts.h"

static void
propose_number(struct search *s, const char *format, uint64_t value)
{
	char text[32];
	int len = 0;
	bool ok = true;

	/* The formats are our own, and few: spelled out, so that the compiler sees them. */
	if (format[0] == 'd')
		len = snprintf(text, sizeof(text), "%" PRIu64, value);
	else if (format[0] == 'D')
		len = snprintf(text, sizeof(text), "%08" PRIu64, value);
	else
		len = snprintf(text, sizeof(text), "%0*" PRIx64, format[0] - '0', value);
	search_propose(s, arena_dup(s->scratch, (struct str){ text, (size_t)len }, &ok));
	s->failed |= !ok;
}

void
rewrite_nc_digits(struct search *s)
{
	uint64_t value;

	if (!str_hex_to_u64(s->sent.nc, UINT32_MAX, &value))
		return;
	/* Of hexadecimal digits the fewest, 2, 3, … up to 7 and all 8; then in decimal. */
	for (char digits[] = "1"; digits[0] <= '8'; digits[0]++)
		propose_number(s, digits, value);
	propose_number(s, "d", value);
	propose_number(s, "D", value);
}

void
rewrite_nc_spelling(struct search *s)
{
	if (str_absent(s->sent.nc))
		return;
	search_propose(s, text_quoted(s, s->sent.nc));
	search_propose(s, text_upper(s, s->sent.nc));
	search_propose(s, text_lower(s, s->sent.nc));
}

void
rewrite_nc_other(struct search *s)
{
	uint64_t value;

	if (!str_hex_to_u64(s->sent.nc, UINT32_MAX, &value))
		return;
	if (value > 0)
		propose_number(s, "8", value - 1);
	propose_number(s, "8", value + 1);
	propose_number(s, "8", 1);
}

void
rewrite_cnonce_other(struct search *s)
{
	const struct exchange *x = s->near->exchange;
	bool ok = true;

	search_propose(s, S(""));
	if (!str_absent(s->sent.cnonce)) {
		search_propose(s, text_quoted(s, s->sent.cnonce));
		/* With the backslashes that stand before what they escape: RFC 3261 25.1. */
		search_propose(s, s->answer->cred->cnonce);
	}
	for (size_t i = 0; x != NULL && i < x->kept; i++) {
		if (x->rounds[i]->cred != NULL)
			search_propose(s,
				       auth_unquote(x->rounds[i]->cred->cnonce, s->scratch, &ok));
	}
	for (size_t i = 0; i < s->cnonces->count; i++)
		search_propose(s, (struct str){ s->cnonces->text[i], s->cnonces->len[i] });
	s->failed |= !ok;
}

void
rewrite_cnonce_fixed(struct search *s)
{
	/* JAIN-SIP's; the one of RFC 2617 3.5; the first number that glibc's rand() gives, as SIPp sends it. */
	search_propose(s, S("xyz"));
	search_propose(s, S("0a4f113b"));
	search_propose(s, S("6b8b4567"));
}

void
rewrite_qop_token(struct search *s)
{
	if (digest_is_auth_int(&s->sent)) {
		search_propose_qop(s, QOP_PLAIN, S("auth"));
	} else {
		search_propose_qop(s, QOP_PLAIN, S("auth-int"));
		search_propose_qop(s, QOP_BODY, S("auth-int"));
	}
}

void
rewrite_qop_list(struct search *s)
{
	static const char *const lists[] = { "auth,auth-int", "auth, auth-int", "auth-int,auth",
					     "auth-int, auth" };
	enum guess_how how = digest_is_auth_int(&s->sent) ? QOP_BODY : QOP_PLAIN;

	if (s->round->offer != NULL)
		search_propose_qop(s, how, s->round->offer->qop);
	for (size_t i = 0; i < COUNT(lists); i++)
		search_propose_qop(s, how, str_of(lists[i]));
}

void
rewrite_qop_spelling(struct search *s)
{
	enum guess_how how = digest_is_auth_int(&s->sent) ? QOP_BODY : QOP_PLAIN;

	if (str_absent(s->sent.qop))
		return;
	search_propose_qop(s, how, text_quoted(s, s->sent.qop));
	search_propose_qop(s, how, text_upper(s, s->sent.qop));
	search_propose_qop(s, how, text_lower(s, s->sent.qop));
}
