/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hep_octets.h - HEP packets made by a script in Python, with its zlib and gzip.
 *
 * All hold hep_message, seen at 1700000000.123456 on its way from 192.0.2.10:5062, or
 * [2001:db8::10]:5062, to 192.0.2.1:5060, or [2001:db8::1]:5060, by the agent 2001.
 */
#ifndef SIPWHY_TESTS_HEP_OCTETS_H
#define SIPWHY_TESTS_HEP_OCTETS_H

#include <sipwhy/str.h>

extern const struct str hep_message;
/* TCP, with node name "edge-7", correlation id "corr-1", VLAN 100, a key, a vendor's chunk. */
extern const struct str hep3_ipv4;
extern const struct str hep3_ipv6;
/* Compressed; the last one has 100000 digits 0 behind the message. */
extern const struct str hep3_zlib, hep3_gzip, hep3_raw, hep3_wide;
/* The header's length counts the time or not. */
extern const struct str hep2_ipv4, hep2_ipv6, hep2_counted;
/* The second with the number that FreeBSD has for IPv6. */
extern const struct str hep1_ipv4, hep1_bsd;

#endif
