/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pcapng_side.c - the pcapng blocks beside the packets: interfaces, statistics, secrets.
 */
#include <stdlib.h>
#include <string.h>

#include "pcapng.h"

enum {
	OPTIONS_END = 0,
	IF_NAME = 2,
	IF_TSRESOL = 9,
	IF_TSOFFSET = 14,
	ISB_IFDROP = 5,
	ISB_OSDROP = 7,
};

bool
pcapng_option_next(const struct file_source *f, const uint8_t **at, size_t *len,
		   struct pcapng_option *out)
{
	enum { HEAD = 4 };
	size_t padded;

	if (*len < HEAD)
		return false;
	out->code = file_u16(f, *at);
	out->len = file_u16(f, *at + 2);
	out->value = *at + HEAD;
	padded = ((size_t)out->len + 3) / 4 * 4;
	if (out->code == OPTIONS_END || padded > *len - HEAD)
		return false;
	*at += HEAD + padded;
	*len -= HEAD + padded;
	return true;
}

/* The name, kept for as long as the source; NULL when there are too many, and *good then still. */
static const char *
keep_name(struct file_source *f, const struct pcapng_option *o, bool *good)
{
	enum { NAME_MOST = 255 };
	struct names *names = &f->pcapng.names;
	const uint8_t *nul = memchr(o->value, 0, o->len);
	struct str text = { (const char *)o->value, o->len };
	const char *kept;

	if (nul != NULL)
		text.len = (size_t)(nul - o->value);
	if (text.len > NAME_MOST)
		text.len = NAME_MOST;
	kept = names_find(names, text);
	if (kept != NULL || text.len == 0 || !file_allow(f, LIMIT_INTERFACE_NAMES, names->count))
		return kept;
	kept = names_add(names, text);
	*good = kept != NULL;
	return kept;
}

static enum take
read_interface(struct file_source *f, const struct pcapng_block *b, struct pcapng_interface *out)
{
	enum { HEAD = 8, MICROSECONDS = 6 };
	const uint8_t *at = b->body + HEAD;
	size_t len = b->len - HEAD;
	struct pcapng_option o;
	bool good = true;

	*out = (struct pcapng_interface){ .resolution = MICROSECONDS,
					  .snap_bytes = file_u32(f, b->body + 4) };
	while (good && pcapng_option_next(f, &at, &len, &o)) {
		if (o.code == IF_NAME)
			out->name = keep_name(f, &o, &good);
		else if (o.code == IF_TSRESOL && o.len == 1)
			out->resolution = o.value[0];
		else if (o.code == IF_TSOFFSET && o.len == 8)
			out->offset_s = (int64_t)file_u64(f, o.value);
	}
	return good ? TAKE_OTHER : file_no_memory(f);
}

enum take
pcapng_take_interface(struct file_source *f, const struct pcapng_block *b)
{
	enum { LEAST = 8 };
	struct pcapng_file *p = &f->pcapng;
	void *interfaces = p->interfaces;
	struct pcapng_interface i;
	enum take take;

	if (b->len < LEAST)
		return file_bad(f, "an interface's description is too short");
	if (!file_allow(f, LIMIT_INTERFACES, p->interface_count))
		return file_bad(f, "a section has more than %zu interfaces", p->interface_count);
	take = read_interface(f, b, &i);
	if (take == TAKE_OTHER)
		take = file_link(f, file_u16(f, b->body), &i.link, &i.type);
	if (take != TAKE_OTHER)
		return take;
	if (!names_grow(&interfaces, p->interface_count, &p->interface_room, sizeof(i)))
		return file_no_memory(f);
	p->interfaces = interfaces;
	p->interfaces[p->interface_count++] = i;
	return TAKE_OTHER;
}

/*
 * Drops are told as a sum now and then, and by some also packet by packet; what only the
 * packets told counts as the kernel's.  Told anew, the old figure is taken back.
 */
static void
count_drops(struct file_source *f, struct pcapng_interface *i)
{
	struct source_counts *c = &f->base.counts;
	uint64_t rest =
		i->told_by_packets > i->told_interface ? i->told_by_packets - i->told_interface : 0;
	uint64_t kernel = i->told_kernel > rest ? i->told_kernel : rest;

	c->dropped_known = true;
	c->dropped_kernel += kernel - i->counted_kernel;
	c->dropped_interface += i->told_interface - i->counted_interface;
	i->counted_kernel = kernel;
	i->counted_interface = i->told_interface;
}

void
pcapng_note_drops(struct file_source *f, struct pcapng_interface *i, uint64_t drops)
{
	i->told_by_packets += drops;
	count_drops(f, i);
}

