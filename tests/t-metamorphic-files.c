/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One conversation, in each kind of capture file, is diagnosed in the same octets.
 *
 * Nothing differs here but "network", which may name an interface: not even the numbers of frames.
 *
 * Where packets were written out of order, up to 3 places late, the same holds but for those numbers,
 * as long as their times are right, differ, and are less than a tenth of a second apart.  More cannot
 * be asked: beyond that a clock that was set back looks the same, and without times nothing
 * tells that a response came before a request.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "capfile.h"
#include "morph_result.h"
#include "packed.h"
#include "talk.h"
#include "tap.h"

#include <sipwhy/merge.h>

static const struct {
	const char *name;
	struct sipwire_options o;
	unsigned flags;
} kinds[] = {
	{ "pcap", { .link = LINK_ETHERNET }, 0 },
	{ "pcap of another host", { .link = LINK_ETHERNET, .big_endian = true }, 0 },
	{ "pcap in nanoseconds", { .link = LINK_LINUX_SLL, .nanoseconds = true }, 0 },
	{ "pcap in nanoseconds of another host",
	  { .link = LINK_RAW, .nanoseconds = true, .big_endian = true },
	  0 },
	{ "pcap of a loopback", { .link = LINK_NULL }, 0 },
	{ "pcap of another host's loopback",
	  { .link = LINK_NULL, .big_endian = true },
	  MORPH_BIG | MORPH_V6 },
	{ "pcapng", { .link = LINK_ETHERNET, .pcapng = true }, 0 },
	{ "pcapng of another host",
	  { .link = LINK_LINUX_SLL2, .pcapng = true, .big_endian = true },
	  0 },
	{ "pcapng in nanoseconds",
	  { .link = LINK_RADIOTAP, .pcapng = true, .nanoseconds = true },
	  0 },
	{ "pcapng in nanoseconds of another host",
	  { .link = LINK_NULL, .pcapng = true, .nanoseconds = true, .big_endian = true },
	  MORPH_BIG },
};

/* As a file of this kind, packed. */
static void
save(const struct sipwire *w, const struct sipwire_options *o, enum packing how, const char *path)
{
	char *octets = NULL;
	size_t len = 0;
	FILE *f = open_memstream(&octets, &len);
	struct err err = { "" };
	struct str file;

	if (f == NULL || !sipwire_write(w, o, f, &err) || fclose(f) != 0) {
		fprintf(stderr, "%s: %s\n", path, err.text);
		exit(99);
	}
	file = (struct str){ octets, len };
	if (how == PACKED_NOT) {
		capfile_save(file, path);
	} else {
		file = pack(how, file);
		capfile_save(file, path);
		free((void *)file.p);
	}
	free(octets);
}

/* What comes of the file; the arena keeps the octets. */
static bool
load(const char *path, struct arena *a, struct sipwire *out)
{
	struct err err = { "" };
	struct merge_options o = { .names = &path, .count = 1 };
	struct merge *m = merge_new(&o, &err);
	struct packet p = { 0 };
	uint32_t input = 0;
	bool good = true;

	*out = (struct sipwire){ .arena = a };
	while (m != NULL && merge_next(m, &p, &input) == STEP_MORE) {
		out->packets = realloc(out->packets, (out->count + 1) * sizeof(p));
		if (out->packets == NULL)
			exit(99);
		p.data = arena_dup(a, p.data, &good);
		p.interface = NULL;
		out->packets[out->count++] = p;
	}
	if (m == NULL || !good)
		diag("%s: %s", path, err.text);
	merge_free(m);
	return m != NULL && good;
}

static bool
same(const struct morph_result *plain, const struct morph *packets, const struct expect *e,
     const char *path)
{
	static const struct judged_options options = { .key = { 3, 5 } };
	struct morph_result r = { .packets = *packets };
	struct arena *a = arena_new(0);
	bool right;

	if (a == NULL)
		exit(99);
	right = load(path, a, &r.packets.wire) &&
		judged_run(&r.packets.wire, e, &options, &r.list) && morph_same(plain, &r);
	judged_free(&r.list);
	free(r.packets.wire.packets);
	arena_free(a);
	return right;
}

