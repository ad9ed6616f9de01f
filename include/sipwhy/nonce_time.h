/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nonce_time.h - the time that some servers write into their nonces.
 *
 * Layer: 7 auth.  A nonce is opaque to clients (RFC 2617 3.2.1); to who looks on, its form is known for
 * some servers.  It is read only where no other nonce can look so by chance.
 */
#ifndef SIPWHY_NONCE_TIME_H
#define SIPWHY_NONCE_TIME_H

#include <sipwhy/str.h>

/* The forms that are known, by the product that began with them. */
enum nonce_form {
	NONCE_FORM_NONE,
	NONCE_FORM_KAMAILIO, /* base64 of expiry, issue (4 octets each) and hashes */
	NONCE_FORM_OPENSIPS, /* 8 hexadecimal digits of expiry, then 32 or 40 more; SER and its heirs */
	NONCE_FORM_ASTERISK, /* decimal issue, "/", 32 hexadecimal digits; bound to the client's address */
	NONCE_FORM_SOFIA, /* base64 of the issue by NTP (8 octets) and 16 more */
};

struct nonce_time {
	enum nonce_form form;
	int64_t issued_s;   /* since 1970, by the clock of the server; -1 when not told */
	int64_t expires_s;  /* the same */
	int64_t lifetime_s; /* -1 when not told; of NONCE_FORM_OPENSIPS as far as the clocks agree */
};

/* Read a nonce that was issued at `ts_ns` by the capture's clock.  False, and form NONE, when it does not
 * tell. */
bool nonce_time_read(struct str nonce, int64_t ts_ns, struct nonce_time *out);
/* "Kamailio", …; "" for none. */
const char *nonce_form_name(enum nonce_form f);

#endif
