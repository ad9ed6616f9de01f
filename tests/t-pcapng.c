/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The pcapng format as draft-ietf-opsawg-pcapng has it: sections, interfaces, packets, times.
 * The times were computed with Python's fractions, the numbers are tshark 4.0's.
 */
#include "capng.h"
#include "tap.h"

static const struct {
	enum link_type link;
	const char *interface;
	struct str data;
} sections[] = {
	{ LINK_ETHERNET, "eth0", { "one", 3 } }, { LINK_LINUX_SLL, "any", { "two", 3 } },
	{ LINK_ETHERNET, "eth0", { "", 0 } },    { LINK_RAW, NULL, { "four", 4 } },
	{ LINK_RAW, "eth0", { "fives", 5 } },
};

static void
put_sections(struct bench *b)
{
	bench_section(b, true, -1);
	capfile_block(&b->f, NG_INTERFACE);
	capfile_u16(&b->f, ETHERNET);
	capfile_u16(&b->f, 0);
	capfile_u32(&b->f, 0);
	capfile_option(&b->f, 1, S("a comment"));
	capfile_option(&b->f, 2, S("eth0"));
	capfile_option(&b->f, 0, S(""));
	capfile_block_end(&b->f);
	capng_packet(&b->f, 0, 1, sections[0].data);
	capfile_block_end(&b->f);
	capfile_block(&b->f, NG_INTERFACE);
	capfile_u16(&b->f, LINUX_SLL);
	capfile_u16(&b->f, 0);
	capfile_u32(&b->f, 0);
	capfile_option(&b->f, 2, S("any\0\0"));
	capfile_block_end(&b->f);
	capng_packet(&b->f, 1, 2, sections[1].data);
	capfile_block_end(&b->f);
	capng_packet(&b->f, 0, 3, sections[2].data);
	capfile_option(&b->f, 1, S("a packet's comment"));
	capfile_block_end(&b->f);
	/* Another section, in the other byte order, numbers its interfaces anew. */
	b->f.big = false;
	capfile_section(&b->f);
	capfile_interface(&b->f, RAW_IP, 6);
	capng_packet(&b->f, 0, 4, sections[3].data);
	capfile_block_end(&b->f);
	capfile_section(&b->f);
	capfile_block(&b->f, NG_INTERFACE);
	capfile_u16(&b->f, RAW_IP);
	capfile_u16(&b->f, 0);
	capfile_u32(&b->f, 0);
	capfile_option(&b->f, 2, S("eth0"));
	capfile_block_end(&b->f);
	capng_packet(&b->f, 0, 5, sections[4].data);
	capfile_block_end(&b->f);
}

static void
test_sections(struct bench *b)
{
	struct source *s;
	struct packet p = { 0 };

	put_sections(b);
	s = bench_open(b, NULL);
	for (size_t i = 0; i < COUNT(sections); i++) {
		if (!ok(s != NULL && source_next(s, &p) == STEP_MORE, "packet %zu comes", i + 1))
			return;
		is_str(p.data, sections[i].data, "its octets");
		is_int((intmax_t)p.no, (intmax_t)i + 1, "its number");
		is_int(p.ts_ns, (intmax_t)(i + 1) * 1000, "its time");
		is_int(p.link, sections[i].link, "its link type");
		is_str(str_of(p.interface), str_of(sections[i].interface), "its interface");
	}
	is_int(source_next(s, &p), STEP_END, "then the end");
	is_str(str_of(source_link_name(s)), S("EN10MB, LINUX_SLL, RAW"), "the link types met");
	source_free(s);
}

