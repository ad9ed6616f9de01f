/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What lies in a file, or comes through a pipe in pieces, plain or packed, comes out as it was;
 * what is cut or corrupt comes out as far as it is good.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "../src/capture/inflow.h"
#include "capfile.h"
#include "packed.h"
#include "tap.h"

enum { TEXT = 3000, LONG = 700000, ROOM = 1 << 20 };

struct bench {
	char path[64];
	char text[LONG];
	char got[ROOM];
	size_t len;
	enum inflow_step last;
	struct err err;
};

/* Take what comes, in bites of `bite` octets, until there is nothing, or no more, to be had. */
static void
drain(struct bench *b, struct inflow *f, size_t bite)
{
	while ((b->last = inflow_need(f, bite)) == INFLOW_READY && b->len + bite <= ROOM) {
		memcpy(b->got + b->len, inflow_at(f), bite);
		b->len += bite;
		inflow_pass(f, bite);
	}
	if (b->last == INFLOW_READY)
		return;
	memcpy(b->got + b->len, inflow_at(f), inflow_held(f));
	b->len += inflow_held(f);
	inflow_pass(f, inflow_held(f));
}

static void
read_file(struct bench *b, struct str octets, size_t bite, struct limits *l)
{
	struct inflow f;

	capfile_save(octets, b->path);
	b->len = 0;
	if (!inflow_open(&f, b->path, l, &b->err)) {
		b->last = INFLOW_ERROR;
		return;
	}
	do {
		drain(b, &f, bite);
	} while (b->last == INFLOW_IDLE);
	b->err = f.err;
	inflow_close(&f);
}

static struct str
got(const struct bench *b)
{
	return (struct str){ b->got, b->len };
}

/* The same octets, without showing thousands of them. */
static bool
same(struct str a, struct str b)
{
	return a.len == b.len && memcmp(a.p, b.p, a.len) == 0;
}

static void
test_file(struct bench *b, enum packing how)
{
	static const size_t bites[] = { 1, 7, 4096, 65537, 300000 };
	struct str text = { b->text, LONG }, packed = pack(how, text);

	for (size_t i = 0; i < COUNT(bites); i++) {
		read_file(b, packed, bites[i], NULL);
		ok(b->last == INFLOW_END && same(got(b), text), "%s file, %zu octets at a time",
		   packing_names[how], bites[i]);
	}
	free((void *)packed.p);
}

/* Become standard input; the other end. */
static int
pipe_in(void)
{
	int ends[2];

	if (pipe(ends) != 0 || dup2(ends[0], STDIN_FILENO) != STDIN_FILENO) {
		printf("Bail out! no pipe\n");
		exit(EXIT_FAILURE);
	}
	(void)close(ends[0]);
	return ends[1];
}

static bool
put(int fd, struct str s)
{
	return write(fd, s.p, s.len) == (ssize_t)s.len;
}

/* In two pieces, with silence between them, wherever the second begins. */
static void
test_pipe(struct bench *b, enum packing how)
{
	struct str text = { b->text, TEXT }, packed = pack(how, text);
	unsigned wrong = 0;

	for (size_t at = 0; at <= packed.len; at++) {
		int end = pipe_in();
		struct inflow f;

		b->len = 0;
		if (!inflow_open(&f, "-", NULL, &b->err))
			break;
		f.from.at_once = true;
		wrong += !put(end, str_sub(packed, 0, at));
		drain(b, &f, 3);
		wrong += b->last != INFLOW_IDLE;
		drain(b, &f, 3);
		wrong += b->last != INFLOW_IDLE || !same(got(b), str_sub(text, 0, b->len));
		wrong += how == PACKED_NOT && b->len != (at < UNPACK_MAGIC ? 0 : at);
		wrong += !put(end, str_sub(packed, at, packed.len));
		(void)close(end);
		drain(b, &f, 3);
		wrong += b->last != INFLOW_END || !same(got(b), text);
		inflow_close(&f);
	}
	is_int(wrong, 0, "%s pipe, in two pieces cut anywhere", packing_names[how]);
	free((void *)packed.p);
}

/* Put one after the other into a new buffer. */
static struct str
join(struct str a, struct str b)
{
	char *out = malloc(a.len + b.len + 1);

	if (out == NULL)
		exit(EXIT_FAILURE);
	memcpy(out, a.p, a.len);
	memcpy(out + a.len, b.p, b.len);
	return (struct str){ out, a.len + b.len };
}

static void
test_members(struct bench *b, enum packing first, enum packing second)
{
	struct str text = { b->text, TEXT }, front = pack(first, str_sub(text, 0, 1000));
	struct str back = pack(second, str_sub(text, 1000, TEXT)), all = join(front, back);
	struct str padded = join(all, (struct str){ "\0\0\0\0\0\0\0\0\0", 9 });
	struct str followed = join(all, S("something else"));

	read_file(b, all, 5, NULL);
	ok(b->last == INFLOW_END && same(got(b), text), "a %s member after a %s member",
	   packing_names[second], packing_names[first]);
	read_file(b, padded, 5, NULL);
	ok(b->last == INFLOW_END && same(got(b), text), "zeros may follow");
	read_file(b, followed, 5, NULL);
	ok(b->last == INFLOW_ERROR && same(got(b), text) &&
		   str_has_nocase(str_of(b->err.text), S("is followed by something else")),
	   "something else may not: %s", b->err.text);
	free((void *)front.p);
	free((void *)back.p);
	free((void *)all.p);
	free((void *)padded.p);
	free((void *)followed.p);
}

