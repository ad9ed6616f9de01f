/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * param.h - what stands before and behind the ";" of a header value.
 *
 * Layer: 5 sip.  Private to src/sip.  Views only.  RFC 3261 25.1 generic-param, name-addr.
 */
#ifndef SIPWHY_SIP_PARAM_H
#define SIPWHY_SIP_PARAM_H

#include <sipwhy/str.h>

struct param {
	struct str name;
	struct str value; /* { p, 0 } without "="; the quotes of a quoted string dropped */
};

/*
 * Cut the next ";name=value" off *rest.  False at the end, or at the comma before the next value
 * of the field, which then begins *rest.  Always advances.
 */
bool param_next(struct str *rest, struct param *out);

/* The URI of the first value of a field, and what follows it from its first ";" on. */
void name_addr_split(struct str value, struct str *uri, struct str *params);

#endif
