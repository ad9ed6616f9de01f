/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * frag.h - IP datagrams put together from their fragments (RFC 791 3.2, RFC 815, RFC 8200 4.5).
 *
 * Layer: 3 net.  Owns copies of the fragments that wait, up to LIMIT_FRAGMENTED datagrams of
 * LIMIT_FRAGMENT_BYTES in all.  What a receiver would make of fragments that overlap is not
 * known, so: in IPv4 the first octets stay, and a contradiction is told; in IPv6 the datagram is
 * given up (RFC 5722 4).  An exact copy of a fragment does no harm in either.
 */
#ifndef SIPWHY_FRAG_H
#define SIPWHY_FRAG_H

#include <sipwhy/limits.h>
#include <sipwhy/net.h>

struct frags;

enum frag_step {
	FRAG_HELD,      /* others are to come */
	FRAG_WHOLE,     /* that was the last of them to come */
	FRAG_REPEATED,  /* nothing new in it */
	FRAG_OVERLAP,   /* it contradicts what was there: not used, or the end of its datagram */
	FRAG_MALFORMED, /* of an impossible place or length: not used */
	FRAG_FULL,      /* its datagram is in more pieces than LIMIT_FRAGMENT_PIECES: not used */
	FRAG_NO_MEMORY,
};

struct frag_whole {
	uint8_t protocol;   /* the first fragment's */
	struct str payload; /* what is behind the IP header, up to where the capture cut it */
	size_t wire_bytes;  /* all of it */
	bool contradicted; /* with FRAG_HELD and FRAG_WHOLE: parts of it had come with other octets */
};

enum lost_why {
	LOST_TIMEOUT,  /* 30 s (IPv4) or 60 s (IPv6) after its first fragment to come */
	LOST_EVICTED,  /* a limit was reached, or memory was short, or had been: our loss */
	LOST_OVERLAP,  /* IPv6 fragments that overlap: any receiver drops it */
	LOST_REPEATED, /* stray copies of fragments of a datagram that was whole: no loss */
	LOST_END,      /* the input ended before it was whole: nobody knows */
	LOST_PASSED,   /* its ends have gone on: an answer came, or the next datagram */
};

/* A datagram that did not become whole. */
struct lost {
	enum lost_why why;
	/* Of the fragment at 0, or else the first to come; ports and interface are not set. */
	struct seen seen;
	uint8_t protocol;
	uint32_t id;
	/* From 0 up to the first hole; absent when that did not come, and for LOST_OVERLAP. */
	struct str start;
	size_t have_bytes; /* that came */
	size_t want_bytes; /* that there are; 0 when the last fragment did not come */
};

/* NULL when memory is short. */
struct frags *frags_new(struct limits *limits);
void frags_free(struct frags *f);
/*
 * Take in what ip_decode called DECODE_IP_FRAGMENT.  *seen: of this fragment, its addresses set;
 * `now_ns` never goes backward, and frags_lost has been asked at this time.  *out is set with
 * FRAG_WHOLE, and its payload is good until the next call; it may hold *ip's payload, from
 * there: an inner fragment is copied before it is overwritten.
 */
enum frag_step frags_add(struct frags *f, const struct ip_view *ip, const struct seen *seen,
			 int64_t now_ns, struct frag_whole *out);
/*
 * The next datagram that is over by `now_ns`, or over a limit; false when there is none.  To be
 * asked until then.  out->start is good until the next call of any function of this kind.
 */
bool frags_lost(struct frags *f, int64_t now_ns, struct lost *out);
/*
 * A UDP datagram between these ends, or its first fragment, is there: the next datagram that it shows to
 * be over, since it answers or follows it.  An answer is one 20 ms later, what follows 100 ms: a long
 * datagram may be so long on its way itself, on a slow link.  To be asked until false; looks at the last few that
 * wait.  out->start is as of frags_lost.
 */
bool frags_passed(struct frags *f, const struct seen *seen, struct lost *out);
/* The input has ended: the next of those that are left, the oldest first. */
bool frags_left(struct frags *f, struct lost *out);
/* When frags_lost next has to be asked; INT64_MIN for at once, INT64_MAX for never. */
int64_t frags_due_ns(const struct frags *f);
/* Datagrams that wait, and octets held for them. */
size_t frags_open(const struct frags *f);
size_t frags_held(const struct frags *f);

#endif
