/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "guard.h"
#include "sip-check.h"
#include "tap.h"

/* RFC 3261 20, 7.3.3; RFC 3326 for Reason; RFC 7615 for Proxy-Authentication-Info. */
static const struct {
	enum hdr_id id;
	const char *name;
	char compact;
} fields[] = {
	{ HDR_VIA, "Via", 'v' },
	{ HDR_FROM, "From", 'f' },
	{ HDR_TO, "To", 't' },
	{ HDR_CALL_ID, "Call-ID", 'i' },
	{ HDR_CSEQ, "CSeq", 0 },
	{ HDR_CONTACT, "Contact", 'm' },
	{ HDR_ROUTE, "Route", 0 },
	{ HDR_RECORD_ROUTE, "Record-Route", 0 },
	{ HDR_MAX_FORWARDS, "Max-Forwards", 0 },
	{ HDR_CONTENT_LENGTH, "Content-Length", 'l' },
	{ HDR_CONTENT_TYPE, "Content-Type", 'c' },
	{ HDR_EXPIRES, "Expires", 0 },
	{ HDR_RETRY_AFTER, "Retry-After", 0 },
	{ HDR_WARNING, "Warning", 0 },
	{ HDR_REASON, "Reason", 0 },
	{ HDR_USER_AGENT, "User-Agent", 0 },
	{ HDR_SERVER, "Server", 0 },
	{ HDR_WWW_AUTHENTICATE, "WWW-Authenticate", 0 },
	{ HDR_PROXY_AUTHENTICATE, "Proxy-Authenticate", 0 },
	{ HDR_AUTHORIZATION, "Authorization", 0 },
	{ HDR_PROXY_AUTHORIZATION, "Proxy-Authorization", 0 },
	{ HDR_AUTHENTICATION_INFO, "Authentication-Info", 0 },
	{ HDR_PROXY_AUTHENTICATION_INFO, "Proxy-Authentication-Info", 0 },
};

