/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "secret_store.h"

bool
place_wrong(const struct place *at, const char *what)
{
	return err_set(at->err, "%s: line %zu: %s", at->name, at->line, what);
}

static bool
is_blank(unsigned char c)
{
	return c == ' ' || c == '\t';
}

/* The digits as digest.h writes them, since HA1 is hashed as text. */
static struct str
lower_copy(struct vault *vault, struct str hex, bool *ok)
{
	char *p = vault_take(vault, hex.len);

	if (p == NULL) {
		*ok = false;
		return STR_ABSENT;
	}
	for (size_t i = 0; i < hex.len; i++)
		p[i] = hex.p[i] >= 'A' && hex.p[i] <= 'F' ? (char)(hex.p[i] | 0x20) : hex.p[i];
	return (struct str){ p, hex.len };
}

static bool
is_digits(struct str s)
{
	struct str rest = s;

	return str_take_while(&rest, str_is_hex).len == s.len;
}

static bool
add(const struct place *at, struct secret *one)
{
	if (str_empty(one->user))
		return place_wrong(at, "no user name");
	if (str_empty(one->realm))
		return place_wrong(at,
				   "no realm; for a password that is good in any realm write *");
	/* An HA1 is made of its realm; all else can be good in every one. */
	if (str_absent(one->ha1) && str_eq(one->realm, S("*")))
		one->realm = STR_ABSENT;
	return secrets_put(at->secrets, one, at->err);
}

/* PASSWORD, after plain:. */
static bool
parse_plain(const struct place *at, struct str text, struct secret *out)
{
	bool ok = true;

	out->password = vault_dup(secrets_vault(at->secrets), text, &ok);
	return ok || err_memory(at->err);
}

static bool
take_ha1(const struct place *at, struct str digits, struct secret *out)
{
	bool ok = true;

	out->ha1 = lower_copy(secrets_vault(at->secrets), digits, &ok);
	return ok || err_memory(at->err);
}

/* HA1, or ALGORITHM:HA1. */
static bool
parse_ha1(const struct place *at, struct str text, struct secret *out)
{
	struct str digits = str_trim(text, is_blank);
	struct str name = str_cut(&text, ':');
	size_t want;

	if ((digits.len == 32 || digits.len == 64) && is_digits(digits))
		return take_ha1(at, digits, out);
	out->ha1_alg = auth_algorithm_of(str_trim(name, is_blank));
	if (auth_algorithm_is_sess(out->ha1_alg))
		return place_wrong(at, "the HA1 of a -sess algorithm is that of the plain one, "
				       "whose name belongs here");
	out->ha1_alg_known = out->ha1_alg == ALGORITHM_MD5 || out->ha1_alg == ALGORITHM_SHA_256 ||
			     out->ha1_alg == ALGORITHM_SHA_512_256;
	if (!out->ha1_alg_known)
		return place_wrong(at,
				   "no HA1 of 32 or 64 hexadecimal digits after the realm; a "
				   "password is written user:realm:plain:PASSWORD, a realm with a "
				   "colon in it \"user\",\"realm\",\"password\"");
	digits = str_trim(text, is_blank);
	want = auth_algorithm_hex(out->ha1_alg);
	if (digits.len != want || !is_digits(digits))
		return place_wrong(at, want == 32 ? "an HA1 of MD5 has 32 hexadecimal digits"
						  : "an HA1 of SHA-256 or SHA-512-256 has 64 "
						    "hexadecimal digits");
	return take_ha1(at, digits, out);
}

/* user:realm: and one of the forms below. */
static bool
parse_colons(const struct place *at, struct str line)
{
	static const struct {
		struct str begins;
		bool (*parse)(const struct place *at, struct str text, struct secret *out);
	} forms[] = {
		{ { "plain:", 6 }, parse_plain },
		{ { "aka:", 4 }, secret_parse_res },
		{ { "aka-k:", 6 }, secret_parse_k },
		{ { "", 0 }, parse_ha1 },
	};
	struct vault *vault = secrets_vault(at->secrets);
	struct str rest = line, user, realm;
	struct secret one;
	bool ok = true;
	size_t i = 0;

	user = str_cut(&rest, ':');
	if (str_index(rest, ':') < 0)
		return place_wrong(at, "neither user:realm:HA1, user:realm:plain:PASSWORD nor "
				       "\"user\",\"realm\",\"password\"");
	realm = str_cut(&rest, ':');
	one = (struct secret){ .user = vault_dup(vault, user, &ok),
			       .realm = vault_dup(vault, realm, &ok) };
	if (!ok)
		return err_memory(at->err);
	while (!str_starts(rest, forms[i].begins))
		i++;
	rest = str_sub(rest, forms[i].begins.len, rest.len);
	return forms[i].parse(at, rest, &one) && add(at, &one);
}

