/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * live_open.h - the first half of a live capture: asking for it.
 *
 * Layer: 2 capture.  Private to src/capture.
 */
#ifndef SIPWHY_LIVE_OPEN_H
#define SIPWHY_LIVE_OPEN_H

#include "pcap_common.h"

/*
 * A capture that runs, filters, and does not block in libpcap's calls; the caller closes it.
 * NULL and *err on failure.
 */
pcap_t *live_open(const struct source_live_options *options, struct err *err);

#endif
