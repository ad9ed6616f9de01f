/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * identity.h - who a request says it is from and for, and who authenticated.
 *
 * Layer: 9 diag.  Views into the message.
 */
#ifndef SIPWHY_IDENTITY_H
#define SIPWHY_IDENTITY_H

#include <sipwhy/exchange.h>
#include <sipwhy/sip_uri.h>

struct identity {
	struct sip_uri target, from, to; /* of Request-URI, From and To */
	struct sip_uri asserted; /* of P-Preferred-Identity, else P-Asserted-Identity; absent */
	struct str username;     /* of the credentials, whole */
	struct str user;         /* of it, without "sip:" and "@domain" */
	bool registers;          /* a REGISTER */
	/* Whom the request is on behalf of: the user of To for a REGISTER (RFC 3261 10.2), else of From. */
	struct str claimed;
};

/* `cred` may be NULL. */
void identity_of(const struct message *m, const struct credentials *cred, struct identity *out);
/* Whether the authenticated user and the claimed one are both told, and are not the same. */
bool identity_is_other(const struct identity *id);
/* The user who is shown to the one called: asserted, else in From. */
struct str identity_shown(const struct identity *id);
/* Whether a text is an IPv4 or IPv6 address, with or without brackets. */
bool host_is_address(struct str host);
/* Whether a user part is a telephone number: digits, at least three, perhaps after a plus sign. */
bool user_is_number(struct str user);

#endif
