/* SPDX-License-Identifier: BSD-2-Clause */
#include "tcp_priv.h"

static const struct {
	const char *name, *text;
} odds[TCP_ODD_COUNT_] = {
	[TCP_ODD_GAP] = { "tcp.gap",
			  "gaps in TCP streams: what was sent there is not in the capture" },
	[TCP_ODD_CUT] = { "tcp.cut", "TCP segments that the capture cut: capture with -s 0" },
	[TCP_ODD_CONTRADICTION] = { "tcp.contradiction",
				    "TCP segments sent again with other octets: the first were read" },
	[TCP_ODD_NO_BEGINNING] = { "tcp.no-beginning",
				   "TCP connections that were open when the capture began" },
	[TCP_ODD_STRAY] = { "tcp.stray", "TCP segments far from where their stream is: not read" },
};

void
stream_count_add(struct stream_count *n, const struct seen *seen)
{
	if (n->count++ > 0 || seen == NULL)
		return;
	n->first_frame = seen->frame;
	n->first_input = seen->input;
}

const char *
tcp_odd_name(enum tcp_odd odd)
{
	return odds[odd].name;
}

const char *
tcp_odd_text(enum tcp_odd odd)
{
	return odds[odd].text;
}

struct stream_count
tcp_odd_count(const struct tcp *t, enum tcp_odd odd)
{
	return t->odd[odd];
}

size_t
tcp_open(const struct tcp *t)
{
	return t->conns.count;
}

size_t
tcp_held(const struct tcp *t)
{
	return t->held;
}

uint64_t
tcp_dropped(const struct tcp *t)
{
	return t->dropped;
}
