/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dtls.h - datagrams that are encrypted (RFC 9147, 6347): counted by flow, not read.
 *
 * Layer: 4 stream.  Owns a table of the flows seen, at most LIMIT_ENCRYPTED_FLOWS; of more the
 * longest silent are forgotten, and counted anew when they speak again.
 */
#ifndef SIPWHY_DTLS_H
#define SIPWHY_DTLS_H

#include <sipwhy/limits.h>
#include <sipwhy/unit.h>

/*
 * Whether the payload of a datagram is DTLS records, up to its end and nothing else.
 * `missing_bytes`: how many more octets it had that the capture cut off.  O(records).
 */
bool dtls_is(struct str payload, size_t missing_bytes);

enum dtls_odd {
	DTLS_ODD_SIP,   /* flows with a port that SIP is usually on */
	DTLS_ODD_OTHER, /* other flows: as a rule the keys of media, not SIP */
	DTLS_ODD_COUNT_,
};

/* "dtls.sip", …: the name in the summary.  For people: dtls_odd_text. */
const char *dtls_odd_name(enum dtls_odd odd);
const char *dtls_odd_text(enum dtls_odd odd);

struct dtls_count {
	uint64_t flows;
	uint64_t first_frame;
	uint32_t first_input;
};

struct dtls_flows;

/* NULL when memory is short. */
struct dtls_flows *dtls_flows_new(struct limits *limits);
void dtls_flows_free(struct dtls_flows *d);
/* A datagram of which dtls_is is true, in either direction of a flow.  What was counted, or
 * DTLS_ODD_COUNT_ for a flow that is known.  O(1). */
enum dtls_odd dtls_flows_add(struct dtls_flows *d, const struct seen *seen);
struct dtls_count dtls_flows_count(const struct dtls_flows *d, enum dtls_odd odd);

#endif
