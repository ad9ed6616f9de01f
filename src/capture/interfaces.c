/* SPDX-License-Identifier: BSD-2-Clause */
#define _DEFAULT_SOURCE
#include "pcap_common.h"

bool
source_list_interfaces(void (*fn)(void *ctx, const char *name, const char *description), void *ctx,
		       struct err *err)
{
	char text[PCAP_ERRBUF_SIZE] = "";
	pcap_if_t *all = NULL;

	if (pcap_findalldevs(&all, text) != 0)
		return err_set(err, "the interfaces cannot be listed: %s", text);
	for (const pcap_if_t *i = all; i != NULL; i = i->next)
		fn(ctx, i->name, i->description);
	pcap_freealldevs(all);
	return true;
}
