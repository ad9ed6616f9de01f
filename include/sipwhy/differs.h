/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * differs.h - one message seen at two points: which of its fields are not the same.
 *
 * Layer: 9 diag.  Fields that each hop writes anew (RFC 3261 16.6, 16.7: Via, Route, Record-Route, Path,
 * Max-Forwards, Content-Length, the Request-URI) are passed over.  Views into both messages.
 */
#ifndef SIPWHY_DIFFERS_H
#define SIPWHY_DIFFERS_H

#include <sipwhy/exchange.h>

/* One field that is not the same; absent where it is not there. */
struct field_change {
	enum hdr_id id;
	struct str name; /* as written where it stands */
	struct str here, there;
};

enum { FIELD_CHANGES = 16 };

/*
 * Compare field by field, the n-th of a name with the n-th, whole values, octet by octet.  Returns how many differ; no
 * more than `cap` are stored, those of `here` first.  Both messages must have all their headers (sip_msg_headers_whole),
 * else 0 is returned, since nothing can be said.  O(fields squared).
 */
size_t messages_differ(const struct sip_msg *here, const struct sip_msg *there,
		       struct field_change *out, size_t cap);
/* Whether both bodies are whole in the capture and not the same. */
bool bodies_differ(const struct sip_msg *here, const struct sip_msg *there);

/* A parameter of one header field whose value is not the same at two points. */
struct param_change {
	const char *param; /* "uri"; NULL: none */
	struct str here, there;
};

/* The credentials of a round, and the same ones (realm or response unchanged) where its answer was seen elsewhere; NULL
 * when they are not there, or not whole.  `room` keeps them. */
const struct credentials *credentials_elsewhere(const struct round *r, struct credentials *room);
/* The first parameter that a digest is made from, or that names it, which differs; param NULL when none does. */
struct param_change credentials_change(const struct credentials *here,
				       const struct credentials *there);
/* Whether something on the way changed what the digest is made from, and left the digest. */
bool credentials_altered(const struct round *r);
/* The same of an offer, in what a client chooses by: qop and algorithm. */
struct param_change challenge_weakened(const struct round *r);

#endif
