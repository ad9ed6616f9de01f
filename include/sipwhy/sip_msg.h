/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sip_msg.h - one SIP message, lossless.
 *
 * Layer: 5 sip.  Every field is a view into `raw`, which somebody else owns; only the array
 * of header fields is the arena's.  Never refuses: what the sender got wrong is a bit in `odd`,
 * and a field that is missing is absent.  The place of a view in `raw` is its citation.
 *
 * A part that ends where the capture ends is absent too, since nobody knows how it went on; its
 * sip_hdr has HDR_CUT and keeps what there is.  While header fields may be missing for that
 * reason, or were left unread, no bit says that one is.
 */
#ifndef SIPWHY_SIP_MSG_H
#define SIPWHY_SIP_MSG_H

#include <sipwhy/arena.h>
#include <sipwhy/sip_hdr.h>

enum sip_odd {
	SIP_CUT = 1u << 0,          /* octets of it are not in the capture */
	SIP_HEADERS_OPEN = 1u << 1, /* no blank line: whether more headers followed is not known */
	SIP_START_LINE = 1u << 2,   /* start line not as RFC 3261 7.1, 7.2 */
	SIP_BARE_LF = 1u << 3,      /* a line ends with LF alone */
	SIP_BARE_CR = 1u << 4,      /* a CR without LF: no line end, but part of its line */
	SIP_NO_CALL_ID = 1u << 5,
	SIP_NO_CSEQ = 1u << 6, /* absent or not "number method" */
	SIP_NO_VIA = 1u << 7,
	SIP_NO_FROM = 1u << 8,
	SIP_NO_TO = 1u << 9,
	SIP_REPEATED = 1u << 10, /* a field that may stand once stands twice: the first counts */
	SIP_LENGTH_MISSING = 1u << 11, /* no Content-Length: the body runs to the end */
	SIP_LENGTH_BAD = 1u << 12,     /* not a number, or two that differ */
	SIP_LENGTH_LONG = 1u << 13,    /* says more than is there */
	SIP_LENGTH_SHORT = 1u << 14,   /* says less: octets after the body */
	SIP_CSEQ_METHOD = 1u << 15,    /* CSeq method unlike the request's */
	SIP_NUL = 1u << 16,            /* a NUL in the headers */
	SIP_HEADERS_MANY = 1u << 17,   /* more fields than LIMIT_HEADERS: the rest not read */
	SIP_BAD_HEADER = 1u << 18,     /* some field has HDR_NO_COLON or HDR_CONTROL */
};

struct cseq {
	struct str raw; /* the value */
	uint32_t number;
	struct str method;
};

struct sip_msg {
	struct str raw;
	struct str start_line;
	bool is_request;
	struct str method;      /* request line; for a response the CSeq method */
	struct str request_uri; /* absent in a response */
	struct str version;
	unsigned status;   /* 0 in a request */
	struct str reason; /* reason phrase; absent in a request */

	struct sip_hdr *hdrs; /* in the order sent, repeats included */
	size_t hdr_count;

	struct str call_id;
	struct cseq cseq;
	struct str from, to, contact; /* whole values, the first of each */
	struct str from_tag, to_tag;
	struct str from_uri, to_uri, contact_uri;
	struct str user_agent, server;
	struct str via;             /* the topmost Via value */
	struct str branch, sent_by; /* of it */
	unsigned via_count;         /* Via values, commas counted */
	bool content_length_told;
	size_t content_length;
	struct str body; /* Content-Length long, or what there is */
	unsigned odd;    /* enum sip_odd */
};

/*
 * Take `raw` apart.  `missing_bytes`: octets of it that the capture cut off (0 if whole).
 * `max_headers`: fields beyond that are left unread (SIP_HEADERS_MANY).
 * False only when memory for the header array is short.  O(raw.len).
 */
bool sip_msg_parse(struct str raw, size_t missing_bytes, size_t max_headers, struct arena *a,
		   struct sip_msg *out);

/* The n-th (0, 1, …) field with this id, or NULL. */
const struct sip_hdr *sip_msg_hdr(const struct sip_msg *m, enum hdr_id id, size_t n);
/* The first field with this name, in any case; NULL for none.  Of the fields of enum hdr_id the
 * compact form counts too. */
const struct sip_hdr *sip_msg_hdr_named(const struct sip_msg *m, struct str name);

/* Whether no header field can be missing from what was captured: the blank line was seen, and
 * no field was left unread. */
bool sip_msg_headers_whole(const struct sip_msg *m);
/* Whether the body is all there. */
bool sip_msg_body_whole(const struct sip_msg *m);

/* "sip.no-call-id", …: the name of one bit of enum sip_odd, for the summary; NULL for no bit. */
const char *sip_odd_name(unsigned bit);
/* The same in words, for people. */
const char *sip_odd_text(unsigned bit);

#endif
