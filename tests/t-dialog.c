/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include <sipwhy/dialog.h>
#include <sipwhy/transaction.h>

#include "scene.h"
#include "tap.h"

static const struct scene scenes[] = {
	{ "all messages of a call have one dialog, whoever sends them",
	  { "0 c>s INVITE 1 za", "10 s>c 180 1:INVITE za to=callee",
	    "20 s>c 200 1:INVITE za to=callee", "30 c>s INVITE 2 zb to=callee",
	    "40 s>c 401 2:INVITE zb to=callee", "50 s>c BYE 7 zc from=callee to=caller",
	    "60 c>s 200 7:BYE zc from=callee to=caller" },
	  "d1\nd1\nd1\nd1 in-dialog\nd1 in-dialog\nd1 in-dialog\nd1 in-dialog\n",
	  0 },
	{ "calls apart are dialogs apart, in the order of their beginning",
	  { "0 c>s INVITE 1 za call=x", "1 c>s INVITE 1 zb call=y",
	    "2 c>s INVITE 1 zc call=x from=z", "10 s>c 200 1:INVITE zb call=y",
	    "11 s>c 200 1:INVITE za call=x", "12 s>c 200 1:INVITE zc call=x from=z" },
	  "d1\nd2\nd3\nd2\nd1\nd3\n",
	  0 },
	{ "the retry with credentials stays with the request that was challenged",
	  { "0 c>s INVITE 1 za", "10 s>c 401 1:INVITE za to=x", "20 c>s INVITE 2 zb auth=x" },
	  "d1\nd1\nd1\n",
	  0 },
	{ "a leg further on is the same dialog",
	  { "0 c>s INVITE 1 za", "1 s>d INVITE 1 zp", "2 d>s 200 1:INVITE zp to=x",
	    "3 s>c 200 1:INVITE za to=x" },
	  "d1\nd1\nd1\nd1\n",
	  0 },
	{ "a registration is one by its Call-ID, even with another From tag each time",
	  { "0 c>s REGISTER 1 za from=x", "10 s>c 401 1:REGISTER za from=x",
	    "20 c>s REGISTER 2 zb from=y auth=x", "30 s>c 200 2:REGISTER zb from=y",
	    "3600000 c>s REGISTER 3 zc from=w", "3600010 s>c 200 3:REGISTER zc from=w",
	    "3600020 c>s REGISTER 1 zd call=other" },
	  "d1\nd1\nd1\nd1\nd1\nd1\nd2\n",
	  0 },
	{ "a call and a registration that share a Call-ID are two",
	  { "0 c>s REGISTER 1 za", "10 c>s INVITE 2 zb" },
	  "d1\nd2\n",
	  0 },
	{ "a capture that begins inside a call finds both directions of it",
	  { "0 s>c INFO 7 za from=callee to=caller", "10 c>s INFO 1 zb to=callee",
	    "20 c>s BYE 2 zc to=callee" },
	  "d1 in-dialog\nd1 in-dialog\nd1 in-dialog\n",
	  0 },
	{ "responses without their requests keep to their dialog",
	  { "0 s>c 180 1:INVITE za to=callee", "60000 s>c 200 1:INVITE za to=callee",
	    "600000 c>s 200 7:BYE zc from=callee to=caller" },
	  "d1\nd1\nd1\n",
	  0 },
	{ "without a From tag the Call-ID decides",
	  { "0 c>s INVITE 1 za from=-", "10 s>c 200 1:INVITE za from=- to=x",
	    "20 c>s BYE 2 zb from=- to=x" },
	  "d1\nd1\nd1 in-dialog\n",
	  0 },
	{ "a message cut before its From tag may be of any dialog, and so is of none",
	  { "0 c>s INVITE 1 za", "10 c>s INFO 2 zb lost=From cut=165", "20 c>s INFO 2 zc lost=From",
	    "30 c>s REGISTER 1 zd lost=From cut=165 call=other" },
	  "d1\nd0\nd2\nd3\n",
	  0 },
	{ "what makes no dialog is forgotten 64*T1 after its last message",
	  { "0 c>s OPTIONS 1 za", "32000 s>c 200 1:OPTIONS za", "64000 c>s OPTIONS 2 zb",
	    "96001 c>s OPTIONS 3 zc" },
	  "d1\nd1\nd1\nd2\n",
	  0 },
	{ "a ringing call is remembered for 180 s, one that was refused for 64*T1",
	  { "0 c>s INVITE 1 za", "10 s>c 180 1:INVITE za", "180010 s>c 486 1:INVITE za to=x",
	    "212010 c>s INVITE 2 zb", "212020 s>c 486 2:INVITE zb to=x", "244021 c>s INVITE 3 zc" },
	  "d1\nd1\nd1\nd1\nd1\nd2\n",
	  0 },
	{ "a call lasts twelve hours without a word, and no longer",
	  { "0 c>s INVITE 1 za", "10 s>c 200 1:INVITE za to=x", "43200010 c>s INFO 2 zb to=x",
	    "86400011 c>s BYE 3 zc to=x" },
	  "d1\nd1\nd1 in-dialog\nd2 in-dialog\n",
	  0 },
	{ "a BYE ends a call, 64*T1 after",
	  { "0 c>s INVITE 1 za", "10 s>c 200 1:INVITE za to=x", "20 c>s BYE 2 zb to=x",
	    "30 s>c 200 2:BYE zb to=x", "32030 c>s BYE 3 zc to=x", "64031 c>s BYE 4 zd to=x" },
	  "d1\nd1\nd1 in-dialog\nd1 in-dialog\nd1 in-dialog\nd2 in-dialog\n",
	  0 },
	{ "a BYE that is challenged ends nothing",
	  { "0 c>s INVITE 1 za", "10 s>c 200 1:INVITE za to=x", "20 c>s BYE 2 zb to=x",
	    "30 s>c 407 2:BYE zb to=x", "90000 c>s BYE 3 zc to=x auth=x" },
	  "d1\nd1\nd1 in-dialog\nd1 in-dialog\nd1 in-dialog\n",
	  0 },
	{ "a subscription lasts its hour",
	  { "0 c>s SUBSCRIBE 1 za", "10 s>c 200 1:SUBSCRIBE za to=x",
	    "20 s>c NOTIFY 7 zb from=x to=caller", "3600020 c>s SUBSCRIBE 2 zc to=x",
	    "7232021 c>s SUBSCRIBE 3 zd to=x" },
	  "d1\nd1\nd1 in-dialog\nd1 in-dialog\nd2 in-dialog\n",
	  0 },
	{ "past the limit the one silent for longest is forgotten",
	  { "0 c>s REGISTER 1 za call=x", "1 c>s INVITE 1 zb call=y",
	    "2 s>c 401 1:REGISTER za call=x", "3 c>s INVITE 1 zc call=z",
	    "4 c>s REGISTER 2 zd call=x", "5 c>s INVITE 2 ze call=y" },
	  "d1\nd2\nd1\nd3\nd1\nd4\n",
	  2 },
	{ "a clock that steps back forgets nothing and overflows nothing",
	  { "9000000000 c>s OPTIONS 1 za", "-9000000000 c>s OPTIONS 2 zb",
	    "9000001000 c>s OPTIONS 3 zc" },
	  "d1\nd1\nd1\n",
	  0 },
};