static void
test_skippable(struct bench *b, enum packing how)
{
	static const struct str skipped = S("\x5a\x2a\x4d\x18\x05\0\0\0hello");
	struct str text = { b->text, TEXT }, packed = pack(how, text);
	struct str all = join(skipped, packed), both = join(all, skipped);

	read_file(b, both, 5, NULL);
	ok(b->last == INFLOW_END && same(got(b), text), "%s: a frame to be skipped is skipped",
	   packing_names[how]);
	free((void *)packed.p);
	free((void *)all.p);
	free((void *)both.p);
}

static void
test_cuts(struct bench *b, enum packing how)
{
	struct str text = { b->text, TEXT }, packed = pack(how, text);
	unsigned wrong = 0;

	for (size_t len = 4; len < packed.len; len++) {
		read_file(b, str_sub(packed, 0, len), 5, NULL);
		wrong += b->last != INFLOW_ERROR || !same(got(b), str_sub(text, 0, b->len)) ||
			 !str_has_nocase(str_of(b->err.text), S(" data is cut short"));
	}
	is_int(wrong, 0, "%s: wherever it is cut, what is there comes, and the cut is told",
	       packing_names[how]);
	read_file(b, str_sub(packed, 0, packed.len - 1), 5, NULL);
	ok(b->len == TEXT, "%s: only the check sum cut off, all comes", packing_names[how]);
	free((void *)packed.p);
}

static void
test_corrupt(struct bench *b, enum packing how)
{
	struct str text = { b->text, TEXT }, packed = pack(how, text);
	char *octets = (char *)packed.p;
	unsigned wrong = 0, errors = 0;

	for (size_t at = 0; at < packed.len; at++) {
		octets[at] = (char)(octets[at] ^ 0x10);
		read_file(b, packed, 5, NULL);
		octets[at] = (char)(octets[at] ^ 0x10);
		errors += b->last == INFLOW_ERROR;
		wrong += b->last != INFLOW_ERROR && b->last != INFLOW_END;
		wrong += (b->last == INFLOW_ERROR) != (b->err.text[0] != '\0');
		/* There is a check sum over what was packed. */
		wrong += b->last == INFLOW_END && at > 4 && !same(got(b), text);
	}
	ok(wrong == 0 && errors > packed.len / 4, "%s: what is corrupt is told, %u of %zu times",
	   packing_names[how], errors, packed.len);
	free(octets);
}

static void
test_expansion(struct bench *b, enum packing how)
{
	enum { ZEROS = 100 << 20 };
	struct str zeros = { calloc(1, ZEROS), ZEROS }, packed;
	struct limits l;
	struct inflow f;

	if (zeros.p == NULL) {
		skip("no memory to pack");
		return;
	}
	packed = pack(how, zeros);
	limits_begin(&l, (struct hash_key){ 1, 2 });
	l.max[LIMIT_EXPANSION_RATIO] = 200;
	capfile_save(packed, b->path);
	b->last = INFLOW_ERROR;
	if (inflow_open(&f, b->path, &l, &b->err)) {
		while ((b->last = inflow_need(&f, 65536)) <= INFLOW_IDLE)
			inflow_pass(&f, b->last == INFLOW_READY ? 65536 : 0);
		ok(b->last == INFLOW_ERROR && l.hit[LIMIT_EXPANSION_RATIO] == 1 &&
			   f.unpack->out_bytes < (66 << 20),
		   "%s: what expands beyond measure is stopped, and counted: %s",
		   packing_names[how], f.err.text);
		inflow_close(&f);
	}
	l.max[LIMIT_EXPANSION_BYTES] = 500000;
	read_file(b, packed, 512, &l);
	ok(b->last == INFLOW_ERROR && l.hit[LIMIT_EXPANSION_BYTES] == 1 &&
		   str_has_nocase(str_of(b->err.text), S("more than 500000 octets")),
	   "so is what is too long: %s", b->err.text);
	free((void *)packed.p);
	free((void *)zeros.p);
}

static void
test_room(struct bench *b)
{
	static char octets[INFLOW_MOST + LONG];
	struct inflow f;

	memcpy(octets + INFLOW_MOST, b->text, LONG);
	capfile_save((struct str){ octets, sizeof(octets) }, b->path);
	if (!ok(inflow_open(&f, b->path, NULL, &b->err), "a long file opens"))
		return;
	/* More than one turn. */
	while (inflow_need(&f, INFLOW_MOST) == INFLOW_IDLE)
		;
	ok(inflow_need(&f, INFLOW_MOST) == INFLOW_READY, "the most can be had at once");
	inflow_pass(&f, INFLOW_MOST);
	b->len = 0;
	drain(b, &f, 1000);
	ok(b->last == INFLOW_END && same(got(b), (struct str){ b->text, LONG }),
	   "what follows is whole");
	ok(f.room_bytes < INFLOW_MOST, "and the room for it was given back");
	inflow_close(&f);
}

