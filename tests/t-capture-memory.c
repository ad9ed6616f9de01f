/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The n-th allocation fails, n = 0, 1, 2, …, while captures of every kind are read together: no
 * crash, nothing leaked, and an input that does not come whole is told of.  Linked with --wrap
 * for malloc, calloc, realloc and free.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sipwhy/inputs.h>
#include <sipwhy/merge.h>

#include "capng.h"
#include "failing.h"
#include "packed.h"
#include "tap.h"

enum { INTERFACES = 10, LONG_PACKET = 60000 };

/* A directory with one capture of each kind. */
struct shelf {
	char dir[40];
	char paths[6][64];
	size_t count;
	struct capfile f;
};

static void
save(struct shelf *s, const char *name, enum packing how)
{
	char path[sizeof(s->paths[0])];
	struct str packed = pack(how, (struct str){ s->f.octets, s->f.len });

	(void)snprintf(path, sizeof(path), "%.30s/%s", s->dir, name);
	memcpy(s->paths[s->count++], path, sizeof(path));
	capfile_save(packed, path);
	free((void *)packed.p);
}

static void
put_pcapng(struct shelf *s)
{
	struct capfile *f = &s->f;

	f->len = 0;
	capfile_section(f);
	for (unsigned i = 0; i < INTERFACES; i++) {
		capfile_block(f, NG_INTERFACE);
		capfile_u16(f, i % 2 == 0 ? ETHERNET : RAW_IP);
		capfile_u16(f, 0);
		capfile_u32(f, 0);
		capfile_option(f, 2, (struct str){ (char[]){ 'i', (char)('a' + i) }, 2 });
		capfile_block_end(f);
		capfile_block(f, NG_SECRETS);
		capfile_u32(f, 1);
		capfile_u32(f, 4);
		capfile_octets(f, S("keys"));
		capfile_block_end(f);
		capng_packet(f, i, 1700000000000000 + i, S("x"));
		capfile_block_end(f);
	}
	save(s, "named.pcapng", PACKED_NOT);
}

static void
put_shelf(struct shelf *s)
{
	static char octets[LONG_PACKET];

	put_pcapng(s);
	s->f.len = 0;
	capfile_pcap(&s->f, PCAP_MICRO, ETHERNET);
	packed_fill(octets, LONG_PACKET);
	capfile_record(&s->f, SECONDS, 0, (struct str){ octets, LONG_PACKET });
	save(s, "plain.pcap", PACKED_NOT);
	for (enum packing how = PACKED_GZIP; how < PACKINGS; how++) {
		if (packing_there(how))
			save(s, packing_names[how], how);
	}
}

struct result {
	uint64_t packets, named;
	unsigned errors;
	bool refused, silent;
};

static void
read_all(struct merge *m, struct result *r)
{
	uint32_t input;
	struct packet p;
	enum step step;

	while ((step = merge_next(m, &p, &input)) != STEP_END) {
		r->packets += step == STEP_MORE;
		r->named += step == STEP_MORE && p.interface != NULL;
		r->errors += step == STEP_ERROR;
		if (step == STEP_ERROR) {
			struct merge_input i;

			merge_input(m, input, &i);
			r->silent = r->silent || i.err.text[0] == '\0';
		}
	}
}

static struct result
run_once(const char *dir, struct limits *l, long fail_at)
{
	struct result r = { 0 };
	struct inputs in = { 0 };
	struct err err = { "" };
	struct merge *m = NULL;

	failing_at(fail_at);
	if (inputs_add(&in, dir, &err)) {
		struct merge_options o = { .names = in.names,
					   .found = in.found,
					   .count = in.count,
					   .filter = "greater 1",
					   .limits = l };
		m = merge_new(&o, &err);
	}
	r.refused = m == NULL;
	r.silent = r.refused && err.text[0] == '\0';
	if (m != NULL)
		read_all(m, &r);
	merge_free(m);
	inputs_free(&in);
	(void)failing_stop();
	return r;
}

static void
test_shelf(struct shelf *s, uint64_t most_open, const char *promise)
{
	long held = failing_held(), tried = 0;
	bool leaked = false, silent = false, nameless = false;
	struct result whole, r;
	struct limits l;

	limits_begin(&l, (struct hash_key){ 1, 2 });
	l.max[LIMIT_OPEN_FILES] = most_open;
	whole = run_once(s->dir, &l, -1);
	is_int((intmax_t)whole.packets, (intmax_t)(INTERFACES + s->count - 1), "%s: all come",
	       promise);
	do {
		r = run_once(s->dir, &l, tried++);
		leaked = leaked || failing_held() != held;
		silent = silent || r.silent;
		/* The name of an interface may be missing, a packet not. */
		silent = silent || (!r.refused && r.errors == 0 && r.packets != whole.packets);
		nameless = nameless || (r.packets == whole.packets && r.named < whole.named);
	} while (failing_has());
	ok(tried > 30, "%s: %ld allocations fail in turn", promise, tried - 1);
	ok(!leaked && failing_held() == held, "nothing is leaked");
	ok(!silent, "what is lost is told");
	ok(nameless, "a packet may do without the name of its interface");
}

int
main(void)
{
	static struct shelf s = { .dir = "t-capture-memory-XXXXXX" };

	if (mkdtemp(s.dir) == NULL)
		return skip_all("no directory can be made here");
	put_shelf(&s);
	test_shelf(&s, 64, "all open together");
	test_shelf(&s, 1, "one after the other");
	while (s.count > 0)
		(void)unlink(s.paths[--s.count]);
	(void)rmdir(s.dir);
	return done();
}
