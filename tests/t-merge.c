/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Many captures come as one, in the order of their packets' times; and a directory is the
 * captures in it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sipwhy/inputs.h>
#include <sipwhy/merge.h>

#include "capng.h"
#include "packed.h"
#include "tap.h"

enum { FILES = 300 };

/* A directory of our own, with the captures that were put into it. */
struct shelf {
	char dir[32];
	char names[FILES][64];
	const char *list[FILES];
	size_t count;
	struct err err;
	struct capfile f;
};

static const char *
path_of(struct shelf *s, const char *name)
{
	char path[sizeof(s->names[0])];

	(void)snprintf(path, sizeof(path), "%s/%s", s->dir, name);
	memcpy(s->names[s->count], path, sizeof(path));
	s->list[s->count] = s->names[s->count];
	return s->names[s->count++];
}

/* A capture of packets with these times, in seconds, each with the name as its octets. */
static void
put_capture(struct shelf *s, const char *name, const uint32_t *times, size_t count)
{
	s->f.len = 0;
	capfile_pcap(&s->f, PCAP_NANO, ETHERNET);
	for (size_t i = 0; i < count; i++)
		capfile_record(&s->f, times[i], 0, str_of(name));
	capfile_save(capfile_view(&s->f), path_of(s, name));
}

static void
clear(struct shelf *s)
{
	while (s->count > 0)
		(void)unlink(s->list[--s->count]);
}

#define PUT(shelf, name, ...)                                       \
	put_capture(shelf, name, (const uint32_t[]){ __VA_ARGS__ }, \
		    sizeof((const uint32_t[]){ __VA_ARGS__ }) / sizeof(uint32_t))

static struct merge *
open_all(struct shelf *s, struct limits *l)
{
	struct merge_options o = { .names = s->list, .count = s->count, .limits = l };

	return merge_new(&o, &s->err);
}

/* What comes: "0a1 1b2": input, its octets, its number; "!0" for an input that ended too early. */
static const char *
all(struct merge *m, char out[512])
{
	size_t used = 0;
	uint32_t input = 0;
	struct packet p = { 0 };
	enum step step;

	out[0] = '\0';
	if (m == NULL)
		return "not opened";
	while ((step = merge_next(m, &p, &input)) != STEP_END && used < 480) {
		const char *between = used > 0 ? " " : "";

		if (step == STEP_MORE)
			used += (size_t)snprintf(out + used, 512 - used, "%s%u%.*s%u", between,
						 input, STR_ARG(p.data), (unsigned)p.no);
		else if (step == STEP_ERROR)
			used += (size_t)snprintf(out + used, 512 - used, "%s!%u", between, input);
	}
	return out;
}

static void
come_as(struct shelf *s, struct limits *l, const char *want, const char *promise)
{
	struct merge *m = open_all(s, l);
	char got[512];
	uint32_t input;
	struct packet p = { 0 };

	is_str(str_of(all(m, got)), str_of(want), "%s", promise);
	if (m != NULL)
		ok(merge_next(m, &p, &input) == STEP_END, "and the end stays");
	merge_free(m);
	clear(s);
}

static void
test_order(struct shelf *s)
{
	PUT(s, "a", 10);
	come_as(s, NULL, "0a1", "one capture");

	PUT(s, "a", 10, 20, 30);
	PUT(s, "b", 5, 20, 25, 40);
	come_as(s, NULL, "1b1 0a1 0a2 1b2 1b3 0a3 1b4",
		"two, by time; at the same time the earlier input first");

	PUT(s, "a", 50, 60);
	PUT(s, "b", 10, 20);
	PUT(s, "c", 30, 40);
	come_as(s, NULL, "1b1 1b2 2c1 2c2 0a1 0a2", "one after the other, however they were named");

	PUT(s, "a", 10, 5, 30);
	PUT(s, "b", 7, 40);
	come_as(s, NULL, "1b1 0a1 0a2 0a3 1b2", "a clock that was set back stays so");

	PUT(s, "a", 10);
	s->f.len = 24;
	capfile_save(capfile_view(&s->f), path_of(s, "b"));
	PUT(s, "c", 10);
	come_as(s, NULL, "0a1 2c1", "one without packets is none");
}

