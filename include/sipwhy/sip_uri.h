/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sip_uri.h - the parts of a SIP URI (RFC 3261 19.1), and of the name-addr around one.
 *
 * Layer: 5 sip.  Views only; never fails: a part that is not there is absent.
 */
#ifndef SIPWHY_SIP_URI_H
#define SIPWHY_SIP_URI_H

#include <sipwhy/str.h>

struct sip_uri {
	struct str raw;
	struct str
		scheme; /* "sip", "sips", "tel", … without the colon; absent when there is none */
	struct str user;    /* without password and "@" */
	struct str host;    /* IPv6 with its brackets */
	struct str port;    /* digits */
	struct str params;  /* from the first ";" to "?" or the end, the ";" included */
	struct str headers; /* from "?", included */
};

/* `text`: a URI, or one in "<>", which are no part of `raw`.  Of other schemes than sip and sips,
 * what stands before the parameters is the user unless an "@" says better. */
void sip_uri_parse(struct str text, struct sip_uri *out);

/* The URI in a From, To, Contact or Route value: inside "<>", or else up to the first ";". */
struct str name_addr_uri(struct str value);
/* A parameter of a header value (";name=value" after the URI), RFC 3261 25.1; absent for none.
 * Present without "=" gives { p, 0 }, and quotes around a value are dropped.  Names in any case.
 * Semicolons in "<>" and quotes are passed over; of several values the first one counts. */
struct str hdr_param(struct str value, struct str name);

struct via {
	struct str raw;
	struct str transport; /* "UDP" */
	struct str sent_by;   /* host and port as written */
	struct str branch, received, rport;
};

/* The first Via of a value that may hold several, separated by commas. */
void via_parse(struct str value, struct via *out);
/* How many values, separated by commas outside quotes, a header field holds. */
unsigned hdr_value_count(struct str value);

#endif
