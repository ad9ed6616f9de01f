/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hep_priv.h - what HEP3 and its forerunners have in common.
 *
 * Layer: 4 stream.
 */
#ifndef SIPWHY_STREAM_HEP_PRIV_H
#define SIPWHY_STREAM_HEP_PRIV_H

#include <sipwhy/hep.h>

void hep_note(struct hep *h, enum hep_odd odd);
/* Of 4 or 16 octets; of another number, or absent: none. */
struct address hep_address(struct str octets);
/* From the number of the IP protocol, or what agents send in its place. */
void hep_set_transport(struct hep *h, unsigned protocol);
void hep_set_time(struct hep *h, uint32_t seconds, uint32_t microseconds);

/* HEP1 and 2. */
enum hep_kind hep_old(const struct hep_in *in, struct hep *h);

#endif
