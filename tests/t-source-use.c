/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>
#include <unistd.h>

#include <sipwhy/source.h>

#include "capfile.h"
#include "tap.h"

enum { ETHERNET = 1, SECONDS = 1700000000 };

/* Where this run's file lies, and what an opening said. */
struct bench {
	char path[64];
	struct err err;
};

static struct source *
open_octets(struct bench *b, struct str octets, const char *filter)
{
	capfile_save(octets, b->path);
	return source_open_file(b->path, filter, &b->err);
}

/* An Ethernet frame with an empty UDP datagram between these ports. */
#define DATAGRAM(port)                                                                           \
	"\x02\0\0\0\0\x01\x02\0\0\0\0\x02\x08\0\x45\0\0\x1c\0\x01\0\0\x40\x11\0\0\xc0\0\x02\x01" \
	"\xc0\0\x02\x02" port port "\0\x08\0\0"

static void
test_filter(struct bench *b)
{
	struct capfile f = { .big = false };
	struct source_counts c;
	struct source *s;
	struct packet p;

	capfile_pcap(&f, PCAP_MICRO, ETHERNET);
	capfile_record(&f, SECONDS, 0, S(DATAGRAM("\x13\xc4")));
	capfile_record(&f, SECONDS, 0, S(DATAGRAM("\x00\x35")));
	capfile_record(&f, SECONDS, 0, S(DATAGRAM("\x13\xc4")));
	s = open_octets(b, capfile_view(&f), "udp port 5060");
	if (!ok(s != NULL, "a filter is taken"))
		return;
	is_int(source_next(s, &p) == STEP_MORE ? (intmax_t)p.no : -1, 1, "the first packet passes");
	is_int(source_next(s, &p) == STEP_MORE ? (intmax_t)p.no : -1, 3,
	       "the second does not, but is numbered");
	is_int(source_next(s, &p), STEP_END, "no more pass");
	source_counts(s, &c);
	is_int((intmax_t)c.packets, 3, "all were read");
	is_int((intmax_t)c.bytes, 126, "so were their octets");
	ok(!c.dropped_known, "drops are not known of a file");
	source_free(s);

	ok(open_octets(b, capfile_view(&f), "udp prot 5060") == NULL, "a wrong filter is refused");
	ok(str_starts(str_of(b->err.text),
		      S("the capture filter 'udp prot 5060' cannot be used: ")),
	   "it is named: %s", b->err.text);
}

static void
test_patience(struct bench *b)
{
	enum { PACKETS = 5000 };
	struct capfile f = { .big = false };
	struct source *s;
	struct packet p;
	enum step step;
	unsigned idle = 0;

	capfile_pcap(&f, PCAP_MICRO, ETHERNET);
	for (unsigned i = 0; i < PACKETS; i++)
		capfile_record(&f, SECONDS, 0, S("x"));
	s = open_octets(b, capfile_view(&f), "udp");
	while ((step = source_next(s, &p)) == STEP_IDLE)
		idle++;
	ok(idle > 0 && step == STEP_END,
	   "where a filter keeps all back, the caller may still stop");
	source_free(s);
}