/* Cut what stands between quotes off `in`, the quotes too; escapes stay inside. */
static bool
take_quoted(struct str *in, struct str *out)
{
	size_t i = 1;

	if (in->len == 0 || in->p[0] != '"')
		return false;
	for (; i < in->len; i++) {
		bool twin = i + 1 < in->len && in->p[i + 1] == '"';

		if (in->p[i] == '\\' || (in->p[i] == '"' && twin))
			i++;
		else if (in->p[i] == '"')
			break;
	}
	if (i >= in->len)
		return false;
	*out = (struct str){ in->p + 1, i - 1 };
	*in = str_sub(*in, i + 1, in->len);
	return true;
}

/* The octet after a backslash, of C's escapes as wireshark reads them; it writes \xNN alone. */
static bool
take_escape(struct str *in, char *out)
{
	static const char letters[] = "abfnrtv\\\"'?", octets[] = "\a\b\f\n\r\t\v\\\"'?";
	const char *letter;
	uint64_t octet;

	if (in->len >= 3 && in->p[0] == 'x' &&
	    str_hex_to_u64(str_sub(*in, 1, 2), UINT8_MAX, &octet)) {
		*out = (char)octet;
		*in = str_sub(*in, 3, in->len);
		return true;
	}
	letter = in->len > 0 ? memchr(letters, in->p[0], sizeof(letters) - 1) : NULL;
	if (letter == NULL)
		return false;
	*out = octets[letter - letters];
	*in = str_sub(*in, 1, in->len);
	return true;
}

/* `out` has room for in.len octets; false for an escape that is none. */
static bool
unescape(struct str in, char *out, size_t *len)
{
	*len = 0;
	while (in.len > 0) {
		char c = in.p[0];

		in = str_sub(in, 1, in.len);
		if (c == '\\' && !take_escape(&in, &c))
			return false;
		else if (c == '"')
			(void)str_take(&in, '"');
		out[(*len)++] = c;
	}
	return true;
}

/* "user","realm","password": a line of wireshark's table of SIP users. */
static bool
parse_quoted(const struct place *at, struct str line)
{
	struct secret one = { 0 };
	struct str *const fields[] = { &one.user, &one.realm, &one.password };

	for (size_t i = 0; i < COUNT(fields); i++) {
		struct str text;
		char *room;

		str_take_while(&line, is_blank);
		if (i > 0 && !str_take(&line, ','))
			return place_wrong(
				at, "three fields in quotes, with commas between, are needed");
		str_take_while(&line, is_blank);
		if (!take_quoted(&line, &text))
			return place_wrong(
				at, "a field is not in quotes, or its quote is never closed");
		room = vault_take(secrets_vault(at->secrets), text.len);
		if (room == NULL)
			return err_memory(at->err);
		fields[i]->p = room;
		if (!unescape(text, room, &fields[i]->len))
			return place_wrong(
				at, "a backslash begins no escape; one backslash is written \\\\");
	}
	str_take_while(&line, is_blank);
	if (line.len > 0)
		return place_wrong(at, "something follows the third field");
	return add(at, &one);
}

static bool
parse_line(const struct place *at, struct str line)
{
	struct str rest = line;

	if (str_index(line, '\0') >= 0)
		return place_wrong(at, "a NUL octet; the file must be UTF-8 text");
	/* Text of another charset would be hashed as other octets than the server's, and be called a wrong password. */
	if (!str_is_utf8(line))
		return place_wrong(at, "not UTF-8; save the file as UTF-8, or write such octets as "
				       "\\xNN in \"user\",\"realm\",\"password\"");
	str_take_while(&rest, is_blank);
	if (rest.len == 0 || line.p[0] == '#')
		return true;
	if (rest.p[0] == '"')
		return parse_quoted(at, rest);
	return parse_colons(at, line);
}

bool
secrets_parse(struct secrets *s, struct str text, const char *name, struct err *err)
{
	struct place at = { .secrets = s, .name = name, .line = 1, .err = err };
	bool ok = true;

	if (str_starts(text, S("\xff\xfe")) || str_starts(text, S("\xfe\xff")))
		return err_set(err, "%s: this is UTF-16; save it as UTF-8", name);
	if (str_starts(text, S("\xef\xbb\xbf")))
		text = str_sub(text, 3, text.len);

	for (; ok && text.len > 0; at.line++) {
		bool ends = str_index(text, '\n') >= 0;
		struct str line = str_cut(&text, '\n');

		if (ends && line.len > 0 && line.p[line.len - 1] == '\r')
			line.len--;
		ok = parse_line(&at, line);
	}
	secrets_index(s);
	return ok;
}