static void
test_errors(struct shelf *s)
{
	struct merge_input got;
	struct merge *m;
	char text[512];

	PUT(s, "a", 10, 20, 30);
	capfile_save(str_sub(capfile_view(&s->f), 0, s->f.len - 1), s->names[0]);
	PUT(s, "b", 15, 25, 35);
	m = open_all(s, NULL);
	is_str(str_of(all(m, text)), S("0a1 1b1 0a2 !0 1b2 1b3"),
	       "a cut one ends, the other goes on");
	if (m != NULL) {
		merge_input(m, 0, &got);
		ok(str_has_nocase(str_of(got.err.text),
				  S(": the capture is cut short after packet 2")),
		   "why is told: %s", got.err.text);
		is_int((intmax_t)got.counts.packets, 2, "and how much was read");
		is_str(str_of(got.link_name), S("EN10MB"), "of what link type");
		merge_input(m, 1, &got);
		ok(got.err.text[0] == '\0' && got.counts.packets == 3, "the other is well");
	}
	merge_free(m);

	(void)path_of(s, "missing");
	ok(open_all(s, NULL) == NULL && str_has_nocase(str_of(s->err.text), S("no such file")),
	   "one that is not there is refused at once: %s", s->err.text);
	m = merge_new(&(struct merge_options){ .names = s->list,
					       .found = (const bool[]){ false, false, true },
					       .count = s->count },
		      &s->err);
	is_str(str_of(all(m, text)), S("!2 0a1 1b1 0a2 !0 1b2 1b3"),
	       "but not one that was only found in a directory");
	merge_free(m);
	clear(s);
}

/* More captures than may be open, as a ring of files has them: few of the same time. */
static void
test_many(struct shelf *s)
{
	struct limits l;
	struct merge *m;
	struct packet p = { 0 };
	uint32_t input;
	size_t count = 0;
	int64_t last = 0;
	bool ordered = true;

	limits_begin(&l, (struct hash_key){ 1, 2 });
	l.max[LIMIT_OPEN_FILES] = 4;
	for (uint32_t i = 0; i < FILES; i++) {
		char name[16];
		uint32_t at = 10 * (FILES - i);

		(void)snprintf(name, sizeof(name), "%u", i);
		PUT(s, name, at, at + 11, at + 22);
	}
	m = open_all(s, &l);
	while (m != NULL && merge_next(m, &p, &input) == STEP_MORE) {
		ordered = ordered && p.ts_ns >= last;
		last = p.ts_ns;
		count++;
	}
	is_int((intmax_t)count, INTMAX_C(3) * FILES,
	       "all packets of more files than may be open come");
	ok(ordered && l.hit[LIMIT_OPEN_FILES] == 0, "in order, while not too many overlap");
	ok(m != NULL && merge_progress(m) > 0.99, "at the end all is done");
	merge_free(m);
	clear(s);
}

static void
test_too_many(struct shelf *s)
{
	struct limits l;

	limits_begin(&l, (struct hash_key){ 1, 2 });
	l.max[LIMIT_OPEN_FILES] = 2;
	PUT(s, "a", 10, 40);
	PUT(s, "b", 11, 41);
	PUT(s, "c", 12, 42);
	PUT(s, "d", 100);
	come_as(s, &l, "0a1 1b1 0a2 2c1 1b2 2c2 3d1",
		"where too many overlap, one comes late, and none is lost");
	is_int((intmax_t)l.hit[LIMIT_OPEN_FILES], 1, "which is counted");
}

static void
test_gone(struct shelf *s)
{
	struct limits l;
	struct merge *m;
	char got[512];

	limits_begin(&l, (struct hash_key){ 1, 2 });
	l.max[LIMIT_OPEN_FILES] = 1;
	PUT(s, "a", 10, 20);
	PUT(s, "b", 30);
	m = open_all(s, &l);
	(void)unlink(s->list[1]);
	is_str(str_of(all(m, got)), S("0a1 0a2 !1"), "one that goes away before its turn is told");
	merge_free(m);
	clear(s);
}

