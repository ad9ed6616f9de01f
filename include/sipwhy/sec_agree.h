/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sec_agree.h - the lists of security mechanisms of RFC 3329.
 *
 * Layer: 5 sip.  Views only.  A list may be spread over several header fields of one name.
 */
#ifndef SIPWHY_SEC_AGREE_H
#define SIPWHY_SEC_AGREE_H

#include <sipwhy/sip_msg.h>

enum sec_list {
	SEC_CLIENT, /* Security-Client: what the client can do */
	SEC_SERVER, /* Security-Server: what the server can do */
	SEC_VERIFY, /* Security-Verify: the server's list, as the client got it */
};

/* One mechanism of a list. */
struct sec_mechanism {
	struct str raw; /* from its name to its last parameter */
	struct str name;
	struct str params; /* from the first ";" on */
};

/* Where the next mechanism stands; begins as { .m = …, .list = … }. */
struct sec_walk {
	const struct sip_msg *m;
	enum sec_list list;
	size_t next_hdr;
	struct str rest;
};

/* The next mechanism; false at the end. */
bool sec_walk_next(struct sec_walk *w, struct sec_mechanism *out);
/* The first field of this list, NULL for none. */
const struct sip_hdr *sec_list_hdr(const struct sip_msg *m, enum sec_list list);
/*
 * Whether `verify` repeats the list that `offer` carries in Security-Server: the same mechanisms in the same
 * order, each with the same parameters in any order.  Else *differs is the first of `offer` that is not
 * repeated, or the first that the client added.  Of more parameters than anybody sends none is compared.
 */
bool sec_lists_agree(const struct sip_msg *offer, const struct sip_msg *verify,
		     struct str *differs);
/* Whether the list of this message has a mechanism with which the client goes on where no octets of SIP are
 * to be seen: IPsec (which is all that is looked for with `ipsec_only`), or TLS. */
bool sec_hides(const struct sip_msg *m, enum sec_list list, bool ipsec_only);
/* Whether the client says that it knows the extension: sec-agree in Require, Proxy-Require or Supported. */
bool sec_agree_is_told(const struct sip_msg *m);

#endif
