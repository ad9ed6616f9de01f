/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * links.h - the link types that one capture file has, each with the filter compiled for it.
 *
 * Layer: 2 capture.  Private to src/capture.
 */
#ifndef SIPWHY_LINKS_H
#define SIPWHY_LINKS_H

#include "source_ops.h"

struct links;

/* `filter`: BPF text, or NULL for none.  NULL when memory is short. */
struct links *links_new(const char *filter);
/* There may be further link types: of one for which the filter means nothing all passes. */
void links_several(struct links *l);
void links_free(struct links *l);

/*
 * The index of a link type, by its number in capture files (LINKTYPE_), learned when it is
 * new: then its name goes into s->link_name.  False and *err when the filter cannot be used on
 * it, or when there are too many.
 */
bool links_add(struct links *l, struct source *s, uint32_t linktype, unsigned *index,
	       struct err *err);
/* Whether there is a filter. */
bool links_filter(const struct links *l);
enum link_type links_type(const struct links *l, unsigned index);
/* Whether the filter lets a packet of the link type with this index pass. */
bool links_pass(const struct links *l, unsigned index, const struct packet *p);

#endif
