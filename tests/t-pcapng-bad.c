/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pcapng files that are cut, corrupt or without measure: what is good comes, then a sentence.
 * And the filter, which each link type has in its own form.
 */
#include <stdio.h>

#include "capng.h"
#include "tap.h"

/* Whether what is read of b->f is `want`, the file's name before a sentence left out. */
static void
reads_as(struct bench *b, const char *want, const char *promise)
{
	struct source *s = bench_open(b, NULL);
	char got[512], all[600];
	struct str name = str_of(b->path), rest = str_of(capng_all(s, got));
	ptrdiff_t at = str_index(rest, '!');

	if (s == NULL) {
		rest = str_of(b->err.text);
		(void)snprintf(all, sizeof(all), "%s",
			       str_starts(rest, name) ? rest.p + name.len : rest.p);
	} else if (at >= 0 && str_starts(str_sub(rest, (size_t)at + 1, rest.len), name)) {
		(void)snprintf(all, sizeof(all), "%.*s%s", (int)at + 1, got,
			       got + at + 1 + name.len);
	} else {
		(void)snprintf(all, sizeof(all), "%s", got);
	}
	is_str(str_of(all), str_of(want), "%s", promise);
	source_free(s);
}

/* A good packet, then a block with these two lengths around these octets. */
static void
put_bad(struct bench *b, uint32_t type, uint32_t len, struct str body, uint32_t again)
{
	bench_section(b, true, ETHERNET);
	capfile_packet(&b->f, 1, S("one"));
	capfile_u32(&b->f, type);
	capfile_u32(&b->f, len);
	capfile_octets(&b->f, body);
	capfile_u32(&b->f, again);
	capfile_packet(&b->f, 1, S("two"));
}