static const struct {
	unsigned resolution;
	int64_t offset_s;
	uint64_t ticks;
	int64_t ts_ns;
} times[] = {
	{ 0x06, 0, UINT64_C(1700000000123456), INT64_C(1700000000123456000) },
	{ 0x09, 0, UINT64_C(1700000000123456789), INT64_C(1700000000123456789) },
	{ 0x00, 0, UINT64_C(1700000000), INT64_C(1700000000000000000) },
	{ 0x03, 0, UINT64_C(1700000000123), INT64_C(1700000000123000000) },
	{ 0x0c, 0, UINT64_C(1700000123456789012), INT64_C(1700000123456789) },
	{ 0x13, 0, UINT64_C(17000001234567890123), INT64_C(1700000123) },
	{ 0x14, 0, UINT64_C(17000001234567890123), INT64_C(170000012) },
	{ 0x1e, 0, UINT64_C(17000001234567890123), 0 },
	{ 0x7f, 0, UINT64_C(17000001234567890123), 0 },
	{ 0x80, 0, UINT64_C(1700000000), INT64_C(1700000000000000000) },
	{ 0x94, 0, UINT64_C(1782579200524288), INT64_C(1700000000500000000) },
	{ 0xa0, 0, UINT64_C(7301444405347483649), INT64_C(1700000000500000000) },
	{ 0xa0, 0, UINT64_C(7301444407494967295), INT64_C(1700000000999999999) },
	{ 0xa1, 0, UINT64_C(14602888814989934591), INT64_C(1700000000999999999) },
	{ 0xa8, 0, UINT64_C(1700000000123456789), INT64_C(1546140993126261) },
	{ 0xbf, 0, UINT64_C(18446744073709551615), INT64_C(1999999999) },
	{ 0xc0, 0, UINT64_C(18446744073709551615), INT64_C(999999999) },
	{ 0xc0, 0, UINT64_C(12345678901234567890), INT64_C(669260594) },
	{ 0xdf, 0, UINT64_C(18446744073709551615), 0 },
	{ 0xe0, 0, UINT64_C(18446744073709551615), 0 },
	{ 0xff, 0, UINT64_C(18446744073709551615), 0 },
	{ 0x06, -100, UINT64_C(1700000000123456), INT64_C(1699999900123456000) },
	{ 0x06, 1700000000, UINT64_C(123456), INT64_C(1700000000123456000) },
	{ 0x09, -1, 1, INT64_C(-999999999) },
	/* What does not fit is the nearest that does. */
	{ 0x00, 0, UINT64_MAX, INT64_C(9223372035000000000) },
	{ 0x80, INT64_MAX, UINT64_MAX, INT64_C(9223372035000000000) },
	{ 0x06, INT64_MIN, 0, INT64_C(-9223372035000000000) },
};

static void
test_times(struct bench *b)
{
	for (size_t i = 0; i < 2 * COUNT(times); i++) {
		const int64_t offset = times[i / 2].offset_s;
		struct source *s;
		struct packet p = { 0 };

		bench_section(b, i % 2 != 0, -1);
		capfile_block(&b->f, NG_INTERFACE);
		capfile_u16(&b->f, ETHERNET);
		capfile_u16(&b->f, 0);
		capfile_u32(&b->f, 0);
		capfile_option(&b->f, 9,
			       (struct str){ (char[]){ (char)times[i / 2].resolution }, 1 });
		capfile_u16(&b->f, 14);
		capfile_u16(&b->f, 8);
		capfile_u64(&b->f, (uint64_t)offset);
		capfile_block_end(&b->f);
		capng_packet(&b->f, 0, times[i / 2].ticks, S("x"));
		capfile_block_end(&b->f);
		s = bench_open(b, NULL);
		ok(s != NULL && source_next(s, &p) == STEP_MORE, "resolution %#x, offset %lld",
		   times[i / 2].resolution, (long long)offset);
		is_int(p.ts_ns, times[i / 2].ts_ns, "its time");
		source_free(s);
	}
}