/* The pipeline's own chain: transactions, then dialogs. */
static void
to_dialogs(void *ctx, const struct call_step *step)
{
	dialogs_add(ctx, step);
}

static struct notes
play(const struct scene *s, struct limits *limits)
{
	struct notes notes = { .dialogs = true };
	struct dialogs *d = dialogs_new(limits, notes_take, &notes);
	struct txns *t = txns_new(limits, to_dialogs, d);
	struct arena *a = arena_new(0);

	for (size_t i = 0; d && t && a && i < SHOTS && s->shots[i] != NULL; i++) {
		struct message m = scene_message(s->shots[i], a);

		if (!txns_add(t, &m))
			notes_add(&notes, "unplaced");
		arena_rewind(a);
	}
	arena_free(a);
	txns_free(t);
	dialogs_free(d);
	return notes;
}

static void
check_scene(const struct scene *s)
{
	for (uint64_t seed = 0; seed < 20; seed++) {
		struct limits limits;
		struct notes notes;

		limits_begin(&limits, (struct hash_key){ seed, ~seed * 0x9e3779b97f4a7c15u });
		if (s->max > 0)
			limits.max[LIMIT_OPEN_DIALOGS] = s->max;
		notes = play(s, &limits);
		if (!str_eq(str_of(notes.text), str_of(s->want))) {
			is_str(str_of(notes.text), str_of(s->want), "%s (hash key %ju)", s->promise,
			       (uintmax_t)seed);
			return;
		}
		if (s->max > 0 && limits.hit[LIMIT_OPEN_DIALOGS] == 0) {
			ok(false, "%s: and it is counted", s->promise);
			return;
		}
	}
	ok(true, "%s", s->promise);
}

/* Everything else of a step goes through as it came. */
static void
keep_step(void *ctx, const struct call_step *step)
{
	*(struct call_step *)ctx = *step;
}

static void
check_pass_through(void)
{
	struct arena *a = arena_new(0);
	struct message m = scene_message("0 c>s INVITE 1 za to=x", a);
	struct call_step in = { .kind = CALL_REQUEST_AGAIN,
				.request = &m,
				.transaction = 7,
				.copies = 3,
				.on_schedule = true,
				.provisional_seen = true,
				.final_seen = true,
				.cancelled = true };
	struct call_step out = { .kind = CALL_REQUEST };
	struct limits limits;
	struct dialogs *d;

	limits_begin(&limits, (struct hash_key){ 1, 2 });
	d = dialogs_new(&limits, keep_step, &out);
	dialogs_add(d, &in);
	ok(out.kind == in.kind && out.request == &m && out.response == NULL &&
		   out.transaction == 7 && out.copies == 3 && out.on_schedule &&
		   out.provisional_seen && out.final_seen && out.cancelled,
	   "what the transaction layer told is handed on");
	ok(out.dialog == 1 && out.in_dialog && in.dialog == 0, "with the dialog, in a copy");
	is_int((intmax_t)dialogs_dropped(d), 0, "and nothing dropped");
	dialogs_free(d);
	arena_free(a);
}

int
main(void)
{
	for (size_t i = 0; i < COUNT(scenes); i++)
		check_scene(&scenes[i]);
	check_pass_through();
	dialogs_free(NULL);
	return done();
}
