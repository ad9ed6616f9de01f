/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The pcap format with each of its magic numbers, in both byte orders.  What is expected is
 * what tshark 4.0 shows of the same files.
 */
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

static const struct variant {
	const char *name;
	uint32_t magic;
	int64_t fraction_ns;
	unsigned more_head, more_record; /* octets besides the usual */
} variants[] = {
	{ "microseconds", PCAP_MICRO, 1000, 0, 0 },
	{ "nanoseconds", PCAP_NANO, 1, 0, 0 },
	{ "Kuznetzov's", PCAP_MODIFIED, 1000, 0, 8 },
	{ "Ixia's software capture", PCAP_IXIA_SOFTWARE, 1000, 4, 0 },
	{ "Ixia's hardware capture", PCAP_IXIA_HARDWARE, 1, 4, 0 },
};

static void
put_record(struct capfile *f, const struct variant *v, uint32_t fraction, struct str data)
{
	capfile_u32(f, SECONDS);
	capfile_u32(f, fraction);
	capfile_u32(f, (uint32_t)data.len);
	capfile_u32(f, 1500);
	capfile_octets(f, (struct str){ "\1\2\3\4\5\6\7\10", v->more_record });
	capfile_octets(f, data);
}

static void
put_file(struct capfile *f, const struct variant *v, bool big)
{
	f->big = big;
	f->len = 0;
	capfile_pcap(f, v->magic, ETHERNET);
	capfile_octets(f, (struct str){ "\0\0\0\0", v->more_head });
	put_record(f, v, 999999, S("one"));
	put_record(f, v, 7, S(""));
	put_record(f, v, 0, S("three"));
}

static void
test_variant(struct bench *b, const struct variant *v, bool big)
{
	static const struct str data[] = { { "one", 3 }, { "", 0 }, { "three", 5 } };
	static const int64_t fraction[] = { 999999, 7, 0 };
	static struct capfile f;
	const char *order = big ? "big-endian" : "little-endian";
	struct source *s;
	struct packet p;

	put_file(&f, v, big);
	s = open_octets(b, capfile_view(&f), NULL);
	if (!ok(s != NULL, "%s, %s: opens", v->name, order))
		return;
	for (size_t i = 0; i < COUNT(data); i++) {
		if (source_next(s, &p) != STEP_MORE)
			break;
		is_int((intmax_t)p.no, (intmax_t)i + 1, "%s, %s: packet %zu", v->name, order,
		       i + 1);
		is_int(p.ts_ns, SECONDS * INT64_C(1000000000) + fraction[i] * v->fraction_ns,
		       "%s, %s: its time", v->name, order);
		is_str(p.data, data[i], "%s, %s: its octets", v->name, order);
		is_int(p.wire_len, 1500, "%s, %s: its length on the wire", v->name, order);
	}
	is_int(source_next(s, &p), STEP_END, "%s, %s: then the end", v->name, order);
	source_free(s);
}

/* Cut the file everywhere: whole records come, and a cut one is told. */
static void
test_cuts(struct bench *b, const struct variant *v)
{
	static struct capfile f;
	const size_t head = 24 + v->more_head, record = 16 + v->more_record;
	/* Where a record ends. */
	const size_t ends[] = { head, head + record + 3, head + 2 * record + 3,
				head + 3 * record + 8 };
	unsigned wrong = 0;

	put_file(&f, v, true);
	for (size_t len = 0; len <= f.len; len++) {
		struct source *s = open_octets(b, str_sub(capfile_view(&f), 0, len), NULL);
		size_t whole = 0, packets = 0;
		struct packet p;
		enum step step;

		if (len < head || s == NULL) {
			wrong += len >= head || s != NULL || b->err.text[0] == '\0';
			source_free(s);
			continue;
		}
		while (whole + 1 < COUNT(ends) && ends[whole + 1] <= len)
			whole++;
		while ((step = source_next(s, &p)) == STEP_MORE)
			packets++;
		wrong += packets != whole || step != (len == ends[whole] ? STEP_END : STEP_ERROR);
		source_free(s);
	}
	is_int(wrong, 0, "%s: wherever it is cut, each whole packet comes, and the cut is told",
	       v->name);
}

