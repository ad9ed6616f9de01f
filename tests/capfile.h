/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * capfile.h - capture files made octet by octet, right or wrong, for tests of their readers.
 */
#ifndef SIPWHY_TESTS_CAPFILE_H
#define SIPWHY_TESTS_CAPFILE_H

#include <sipwhy/str.h>

enum {
	PCAP_MICRO = 0xa1b2c3d4,
	PCAP_NANO = 0xa1b23c4d,
	PCAP_MODIFIED = 0xa1b2cd34,
	PCAP_IXIA_SOFTWARE = 0x1c0001ab,
	PCAP_IXIA_HARDWARE = 0x1c0001ac,
};

/* A file in the making; zero it, then set `big` for big-endian. */
struct capfile {
	bool big;
	size_t len;
	size_t block; /* where the block in the making begins */
	char octets[1 << 17];
};

void capfile_u16(struct capfile *f, unsigned n);
void capfile_u32(struct capfile *f, uint32_t n);
void capfile_u64(struct capfile *f, uint64_t n);
void capfile_octets(struct capfile *f, struct str s);

/* The head of a pcap file: `magic`, version 2.4, a snap length of 65535, `linktype`. */
void capfile_pcap(struct capfile *f, uint32_t magic, uint32_t linktype);
/* A record that is all there; `fraction` in the unit of the magic. */
void capfile_record(struct capfile *f, uint32_t seconds, uint32_t fraction, struct str data);
/* The head of a record alone. */
void capfile_record_head(struct capfile *f, uint32_t seconds, uint32_t captured, uint32_t wire);

/* pcapng: a section header, an interface (`resolution`: of its times, in powers of 10) and a packet. */
void capfile_section(struct capfile *f);
void capfile_interface(struct capfile *f, unsigned linktype, unsigned resolution);
void capfile_packet(struct capfile *f, uint64_t when, struct str data);

/*
 * pcapng: any block, whose body is what is put between the two calls; the end pads it and
 * writes the lengths.  And an option in it; an empty one of code 0 ends the options.
 */
void capfile_block(struct capfile *f, uint32_t type);
void capfile_block_end(struct capfile *f);
void capfile_option(struct capfile *f, unsigned code, struct str value);

struct str capfile_view(const struct capfile *f);
/* Write it to `path`, which is made or emptied; ends the test when that fails. */
void capfile_save(struct str octets, const char *path);

#endif
