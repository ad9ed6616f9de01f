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

/* Whether `text` is the file's name followed by `rest`. */
static bool
is_text(const struct bench *b, const char *text, struct str rest, const char *promise)
{
	struct str got = str_of(text);
	struct str name = str_of(b->path);

	if (!str_starts(got, name))
		return is_str(got, rest, "%s", promise);
	return is_str(str_sub(got, name.len, got.len), rest, "%s", promise);
}

static void
is_packet(struct source *s, uint64_t no, int64_t ts_ns, struct str data, const char *promise)
{
	struct packet p;

	if (!is_int(source_next(s, &p), STEP_MORE, "%s: packet %u comes", promise, (unsigned)no))
		return;
	is_int((intmax_t)p.no, (intmax_t)no, "%s: its number", promise);
	is_int(p.ts_ns, ts_ns, "%s: its time", promise);
	is_str(p.data, data, "%s: its octets", promise);
	is_int(p.wire_len, (intmax_t)data.len, "%s: its length", promise);
	is_int(p.link, LINK_ETHERNET, "%s: its link", promise);
}

static void
test_pcap(struct bench *b, bool big, bool nano, const char *promise)
{
	struct capfile f = { .big = big };
	int64_t unit = nano ? 1 : 1000;
	struct source *s;
	struct packet p;

	capfile_pcap(&f, nano ? PCAP_NANO : PCAP_MICRO, ETHERNET);
	capfile_record(&f, SECONDS, 999999, S("one"));
	capfile_record(&f, SECONDS + 1, 0, S(""));
	s = open_octets(b, capfile_view(&f), NULL);
	if (!ok(s != NULL, "%s: opens", promise))
		return;
	is_packet(s, 1, SECONDS * INT64_C(1000000000) + 999999 * unit, S("one"), promise);
	is_packet(s, 2, (SECONDS + 1) * INT64_C(1000000000), S(""), promise);
	is_int(source_next(s, &p), STEP_END, "%s: then the end", promise);
	is_int(source_next(s, &p), STEP_END, "%s: which stays", promise);
	is_str(str_of(source_link_name(s)), S("EN10MB"), "%s: the link's name", promise);
	source_free(s);
}

static void
test_pcapng(struct bench *b, bool big, unsigned resolution, const char *promise)
{
	struct capfile f = { .big = big };
	uint64_t in_second = resolution == 9 ? 1000000000 : 1000000;
	int64_t unit = resolution == 9 ? 1 : 1000;
	struct source *s;
	struct packet p;

	capfile_section(&f);
	capfile_interface(&f, ETHERNET, resolution);
	capfile_packet(&f, SECONDS * in_second + 7, S("one"));
	capfile_interface(&f, ETHERNET, resolution);
	capfile_packet(&f, SECONDS * in_second, S("four"));
	s = open_octets(b, capfile_view(&f), NULL);
	if (!ok(s != NULL, "%s: opens", promise))
		return;
	is_packet(s, 1, SECONDS * INT64_C(1000000000) + 7 * unit, S("one"), promise);
	is_packet(s, 2, SECONDS * INT64_C(1000000000), S("four"), promise);
	is_int(source_next(s, &p), STEP_END, "%s: then the end", promise);
	source_free(s);
}

/* Cut a file of two records everywhere. */
static void
test_cuts(struct bench *b)
{
	enum { HEAD = 24, RECORD = 16 + 3 };
	struct capfile f = { .big = false };
	unsigned wrong = 0;

	capfile_pcap(&f, PCAP_MICRO, ETHERNET);
	capfile_record(&f, SECONDS, 0, S("one"));
	capfile_record(&f, SECONDS, 0, S("two"));
	for (size_t len = HEAD; len <= f.len; len++) {
		struct source *s = open_octets(b, str_sub(capfile_view(&f), 0, len), NULL);
		bool whole = (len - HEAD) % RECORD == 0;
		size_t packets = 0;
		struct packet p;
		enum step step;

		while ((step = source_next(s, &p)) == STEP_MORE)
			packets++;
		if (packets != (len - HEAD) / RECORD || step != (whole ? STEP_END : STEP_ERROR))
			wrong++;
		if (len == HEAD + 1)
			is_text(b, source_error(s),
				S(": the capture is cut short before its first packet"),
				"a file cut in its first record");
		if (len == f.len - 1)
			is_text(b, source_error(s), S(": the capture is cut short after packet 1"),
				"a file cut in a packet");
		source_free(s);
	}
	is_int(wrong, 0, "wherever a file is cut, each whole packet comes, and the cut is told");
}