/* The name of an interface is good for longer than its file is open. */
static void
test_interfaces(struct shelf *s)
{
	struct capfile *f = &s->f;
	const char *first = NULL;
	struct merge *m;
	struct packet p = { 0 };
	uint32_t input;

	f->len = 0;
	capfile_section(f);
	capfile_block(f, NG_INTERFACE);
	capfile_u16(f, ETHERNET);
	capfile_u16(f, 0);
	capfile_u32(f, 0);
	capfile_option(f, 2, S("eth7"));
	capfile_block_end(f);
	capfile_packet(f, 1, S("x"));
	capfile_save(capfile_view(f), path_of(s, "ng"));
	capfile_save(capfile_view(f), path_of(s, "ng2"));
	PUT(s, "b", 30);
	m = open_all(s, NULL);
	if (ok(m != NULL && merge_next(m, &p, &input) == STEP_MORE, "a packet with an interface"))
		first = p.interface;
	ok(m != NULL && merge_source(m, 0) != NULL, "its source is open");
	ok(m != NULL && merge_next(m, &p, &input) == STEP_MORE && p.interface == first,
	   "an interface of the same name in another file has the same");
	ok(m != NULL && merge_next(m, &p, &input) == STEP_MORE && p.interface == NULL &&
		   merge_next(m, &p, &input) == STEP_END,
	   "a packet without one has none");
	is_str(str_of(first), S("eth7"), "the name is good after the end");
	ok(m != NULL && merge_source(m, 0) == NULL, "though its source is closed");
	merge_free(m);
	clear(s);
}

/* A pipe is waited for, for the order's sake. */
static void
test_pipe(struct shelf *s)
{
	int ends[2];
	struct merge *m;
	struct packet p = { 0 };
	uint32_t input;
	char got[512];

	PUT(s, "a", 10, 40);
	s->list[s->count++] = "-";
	s->f.len = 0;
	capfile_pcap(&s->f, PCAP_NANO, ETHERNET);
	if (pipe(ends) != 0 || dup2(ends[0], STDIN_FILENO) != STDIN_FILENO ||
	    write(ends[1], s->f.octets, s->f.len) != (ssize_t)s->f.len) {
		skip("no pipe");
		return;
	}
	m = open_all(s, NULL);
	ok(m != NULL && merge_next(m, &p, &input) == STEP_IDLE,
	   "a silent pipe holds up the others");
	s->f.len = 0;
	capfile_record(&s->f, 20, 0, S("p"));
	ok(write(ends[1], s->f.octets, s->f.len) == (ssize_t)s->f.len && m != NULL &&
		   merge_next(m, &p, &input) == STEP_MORE && input == 0,
	   "until it has a packet");
	ok(m != NULL && merge_progress(m) < 0, "how far it is cannot be known");
	(void)close(ends[1]);
	is_str(str_of(all(m, got)), S("1p1 0a2"), "then all come in order");
	merge_free(m);
	s->count--;
	clear(s);
}

/* Standard input, a file or not, is opened once. */
static void
test_standard_input(struct shelf *s)
{
	struct limits l;
	FILE *f;

	limits_begin(&l, (struct hash_key){ 1, 2 });
	l.max[LIMIT_OPEN_FILES] = 1;
	PUT(s, "in", 15, 25);
	f = freopen(s->list[0], "rb", stdin);
	clear(s);
	PUT(s, "a", 10, 40);
	s->list[s->count++] = "-";
	if (ok(f != NULL, "standard input is a file"))
		come_as(s, &l, "1in1 1in2 0a1 0a2", "it is whole where few may be open");
}