/* The two lengths stood the other way round before version 2.3, and in 2.3 now and then. */
static void
test_old_versions(struct bench *b)
{
	static const struct {
		unsigned major, minor;
		uint32_t first, second;
	} cases[] = {
		{ 2, 2, 1500, 3 },   { 2, 3, 1500, 3 }, { 2, 3, 3, 1500 },
		{ 543, 0, 1500, 3 }, { 2, 4, 3, 1500 },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		static struct capfile f;
		struct source *s;
		struct packet p = { 0 };

		f.len = 0;
		capfile_u32(&f, PCAP_MICRO);
		capfile_u16(&f, cases[i].major);
		capfile_u16(&f, cases[i].minor);
		capfile_u64(&f, 0);
		capfile_u32(&f, 65535);
		capfile_u32(&f, ETHERNET);
		capfile_record_head(&f, SECONDS, cases[i].first, cases[i].second);
		capfile_octets(&f, S("one"));
		s = open_octets(b, capfile_view(&f), NULL);
		ok(s != NULL && source_next(s, &p) == STEP_MORE && p.data.len == 3 &&
			   p.wire_len == 1500,
		   "version %u.%u, lengths %u and %u", cases[i].major, cases[i].minor,
		   (unsigned)cases[i].first, (unsigned)cases[i].second);
		source_free(s);
	}
}

static void
test_lengths(struct bench *b)
{
	static const struct {
		uint32_t captured;
		bool good;
	} cases[] = {
		{ 100000, true }, { 262144, true }, { 262145, false }, { 0xffffffff, false }
	};
	static struct capfile f;
	static char octets[24 + 2 * 16 + 262144 + 3];

	for (size_t i = 0; i < COUNT(cases); i++) {
		uint32_t len = cases[i].good ? cases[i].captured : 0;
		struct source *s;
		struct packet p;

		f.len = 0;
		capfile_pcap(&f, PCAP_MICRO, ETHERNET);
		capfile_record_head(&f, SECONDS, cases[i].captured, 70000);
		for (size_t at = 0; at < f.len; at++)
			octets[at] = f.octets[at];
		s = open_octets(b, (struct str){ octets, f.len + len }, NULL);
		if (cases[i].good)
			ok(s != NULL && source_next(s, &p) == STEP_MORE && p.data.len == len &&
				   p.wire_len == (len > 70000 ? len : 70000),
			   "a packet of %u octets is read", (unsigned)len);
		else
			ok(s != NULL && source_next(s, &p) == STEP_ERROR &&
				   str_has_nocase(str_of(source_error(s)),
						  S("an impossible length, ")),
			   "one of %u is refused: %s", (unsigned)cases[i].captured,
			   source_error(s));
		source_free(s);
	}
}

static void
test_heads(struct bench *b)
{
	static const struct {
		const char *what;
		uint32_t linktype;
		enum link_type link;
		const char *name;
	} cases[] = {
		{ "the length of a frame check sequence is no part of the link type", 0x24000001,
		  LINK_ETHERNET, "EN10MB" },
		{ "12 is raw IP, as on BSD", 12, LINK_RAW, "RAW" },
		{ "14 is raw IP, as on OpenBSD", 14, LINK_RAW, "RAW" },
		{ "101 is raw IP everywhere", 101, LINK_RAW, "RAW" },
	};
	static struct capfile f;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct source *s;
		struct packet p = { 0 };

		f.len = 0;
		capfile_pcap(&f, PCAP_MICRO, cases[i].linktype);
		capfile_record(&f, SECONDS, 0, S("x"));
		s = open_octets(b, capfile_view(&f), NULL);
		ok(s != NULL && source_next(s, &p) == STEP_MORE && p.link == cases[i].link, "%s",
		   cases[i].what);
		is_str(s != NULL ? str_of(source_link_name(s)) : STR_ABSENT, str_of(cases[i].name),
		       "and its name");
		source_free(s);
	}
	f.len = 0;
	capfile_u32(&f, PCAP_MICRO);
	capfile_u16(&f, 3);
	capfile_u16(&f, 1);
	capfile_octets(&f, S("................"));
	ok(open_octets(b, capfile_view(&f), NULL) == NULL &&
		   str_has_nocase(str_of(b->err.text),
				  S(": a pcap file of version 3.1, which is not known")),
	   "another version is refused: %s", b->err.text);
}

int
main(void)
{
	struct bench b = { .path = "t-pcap_file-XXXXXX" };
	int fd = mkstemp(b.path);

	if (fd < 0)
		return skip_all("no file can be made here");
	(void)close(fd);
	for (size_t i = 0; i < COUNT(variants); i++) {
		test_variant(&b, &variants[i], false);
		test_variant(&b, &variants[i], true);
		test_cuts(&b, &variants[i]);
	}
	test_old_versions(&b);
	test_lengths(&b);
	test_heads(&b);
	(void)unlink(b.path);
	return done();
}
