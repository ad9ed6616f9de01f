/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pcapng.h - what the halves of the pcapng reader share.
 *
 * Layer: 2 capture.  Private to src/capture.
 */
#ifndef SIPWHY_PCAPNG_H
#define SIPWHY_PCAPNG_H

#include "file_source.h"

/* A block that stands whole in the buffer. */
struct pcapng_block {
	uint32_t type;
	uint32_t bytes;      /* of all of it */
	const uint8_t *body; /* between its two lengths */
	size_t len;
};

/* An option of a block. */
struct pcapng_option {
	uint16_t code;
	uint16_t len;
	const uint8_t *value;
};

/*
 * Take the next option from the *len octets at *at.  False at the end, and where they are not
 * as they should be: what comes after that is not worth the packets.
 */
bool pcapng_option_next(const struct file_source *f, const uint8_t **at, size_t *len,
			struct pcapng_option *out);

/* Blocks that are no packets; each answers TAKE_OTHER, or TAKE_BAD. */
enum take pcapng_take_interface(struct file_source *f, const struct pcapng_block *b);
enum take pcapng_take_statistics(struct file_source *f, const struct pcapng_block *b);
enum take pcapng_take_secrets(struct file_source *f, const struct pcapng_block *b);

/* So many packets were lost before this one. */
void pcapng_note_drops(struct file_source *f, struct pcapng_interface *i, uint64_t drops);
/* The time of `ticks` at this interface. */
int64_t pcapng_time(const struct pcapng_interface *i, uint64_t ticks);

#endif
