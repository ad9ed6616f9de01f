/* SPDX-License-Identifier: BSD-2-Clause */
#define _DEFAULT_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "links.h"
#include "pcap_common.h"

/* More than any capture has; each may have a filter program. */
enum { LINKS = 64 };

struct links {
	unsigned count;
	struct link {
		uint32_t linktype;
		enum link_type type;
		bool filtered;
		struct bpf_program program;
	} all[LINKS];
	bool filtered;
	bool several;
	char filter[]; /* its text */
};

/* Where a number in files is another than libpcap's here, or than that of the system it is from. */
static const struct {
	uint32_t linktype;
	int dlt;
} numbers[] = {
	{ 14, DLT_RAW }, /* OpenBSD's own */
	{ 100, DLT_ATM_RFC1483 }, { 101, DLT_RAW },      { 102, DLT_SLIP_BSDOS },
	{ 103, DLT_PPP_BSDOS },   { 106, DLT_ATM_CLIP }, { 109, DLT_ENC },
};

static int
dlt_of(uint32_t linktype)
{
	for (size_t i = 0; i < COUNT(numbers); i++) {
		if (numbers[i].linktype == linktype)
			return numbers[i].dlt;
	}
	return (int)linktype;
}

/* Put the name, or the number, to those met before; what finds no room is left out. */
static void
add_name(struct source *s, int dlt, bool all)
{
	size_t used = strlen(s->link_name), room = sizeof(s->link_name) - used;
	const char *between = used > 0 ? ", " : "", *name = pcap_datalink_val_to_name(dlt);
	char *at = s->link_name + used;
	const char *note = all ? " (all: the filter does not fit)" : "";
	int wrote = name != NULL ? snprintf(at, room, "%s%s%s", between, name, note)
				 : snprintf(at, room, "%sDLT %d%s", between, dlt, note);

	if (wrote < 0 || (size_t)wrote >= room)
		*at = '\0';
}

struct links *
links_new(const char *filter)
{
	size_t bytes = filter != NULL ? strlen(filter) + 1 : 0;
	struct links *l = calloc(1, sizeof(*l) + bytes);

	if (l == NULL)
		return NULL;
	l->filtered = filter != NULL;
	if (filter != NULL)
		memcpy(l->filter, filter, bytes);
	return l;
}

void
links_free(struct links *l)
{
	if (l == NULL)
		return;
	for (unsigned i = 0; i < l->count; i++) {
		if (l->all[i].filtered)
			pcap_freecode(&l->all[i].program);
	}
	free(l);
}

/* The filter as a program for one link type. */
static bool
compile(struct link *k, int dlt, const char *filter, struct err *err)
{
	enum { SNAP_BYTES = 262144 };
	pcap_t *dead = pcap_open_dead(dlt, SNAP_BYTES);

	if (dead == NULL)
		return err_memory(err);
	k->filtered = pcap_common_compile(dead, filter, &k->program, err);
	pcap_close(dead);
	return k->filtered;
}

/* Whether it means anything on the usual link. */
static bool
is_filter(const char *filter)
{
	struct link k = { .linktype = 1 };
	struct err err;
	bool good = compile(&k, DLT_EN10MB, filter, &err);

	if (good)
		pcap_freecode(&k.program);
	return good;
}

void
links_several(struct links *l)
{
	l->several = true;
}

bool
links_add(struct links *l, struct source *s, uint32_t linktype, unsigned *index, struct err *err)
{
	int dlt = dlt_of(linktype);
	struct link k = { .linktype = linktype, .type = pcap_common_link(dlt) };

	for (*index = 0; *index < l->count; ++*index) {
		if (l->all[*index].linktype == linktype)
			return true;
	}
	if (l->count == LINKS)
		return err_set(err, "it has more than %d link types", LINKS);
	/*
	 * Where a file has one link type only, the filter is wrong; among several it means the others,
	 * and of this one all is read: rather too much than that a message is lost.
	 */
	if (l->filtered && !compile(&k, dlt, l->filter, err)) {
		if (!l->several || !is_filter(l->filter))
			return false;
	}
	add_name(s, dlt, l->filtered && !k.filtered);
	l->all[l->count++] = k;
	return true;
}

bool
links_filter(const struct links *l)
{
	return l->filtered;
}

enum link_type
links_type(const struct links *l, unsigned index)
{
	return l->all[index].type;
}

bool
links_pass(const struct links *l, unsigned index, const struct packet *p)
{
	const struct link *k = &l->all[index];
	struct pcap_pkthdr header = { .caplen = (bpf_u_int32)p->data.len, .len = p->wire_len };

	return !k->filtered ||
	       pcap_offline_filter(&k->program, &header, (const u_char *)p->data.p) != 0;
}
