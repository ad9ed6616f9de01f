/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * auth_param.h - the name=value elements of a challenge or of credentials.
 *
 * Layer: 5 sip.  Reads a header value it does not own, allocates nothing and
 * cannot fail: what the sender got wrong is reported, never refused.
 */
#ifndef SIPWHY_AUTH_PARAM_H
#define SIPWHY_AUTH_PARAM_H

#include <sipwhy/str.h>

/* What was odd about an element; bits, because oddities come in company. */
enum auth_param_odd {
	AUTH_PARAM_NO_NAME = 1u << 0,     /* ="x" */
	AUTH_PARAM_NO_VALUE = 1u << 1,    /* realm  or  realm= */
	AUTH_PARAM_OPEN_QUOTE = 1u << 2,  /* the closing quote never came */
	AUTH_PARAM_TRAILING = 1u << 3,    /* octets between value and comma */
	AUTH_PARAM_NO_COMMA = 1u << 4,    /* the next element follows without a comma */
	AUTH_PARAM_TYPOGRAPHIC = 1u << 5, /* quoted with U+201C … instead of " */
};

struct auth_param {
	struct str raw; /* the element as sent, for citation */
	struct str name;
	struct str value; /* surrounding quotes dropped, backslashes kept */
	bool quoted;
	unsigned odd; /* enum auth_param_odd */
};

/*
 * Cut the next element off *rest.  False at the end of the list.
 *
 * Always advances, so a loop over it ends on any input.  Elements come back in the order
 * sent, repeats included: which of two "qop" a peer obeyed is the caller's question.
 */
bool auth_param_next(struct str *rest, struct auth_param *out);

#endif