/* The obsolete packet block, and the simple one, which has no time and no interface. */
static void
test_other_packets(struct bench *b, bool big)
{
	struct source *s;
	struct packet p = { 0 };

	bench_section(b, big, -1);
	capfile_block(&b->f, NG_INTERFACE);
	capfile_u16(&b->f, ETHERNET);
	capfile_u16(&b->f, 0);
	capfile_u32(&b->f, 5);
	capfile_block_end(&b->f);
	capfile_interface(&b->f, RAW_IP, 9);
	capfile_block(&b->f, NG_OLD_PACKET);
	capfile_u16(&b->f, 1);
	capfile_u16(&b->f, 0xffff);
	capfile_u32(&b->f, 1);
	capfile_u32(&b->f, 2);
	capfile_u32(&b->f, 3);
	capfile_u32(&b->f, 1500);
	capfile_octets(&b->f, S("old\0"));
	capfile_option(&b->f, 1, S("comment"));
	capfile_block_end(&b->f);
	capfile_block(&b->f, NG_SIMPLE_PACKET);
	capfile_u32(&b->f, 1500);
	capfile_octets(&b->f, S("simple"));
	capfile_block_end(&b->f);
	capfile_block(&b->f, NG_SIMPLE_PACKET);
	capfile_u32(&b->f, 2);
	capfile_octets(&b->f, S("simple"));
	capfile_block_end(&b->f);
	s = bench_open(b, NULL);
	if (!ok(s != NULL && source_next(s, &p) == STEP_MORE, "an obsolete packet block"))
		return;
	is_str(p.data, S("old"), "its octets");
	is_int(p.ts_ns, (INT64_C(1) << 32) + 2, "its time");
	ok(p.wire_len == 1500 && p.link == LINK_RAW, "its length on the wire, its link");
	(void)source_next(s, &p);
	is_str(p.data, S("simpl"), "a simple packet has as much as its interface captures");
	ok(p.wire_len == 1500 && p.link == LINK_ETHERNET, "it is of the first interface");
	is_int(p.ts_ns, (INT64_C(1) << 32) + 2, "and came not before the one before it");
	(void)source_next(s, &p);
	is_str(p.data, S("si"), "a shorter one has what it had");
	ok(source_next(s, &p) == STEP_END, "then the end");
	source_free(s);
}

/* As tshark numbers them: custom blocks and journal entries too. */
static void
test_numbers(struct bench *b)
{
	static const struct {
		uint32_t type;
		bool numbered;
	} cases[] = {
		{ NG_NAMES, false },   { NG_STATISTICS, false },
		{ NG_SECRETS, false }, { NG_JOURNAL, true },
		{ NG_CUSTOM, true },   { NG_CUSTOM_NO_COPY, true },
		{ 0x204, true },       { 0x216, true },
		{ 0x77, false },       { 0x80000001, false },
		{ 7, false },          { 8, false },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct source_counts c = { 0 };
		struct source *s;
		char got[512];

		bench_section(b, false, ETHERNET);
		capfile_packet(&b->f, 1, S("one"));
		capfile_block(&b->f, cases[i].type);
		capfile_octets(&b->f, S("__REALTIME_TIMESTAMP=1\nM=x\n"));
		capfile_block_end(&b->f);
		capfile_packet(&b->f, 1, S("two"));
		s = bench_open(b, NULL);
		is_str(str_of(capng_all(s, got)),
		       cases[i].numbered ? S("1:one 3:two") : S("1:one 2:two"),
		       "a block of type %#x is passed over, and %s", (unsigned)cases[i].type,
		       cases[i].numbered ? "numbered" : "not numbered");
		if (s != NULL)
			source_counts(s, &c);
		is_int((intmax_t)c.packets, 2, "it is not counted as a packet");
		source_free(s);
	}
}

static void
put_statistics(struct capfile *f, uint32_t interface, uint64_t at_interface, uint64_t at_kernel)
{
	capfile_block(f, NG_STATISTICS);
	capfile_u32(f, interface);
	capfile_u64(f, 0);
	capfile_u16(f, 4); /* received */
	capfile_u16(f, 8);
	capfile_u64(f, 1000);
	capfile_u16(f, 5);
	capfile_u16(f, 8);
	capfile_u64(f, at_interface);
	capfile_u16(f, 7);
	capfile_u16(f, 8);
	capfile_u64(f, at_kernel);
	capfile_option(f, 0, S(""));
	capfile_block_end(f);
}

