/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench-read.c - what reading a saved capture costs: ns a packet and MB/s, beside a loop of
 * pcap_next_ex over the same file, which must not be faster.
 *
 * Usage: bench-read [FILE]   Without FILE one is made of packets as SIP has them, in pcap and
 * in pcapng.  Each figure is the best of several runs, libpcap and we in turn.
 */
#define _DEFAULT_SOURCE
#include <inttypes.h>
#include <pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <sipwhy/source.h>

enum { RUNS = 7, PACKETS = 400000, LONGEST = 1400 };

/* What a run saw: both must have seen the same. */
struct seen {
	uint64_t packets, octets, sum;
	double ns;
};

static double
now_ns(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static bool
read_libpcap(const char *path, struct seen *s)
{
	char text[PCAP_ERRBUF_SIZE];
	double start = now_ns();
	pcap_t *p = pcap_open_offline_with_tstamp_precision(path, PCAP_TSTAMP_PRECISION_NANO, text);
	struct pcap_pkthdr *header;
	const u_char *data;

	*s = (struct seen){ 0 };
	if (p == NULL)
		return false;
	while (pcap_next_ex(p, &header, &data) == 1) {
		s->packets++;
		s->octets += header->caplen;
		/* Somebody looks into it. */
		if (header->caplen > 12)
			s->sum += data[12];
	}
	pcap_close(p);
	s->ns = now_ns() - start;
	return true;
}

static bool
read_ours(const char *path, struct seen *s)
{
	struct err err;
	double start = now_ns();
	struct source *source = source_open_file(path, NULL, &err);
	struct packet p;

	*s = (struct seen){ 0 };
	if (source == NULL)
		return false;
	while (source_next(source, &p) <= STEP_IDLE) {
		s->packets++;
		s->octets += p.data.len;
		if (p.data.len > 12)
			s->sum += (unsigned char)p.data.p[12];
	}
	source_free(source);
	s->ns = now_ns() - start;
	return true;
}

static bool
measure(const char *path, const char *name)
{
	struct seen theirs = { .ns = 1e18 }, ours = theirs, s;

	for (unsigned i = 0; i < RUNS; i++) {
		if (!read_libpcap(path, &s))
			return false;
		theirs = s.ns < theirs.ns ? s : theirs;
		if (!read_ours(path, &s))
			return false;
		ours = s.ns < ours.ns ? s : ours;
	}
	if (ours.packets != theirs.packets || ours.octets != theirs.octets ||
	    ours.sum != theirs.sum)
		return false;
	printf("%-7s %" PRIu64 " packets: sipwhy %.1f ns a packet, %.0f MB/s; libpcap %.1f ns, "
	       "%.0f MB/s; sipwhy is %.2f times as fast\n",
	       name, ours.packets, ours.ns / (double)ours.packets,
	       1e3 * (double)ours.octets / ours.ns, theirs.ns / (double)theirs.packets,
	       1e3 * (double)theirs.octets / theirs.ns, theirs.ns / ours.ns);
	return true;
}

static void
put(FILE *f, const uint32_t *words, size_t count)
{
	(void)fwrite(words, sizeof(*words), count, f);
}

/* Lengths between 60 and LONGEST octets, as if by chance. */
static uint32_t
length_of(unsigned i)
{
	return 60 + i * 2654435761u % (LONGEST - 60);
}

static void
write_pcap(FILE *f, const char *data)
{
	const uint32_t head[] = { 0xa1b2c3d4, 4u << 16 | 2, 0, 0, 65535, 1 };

	put(f, head, COUNT(head));
	for (unsigned i = 0; i < PACKETS; i++) {
		const uint32_t record[] = { 1700000000, i, length_of(i), length_of(i) };

		put(f, record, COUNT(record));
		(void)fwrite(data, 1, length_of(i), f);
	}
}

static void
write_pcapng(FILE *f, const char *data)
{
	const uint32_t head[] = {
		0x0a0d0d0a, 28, 0x1a2b3c4d, 1, ~0u, ~0u, 28, 1, 20, 1, 65535, 20
	};

	put(f, head, COUNT(head));
	for (unsigned i = 0; i < PACKETS; i++) {
		uint32_t len = length_of(i), total = 32 + (len + 3) / 4 * 4;
		const uint32_t block[] = { 6, total, 0, 0x60a24, i, len, len };

		put(f, block, COUNT(block));
		(void)fwrite(data, 1, total - 32, f);
		put(f, &total, 1);
	}
}

static bool
make_and_measure(void (*write_file)(FILE *f, const char *data), const char *name)
{
	static const char data[LONGEST + 4];
	char path[] = "/tmp/bench-read-XXXXXX";
	int fd = mkstemp(path);
	FILE *f = fd >= 0 ? fdopen(fd, "wb") : NULL;
	bool good = f != NULL;

	if (good) {
		write_file(f, data);
		good = fclose(f) == 0 && measure(path, name);
	}
	if (fd >= 0)
		(void)unlink(path);
	return good;
}

int
main(int argc, char **argv)
{
	bool good = argc > 1 ? measure(argv[1], "file")
			     : make_and_measure(write_pcap, "pcap") &&
				       make_and_measure(write_pcapng, "pcapng");

	if (!good)
		fputs("bench-read: a file cannot be read, or not by both alike\n", stderr);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