static void
test_corrupt(struct bench *b)
{
	struct capfile f = { .big = false };
	struct source *s;
	struct packet p;

	capfile_pcap(&f, PCAP_MICRO, ETHERNET);
	capfile_record(&f, SECONDS, 0, S("one"));
	capfile_record_head(&f, SECONDS, 0xfffffff0, 0xfffffff0);
	capfile_octets(&f, S("two"));
	s = open_octets(b, capfile_view(&f), NULL);
	is_packet(s, 1, SECONDS * INT64_C(1000000000), S("one"), "before a corrupt record");
	is_int(source_next(s, &p), STEP_ERROR, "an impossible length is an error");
	is_int(source_next(s, &p), STEP_ERROR, "it stays one");
	ok(str_has_nocase(str_of(source_error(s)),
			  S(": the capture is unreadable after packet 1: ")),
	   "it says after which packet: %s", source_error(s));
	source_free(s);
}

static void
test_odd_records(struct bench *b)
{
	struct capfile f = { .big = false };
	struct source *s;
	struct packet p;

	capfile_pcap(&f, PCAP_MICRO, ETHERNET);
	capfile_record_head(&f, SECONDS, 3, 1500);
	capfile_octets(&f, S("cut"));
	capfile_record_head(&f, SECONDS, 3, 1);
	capfile_octets(&f, S("odd"));
	capfile_record(&f, 0xffffffff, 0xffffffff, S(""));
	s = open_octets(b, capfile_view(&f), NULL);
	(void)source_next(s, &p);
	is_int(p.wire_len, 1500, "a packet cut by the snap length: its length on the wire");
	is_int((intmax_t)p.data.len, 3, "and as captured");
	(void)source_next(s, &p);
	is_int(p.wire_len, 3, "a packet was not shorter than what was captured of it");
	(void)source_next(s, &p);
	ok(p.no == 3, "a time that cannot be is survived");
	source_free(s);
}

static void
test_refusals(struct bench *b)
{
	static const struct {
		struct str octets;
		struct str text;
	} cases[] = {
		{ { "", 0 }, { ": the file is empty", 19 } },
		{ { "\xd4\xc3\xb2", 3 }, { ": too short to be a capture (pcap or pcapng)", 44 } },
		{ { "\xd4\xc3\xb2\xa1\x02", 5 },
		  { ": too short to be a capture (pcap or pcapng)", 44 } },
		{ { "just text, no capture", 21 }, { ": not a capture (pcap or pcapng)", 32 } },
		{ { "\xfd\x37zXZ\0", 6 },
		  { ": compressed with xz; decompress it first, with xz -d", 53 } },
		{ { "BZh91AY", 7 },
		  { ": compressed with bzip2; decompress it first, with bzip2 -d", 59 } },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		ok(open_octets(b, cases[i].octets, NULL) == NULL, "refused:%.*s",
		   STR_ARG(cases[i].text));
		is_text(b, b->err.text, cases[i].text, "and told so");
	}
	ok(source_open_file("prot 5060", NULL, &b->err) == NULL, "no file is refused");
	is_str(str_of(b->err.text), S("prot 5060: no such file; a capture filter goes with -f"),
	       "and where a filter goes");
	ok(source_open_file("/", NULL, &b->err) == NULL, "a directory is refused: %s", b->err.text);
}

int
main(void)
{
	struct bench b = { .path = "t-source-XXXXXX" };
	int fd = mkstemp(b.path);

	if (fd < 0)
		return skip_all("no file can be made here");
	(void)close(fd);

	test_pcap(&b, false, false, "pcap, little, microseconds");
	test_pcap(&b, false, true, "pcap, little, nanoseconds");
	test_pcap(&b, true, false, "pcap, big, microseconds");
	test_pcap(&b, true, true, "pcap, big, nanoseconds");
	test_pcapng(&b, false, 6, "pcapng, little, microseconds");
	test_pcapng(&b, true, 6, "pcapng, big, microseconds");
	test_pcapng(&b, false, 9, "pcapng, little, nanoseconds");
	test_pcapng(&b, true, 9, "pcapng, big, nanoseconds");
	test_cuts(&b);
	test_corrupt(&b);
	test_odd_records(&b);
	test_refusals(&b);
	(void)unlink(b.path);
	return done();
}
