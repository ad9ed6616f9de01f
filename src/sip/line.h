/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * line.h - the lines of a message's header section.
 *
 * Layer: 5 sip.  Private to src/sip.  Views only; every octet is looked at once, for line ends
 * and controls together.
 */
#ifndef SIPWHY_SIP_LINE_H
#define SIPWHY_SIP_LINE_H

#include <sipwhy/str.h>

enum line_odd {
	LINE_FOLDED = 1u << 0,
	LINE_BARE_LF = 1u << 1, /* ends, or a fold in it, with LF alone */
	LINE_BARE_CR = 1u << 2, /* a CR that no LF follows: kept as text */
	LINE_NUL = 1u << 3,
	LINE_CONTROL = 1u << 4, /* a control octet other than HTAB, bare CR and NUL included */
	LINE_OPEN = 1u << 5,    /* the input ended before its line end */
};

struct line {
	struct str text; /* without the last line end; folds still inside */
	unsigned odd;    /* enum line_odd */
};

/*
 * Cut the next line off *rest, which must not be absent.  With `folds`, the lines that continue it
 * belong to it (RFC 3261 7.3.1).  A CR that ends the input is half a line end: not in the text.
 */
void line_next(struct str *rest, bool folds, struct line *out);

/* Nothing but CRs: "\r\r\n" ends the headers of who meant "\r\n". */
bool line_is_blank(const struct line *line);

#endif
