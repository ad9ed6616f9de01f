/* SPDX-License-Identifier: BSD-2-Clause */
#define _DEFAULT_SOURCE
#include <inttypes.h>
#include <stdio.h>

#include "pcap_common.h"

static const struct {
	int dlt;
	enum link_type link;
} links[] = {
	{ DLT_EN10MB, LINK_ETHERNET },
	{ DLT_LINUX_SLL, LINK_LINUX_SLL },
	{ DLT_LINUX_SLL2, LINK_LINUX_SLL2 },
	{ DLT_RAW, LINK_RAW },
	{ DLT_IPV4, LINK_IPV4 },
	{ DLT_IPV6, LINK_IPV6 },
	{ DLT_NULL, LINK_NULL },
	{ DLT_LOOP, LINK_LOOP },
	{ DLT_PPP, LINK_PPP },
	{ DLT_PPP_SERIAL, LINK_PPP },
	{ DLT_PPP_PPPD, LINK_PPP_DIRECTION },
	{ DLT_PPP_WITH_DIR, LINK_PPP_DIRECTION },
	{ DLT_PPP_ETHER, LINK_PPP_ETHER },
	{ DLT_C_HDLC, LINK_CISCO_HDLC },
	{ DLT_MPLS, LINK_MPLS },
	{ DLT_IEEE802_11, LINK_WIFI },
	{ DLT_IEEE802_11_RADIO, LINK_RADIOTAP },
	{ DLT_PFLOG, LINK_PFLOG },
	{ DLT_JUNIPER_ETHER, LINK_JUNIPER_ETHERNET },
	{ DLT_JUNIPER_PPPOE, LINK_JUNIPER_ETHERNET },
	{ DLT_JUNIPER_PPP, LINK_JUNIPER_PPP },
	{ DLT_JUNIPER_CHDLC, LINK_JUNIPER_HDLC },
};

enum link_type
pcap_common_link(int dlt)
{
	for (size_t i = 0; i < COUNT(links); i++) {
		if (links[i].dlt == dlt)
			return links[i].link;
	}
	return LINK_OTHER;
}

void
pcap_common_name_link(struct source *s, int dlt)
{
	const char *name = pcap_datalink_val_to_name(dlt);

	if (name != NULL)
		(void)snprintf(s->link_name, sizeof(s->link_name), "%s", name);
	else
		(void)snprintf(s->link_name, sizeof(s->link_name), "DLT %d", dlt);
}

static int64_t
clamp(int64_t n, int64_t most)
{
	return n > most ? most : n < -most ? -most : n;
}

/*
 * A corrupt file may claim any time; what does not fit becomes the nearest that does, about
 * the years 1678 and 2261.
 */
static int64_t
nanoseconds(const struct timeval *t, long fraction_ns)
{
	enum { A_SECOND = 1000000000 };

	return clamp((int64_t)t->tv_sec, 9 * (int64_t)A_SECOND) * A_SECOND +
	       clamp((int64_t)t->tv_usec, 100 * (int64_t)A_SECOND) * fraction_ns;
}

void
pcap_common_packet(struct source *s, const struct pcap_pkthdr *header, const u_char *data,
		   long fraction_ns, struct packet *out)
{
	s->counts.packets++;
	s->counts.bytes += header->caplen;
	out->no = ++s->no;
	out->ts_ns = nanoseconds(&header->ts, fraction_ns);
	/* A packet cannot have been shorter than what was captured of it. */
	out->wire_len = header->len > header->caplen ? header->len : header->caplen;
	out->data = (struct str){ (const char *)data, header->caplen };
}

bool
pcap_common_compile(pcap_t *p, const char *filter, struct bpf_program *out, struct err *err)
{
	if (pcap_compile(p, out, filter, 1, PCAP_NETMASK_UNKNOWN) == 0)
		return true;
	return err_set(err, "the capture filter '%s' cannot be used: %s", filter, pcap_geterr(p));
}
