/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include <sipwhy/rule.h>

#include "morph_result.h"
#include "tap.h"

enum { EVENT_ROOM = 32 * 1024 };

bool
morph_fits(const struct sipcase *c, const struct expect *e, const struct morph_way *way)
{
	if (way->carrier >= MORPH_TCP && strcmp(e->only, "udp") == 0)
		return false;
	return !morph_hangs_on_path(c) || (way->carrier == MORPH_UDP && way->frag == 0);
}

void
morph_run(const struct sipcase *c, const struct expect *e, const struct morph_way *way,
	  struct morph_result *r)
{
	static const struct judged_options options = { .key = { 3, 5 } };

	*r = (struct morph_result){ 0 };
	morph_make(c, way, &r->packets);
	if (!r->packets.impossible)
		(void)judged_run(&r->packets.wire, e, &options, &r->list);
}

void
morph_result_free(struct morph_result *r)
{
	judged_free(&r->list);
	morph_free(&r->packets);
}

/* The frame in which the way has what the plain one has in this. */
static uint64_t
same_frame(const struct morph *plain, const struct morph *way, uint64_t frame)
{
	for (size_t i = 0; i < plain->messages && i < way->messages; i++) {
		if (plain->frame[i] == frame)
			return way->frame[i];
	}
	return 0;
}

/* Whether the rule of the code that stands first here is one that silence tells. */
static bool
told_by_silence(struct str in)
{
	struct str code;
	bool silence = false;

	(void)str_cut(&in, ':');
	(void)str_cut(&in, '"');
	code = str_cut(&in, '"');
	for (size_t i = 0; i < rules_count; i++) {
		if (str_eq(code, str_of(rules_all[i]->code)))
			silence = rules_all[i]->basis == BASIS_SILENCE;
	}
	return silence;
}

/* How an event is to be rewritten. */
struct mapping {
	const struct morph *plain,
		*way; /* frames of one become those of the other; NULL: they stay */
	bool silent;  /* whether it is passed over how sure silence makes */
};

static size_t
put_frame(const struct mapping *m, struct str *in, char *out)
{
	uint64_t frame = 0;

	(void)str_cut(in, ':');
	while (in->len > 0 && *in->p >= '0' && *in->p <= '9') {
		frame = 10 * frame + (uint64_t)(*in->p - '0');
		*in = str_sub(*in, 1, in->len);
	}
	return (size_t)snprintf(out, 32, "\"frame\":%ju",
				(uintmax_t)same_frame(m->plain, m->way, frame));
}

/* The event without its "network" but "legs", and without who saw it.  False when it is too long. */
static bool
rewrite(const char *event, const struct mapping *m, char out[EVENT_ROOM])
{
	struct str in = str_of(event);
	size_t n = 0;
	bool silence = false; /* what was named last */

	while (in.len > 0 && n < EVENT_ROOM - 32) {
		if (m->way != NULL && str_starts(in, S("\"frame\":"))) {
			n += put_frame(m, &in, out + n);
		} else if (str_starts(in, S("\"network\":{"))) {
			while (in.len > 0 && !str_starts(in, S("\"legs\"")))
				in = str_sub(in, 1, in.len);
		} else if (str_starts(in, S(",\"capture_id\":")) ||
			   str_starts(in, S(",\"node\":"))) {
			/* The agent stands at the end of the event. */
			while (in.len > 0 && !str_starts(in, S("}}")))
				in = str_sub(in, 1, in.len);
		} else if (silence && str_starts(in, S("\"causality\""))) {
			(void)str_cut(&in, ',');
		} else {
			if (m->silent && str_starts(in, S("\"code\":")))
				silence = told_by_silence(in);
			out[n++] = *in.p;
			in = str_sub(in, 1, in.len);
		}
	}
	out[n] = '\0';
	return in.len == 0;
}

static void
show(const char *want, const char *got)
{
	size_t i = 0, from;

	while (want[i] != '\0' && want[i] == got[i])
		i++;
	from = i > 60 ? i - 60 : 0;
	diag("  wanted: %.200s", want + from);
	diag("     got: %.200s", got + from);
}

bool
morph_same(const struct morph_result *plain, const struct morph_result *way)
{
	static char want[EVENT_ROOM], got[EVENT_ROOM];
	bool reliable = way->packets.way.carrier >= MORPH_TCP;
	const struct mapping plainly = { &plain->packets, &way->packets, reliable };
	const struct mapping same = { NULL, NULL, reliable };

	if (plain->list.count != way->list.count) {
		diag("  %zu events, not %zu", way->list.count, plain->list.count);
		return false;
	}
	for (size_t i = 0; i < plain->list.count; i++) {
		if (!rewrite(plain->list.all[i].event, &plainly, want) ||
		    !rewrite(way->list.all[i].event, &same, got))
			return false;
		if (strcmp(want, got) != 0) {
			show(want, got);
			return false;
		}
	}
	return true;
}