static bool
append(const char *path, const char *how, struct str s)
{
	FILE *f = fopen(path, how);
	bool good = f != NULL && fwrite(s.p, 1, s.len, f) == s.len;

	return f != NULL && fclose(f) == 0 && good;
}

static bool
begin_follow(struct bench *b, struct inflow *f, struct str start)
{
	capfile_save(start, b->path);
	b->len = 0;
	if (!ok(inflow_open(f, b->path, NULL, &b->err), "a file to be followed opens"))
		return false;
	f->from.follow = true;
	f->from.at_once = true;
	drain(b, f, 2);
	return ok(b->last == INFLOW_IDLE && same(got(b), start), "its end is not the end");
}

static void
test_follow(struct bench *b, enum packing how)
{
	struct str text = { b->text, TEXT }, packed = pack(how, text);
	struct inflow f;

	if (!begin_follow(b, &f, S("")))
		return;
	for (size_t at = 0; at < packed.len; at += 10) {
		(void)append(b->path, "ab", str_sub(packed, at, 10));
		drain(b, &f, 2);
	}
	ok(b->last == INFLOW_IDLE && same(got(b), text), "%s: what is appended comes",
	   packing_names[how]);
	inflow_close(&f);
	free((void *)packed.p);
}

static void
test_follow_ends(struct bench *b)
{
	char moved[80];
	struct inflow f;

	if (!begin_follow(b, &f, S("once")))
		return;
	(void)append(b->path, "wb", S("x"));
	drain(b, &f, 2);
	is_str(str_of(b->last == INFLOW_ERROR ? f.err.text : ""),
	       S("it was made shorter while it was followed"), "a file made shorter is told");
	inflow_close(&f);

	if (!begin_follow(b, &f, S("once")))
		return;
	(void)snprintf(moved, sizeof(moved), "%s.1", b->path);
	(void)append(b->path, "ab", S("two"));
	(void)rename(b->path, moved);
	(void)append(b->path, "wb", S("another"));
	drain(b, &f, 2);
	ok(same(got(b), S("oncetwo")) && b->last == INFLOW_ERROR &&
		   str_has_nocase(str_of(f.err.text), S("replaced while it was followed")),
	   "one that was replaced is read to its end: %s", f.err.text);
	inflow_close(&f);
	(void)unlink(moved);
}

static void
on_alarm(int signal_no)
{
	(void)signal_no;
}

static void
test_wait(struct bench *b)
{
	struct sigaction action = { .sa_handler = on_alarm };
	struct itimerval soon = { .it_value = { .tv_usec = 20000 } };
	int end = pipe_in();
	struct inflow f;

	(void)sigaction(SIGALRM, &action, NULL);
	if (!ok(inflow_open(&f, "-", NULL, &b->err), "a silent pipe opens"))
		return;
	is_int(inflow_need(&f, 1), INFLOW_IDLE, "it is idle");
	ok(!f.from.interrupted, "by itself");
	(void)setitimer(ITIMER_REAL, &soon, NULL);
	is_int(inflow_need(&f, 1), INFLOW_IDLE, "a signal ends the wait");
	ok(f.from.interrupted, "which is told");
	ok(put(end, S("abcd")) && inflow_need(&f, 5) == INFLOW_IDLE && inflow_held(&f) == 4,
	   "what stalls on the way is idle too");
	ok(put(end, S("e")) && inflow_need(&f, 5) == INFLOW_READY &&
		   memcmp(inflow_at(&f), "abcde", 5) == 0,
	   "and then goes on");
	ok(inflow_progress(&f) < 0, "how far a pipe is cannot be known");
	(void)close(end);
	inflow_close(&f);
}

int
main(void)
{
	static struct bench b = { .path = "t-inflow-XXXXXX" };
	int fd = mkstemp(b.path);

	if (fd < 0)
		return skip_all("no file can be made here");
	(void)close(fd);
	packed_fill(b.text, LONG);
	for (enum packing how = PACKED_NOT; how < PACKINGS; how++) {
		if (!packing_there(how)) {
			skip("built without %s", packing_names[how]);
			continue;
		}
		test_file(&b, how);
		test_pipe(&b, how);
		test_follow(&b, how);
		if (how == PACKED_NOT)
			continue;
		for (enum packing other = PACKED_GZIP; other < PACKINGS; other++) {
			if (packing_there(other))
				test_members(&b, how, other);
		}
		if (how != PACKED_GZIP)
			test_skippable(&b, how);
		test_cuts(&b, how);
		test_corrupt(&b, how);
		test_expansion(&b, how);
	}
	test_room(&b);
	test_follow_ends(&b);
	test_wait(&b);
	(void)unlink(b.path);
	return done();
}
