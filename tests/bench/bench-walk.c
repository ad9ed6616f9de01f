/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench-walk.c - what it costs to get from a packet to its transport payload: ns a packet, by
 * walk_packet and by its three main steps alone, the least that it can do.
 *
 * Usage: bench-walk [ROUNDS]   Each line is the best of several runs, the two in turn.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <sipwhy/walk.h>

enum { RUNS = 9, ROUNDS = 2000000 };

#define MACS "\x02\0\0\0\0\x01\x02\0\0\0\0\x02"
#define V4(total, flags, protocol) \
	"\x45\0" total "\0\x01" flags "\x40" protocol "\0\0\xc0\0\x02\x01\xc0\0\x02\x02"
#define V6_FROM "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01"
#define V6_TO "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x02"
#define UDP "\x13\xc4\x13\xc4\0\x18\0\0REGISTER sip:a@b"

static const struct {
	const char *name;
	struct str data;
} packets[] = {
	{ "Ethernet, IPv4, UDP", S(MACS "\x08\0" V4("\0\x2c", "\0\0", "\x11") UDP) },
	{ "Ethernet, VLAN, IPv4, UDP",
	  S(MACS "\x81\0\0\x64\x08\0" V4("\0\x2c", "\0\0", "\x11") UDP) },
	{ "Ethernet, IPv6, UDP", S(MACS "\x86\xdd\x60\0\0\0\0\x18\x11\x40" V6_FROM V6_TO UDP) },
	{ "Ethernet, IPv4, GRE, IPv4, UDP",
	  S(MACS "\x08\0" V4("\0\x44", "\0\0", "\x2f") "\0\0\x08\0" V4("\0\x2c", "\0\0", "\x11")
		    UDP) },
};

static double
now_ns(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

struct sum {
	uint64_t octets;
	struct walk *walk;
};

static void
take(void *ctx, const struct unit *u)
{
	struct sum *sum = ctx;

	sum->octets += u->payload.len + u->seen.src.port;
}

static void
by_walk(const struct packet *p, struct sum *sum)
{
	walk_packet(sum->walk, 0, p);
}

static void
by_steps(const struct packet *p, struct sum *sum)
{
	struct unit u = { .seen = { .ts_ns = p->ts_ns, .frame = p->no } };
	struct link_view link;
	struct ip_view ip;
	struct udp_view udp;

	if (link_decode(p, &link) != DECODE_OK || ip_decode(&link, &ip) != DECODE_OK ||
	    udp_decode(&ip, &udp) != DECODE_OK)
		return;
	u.seen.path = link.path;
	u.seen.src = (struct endpoint){ ip.src, udp.src_port };
	u.seen.dst = (struct endpoint){ ip.dst, udp.dst_port };
	u.payload = udp.payload;
	u.missing_bytes = udp.missing_bytes;
	take(sum, &u);
}

static double
run_ns(void (*one)(const struct packet *p, struct sum *sum), struct str data, struct sum *sum,
       long rounds)
{
	struct packet p = { .link = LINK_ETHERNET, .data = data };
	double start = now_ns();

	for (long n = 0; n < rounds; n++) {
		p.no++;
		p.ts_ns += 1000;
		one(&p, sum);
	}
	return (now_ns() - start) / (double)rounds;
}

int
main(int argc, char **argv)
{
	long rounds = argc > 1 ? strtol(argv[1], NULL, 10) : ROUNDS;
	struct limits limits;
	struct sum sum = { 0 };

	limits_begin(&limits, (struct hash_key){ 1, 2 });
	printf("%-32s %8s %8s\n", "packet", "steps ns", "walk ns");
	for (size_t i = 0; i < COUNT(packets); i++) {
		double best[2] = { 0 };

		for (int run = 0; run < RUNS; run++) {
			double took[2];

			sum.walk = walk_new(&limits, take, &sum);
			if (sum.walk == NULL)
				return EXIT_FAILURE;
			took[0] = run_ns(by_steps, packets[i].data, &sum, rounds);
			took[1] = run_ns(by_walk, packets[i].data, &sum, rounds);
			walk_free(sum.walk);
			for (int n = 0; n < 2; n++)
				best[n] = run == 0 || took[n] < best[n] ? took[n] : best[n];
		}
		printf("%-32s %8.1f %8.1f\n", packets[i].name, best[0], best[1]);
	}
	return sum.octets > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