static void
drops_are(struct bench *b, intmax_t at_kernel, intmax_t at_interface, const char *promise)
{
	struct source *s = bench_open(b, NULL);
	struct source_counts c = { 0 };
	char got[512];

	(void)capng_all(s, got);
	if (s != NULL)
		source_counts(s, &c);
	ok(c.dropped_known == (at_kernel >= 0), "%s", promise);
	is_int((intmax_t)c.dropped_kernel, at_kernel < 0 ? 0 : at_kernel, "at the kernel");
	is_int((intmax_t)c.dropped_interface, at_interface, "at the interface");
	source_free(s);
}

static void
test_drops(struct bench *b, bool big)
{
	bench_section(b, big, ETHERNET);
	drops_are(b, -1, 0, "without statistics drops are not known");
	capfile_interface(&b->f, ETHERNET, 6);
	put_statistics(&b->f, 0, 0, 0);
	drops_are(b, 0, 0, "statistics tell that there were none");
	put_statistics(&b->f, 0, 3, 10);
	put_statistics(&b->f, 1, 1, 1);
	put_statistics(&b->f, 0, 4, 12);
	put_statistics(&b->f, 2, 100, 100);
	drops_are(b, 13, 5, "the last of each interface counts, and no interface that is not");
	capng_packet(&b->f, 0, 1, S("x"));
	capfile_u16(&b->f, 4);
	capfile_u16(&b->f, 8);
	capfile_u64(&b->f, 14);
	capfile_block_end(&b->f);
	drops_are(b, 13, 5, "what a packet tells of is in the statistics already");
	capng_packet(&b->f, 0, 1, S("x"));
	capfile_u16(&b->f, 4);
	capfile_u16(&b->f, 8);
	capfile_u64(&b->f, 12);
	capfile_block_end(&b->f);
	drops_are(b, 23, 5, "but for what is over");
	capfile_section(&b->f);
	capfile_interface(&b->f, ETHERNET, 6);
	put_statistics(&b->f, 0, 1, 1);
	drops_are(b, 24, 6, "another section has drops of its own");
}

static void
test_secrets(struct bench *b, bool big)
{
	const struct source_secret *secrets;
	struct source *s;
	struct packet p = { 0 };

	bench_section(b, big, ETHERNET);
	capfile_block(&b->f, NG_SECRETS);
	capfile_u32(&b->f, SOURCE_SECRET_TLS);
	capfile_u32(&b->f, 13);
	capfile_octets(&b->f, S("CLIENT_RANDOM\0\0\0"));
	capfile_option(&b->f, 1, S("a comment"));
	capfile_block_end(&b->f);
	capfile_packet(&b->f, 1, S("one"));
	capfile_block(&b->f, NG_SECRETS);
	capfile_u32(&b->f, 7);
	capfile_u32(&b->f, 100);
	capfile_octets(&b->f, S("cut!"));
	capfile_block_end(&b->f);
	capfile_packet(&b->f, 1, S("two"));
	s = bench_open(b, NULL);
	if (!ok(s != NULL && source_next(s, &p) == STEP_MORE, "a file with secrets is read"))
		return;
	is_int((intmax_t)source_secrets(s, &secrets), 1, "the secrets before a packet are there");
	is_int(secrets[0].type, SOURCE_SECRET_TLS, "their type");
	is_str(secrets[0].data, S("CLIENT_RANDOM"), "their octets");
	ok(source_next(s, &p) == STEP_MORE && source_secrets(s, &secrets) == 2,
	   "so are those before the next");
	is_str(secrets[1].data, S("cut!"), "of a length too great there is what there is");
	source_free(s);
}

int
main(void)
{
	static struct bench b;

	if (!bench_begin(&b, "t-pcapng"))
		return skip_all("no file can be made here");
	test_sections(&b);
	test_times(&b);
	test_numbers(&b);
	for (int big = 0; big < 2; big++) {
		test_other_packets(&b, big != 0);
		test_drops(&b, big != 0);
		test_secrets(&b, big != 0);
	}
	bench_end(&b);
	return done();
}
