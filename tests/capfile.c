/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capfile.h"

static void
put(struct capfile *f, uint32_t n, unsigned octets)
{
	for (unsigned i = 0; i < octets; i++) {
		unsigned shift = 8 * (f->big ? octets - 1 - i : i);

		f->octets[f->len++] = (char)(n >> shift);
	}
}

void
capfile_u16(struct capfile *f, unsigned n)
{
	put(f, n, 2);
}

void
capfile_u32(struct capfile *f, uint32_t n)
{
	put(f, n, 4);
}

void
capfile_u64(struct capfile *f, uint64_t n)
{
	capfile_u32(f, (uint32_t)(f->big ? n >> 32 : n));
	capfile_u32(f, (uint32_t)(f->big ? n : n >> 32));
}

void
capfile_octets(struct capfile *f, struct str s)
{
	if (s.len > 0)
		memcpy(f->octets + f->len, s.p, s.len);
	f->len += s.len;
}

void
capfile_pcap(struct capfile *f, uint32_t magic, uint32_t linktype)
{
	capfile_u32(f, magic);
	capfile_u16(f, 2);
	capfile_u16(f, 4);
	capfile_u32(f, 0);
	capfile_u32(f, 0);
	capfile_u32(f, 65535);
	capfile_u32(f, linktype);
}

void
capfile_record(struct capfile *f, uint32_t seconds, uint32_t fraction, struct str data)
{
	capfile_u32(f, seconds);
	capfile_u32(f, fraction);
	capfile_u32(f, (uint32_t)data.len);
	capfile_u32(f, (uint32_t)data.len);
	capfile_octets(f, data);
}

void
capfile_record_head(struct capfile *f, uint32_t seconds, uint32_t captured, uint32_t wire)
{
	capfile_u32(f, seconds);
	capfile_u32(f, 0);
	capfile_u32(f, captured);
	capfile_u32(f, wire);
}

void
capfile_section(struct capfile *f)
{
	capfile_u32(f, 0x0a0d0d0a);
	capfile_u32(f, 28);
	capfile_u32(f, 0x1a2b3c4d);
	capfile_u16(f, 1);
	capfile_u16(f, 0);
	capfile_u32(f, 0xffffffff); /* the section's length is not told */
	capfile_u32(f, 0xffffffff);
	capfile_u32(f, 28);
}

void
capfile_interface(struct capfile *f, unsigned linktype, unsigned resolution)
{
	capfile_u32(f, 1);
	capfile_u32(f, 32);
	capfile_u16(f, linktype);
	capfile_u16(f, 0);
	capfile_u32(f, 65535);
	capfile_u16(f, 9); /* if_tsresol, one octet and its padding */
	capfile_u16(f, 1);
	capfile_octets(f, (struct str){ (char[]){ (char)resolution, 0, 0, 0 }, 4 });
	capfile_u32(f, 0); /* the end of the options */
	capfile_u32(f, 32);
}

void
capfile_packet(struct capfile *f, uint64_t when, struct str data)
{
	size_t padding = (4 - data.len % 4) % 4;
	uint32_t len = (uint32_t)(32 + data.len + padding);

	capfile_u32(f, 6);
	capfile_u32(f, len);
	capfile_u32(f, 0);
	capfile_u32(f, (uint32_t)(when >> 32));
	capfile_u32(f, (uint32_t)when);
	capfile_u32(f, (uint32_t)data.len);
	capfile_u32(f, (uint32_t)data.len);
	capfile_octets(f, data);
	capfile_octets(f, (struct str){ "\0\0\0", padding });
	capfile_u32(f, len);
}

static void
pad(struct capfile *f)
{
	while ((f->len - f->block) % 4 != 0)
		f->octets[f->len++] = 0;
}

void
capfile_block(struct capfile *f, uint32_t type)
{
	f->block = f->len;
	capfile_u32(f, type);
	capfile_u32(f, 0);
}

void
capfile_block_end(struct capfile *f)
{
	size_t end;
	uint32_t len;

	pad(f);
	end = f->len;
	len = (uint32_t)(end + 4 - f->block);
	f->len = f->block + 4;
	capfile_u32(f, len);
	f->len = end;
	capfile_u32(f, len);
}

void
capfile_option(struct capfile *f, unsigned code, struct str value)
{
	capfile_u16(f, code);
	capfile_u16(f, (unsigned)value.len);
	capfile_octets(f, value);
	pad(f);
}

struct str
capfile_view(const struct capfile *f)
{
	return (struct str){ f->octets, f->len };
}

void
capfile_save(struct str octets, const char *path)
{
	FILE *stream = fopen(path, "wb");
	bool good = stream != NULL && fwrite(octets.p, 1, octets.len, stream) == octets.len;

	if (stream != NULL && fclose(stream) != 0)
		good = false;
	if (!good) {
		printf("Bail out! %s cannot be written\n", path);
		exit(EXIT_FAILURE);
	}
}