static enum hdr_id
id_of(const char *text, size_t len)
{
	struct str name = guard((struct str){ text, len });
	enum hdr_id id = hdr_id_of(name);

	guard_free(name);
	return id;
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The name with each letter's case turned round. */
static enum hdr_id
id_of_swapped(const char *name)
{
	char text[32] = { 0 };
	size_t len = strlen(name);

	for (size_t i = 0; i < len; i++)
		text[i] = (char)(is_letter(name[i]) ? name[i] ^ 0x20 : name[i]);
	return id_of(text, len);
}

static void
test_names(void)
{
	for (size_t i = 0; i < COUNT(fields); i++) {
		const char *name = fields[i].name;
		const char upper = (char)(fields[i].compact - 0x20);

		is_int(id_of(name, strlen(name)), fields[i].id, "%s is known", name);
		is_int(id_of_swapped(name), fields[i].id, "%s is known in the other case", name);
		is_int(id_of(name + 1, strlen(name) - 1), HDR_OTHER,
		       "%s without its first letter is not", name);
		is_str(str_of(hdr_name(fields[i].id)), str_of(name), "%s has its name", name);
		if (fields[i].compact != 0)
			ok(id_of(&fields[i].compact, 1) == fields[i].id &&
				   id_of(&upper, 1) == fields[i].id,
			   "%s has a compact form, in either case", name);
	}
	is_int(id_of("Vib", 3), HDR_OTHER, "another name of the same length is another field");
	is_int(id_of("Proxy-Authentication-Infos", 26), HDR_OTHER, "a longer name is another");
	is_int(id_of("k", 1), HDR_OTHER, "Supported is not looked at, nor is its compact form");
	is_int(hdr_id_of(STR_ABSENT), HDR_OTHER, "no name is no field");
	is_int(id_of("", 0), HDR_OTHER, "nor is an empty one");
	is_str(str_of(hdr_name(HDR_OTHER)), S(""), "other fields have no name of ours");
}

static const struct {
	const char *promise;
	struct str line; /* with its line end */
	struct str name, value;
	unsigned odd;
} lines[] = {
	{ "a field", S("Subject: lunch\r\n"), S("Subject"), S("lunch"), 0 },
	{ "blanks around a value are dropped", S("Subject: \t lunch \t\r\n"), S("Subject"),
	  S("lunch"), 0 },
	{ "no blank is needed", S("Subject:lunch\r\n"), S("Subject"), S("lunch"), 0 },
	{ "an empty value is there", S("Subject:\r\n"), S("Subject"), S(""), 0 },
	{ "a value of blanks is empty", S("Subject:  \r\n"), S("Subject"), S(""), 0 },
	{ "a colon in the value is text", S("Subject: a:b\r\n"), S("Subject"), S("a:b"), 0 },
	{ "blanks before the colon are lawful but told", S("Subject \t: x\r\n"), S("Subject"),
	  S("x"), HDR_SPACE_COLON },
	{ "a fold stays in the value", S("Subject: a\r\n b\r\n"), S("Subject"), S("a\r\n b"),
	  HDR_FOLDED },
	{ "a fold by a tab", S("Subject: a\r\n\tb\r\n"), S("Subject"), S("a\r\n\tb"), HDR_FOLDED },
	{ "many folds, the last one empty", S("Subject:\r\n a\r\n b\r\n \r\n"), S("Subject"),
	  S("a\r\n b"), HDR_FOLDED },
	{ "a fold after LF alone", S("Subject: a\n b\n"), S("Subject"), S("a\n b"), HDR_FOLDED },
	{ "a line without a colon is kept", S("garbage in\r\n"), STR_ABSENT, S("garbage in"),
	  HDR_NO_COLON },
	{ "a colon behind what is no token makes no field", S("see sip:a\r\n"), STR_ABSENT,
	  S("see sip:a"), HDR_NO_COLON },
	{ "nor does one behind nothing", S(": x\r\n"), STR_ABSENT, S(": x"), HDR_NO_COLON },
	{ "one letter is a compact name", S("s: x\r\n"), S("s"), S("x"), HDR_COMPACT },
	{ "a control octet is told", S("Subject: a\ab\r\n"), S("Subject"), S("a\ab"), HDR_CONTROL },
	{ "so is DEL", S("Subject: a\177b\r\n"), S("Subject"), S("a\177b"), HDR_CONTROL },
	{ "so is NUL", S("Subject: a\0b\r\n"), S("Subject"), S("a\0b"), HDR_CONTROL },
	{ "a tab is none", S("Subject: a\tb\r\n"), S("Subject"), S("a\tb"), 0 },
	{ "nor is UTF-8", S("Subject: \xc3\xa4\xe2\x82\xac\r\n"), S("Subject"),
	  S("\xc3\xa4\xe2\x82\xac"), 0 },
	{ "a bare CR is part of its line", S("Subject: a\rTo: b\r\n"), S("Subject"), S("a\rTo: b"),
	  HDR_CONTROL },
	{ "a doubled CR too, but it is blank", S("Subject: a\r\r\n"), S("Subject"), S("a"),
	  HDR_CONTROL },
	{ "controls are found in long values too",
	  S("Subject: 0123456789abcdef0123456789abcdef0123456789abcde\x01\r\n"), S("Subject"),
	  S("0123456789abcdef0123456789abcdef0123456789abcde\x01"), HDR_CONTROL },
};

/* Between a start line and the blank line, the message ending at a guard page. */
static void
parse_line(struct parsed *p, struct str line)
{
	const struct str before = S("OPTIONS sip:a SIP/2.0\r\n");
	char text[256];

	memcpy(text, before.p, before.len);
	memcpy(text + before.len, line.p, line.len);
	memcpy(text + before.len + line.len, "\r\n", 2);
	parsed_begin(p, (struct str){ text, before.len + line.len + 2 }, 0);
}

static void
test_lines(void)
{
	for (size_t i = 0; i < COUNT(lines); i++) {
		const struct sip_hdr *h;
		struct parsed p;

		parse_line(&p, lines[i].line);
		h = &p.m.hdrs[0];
		if (is_int((intmax_t)p.m.hdr_count, 1, "%s: one field", lines[i].promise)) {
			is_str(h->name, lines[i].name, "%s: its name", lines[i].promise);
			is_str(h->value, lines[i].value, "%s: its value", lines[i].promise);
			is_int(h->odd, lines[i].odd, "%s: what is odd", lines[i].promise);
		}
		is_str(str_of(sip_check(&p.m)), STR_ABSENT, "%s: nothing lost", lines[i].promise);
		parsed_end(&p);
	}
}

/* RFC 3261 25.1 token, octet by octet. */
static void
test_name_octets(void)
{
	const struct str others = S("-.!%*_+`'~");
	unsigned wrong = 0;

	for (unsigned c = 0; c < 256; c++) {
		const char name[] = { 'X', (char)c, 'Y', ':', ' ', 'v', '\r', '\n' };
		bool want = is_letter((char)c) || (c >= '0' && c <= '9') ||
			    (c != 0 && str_index(others, (char)c) >= 0);
		struct parsed p;

		if (c == '\n' || c == ':')
			continue; /* these two end a line, a name */
		parse_line(&p, (struct str){ name, sizeof(name) });
		if (((p.m.hdrs[0].odd & HDR_NO_COLON) == 0) != want)
			wrong++;
		parsed_end(&p);
	}
	is_int(wrong, 0, "a name is made of token characters, of all of them and of no other");
}

int
main(void)
{
	test_names();
	test_lines();
	test_name_octets();
	return done();
}