enum take
pcapng_take_statistics(struct file_source *f, const struct pcapng_block *b)
{
	enum { HEAD = 12 };
	struct pcapng_file *p = &f->pcapng;
	struct pcapng_interface *i;
	struct pcapng_option o;
	const uint8_t *at;
	size_t len;
	bool told = false;

	/* No reason to lose packets. */
	if (b->len < HEAD || file_u32(f, b->body) >= p->interface_count)
		return TAKE_OTHER;
	at = b->body + HEAD;
	len = b->len - HEAD;
	i = &p->interfaces[file_u32(f, b->body)];
	while (pcapng_option_next(f, &at, &len, &o)) {
		if (o.len != 8 || (o.code != ISB_IFDROP && o.code != ISB_OSDROP))
			continue;
		*(o.code == ISB_IFDROP ? &i->told_interface : &i->told_kernel) =
			file_u64(f, o.value);
		told = true;
	}
	if (told)
		count_drops(f, i);
	return TAKE_OTHER;
}

enum take
pcapng_take_secrets(struct file_source *f, const struct pcapng_block *b)
{
	enum { HEAD = 8, OVERHEAD = 64 };
	struct pcapng_file *p = &f->pcapng;
	void *secrets = p->secrets;
	uint32_t len;
	char *copy;

	if (b->len < HEAD)
		return TAKE_OTHER;
	len = file_u32(f, b->body + 4);
	if (len > b->len - HEAD)
		len = (uint32_t)(b->len - HEAD);
	if (!file_allow(f, LIMIT_SECRET_BYTES, p->secret_bytes + len + OVERHEAD))
		return TAKE_OTHER;
	if (!names_grow(&secrets, p->secret_count, &p->secret_room, sizeof(*p->secrets)))
		return file_no_memory(f);
	p->secrets = secrets;
	copy = malloc(len > 0 ? len : 1);
	if (copy == NULL)
		return file_no_memory(f);
	memcpy(copy, b->body + HEAD, len);
	p->secrets[p->secret_count++] =
		(struct source_secret){ file_u32(f, b->body), { copy, len } };
	p->secret_bytes += len + OVERHEAD;
	return TAKE_OTHER;
}

static int64_t
time_of_10(unsigned power, uint64_t ticks, int64_t *seconds)
{
	uint64_t unit = 1;

	/* 10^20 does not fit: in 64 bits of such ticks there is no second. */
	if (power > 19) {
		*seconds = 0;
		for (unsigned i = 9; i < power && ticks > 0; i++)
			ticks /= 10;
		return (int64_t)ticks;
	}
	for (unsigned i = 0; i < power; i++)
		unit *= 10;
	*seconds = (int64_t)(ticks / unit > INT64_MAX ? INT64_MAX : ticks / unit);
	ticks %= unit;
	for (unsigned i = power; i < 9; i++)
		ticks *= 10;
	for (unsigned i = 9; i < power; i++)
		ticks /= 10;
	return (int64_t)ticks;
}

/* ticks * 10^9 / 2^power, in two halves because the product may have 94 bits. */
static int64_t
time_of_2(unsigned power, uint64_t ticks, int64_t *seconds)
{
	const uint64_t a_second = 1000000000;
	uint64_t whole = power < 64 ? ticks >> power : 0;
	uint64_t rest = power < 64 ? ticks - (whole << power) : ticks;
	uint64_t low = (rest & 0xffffffff) * a_second;
	uint64_t high = (rest >> 32) * a_second + (low >> 32);

	*seconds = (int64_t)(whole > INT64_MAX ? INT64_MAX : whole);
	/* The rest is under 2^power, so up to 2^32 its product fits. */
	if (power <= 32)
		return (int64_t)(rest * a_second >> power);
	return power < 96 ? (int64_t)(high >> (power - 32)) : 0;
}

int64_t
pcapng_time(const struct pcapng_interface *i, uint64_t ticks)
{
	enum { OF_2 = 0x80 };
	unsigned power = i->resolution & 0x7f;
	int64_t seconds;
	int64_t ns = (i->resolution & OF_2) != 0 ? time_of_2(power, ticks, &seconds)
						 : time_of_10(power, ticks, &seconds);
	/* Beyond what a time can be anyway, and so that the sum fits. */
	const int64_t most = INT64_MAX / 4;
	int64_t offset = i->offset_s > most ? most : i->offset_s < -most ? -most : i->offset_s;

	seconds = seconds > most ? most : seconds;
	return file_time(seconds + offset, ns);
}

void
pcapng_free(struct pcapng_file *p)
{
	/* The octets were copied from a file, which has them still. */
	for (size_t i = 0; i < p->secret_count; i++)
		free((void *)p->secrets[i].data.p);
	names_free(&p->names);
	free(p->secrets);
	free(p->interfaces);
}