static void
test_follow(struct shelf *s)
{
	struct merge_options o = { .names = s->list, .follow = true };
	struct merge *m;
	struct packet p = { 0 };
	uint32_t input;
	FILE *f;

	PUT(s, "a", 10);
	PUT(s, "b", 20, 30);
	o.count = s->count;
	m = merge_new(&o, &s->err);
	if (!ok(m != NULL, "files to be followed open"))
		return;
	ok(merge_next(m, &p, &input) == STEP_MORE && input == 0 &&
		   merge_next(m, &p, &input) == STEP_MORE && input == 1 &&
		   merge_next(m, &p, &input) == STEP_MORE && input == 1,
	   "one at its end does not hold up the other");
	ok(merge_next(m, &p, &input) == STEP_IDLE, "at the end of both it is idle");
	f = fopen(s->list[0], "ab");
	s->f.len = 0;
	capfile_record(&s->f, 50, 0, S("a"));
	ok(f != NULL && fwrite(s->f.octets, 1, s->f.len, f) == s->f.len && fclose(f) == 0,
	   "one of them grows");
	ok(merge_next(m, &p, &input) == STEP_MORE && input == 0 && p.no == 2, "and goes on");
	merge_free(m);
	clear(s);
}

static void
test_directory(struct shelf *s)
{
	struct inputs in = { 0 };
	struct merge *m;
	char got[512], sub[64];
	struct str packed;

	PUT(s, "b.pcap", 10);
	PUT(s, "a.pcap", 20);
	s->f.len = 0;
	capfile_section(&s->f);
	capfile_save(capfile_view(&s->f), path_of(s, "d.pcapng"));
	if (packing_there(PACKED_GZIP)) {
		packed = pack(PACKED_GZIP, (struct str){ s->f.octets, s->f.len });
		capfile_save(packed, path_of(s, "c.gz"));
		free((void *)packed.p);
	} else {
		capfile_save(S("\x1f\x8b\x08\0"), path_of(s, "c.gz"));
	}
	capfile_save(S("not a capture"), path_of(s, "README"));
	capfile_save(S(""), path_of(s, "empty"));
	capfile_save(S("\xd4\xc3\xb2\xa1"), path_of(s, ".hidden"));
	(void)snprintf(sub, sizeof(sub), "%s/sub", s->dir);
	(void)mkdir(sub, 0700);

	ok(inputs_add(&in, "-", &s->err) && inputs_add(&in, s->dir, &s->err),
	   "a directory is taken");
	is_int((intmax_t)in.count, 5, "with the captures in it");
	is_int((intmax_t)in.left_out, 2, "what is none is counted");
	for (size_t i = 0; i < in.count && i < 5; i++) {
		static const char *const want[] = { "-", "a.pcap", "b.pcap", "c.gz", "d.pcapng" };
		struct str name = str_of(in.names[i]);
		size_t at = i > 0 ? strlen(s->dir) + 1 : 0;

		is_str(str_sub(name, at, name.len), str_of(want[i]), "by name");
		ok(in.found[i] == (i > 0), "and known as found");
	}
	in.most = 5;
	ok(!inputs_add(&in, "more", &s->err), "no more than asked for: %s", s->err.text);
	m = merge_new(&(struct merge_options){ .names = in.names + 1, .count = 2 }, &s->err);
	is_str(str_of(all(m, got)), S("1b.pcap1 0a.pcap1"), "it is read in the order of time");
	merge_free(m);
	ok(!inputs_add(&in, sub, &s->err) &&
		   str_has_nocase(str_of(s->err.text), S("there is no capture in this directory")),
	   "a directory without captures is refused: %s", s->err.text);
	inputs_free(&in);
	(void)rmdir(sub);
	clear(s);
}

int
main(void)
{
	static struct shelf s = { .dir = "t-merge-XXXXXX" };

	if (mkdtemp(s.dir) == NULL)
		return skip_all("no directory can be made here");
	test_order(&s);
	test_errors(&s);
	test_many(&s);
	test_too_many(&s);
	test_gone(&s);
	test_interfaces(&s);
	test_pipe(&s);
	test_standard_input(&s);
	test_follow(&s);
	test_directory(&s);
	(void)rmdir(s.dir);
	return done();
}
