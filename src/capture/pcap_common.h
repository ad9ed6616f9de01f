/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pcap_common.h - libpcap's words turned into ours.
 *
 * Layer: 2 capture.  Private to src/capture.  A file that includes this defines
 * _DEFAULT_SOURCE first: pcap.h speaks of u_int and u_char, which POSIX does not have.
 */
#ifndef SIPWHY_PCAP_COMMON_H
#define SIPWHY_PCAP_COMMON_H

#include <pcap.h>

#include "source_ops.h"

/* The link type for libpcap's number (a DLT_ value). */
enum link_type pcap_common_link(int dlt);
/* Set s->link_name to libpcap's name of it, or to its number. */
void pcap_common_name_link(struct source *s, int dlt);

/*
 * Number and count a packet, and describe it in *out except for the interface.
 * `fraction_ns`: nanoseconds in one unit of the header's fraction of a second.
 */
void pcap_common_packet(struct source *s, const struct pcap_pkthdr *header, const u_char *data,
			long fraction_ns, struct packet *out);

/* Compile BPF text for the packets of `p`; false and *err when it is wrong. */
bool pcap_common_compile(pcap_t *p, const char *filter, struct bpf_program *out, struct err *err);

#endif
