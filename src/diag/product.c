/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Products by the text of their Server and User-Agent fields, and what they are known to do as delivered.
 */
#include <sipwhy/profile.h>

static const struct server_product products[] = {
	{ "Kamailio", "kamailio", REFUSING_BY_CHALLENGE, true },
	{ "OpenSIPS", "opensips", REFUSING_BY_CHALLENGE, true },
	{ "FreePBX (Asterisk)", "fpbx", REFUSING_BY_CHALLENGE, true },
	{ "Asterisk", "asterisk", REFUSING_BY_CHALLENGE, true },
	{ "FreeSWITCH", "freeswitch", REFUSING_BY_403, true },
	{ "Flexisip", "flexisip", REFUSING_UNKNOWN, true },
	{ "sofia-sip", "sofia-sip", REFUSING_UNKNOWN, true },
	{ "FRITZ!Box", "fritz!", REFUSING_BY_CHALLENGE, true },
	{ "Yate", "yate", REFUSING_BY_CHALLENGE, true },
	{ "Twilio", "twilio", REFUSING_BY_403, false },
	{ "3CX", "3cx", REFUSING_UNKNOWN, false },
	{ "BroadWorks", "broadworks", REFUSING_UNKNOWN, false },
};

static bool
in_version(unsigned char c)
{
	return str_is_digit(c) || c == '.' || c == '-' || c == '_' || (c >= 'a' && c <= 'z');
}

/* The first number behind the token, with what is joined to it. */
static struct str
version_after(struct str text, struct str token)
{
	size_t at = 0;
	struct str rest;

	while (at + token.len <= text.len && !str_eq_nocase(str_sub(text, at, token.len), token))
		at++;
	rest = str_sub(text, at + token.len, text.len);
	while (rest.len > 0 && !str_is_digit((unsigned char)rest.p[0]))
		rest = str_sub(rest, 1, rest.len);
	rest = str_take_while(&rest, in_version);
	return str_empty(rest) ? STR_ABSENT : rest;
}

const struct server_product *
server_product_of(struct str text, struct str *version)
{
	*version = STR_ABSENT;
	for (size_t i = 0; i < COUNT(products); i++) {
		if (!str_has_nocase(text, str_of(products[i].token)))
			continue;
		*version = version_after(text, str_of(products[i].token));
		return &products[i];
	}
	return NULL;
}

struct str
server_text_of(const struct message *response)
{
	if (response == NULL || response->sip.is_request)
		return STR_ABSENT;
	return str_empty(response->sip.server) ? response->sip.user_agent : response->sip.server;
}