static void
test_links(struct bench *b)
{
	/* The numbers of tcpdump.org's list of LINKTYPE_ values. */
	static const struct {
		uint32_t linktype;
		enum link_type link;
		const char *name;
	} links[] = {
		{ 0, LINK_NULL, "NULL" },
		{ 1, LINK_ETHERNET, "EN10MB" },
		{ 101, LINK_RAW, "RAW" },
		{ 108, LINK_LOOP, "LOOP" },
		{ 113, LINK_LINUX_SLL, "LINUX_SLL" },
		{ 228, LINK_IPV4, "IPV4" },
		{ 229, LINK_IPV6, "IPV6" },
		{ 276, LINK_LINUX_SLL2, "LINUX_SLL2" },
		{ 9, LINK_PPP, "PPP" },
		{ 50, LINK_PPP, "PPP_SERIAL" },
		{ 51, LINK_PPP_ETHER, "PPP_ETHER" },
		{ 104, LINK_CISCO_HDLC, "C_HDLC" },
		{ 105, LINK_WIFI, "IEEE802_11" },
		{ 117, LINK_PFLOG, "PFLOG" },
		{ 127, LINK_RADIOTAP, "IEEE802_11_RADIO" },
		{ 167, LINK_JUNIPER_ETHERNET, "JUNIPER_PPPOE" },
		{ 178, LINK_JUNIPER_ETHERNET, "JUNIPER_ETHER" },
		{ 179, LINK_JUNIPER_PPP, "JUNIPER_PPP" },
		{ 181, LINK_JUNIPER_HDLC, "JUNIPER_CHDLC" },
		{ 219, LINK_MPLS, "MPLS" },
		{ 163, LINK_OTHER, "IEEE802_11_RADIO_AVS" },
		{ 9999, LINK_OTHER, "DLT 9999" },
	};

	for (size_t i = 0; i < COUNT(links); i++) {
		struct capfile f = { .big = false };
		struct source *s;
		struct packet p;

		capfile_pcap(&f, PCAP_MICRO, links[i].linktype);
		capfile_record(&f, SECONDS, 0, S("x"));
		s = open_octets(b, capfile_view(&f), NULL);
		ok(s != NULL && source_next(s, &p) == STEP_MORE && p.link == links[i].link,
		   "link type %u", (unsigned)links[i].linktype);
		is_str(s != NULL ? str_of(source_link_name(s)) : STR_ABSENT, str_of(links[i].name),
		       "the name of link type %u", (unsigned)links[i].linktype);
		source_free(s);
	}
}

static void
test_progress(struct bench *b)
{
	enum { PACKETS = 100 };
	struct capfile f = { .big = false };
	struct source *s;
	struct packet p;
	double before = 0;
	bool rises = true;

	capfile_pcap(&f, PCAP_MICRO, ETHERNET);
	for (unsigned i = 0; i < PACKETS; i++)
		capfile_record(&f, SECONDS, 0, S("x"));
	s = open_octets(b, capfile_view(&f), NULL);
	while (source_next(s, &p) == STEP_MORE) {
		double now = source_progress(s);

		rises = rises && now >= before && now <= 1;
		before = now;
	}
	ok(rises && before > 0.99, "progress rises to 1");
	ok(!source_is_live(s), "a file is not live");
	source_free(s);
}

/* What comes through a pipe, named "-" as standard input. */
static void
test_pipe(void)
{
	struct capfile f = { .big = true };
	struct source *s = NULL;
	struct err err;
	struct packet p;
	int ends[2];
	size_t first;

	capfile_pcap(&f, PCAP_NANO, ETHERNET);
	capfile_record(&f, SECONDS, 0, S("one"));
	first = f.len;
	capfile_record(&f, SECONDS, 1, S("two"));
	if (pipe(ends) == 0 && dup2(ends[0], STDIN_FILENO) == STDIN_FILENO &&
	    write(ends[1], f.octets, first) == (ssize_t)first)
		s = source_open_file("-", NULL, &err);
	if (!ok(s != NULL, "standard input opens"))
		return;
	is_int(source_next(s, &p) == STEP_MORE ? p.ts_ns : -1, SECONDS * INT64_C(1000000000),
	       "what is there comes");
	is_int(source_next(s, &p), STEP_IDLE, "a silent pipe is idle, not ended");
	ok(source_progress(s) < 0, "its progress cannot be known");
	if (write(ends[1], f.octets + first, f.len - first) == (ssize_t)(f.len - first))
		is_int(source_next(s, &p) == STEP_MORE ? (intmax_t)p.no : -1, 2,
		       "what comes later comes");
	(void)close(ends[1]);
	is_int(source_next(s, &p), STEP_END, "a closed pipe is the end");
	source_free(s);
}

int
main(void)
{
	struct bench b = { .path = "t-source-use-XXXXXX" };
	int fd = mkstemp(b.path);

	if (fd < 0)
		return skip_all("no file can be made here");
	(void)close(fd);
	test_filter(&b);
	test_patience(&b);
	test_links(&b);
	test_progress(&b);
	test_pipe();
	(void)unlink(b.path);
	return done();
}
