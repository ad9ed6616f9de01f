/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The same text in other octets: charsets by iconv, normal forms by libunistring.
 */
#include <iconv.h>
#include <string.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#include "forms.h"

/* Octets that overwrite what a converter of several steps keeps between them. */
enum { BLANKS = 256 };

static void
wipe_converter(iconv_t cd, struct forms *f)
{
	char blanks[BLANKS];
	char *in = blanks, *out = f->room + f->len;
	size_t in_left = sizeof(blanks), out_left = FORMS_ROOM - f->len;

	memset(blanks, ' ', sizeof(blanks));
	(void)iconv(cd, NULL, NULL, NULL, NULL);
	(void)iconv(cd, &in, &in_left, &out, &out_left);
}

/* False, and nothing added, when the text has no such form or the charset is not installed. */
static bool
put_converted(struct forms *f, const char *to, const char *from)
{
	iconv_t cd = iconv_open(to, from);
	/* iconv reads it only. */
	union {
		const char *p;
		char *in;
	} in = { .p = f->password.p };
	char *out = f->room + f->len;
	size_t in_left = f->password.len, out_left = FORMS_ROOM - f->len;
	bool ok;

	if ((intptr_t)cd == -1)
		return false;
	/* More than 0: a character was replaced by one like it. */
	ok = iconv(cd, &in.in, &in_left, &out, &out_left) == 0 &&
	     iconv(cd, NULL, NULL, &out, &out_left) == 0;
	if (ok)
		f->len = (size_t)(out - f->room);
	wipe_converter(cd, f);
	(void)iconv_close(cd);
	return ok;
}

static void
give_converted(struct forms *f, const char *to, const char *from, const char *what)
{
	forms_new(f);
	if (put_converted(f, to, from))
		forms_give(f, what);
}

static void
give_utf16(struct forms *f)
{
	static const struct {
		const char *charset;
		struct str mark;
		const char *what;
	} rows[] = {
		{ "UTF-16LE", { "", 0 }, "in UTF-16, the low octet first" },
		{ "UTF-16BE", { "", 0 }, "in UTF-16, the high octet first" },
		{ "UTF-16LE", { "\xff\xfe", 2 }, "in UTF-16 with its mark, the low octet first" },
		{ "UTF-16BE", { "\xfe\xff", 2 }, "in UTF-16 with its mark, the high octet first" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		forms_new(f);
		forms_put(f, rows[i].mark);
		if (put_converted(f, rows[i].charset, "UTF-8"))
			forms_give(f, rows[i].what);
	}
}

static bool
normalise(struct forms *f, uninorm_t nf)
{
	size_t len = FORMS_ROOM;

	forms_new(f);
	/* It would be of the heap when there was no room for it, which the caller has seen to. */
	if (u8_normalize(nf, (const uint8_t *)f->password.p, f->password.len, (uint8_t *)f->room,
			 &len) != (uint8_t *)f->room)
		return false;
	f->len = len;
	return true;
}

static void
give_normal(struct forms *f)
{
	const struct {
		uninorm_t nf;
		const char *what;
	} rows[] = {
		{ UNINORM_NFC, "in Unicode's composed form (NFC)" },
		{ UNINORM_NFD, "in Unicode's decomposed form (NFD)" },
		{ UNINORM_NFKC, "in Unicode's form NFKC" },
		{ UNINORM_NFKD, "in Unicode's form NFKD" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		if (normalise(f, rows[i].nf))
			forms_give(f, rows[i].what);
	}
}

/* NFD, and then no marks: what is typed on a keyboard that has none. */
static void
give_without_marks(struct forms *f)
{
	size_t used = 0;

	if (!normalise(f, UNINORM_NFD))
		return;
	for (size_t i = 0; i < f->len;) {
		ucs4_t cp;
		int n = u8_mbtouc(&cp, (const uint8_t *)f->room + i, f->len - i);

		if (n <= 0)
			return;
		if (uc_combining_class(cp) == 0) {
			memmove(f->room + used, f->room + i, (size_t)n);
			used += (size_t)n;
		}
		i += (size_t)n;
	}
	f->len = used;
	forms_give(f, "without accents");
}

enum beyond { BEYOND_ASKED, BEYOND_DROPPED, BEYOND_LOW };

/* What programs that know ASCII only make of the other characters. */
static void
give_narrow(struct forms *f, enum beyond how, const char *what)
{
	const uint8_t *p = (const uint8_t *)f->password.p;
	size_t left = f->password.len;

	forms_new(f);
	while (left > 0) {
		ucs4_t cp;
		int n = u8_mbtouc(&cp, p, left);

		if (n <= 0)
			return;
		if (cp < 0x80)
			forms_put_octet(f, (char)cp);
		else if (how == BEYOND_ASKED)
			forms_put_octet(f, '?');
		else if (how == BEYOND_LOW)
			forms_put_octet(f, (char)(cp & 0xff));
		p += n;
		left -= (size_t)n;
	}
	forms_give(f, what);
}

static bool
is_ascii(struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	}
	return true;
}

static void
give_charsets(struct forms *f)
{
	static const struct {
		const char *charset, *what;
	} rows[] = {
		{ "ISO-8859-1", "in Latin-1" },
		{ "CP1252", "in Windows-1252" },
		{ "ISO-8859-15", "in Latin-9" },
		{ "ISO-8859-2", "in Latin-2" },
		{ "CP1250", "in Windows-1250" },
		{ "CP1251", "in Windows-1251" },
		{ "KOI8-R", "in KOI8-R" },
		{ "CP850", "in code page 850" },
		{ "CP437", "in code page 437" },
		{ "MACINTOSH", "in Mac Roman" },
		{ "SHIFT_JIS", "in Shift JIS" },
		{ "EUC-JP", "in EUC-JP" },
		{ "GBK", "in GBK" },
		{ "BIG5", "in Big5" },
		{ "EUC-KR", "in EUC-KR" },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		give_converted(f, rows[i].charset, "UTF-8", rows[i].what);
}

void
forms_charset(struct forms *f)
{
	struct str pw = f->password;
	bool utf8 = str_is_utf8(pw);

	/* No normal form takes more than 18 octets for one (Unicode 15, annex 15, 9.2). */
	if (str_empty(pw) || pw.len * 18 > FORMS_ROOM)
		return;
	if (utf8)
		give_utf16(f);
	if (is_ascii(pw))
		return;
	give_converted(f, "UTF-8", "ISO-8859-1", "as UTF-8 made of octets taken for Latin-1");
	give_converted(f, "UTF-8", "CP1252", "as UTF-8 made of octets taken for Windows-1252");
	if (!utf8)
		return;
	give_charsets(f);
	give_normal(f);
	give_without_marks(f);
	give_narrow(f, BEYOND_ASKED, "with \"?\" for what is not ASCII");
	give_narrow(f, BEYOND_DROPPED, "without what is not ASCII");
	give_narrow(f, BEYOND_LOW, "with the low octet of each character");
}
