/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pcapng and pcap files of any octets, or of blocks that are well framed around any octets: they
 * are read to an end or to an error that is told, each packet on the way is whole, and all is
 * the same however the octets arrive.
 *
 * The first octet: 1 blocks, 2 big-endian, 4 with a filter; the rest the size of the pieces.
 */
#include <string.h>

#include <sipwhy/source.h>

#include "../src/capture/unpack.h"
#include "capfile.h"
#include "fed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { BLOCKS = 1, BIG = 2, FILTER = 4 };

/* What reading came to. */
struct outcome {
	uint64_t packets, hash;
	int64_t last_ns;
	enum step end;
	struct source_counts counts;
	struct err err;
	bool opened;
};

static uint64_t
mix(uint64_t hash, struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		hash = (hash ^ (unsigned char)s.p[i]) * 0x100000001b3;
	return hash;
}

static void
take_packet(struct source *s, const struct packet *p, struct outcome *o)
{
	const struct source_secret *secrets;
	size_t count = source_secrets(s, &secrets);

	must(p->wire_len >= p->data.len && p->no > o->packets);
	o->packets++;
	o->last_ns = p->ts_ns;
	o->hash = mix(o->hash * 31 + p->no + (uint64_t)p->link, p->data);
	o->hash = mix(o->hash, str_of(p->interface));
	if (count > 0)
		o->hash = mix(o->hash + secrets[count - 1].type, secrets[count - 1].data);
}

static void
read_all(struct str octets, size_t piece, bool pauses, bool filtered, struct outcome *o)
{
	struct source_file_options how = { .filter = filtered ? "greater 4" : NULL };
	struct source *s;
	struct packet p;

	*o = (struct outcome){ .end = STEP_END };
	fed_begin(octets, piece, pauses);
	s = source_open("fed", &how, &o->err);
	o->opened = s != NULL;
	must(o->opened == (o->err.text[0] == '\0'));
	if (s == NULL)
		return;
	while ((o->end = source_next(s, &p)) <= STEP_IDLE) {
		if (o->end == STEP_MORE)
			take_packet(s, &p, o);
	}
	must((source_error(s)[0] != '\0') == (o->end == STEP_ERROR));
	o->hash = mix(o->hash, str_of(source_error(s)));
	o->hash = mix(o->hash, str_of(source_link_name(s)));
	source_counts(s, &o->counts);
	source_free(s);
}

/* Frame the octets as blocks: of each the type, its length, its body. */
static struct str
frame(const uint8_t *data, size_t size, bool big)
{
	static const uint32_t types[] = { 6, 1, 6, 2, 3, 5, 6, 10, 0x0a0d0d0a, 4, 9, 0xbad };
	static struct capfile f;

	f.big = big;
	f.len = 0;
	capfile_section(&f);
	capfile_interface(&f, 1, 6);
	while (size >= 2 && f.len < sizeof(f.octets) / 2) {
		size_t len = data[1] < size - 2 ? data[1] : size - 2;

		capfile_block(&f, types[data[0] % COUNT(types)]);
		/* Half of the sections are good ones. */
		if (data[0] % COUNT(types) == 8 && len >= 16 && data[0] < 128) {
			f.len = f.block;
			capfile_section(&f);
		} else {
			capfile_octets(&f, (struct str){ (const char *)data + 2, len });
			capfile_block_end(&f);
		}
		data += 2 + len;
		size -= 2 + len;
	}
	return capfile_view(&f);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct outcome whole, pieces;
	struct str octets;
	bool filtered;

	if (size == 0)
		return 0;
	filtered = (data[0] & FILTER) != 0;
	octets = (data[0] & BLOCKS) != 0 ? frame(data + 1, size - 1, (data[0] & BIG) != 0)
					 : (struct str){ (const char *)data + 1, size - 1 };
	/* fuzz-inflow's; how far a corrupt one comes depends on the pieces. */
	if (unpack_find(octets) != NULL)
		return 0;
	read_all(octets, 1 << 20, false, filtered, &whole);
	read_all(octets, 1 + data[0] / 8U, true, filtered, &pieces);
	must(whole.opened == pieces.opened && whole.end == pieces.end);
	must(whole.packets == pieces.packets && whole.hash == pieces.hash);
	must(whole.last_ns == pieces.last_ns);
	must(whole.counts.bytes == pieces.counts.bytes &&
	     whole.counts.packets == pieces.counts.packets &&
	     whole.counts.dropped_kernel == pieces.counts.dropped_kernel &&
	     whole.counts.dropped_interface == pieces.counts.dropped_interface);
	must(strcmp(whole.err.text, pieces.err.text) == 0);
	return 0;
}