static const struct {
	uint32_t type, len;
	struct str body;
	uint32_t again;
	const char *want;
} corrupt[] = {
#define BAD "1:one!: the capture is unreadable after packet 1: "
	{ 0x77, 11, { "", 0 }, 11, BAD "the next block has an impossible length, 11 octets" },
	{ 0x77, 0, { "", 0 }, 0, BAD "the next block has an impossible length, 0 octets" },
	{ 0x77,
	  16777217,
	  { "", 0 },
	  0,
	  BAD "the next block has an impossible length, 16777217 octets" },
	{ 0x77,
	  16,
	  { "\1\2\3\4", 4 },
	  20,
	  BAD "the two lengths of the next block differ, 16 and 20 octets" },
	{ 0x77, 13, { "\1\0\0\0", 4 }, 13, "1:one 2:two" },
	{ NG_PACKET, 16, { "\0\0\0\0", 4 }, 16, BAD "the next packet's block is too short" },
	{ NG_OLD_PACKET,
	  28,
	  { "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16 },
	  28,
	  BAD "the next packet's block is too short" },
	{ NG_SIMPLE_PACKET, 12, { "", 0 }, 12, BAD "the next packet's block is too short" },
	{ NG_PACKET,
	  32,
	  { "\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 20 },
	  32,
	  BAD "the next packet is of interface 1, but there are 1" },
	{ NG_PACKET,
	  32,
	  { "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\1", 20 },
	  32,
	  BAD "the next packet has an impossible length, 1 octets" },
	{ NG_PACKET,
	  32,
	  { "\0\0\0\0\0\0\0\0\0\0\0\0\xff\xff\xff\xfd\0\0\0\1", 20 },
	  32,
	  BAD "the next packet has an impossible length, 4294967293 octets" },
	{ NG_INTERFACE, 16, { "\0\1\0\0", 4 }, 16, BAD "an interface's description is too short" },
	{ 0x0a0d0d0a, 16, { "\x1a\x2b\x3c\x4d", 4 }, 16, BAD "a section's head is too short" },
	{ 0x0a0d0d0a,
	  28,
	  { "\x1a\x2b\x3c\x4c\0\1\0\0\0\0\0\0\0\0\0\0", 16 },
	  28,
	  BAD "a section in no known byte order" },
	{ 0x0a0d0d0a,
	  28,
	  { "\x1a\x2b\x3c\x4d\0\2\0\0\0\0\0\0\0\0\0\0", 16 },
	  28,
	  BAD "a section of version 2.0, which is not known" },
	/* What is not needed for packets may be as it likes. */
	{ NG_STATISTICS, 12, { "", 0 }, 12, "1:one 2:two" },
	{ NG_STATISTICS, 24, { "\0\0\0\0\0\0\0\0\0\0\0\0", 12 }, 24, "1:one 2:two" },
	{ NG_STATISTICS, 28, { "\0\0\0\0\0\0\0\0\0\0\0\0\0\5\0\x8", 16 }, 28, "1:one 2:two" },
	{ NG_SECRETS, 12, { "", 0 }, 12, "1:one 2:two" },
	{ NG_SECRETS, 20, { "\0\0\0\1\xff\xff\xff\xff", 8 }, 20, "1:one 2:two" },
	{ NG_INTERFACE, 24, { "\0\1\0\0\0\0\0\0\0\2\xff\xff", 12 }, 24, "1:one 2:two" },
	{ NG_INTERFACE, 24, { "\0\1\0\0\0\0\0\0\0\x9\0\0", 12 }, 24, "1:one 2:two" },
	{ NG_PACKET,
	  36,
	  { "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\4\xff\xff", 24 },
	  36,
	  "1:one 2: 3:two" },
#undef BAD
};

static void
test_corrupt(struct bench *b)
{
	for (size_t i = 0; i < COUNT(corrupt); i++) {
		put_bad(b, corrupt[i].type, corrupt[i].len, corrupt[i].body, corrupt[i].again);
		reads_as(b, corrupt[i].want, "a block that is not as it should be");
	}
	bench_section(b, false, -1);
	capfile_packet(&b->f, 1, S("one"));
	reads_as(b,
		 "!: the capture is unreadable before its first packet: the next packet is of "
		 "interface 0, but there are 0",
		 "a packet of no interface");
	bench_section(b, false, -1);
	reads_as(b, "", "a section without anything is an empty capture");
	bench_section(b, false, -1);
	b->f.octets[12] = 2;
	reads_as(b, ": a section of version 2.0, which is not known", "it is refused at once");
	bench_section(b, false, -1);
	b->f.octets[8] = 0;
	reads_as(b, ": a section in no known byte order", "so is this");
}

/* Cut a file with a block of each kind everywhere. */
static void
test_cuts(struct bench *b)
{
	size_t ends[16], count = 0;
	bool packet[16] = { false };
	unsigned wrong = 0;

	bench_section(b, false, -1);
	ends[count++] = b->f.len;
	capfile_interface(&b->f, ETHERNET, 6);
	ends[count++] = b->f.len;
	for (unsigned i = 0; i < 4; i++) {
		static const uint32_t types[] = { NG_SECRETS, NG_CUSTOM, NG_STATISTICS, NG_NAMES };

		packet[count] = true;
		capfile_packet(&b->f, 1, S("packet"));
		ends[count++] = b->f.len;
		capfile_block(&b->f, types[i]);
		capfile_octets(&b->f, S("\0\0\0\0\2\0\0\0\0\0\0\0"));
		capfile_block_end(&b->f);
		ends[count++] = b->f.len;
	}
	for (size_t len = 0; len <= b->f.len; len++) {
		struct source *s = bench_open_cut(b, len);
		size_t whole = 0, packets = 0, seen = 0;
		struct packet p = { 0 };
		enum step step = STEP_END;

		while (whole < count && ends[whole] <= len)
			packets += packet[whole++];
		while (s != NULL && (step = source_next(s, &p)) == STEP_MORE)
			seen++;
		if (len < ends[0])
			wrong += s != NULL;
		else
			wrong += s == NULL || seen != packets ||
				 step != (ends[whole - 1] == len ? STEP_END : STEP_ERROR);
		source_free(s);
	}
	is_int(wrong, 0, "wherever a file is cut, each whole packet comes, and the cut is told");
}

/* An Ethernet frame, or with its first 14 octets left out an IPv4 packet, to this port. */
#define DATAGRAM(port)                                                                           \
	"\x02\0\0\0\0\x01\x02\0\0\0\0\x02\x08\0\x45\0\0\x1c\0\x01\0\0\x40\x11\0\0\xc0\0\x02\x01" \
	"\xc0\0\x02\x02" port port "\0\x08\0\0"

static void
numbers_are(struct bench *b, const char *filter, const char *want, const char *promise)
{
	struct source *s = bench_open(b, filter);
	char got[64] = "";
	size_t used = 0;
	struct packet p = { 0 };
	enum step step = STEP_END;

	while (s != NULL && (step = source_next(s, &p)) <= STEP_IDLE && used < 50) {
		if (step == STEP_MORE)
			used += (size_t)snprintf(got + used, sizeof(got) - used, "%u",
						 (unsigned)p.no);
	}
	if (step == STEP_ERROR)
		(void)snprintf(got + used, sizeof(got) - used, "!");
	is_str(str_of(s == NULL ? "refused" : got), str_of(want), "%s", promise);
	source_free(s);
}

static void
test_filter(struct bench *b)
{
	static const struct str sip = S(DATAGRAM("\x13\xc4")), dns = S(DATAGRAM("\x00\x35"));

	bench_section(b, false, ETHERNET);
	capfile_interface(&b->f, RAW_IP, 6);
	for (uint32_t i = 0; i < 2; i++) {
		capng_packet(&b->f, i, 1, str_sub(sip, i > 0 ? 14 : 0, sip.len));
		capfile_block_end(&b->f);
		capng_packet(&b->f, i, 1, str_sub(dns, i > 0 ? 14 : 0, dns.len));
		capfile_block_end(&b->f);
	}
	numbers_are(b, NULL, "1234", "without a filter all packets come");
	numbers_are(b, "udp port 5060", "13", "a filter is compiled for each link type");
	numbers_are(b, "udp prot 5060", "refused", "a wrong one is refused at once");
	ok(str_starts(str_of(b->err.text), S("the capture filter 'udp prot 5060' cannot be used")),
	   "and named: %s", b->err.text);
	numbers_are(b, "udp or vlan", "1234", "of a link that it does not fit all packets come");

	bench_section(b, false, ETHERNET);
	capng_packet(&b->f, 0, 1, sip);
	capfile_block_end(&b->f);
	capfile_interface(&b->f, RAW_IP, 6);
	capng_packet(&b->f, 1, 1, str_sub(sip, 14, sip.len));
	capfile_block_end(&b->f);
	numbers_are(b, "udp port 5060", "12", "also one that is met later");
	numbers_are(b, "port 53 or vlan", "2", "and nothing of the others");

	bench_section(b, false, ETHERNET);
	capng_packet(&b->f, 0, 1, dns);
	capfile_block_end(&b->f);
	capfile_interface(&b->f, 9999, 6);
	capng_packet(&b->f, 1, 1, S("?"));
	capfile_block_end(&b->f);
	capng_packet(&b->f, 0, 1, sip);
	capfile_block_end(&b->f);
	numbers_are(b, "udp port 5060", "23",
		    "what cannot be read anyway is let pass, to be counted");

	/* The interface comes later than the section. */
	bench_section(b, false, -1);
	capfile_block(&b->f, NG_CUSTOM);
	capfile_u32(&b->f, 1);
	capfile_block_end(&b->f);
	capfile_interface(&b->f, ETHERNET, 6);
	numbers_are(b, "udp prot 5060", "refused", "a wrong one is refused at once there, too");
}

static struct source *
open_limited(struct bench *b, struct limits *l)
{
	struct source_file_options o = { .limits = l };

	capfile_save(capfile_view(&b->f), b->path);
	return source_open(b->path, &o, &b->err);
}

static void
put_named(struct capfile *f, const char *name)
{
	capfile_block(f, NG_INTERFACE);
	capfile_u16(f, ETHERNET);
	capfile_u16(f, 0);
	capfile_u32(f, 0);
	capfile_option(f, 2, str_of(name));
	capfile_block_end(f);
}

static void
test_limits(struct bench *b)
{
	struct limits l;
	const struct source_secret *secrets = NULL;
	struct source *s;
	struct packet p = { 0 };
	char got[512];

	limits_begin(&l, (struct hash_key){ 1, 2 });
	l.max[LIMIT_INTERFACES] = 2;
	l.max[LIMIT_INTERFACE_NAMES] = 1;
	l.max[LIMIT_SECRET_BYTES] = 200;
	bench_section(b, false, -1);
	put_named(&b->f, "a");
	put_named(&b->f, "b");
	for (unsigned i = 0; i < 3; i++) {
		capfile_block(&b->f, NG_SECRETS);
		capfile_u32(&b->f, 1);
		capfile_u32(&b->f, 4);
		capfile_u32(&b->f, i);
		capfile_block_end(&b->f);
	}
	capng_packet(&b->f, 0, 1, S("one"));
	capfile_block_end(&b->f);
	capng_packet(&b->f, 1, 1, S("two"));
	capfile_block_end(&b->f);
	put_named(&b->f, "c");
	s = open_limited(b, &l);
	if (!ok(s != NULL && source_next(s, &p) == STEP_MORE, "a file over the bounds opens"))
		return;
	is_str(str_of(p.interface), S("a"), "the first interface's name is kept");
	is_int((intmax_t)source_secrets(s, &secrets), 2, "so many secrets as are under the bound");
	ok(l.hit[LIMIT_SECRET_BYTES] == 1, "one was over it, and counted");
	ok(source_next(s, &p) == STEP_MORE && p.interface == NULL &&
		   l.hit[LIMIT_INTERFACE_NAMES] == 1,
	   "a name too many is left out, and counted");
	ok(str_has_nocase(str_of(capng_all(s, got)), S("a section has more than 2 interfaces")) &&
		   l.hit[LIMIT_INTERFACES] == 1,
	   "an interface too many ends it, and is counted: %s", got);
	source_free(s);
}

static void
test_many_links(struct bench *b)
{
	char got[512];
	struct source *s;

	bench_section(b, false, -1);
	for (unsigned i = 0; i < 70; i++)
		capfile_interface(&b->f, 1000 + i, 6);
	s = bench_open(b, NULL);
	ok(str_has_nocase(str_of(capng_all(s, got)), S("it has more than 64 link types")),
	   "so many link types no capture has: %s", got);
	ok(s != NULL && str_of(source_link_name(s)).len < 64, "as many names as find room: %s",
	   s != NULL ? source_link_name(s) : "");
	source_free(s);
}

int
main(void)
{
	static struct bench b;

	if (!bench_begin(&b, "t-pcapng-bad"))
		return skip_all("no file can be made here");
	test_corrupt(&b);
	test_cuts(&b);
	test_filter(&b);
	test_limits(&b);
	test_many_links(&b);
	bench_end(&b);
	return done();
}
