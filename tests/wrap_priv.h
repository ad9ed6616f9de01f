/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * wrap_priv.h - what the files of wrap share.
 */
#ifndef SIPWHY_TESTS_WRAP_PRIV_H
#define SIPWHY_TESTS_WRAP_PRIV_H

#include "wrap.h"

/* Put `n` octets before what is there, set to 0. */
uint8_t *wrap_front(struct wrap *w, size_t n);
void wrap_front16(struct wrap *w, unsigned v);
void wrap_front32(struct wrap *w, uint32_t v);
size_t wrap_len(const struct wrap *w);
void wrap_set16(uint8_t *p, unsigned v);
/* RFC 1071. */
unsigned wrap_checksum(const uint8_t *p, size_t n);
/* Addresses and the type of what is there. */
void wrap_ethernet(struct wrap *w);
/* The same, unless it is Ethernet. */
void wrap_need_ethernet(struct wrap *w);
void wrap_ip4(struct wrap *w, unsigned protocol);
void wrap_ip6(struct wrap *w, unsigned next);
/* In IPv4, without a checksum. */
void wrap_udp(struct wrap *w, unsigned src, unsigned dst);
/* Its PPP protocol; false for what PPP cannot hold. */
bool wrap_ppp(struct wrap *w);
bool wrap_pppoe(struct wrap *w);
void wrap_mpls(struct wrap *w);

#endif
