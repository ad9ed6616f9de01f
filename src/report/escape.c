/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>

#include <sipwhy/report.h>

#include "quote.h"

static void
put_escaped(FILE *out, struct str octets, uint32_t cp)
{
	if (cp == '\r' || cp == '\n' || cp == '\t') {
		fprintf(out, "\\%c", cp == '\r' ? 'r' : cp == '\n' ? 'n' : 't');
	} else if (cp == UTF8_BAD || cp < 0x80) {
		for (size_t i = 0; i < octets.len; i++)
			fprintf(out, "\\x%02x", (unsigned char)octets.p[i]);
	} else {
		fprintf(out, cp > 0xffff ? "\\U%08" PRIx32 : "\\u%04" PRIx32, cp);
	}
}

void
report_escape(FILE *out, struct str s)
{
	while (s.len > 0) {
		uint32_t cp;
		size_t n = utf8_next(s, &cp);

		if (char_is_active(cp))
			put_escaped(out, str_sub(s, 0, n), cp);
		else
			(void)fwrite(s.p, 1, n, out);
		s = str_sub(s, n, s.len);
	}
}