static void
test_kind(const struct case_list *cases, size_t kind, enum packing how, const char *path)
{
	struct morph_way way = { .link = kinds[kind].o.link, .flags = kinds[kind].flags };
	unsigned right = 0;

	for (size_t i = 0; i < cases->count; i++) {
		struct expect e = expect_read(cases->path[i]);
		struct sipcase *c = case_read(cases->path[i]);
		struct morph_result plain;

		morph_run(c, &e, &way, &plain);
		save(&plain.packets.wire, &kinds[kind].o, how, path);
		if (same(&plain, &plain.packets, &e, path))
			right++;
		else
			diag("%s", cases->path[i]);
		morph_result_free(&plain);
		sipcase_free(c);
	}
	is_int(right, (intmax_t)cases->count, "%s, %s", kinds[kind].name, packing_names[how]);
}

/* How many places late a packet may come. */
static size_t
lateness(const struct sipwire *w, size_t i, uint64_t *random)
{
	size_t places = (size_t)(talk_random(random) >> 33) % 4;

	if (i + places >= w->count)
		places = w->count - 1 - i;
	for (size_t k = i; k < i + places; k++) {
		int64_t apart = w->packets[k + 1].ts_ns - w->packets[k].ts_ns;

		if (apart <= 0 || w->packets[k + 1].ts_ns - w->packets[i].ts_ns >= 100000000)
			return k - i;
	}
	return places;
}

/* In another order; frames are those of the packets then.  Whether anything has changed. */
static bool
stir(struct morph *m, uint64_t seed)
{
	struct packet *p = m->wire.packets;
	size_t *place = calloc(m->wire.count + 1, sizeof(*place));
	bool stirred = false;

	if (place == NULL)
		exit(99);
	for (size_t i = 0; i < m->wire.count; i++)
		place[i] = i + lateness(&m->wire, i, &seed);
	for (size_t i = 1; i < m->wire.count; i++) {
		for (size_t to = i; to > 0 && place[to - 1] > place[to]; to--) {
			struct packet packet = p[to];
			size_t was = place[to];

			p[to] = p[to - 1];
			place[to] = place[to - 1];
			p[to - 1] = packet;
			place[to - 1] = was;
			stirred = true;
		}
	}
	for (size_t k = 0; k < m->messages; k++) {
		size_t i = 0;

		while (p[i].no != m->frame[k])
			i++;
		m->frame[k] = i + 1;
	}
	for (size_t i = 0; i < m->wire.count; i++)
		p[i].no = i + 1;
	free(place);
	return stirred;
}

static void
test_stirred(const struct case_list *cases, const char *path)
{
	static const struct sipwire_options o = { .link = LINK_ETHERNET, .nanoseconds = true };
	static const struct morph_way way = { .link = LINK_ETHERNET };
	unsigned right = 0, tried = 0;

	for (size_t i = 0; i < 4 * cases->count; i++) {
		const char *name = cases->path[i / 4];
		struct expect e = expect_read(name);
		struct sipcase *c = case_read(name);
		struct morph_result plain;
		struct morph m;

		morph_run(c, &e, &way, &plain);
		morph_make(c, &way, &m);
		if (stir(&m, i + 1)) {
			save(&m.wire, &o, PACKED_NOT, path);
			tried++;
			if (same(&plain, &m, &e, path))
				right++;
			else
				diag("stirred: %s", name);
		}
		morph_free(&m);
		morph_result_free(&plain);
		sipcase_free(c);
	}
	ok(tried >= cases->count && right == tried, "packets some places late: %u of %u", right,
	   tried);
}

int
main(void)
{
	const char *top = getenv("top_srcdir");
	char folder[1024], path[] = "/tmp/t-metamorphic-XXXXXX";
	struct case_list cases;
	int fd = mkstemp(path);

	if (fd < 0)
		return skip_all("no file can be made");
	(void)close(fd);
	(void)snprintf(folder, sizeof(folder), "%s/tests/cases", top != NULL ? top : ".");
	cases = case_list(folder);
	ok(cases.count >= 40, "there are cases");
	for (size_t i = 0; i < COUNT(kinds); i++) {
		for (unsigned how = 0; how < PACKINGS; how++) {
			if (packing_there((enum packing)how))
				test_kind(&cases, i, (enum packing)how, path);
			else
				skip("%s: not in this build", packing_names[how]);
		}
	}
	test_stirred(&cases, path);
	case_list_free(&cases);
	(void)unlink(path);
	return done();
}
