/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <stdlib.h>

#include <sipwhy/transaction.h>

#include "scene.h"
#include "tap.h"

/* The spacing of copies is RFC 3261 17.1.1.2's own example: 0, 500, 1500, 3500, 7500, 15500 and
 * 31500 ms for an INVITE; by 17.1.2.2 another request's go 0, 500, 1500, 3500, 7500, 11500 ms. */
static const struct scene scenes[] = {
	{ "a response belongs to its request",
	  { "0 c>s REGISTER 1 za", "20 s>c 401 1:REGISTER za to=srv", "30 c>s REGISTER 2 zb auth=x",
	    "50 s>c 200 2:REGISTER zb to=srv" },
	  "request t1\nresponse t1\nrequest t2\nresponse t2\n",
	  0 },
	{ "a response whose request is not in the capture is a stray",
	  { "0 s>c 401 1:REGISTER za to=srv", "1 c>s REGISTER 1 zb", "2 s>c 200 1:REGISTER za",
	    "3 s>c 200 2:REGISTER zb", "4 s>c 200 1:OPTIONS zb", "5 d>c 200 1:REGISTER zb",
	    "6 c>s 200 1:REGISTER zb", "7 s>c 200 1:REGISTER zb call=other" },
	  "stray t0\nrequest t1\nstray t0\nstray t0\nstray t0\nstray t0\nstray t0\nstray t0\n",
	  0 },
	{ "the same octets are a retransmission, told with its count",
	  { "0 c>s REGISTER 1 za", "500 c>s REGISTER 1 za", "520 s>c 401 1:REGISTER za" },
	  "request t1\nrequest-again t1 copies=2\nresponse t1 copies=2\n",
	  0 },
	{ "a retry that reuses branch and CSeq is a new request, and the newest is answered",
	  { "0 c>s REGISTER 1 za", "20 s>c 401 1:REGISTER za", "30 c>s REGISTER 1 za auth=x",
	    "40 s>c 403 1:REGISTER za" },
	  "request t1\nresponse t1\nrequest t2\nresponse t2\n",
	  0 },
	{ "the same 401 to a retry with the same branch is the retry's",
	  { "0 c>s REGISTER 1 za", "20 s>c 401 1:REGISTER za", "30 c>s REGISTER 1 za auth=x",
	    "40 s>c 401 1:REGISTER za", "45 s>c 401 1:REGISTER za" },
	  "request t1\nresponse t1\nrequest t2\nresponse t2\nresponse-again t2 final\n",
	  0 },
	{ "a retry with the same CSeq alone is a new request",
	  { "0 c>s REGISTER 1 za", "20 s>c 401 1:REGISTER za", "30 c>s REGISTER 1 zb auth=x",
	    "40 s>c 200 1:REGISTER zb", "41 s>c 401 1:REGISTER za" },
	  "request t1\nresponse t1\nrequest t2\nresponse t2\nresponse-again t1 final\n",
	  0 },
	{ "a retry with the same branch alone is a new request",
	  { "0 c>s REGISTER 1 za", "20 s>c 401 1:REGISTER za", "30 c>s REGISTER 2 za auth=x",
	    "40 s>c 200 2:REGISTER za" },
	  "request t1\nresponse t1\nrequest t2\nresponse t2\n",
	  0 },
	{ "an old request's octets still fold behind a newer one of its key",
	  { "0 c>s REGISTER 1 za", "30 c>s REGISTER 1 za auth=x", "500 c>s REGISTER 1 za",
	    "510 s>c 200 1:REGISTER za" },
	  "request t1\nrequest t2\nrequest-again t1 copies=2\nresponse t2\n",
	  0 },
	{ "the same octets on another leg are another request",
	  { "0 c>s REGISTER 1 za", "1 C>s REGISTER 1 za", "2 c>S REGISTER 1 za",
	    "3 c>d REGISTER 1 za", "4 s>C 401 1:REGISTER za", "5 d>c 401 1:REGISTER za",
	    "6 s>c 401 1:REGISTER za", "7 S>c 401 1:REGISTER za" },
	  "request t1\nrequest t2\nrequest t3\nrequest t4\n"
	  "response t2\nresponse t4\nresponse t1\nresponse t3\n",
	  0 },
	{ "a response to the port of the Via instead of the source port is found",
	  { "0 C>s REGISTER 1 za", "20 s>c 401 1:REGISTER za" },
	  "request t1\nresponse t1\n",
	  0 },
	{ "a response from another port than the request went to is found",
	  { "0 c>s REGISTER 1 za", "20 S>c 401 1:REGISTER za" },
	  "request t1\nresponse t1\n",
	  0 },
	{ "exactly the request's ports go before a newer request of other ports",
	  { "0 c>s REGISTER 1 za", "1 C>s REGISTER 1 za", "20 s>c 401 1:REGISTER za",
	    "21 S>c 401 1:REGISTER za" },
	  "request t1\nrequest t2\nresponse t1\nresponse t2\n",
	  0 },
	{ "a retransmitted response is told from another response",
	  { "0 c>s REGISTER 1 za", "20 s>c 401 1:REGISTER za to=x", "30 s>c 401 1:REGISTER za to=x",
	    "40 s>c 401 1:REGISTER za to=y", "50 s>c 401 1:REGISTER za to=x" },
	  "request t1\nresponse t1\nresponse-again t1 final\nresponse t1 final\n"
	  "response-again t1 final\n",
	  0 },
	{ "provisional and final responses are remembered, the final one for those after it",
	  { "0 c>s INVITE 1 za", "10 s>c 100 1:INVITE za", "20 s>c 180 1:INVITE za to=x",
	    "30 s>c 180 1:INVITE za to=x", "90 s>c 200 1:INVITE za to=x",
	    "600 s>c 200 1:INVITE za to=x" },
	  "request t1\nresponse t1 provisional\nresponse t1 provisional\n"
	  "response-again t1 provisional\nresponse t1 provisional\n"
	  "response-again t1 provisional final\n",
	  0 },
	{ "an ACK is nobody's attempt, whether for a refusal or with credentials for a 2xx",
	  { "0 c>s INVITE 1 za", "20 s>c 401 1:INVITE za to=x", "30 c>s ACK 1 za to=x",
	    "40 c>s INVITE 2 zb auth=x", "50 s>c 200 2:INVITE zb to=x",
	    "60 c>s ACK 2 zc to=x auth=x" },
	  "request t1\nresponse t1\nack t1 final\nrequest t2\nresponse t2\nack t0\n",
	  0 },
	{ "a CANCEL is a transaction of its own and marks the INVITE it cancels",
	  { "0 c>s INVITE 1 za", "10 s>c 180 1:INVITE za", "20 c>s CANCEL 1 za",
	    "30 s>c 200 1:CANCEL za", "40 s>c 487 1:INVITE za" },
	  "request t1\nresponse t1 provisional\nrequest t2\nresponse t2\n"
	  "response t1 provisional cancelled\n",
	  0 },
	{ "a CANCEL for another call, CSeq, branch or host cancels nothing",
	  { "0 c>s INVITE 1 za", "20 c>s CANCEL 1 za call=other", "21 c>s CANCEL 2 za",
	    "22 c>s CANCEL 1 zb", "23 c>d CANCEL 1 za", "40 s>c 487 1:INVITE za" },
	  "request t1\nrequest t2\nrequest t3\nrequest t4\nrequest t5\nresponse t1\n",
	  0 },
	{ "an INVITE repeated as RFC 3261 17.1.1.2 spaces it is on schedule from the third copy on",
	  { "0 c>s INVITE 1 za", "500 c>s INVITE 1 za", "1500 c>s INVITE 1 za",
	    "3500 c>s INVITE 1 za", "7500 c>s INVITE 1 za", "15500 c>s INVITE 1 za",
	    "31500 c>s INVITE 1 za" },
	  "request t1\nrequest-again t1 copies=2\nrequest-again t1 copies=3 on-schedule\n"
	  "request-again t1 copies=4 on-schedule\nrequest-again t1 copies=5 on-schedule\n"
	  "request-again t1 copies=6 on-schedule\nrequest-again t1 copies=7 on-schedule\n",
	  0 },
	{ "another request's gaps stop growing at T2, RFC 3261 17.1.2.2",
	  { "0 c>s REGISTER 1 za", "500 c>s REGISTER 1 za", "1500 c>s REGISTER 1 za",
	    "3500 c>s REGISTER 1 za", "7500 c>s REGISTER 1 za", "11500 c>s REGISTER 1 za" },
	  "request t1\nrequest-again t1 copies=2\nrequest-again t1 copies=3 on-schedule\n"
	  "request-again t1 copies=4 on-schedule\nrequest-again t1 copies=5 on-schedule\n"
	  "request-again t1 copies=6 on-schedule\n",
	  0 },
	{ "an INVITE whose gaps stop growing at T2 is off schedule",
	  { "0 c>s INVITE 1 za", "1000 c>s INVITE 1 za", "3000 c>s INVITE 1 za",
	    "7000 c>s INVITE 1 za", "11000 c>s INVITE 1 za" },
	  "request t1\nrequest-again t1 copies=2\nrequest-again t1 copies=3 on-schedule\n"
	  "request-again t1 copies=4 on-schedule\nrequest-again t1 copies=5\n",
	  0 },
	{ "a handset's T1 of 2 s and T2 of 16 s are on schedule, 3GPP TS 24.229 7.7",
	  { "0 c>s REGISTER 1 za", "2000 c>s REGISTER 1 za", "6000 c>s REGISTER 1 za",
	    "14000 c>s REGISTER 1 za", "30000 c>s REGISTER 1 za", "46000 c>s REGISTER 1 za" },
	  "request t1\nrequest-again t1 copies=2\nrequest-again t1 copies=3 on-schedule\n"
	  "request-again t1 copies=4 on-schedule\nrequest-again t1 copies=5 on-schedule\n"
	  "request-again t1 copies=6 on-schedule\n",
	  0 },
	{ "copies at even gaps are a client's own timer, off schedule, and stay so",
	  { "0 c>s REGISTER 1 za", "1000 c>s REGISTER 1 za", "2000 c>s REGISTER 1 za",
	    "4000 c>s REGISTER 1 za" },
	  "request t1\nrequest-again t1 copies=2\nrequest-again t1 copies=3\n"
	  "request-again t1 copies=4\n",
	  0 },
	{ "a first gap that is nobody's T1 is off schedule",
	  { "0 c>s REGISTER 1 za", "100 c>s REGISTER 1 za", "300 c>s REGISTER 1 za",
	    "700 c>s REGISTER 1 za" },
	  "request t1\nrequest-again t1 copies=2\nrequest-again t1 copies=3\n"
	  "request-again t1 copies=4\n",
	  0 },
	{ "a copy lost from the capture takes the others off schedule",
	  { "0 c>s REGISTER 1 za", "500 c>s REGISTER 1 za", "3500 c>s REGISTER 1 za" },
	  "request t1\nrequest-again t1 copies=2\nrequest-again t1 copies=3\n",
	  0 },
	{ "a copy later than jitter makes it takes the others off schedule",
	  { "0 c>s REGISTER 1 za", "500 c>s REGISTER 1 za", "2300 c>s REGISTER 1 za" },
	  "request t1\nrequest-again t1 copies=2\nrequest-again t1 copies=3\n",
	  0 },
	{ "a clock that steps back takes the copies off schedule and does no other harm",
	  { "9000 c>s REGISTER 1 za", "9500 c>s REGISTER 1 za", "3000 c>s REGISTER 1 za",
	    "4000 c>s REGISTER 1 za", "2000 s>c 401 1:REGISTER za" },
	  "request t1\nrequest-again t1 copies=2\nrequest-again t1 copies=3\n"
	  "request-again t1 copies=4\nresponse t1 copies=4\n",
	  0 },
	{ "a datagram captured twice is no further copy and leaves the schedule alone",
	  { "0 c>s REGISTER 1 za", "0 c>s REGISTER 1 za", "500 c>s REGISTER 1 za",
	    "501 c>s REGISTER 1 za", "1500 c>s REGISTER 1 za", "1501 c>s REGISTER 1 za" },
	  "request t1\nrequest-again t1\nrequest-again t1 copies=2\nrequest-again t1 copies=2\n"
	  "request-again t1 copies=3 on-schedule\nrequest-again t1 copies=3 on-schedule\n",
	  0 },
	{ "without the magic cookie From tag, Via, Call-ID and CSeq decide, RFC 3261 17.2.3",
	  { "0 c>s REGISTER 1 - from=x", "1 c>s REGISTER 1 - from=y", "2 c>s REGISTER 1 - by=h",
	    "3 c>s REGISTER 1 7 from=x", "10 s>c 401 1:REGISTER - from=x",
	    "11 s>c 401 1:REGISTER - from=y", "12 s>c 401 1:REGISTER - by=H",
	    "13 s>c 401 1:REGISTER 7 from=x", "14 s>c 401 1:REGISTER - from=z",
	    "15 s>c 401 1:REGISTER - from=x by=h", "16 c>s REGISTER 1 - from=x" },
	  "request t1\nrequest t2\nrequest t3\nrequest t4\nresponse t1\nresponse t2\nresponse t3\n"
	  "response t4\nstray t0\nstray t0\nrequest-again t1 copies=2 final\n",
	  0 },
	{ "with the magic cookie neither From tag nor sent-by need come back unaltered",
	  { "0 c>s REGISTER 1 za", "20 s>c 401 1:REGISTER za from=other by=198.51.100.7" },
	  "request t1\nresponse t1\n",
	  0 },
	{ "a message without Call-ID or CSeq cannot be placed",
	  { "0 c>s REGISTER 1 za lost=Call-ID", "1 c>s REGISTER 1 za lost=CSeq",
	    "2 s>c 401 1:REGISTER za lost=CSeq", "3 c>s REGISTER 1 za" },
	  "unplaced\nunplaced\nunplaced\nrequest t1\n",
	  0 },
	{ "a message without a Via is placed all the same",
	  { "0 c>s REGISTER 1 za lost=Via", "1 s>c 401 1:REGISTER za lost=Via" },
	  "request t1\nresponse t1\n",
	  0 },
	{ "a transaction is forgotten 64*T1 after its last message",
	  { "0 c>s REGISTER 1 za", "32000 s>c 100 1:REGISTER za", "64000 s>c 401 1:REGISTER za",
	    "96001 s>c 401 1:REGISTER za", "96002 c>s REGISTER 1 za" },
	  "request t1\nresponse t1 provisional\nresponse t1 provisional\nstray t0\nrequest t2\n",
	  0 },
	{ "an INVITE rings for 180 s, and once answered is forgotten as any other",
	  { "0 c>s INVITE 1 za", "1000 s>c 180 1:INVITE za", "181000 s>c 180 1:INVITE za to=x",
	    "361000 s>c 486 1:INVITE za to=x", "393000 s>c 486 1:INVITE za to=x",
	    "425001 s>c 486 1:INVITE za to=x" },
	  "request t1\nresponse t1 provisional\nresponse t1 provisional\nresponse t1 provisional\n"
	  "response-again t1 provisional final\nstray t0\n",
	  0 },
	{ "an ACK keeps its INVITE remembered for as long as the server may repeat its refusal",
	  { "0 c>s INVITE 1 za", "100 s>c 401 1:INVITE za", "31000 c>s ACK 1 za",
	    "62000 s>c 401 1:INVITE za" },
	  "request t1\nresponse t1\nack t1 final\nresponse-again t1 final\n",
	  0 },
	{ "a clock that steps back forgets nothing",
	  { "100000 c>s REGISTER 1 za", "1000 c>s REGISTER 1 zb", "131000 s>c 401 1:REGISTER za",
	    "131001 s>c 401 1:REGISTER zb" },
	  "request t1\nrequest t2\nresponse t1\nresponse t2\n",
	  0 },
	{ "no time that a file may tell does harm",
	  { "9223372036854 c>s REGISTER 1 za", "-9223372036854 c>s REGISTER 1 za",
	    "9223372036854 c>s REGISTER 1 za", "-9223372036854 s>c 200 1:REGISTER za" },
	  "request t1\nrequest-again t1 copies=2\nrequest-again t1 copies=3\n"
	  "response t1 copies=3\n",
	  0 },
	{ "requests cut to the same octets are two if their lengths on the wire differ",
	  { "0 c>s REGISTER 1 za cut=219", "30 c>s REGISTER 1 za auth=x cut=219",
	    "500 c>s REGISTER 1 za cut=219", "530 c>s REGISTER 1 za auth=x" },
	  "request t1\nrequest t2\nrequest-again t1 copies=2\nrequest-again t2 copies=2\n",
	  0 },
	{ "of many responses to one request the last eight are remembered",
	  { "0 c>s INVITE 1 za", "1 s>c 180 1:INVITE za to=a", "2 s>c 180 1:INVITE za to=b",
	    "3 s>c 180 1:INVITE za to=c", "4 s>c 180 1:INVITE za to=d",
	    "5 s>c 180 1:INVITE za to=e", "6 s>c 180 1:INVITE za to=f",
	    "7 s>c 180 1:INVITE za to=g", "8 s>c 180 1:INVITE za to=h",
	    "9 s>c 180 1:INVITE za to=a", "10 s>c 180 1:INVITE za to=i",
	    "11 s>c 180 1:INVITE za to=b", "12 s>c 180 1:INVITE za to=a" },
	  "request t1\nresponse t1 provisional\nresponse t1 provisional\n"
	  "response t1 provisional\nresponse t1 provisional\nresponse t1 provisional\n"
	  "response t1 provisional\nresponse t1 provisional\nresponse t1 provisional\n"
	  "response-again t1 provisional\nresponse t1 provisional\n"
	  "response-again t1 provisional\nresponse t1 provisional\n",
	  0 },
	{ "past the limit the one silent for longest is forgotten",
	  { "0 c>s REGISTER 1 za", "1 c>s REGISTER 1 zb", "500 c>s REGISTER 1 za",
	    "501 c>s REGISTER 1 zc", "510 s>c 200 1:REGISTER za", "511 s>c 200 1:REGISTER zb",
	    "512 s>c 200 1:REGISTER zc" },
	  "request t1\nrequest t2\nrequest-again t1 copies=2\nrequest t3\nresponse t1 copies=2\n"
	  "stray t0\nresponse t3\n",
	  2 },
	{ "past the limit a request may take the place of an older one of its own key",
	  { "0 c>s REGISTER 1 za", "1 c>s REGISTER 1 za auth=x", "2 c>s REGISTER 1 za auth=y",
	    "10 s>c 200 1:REGISTER za", "11 c>s REGISTER 1 za" },
	  "request t1\nrequest t2\nrequest t3\nresponse t3\nrequest t4\n",
	  1 },
};

static struct notes
play(const struct scene *s, struct limits *limits)
{
	struct notes notes = { .len = 0 };
	struct txns *t = txns_new(limits, notes_take, &notes);
	struct arena *a = arena_new(0);

	for (size_t i = 0; t != NULL && a != NULL && i < SHOTS && s->shots[i] != NULL; i++) {
		struct message m = scene_message(s->shots[i], a);
		size_t before = notes.len;

		/* The message is gone with its packet: what is handed up later must not need it. */
		if (!txns_add(t, &m))
			notes_add(&notes, "unplaced");
		else if (notes.len == before)
			notes_add(&notes, "none");
		arena_rewind(a);
	}
	arena_free(a);
	txns_free(t);
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
			limits.max[LIMIT_OPEN_TRANSACTIONS] = s->max;
		notes = play(s, &limits);
		if (!str_eq(str_of(notes.text), str_of(s->want))) {
			is_str(str_of(notes.text), str_of(s->want), "%s (hash key %ju)", s->promise,
			       (uintmax_t)seed);
			return;
		}
		if (s->max > 0 && limits.hit[LIMIT_OPEN_TRANSACTIONS] == 0) {
			ok(false, "%s: and it is counted", s->promise);
			return;
		}
	}
	ok(true, "%s", s->promise);
}

static const char *const wholes[] = {
	"c>s REGISTER 1 za from=t auth=realm",
	"c>s REGISTER 1 - from=t auth=realm",
	"c>s REGISTER 1 a from=- auth=realm",
};

/* Snap lengths: a message cut anywhere is placed right or not at all. */
static void
check_cuts(const char *whole)
{
	struct arena *a = arena_new(0);
	size_t right = 0, unplaced = 0, wrong = 0;
	size_t cut = 0, len = 1;

	for (; cut < len; cut++) {
		struct limits limits;
		struct notes notes = { .len = 0 };
		struct txns *t;
		struct message m;
		char shot[128];

		limits_begin(&limits, (struct hash_key){ 1, 2 });
		t = txns_new(&limits, notes_take, &notes);
		(void)snprintf(shot, sizeof(shot), "0 %s", whole);
		m = scene_message(shot, a);
		len = m.sip.raw.len;
		(void)txns_add(t, &m);
		(void)snprintf(shot, sizeof(shot), "9 %s cut=%zu", whole, cut);
		m = scene_message(shot, a);
		if (!txns_add(t, &m))
			unplaced++;
		else if (str_eq(str_of(notes.text), S("request t1\nrequest-again t1\n")))
			right++;
		else
			wrong++;
		txns_free(t);
		arena_rewind(a);
	}
	arena_free(a);
	is_int((intmax_t)wrong, 0, "a copy cut anywhere is never taken for another request: %s",
	       whole);
	ok(right > 0 && unplaced > 0, "and is folded once its key is whole (%zu of %zu lengths)",
	   right, len);
}

/* The sightings that the last step named. */
struct sightings {
	int64_t request_ns, response_ns;
};

static void
take_sightings(void *ctx, const struct call_step *step)
{
	struct sightings *s = ctx;

	s->request_ns = step->request != NULL ? step->request->seen.ts_ns : -1;
	s->response_ns = step->response != NULL ? step->response->seen.ts_ns : -1;
}

static void
check_sightings(void)
{
	static const struct {
		const char *promise, *shot;
		int64_t request_ms, response_ms;
	} steps[] = {
		{ "a request's step names it", "1 c>s REGISTER 1 za", 1, -1 },
		{ "a copy's step names the copy", "501 c>s REGISTER 1 za", 501, -1 },
		{ "a response's step names the first sighting", "600 s>c 401 1:REGISTER za", 1,
		  600 },
		{ "a stray's step names no request", "700 s>c 401 1:REGISTER zb", -1, 700 },
	};
	struct sightings got;
	struct limits limits;
	struct arena *a = arena_new(0);
	struct txns *t;

	limits_begin(&limits, (struct hash_key){ 1, 2 });
	t = txns_new(&limits, take_sightings, &got);
	for (size_t i = 0; i < COUNT(steps); i++) {
		struct message m = scene_message(steps[i].shot, a);
		const int64_t ms = 1000000;

		(void)txns_add(t, &m);
		ok(got.request_ns == (steps[i].request_ms < 0 ? -1 : steps[i].request_ms * ms) &&
			   got.response_ns ==
				   (steps[i].response_ms < 0 ? -1 : steps[i].response_ms * ms),
		   "%s", steps[i].promise);
	}
	txns_free(t);
	arena_free(a);
}

enum { FLOOD = 150000, FLOOD_KEPT = 50000 };

/* A sender who repeats one key must not slow us down: with one chain for all this took minutes. */
static void
check_flood(void)
{
	struct arena *a = arena_new(0);
	struct limits limits;
	struct notes notes = { .len = 0 };
	struct txns *t;

	limits_begin(&limits, (struct hash_key){ 1, 2 });
	limits.max[LIMIT_OPEN_TRANSACTIONS] = FLOOD_KEPT;
	t = txns_new(&limits, notes_take, &notes);
	for (unsigned i = 0; i < FLOOD; i++) {
		char shot[128];
		struct message m;

		(void)snprintf(shot, sizeof(shot), "0 c>s REGISTER 1 za auth=%u", i);
		m = scene_message(shot, a);
		(void)txns_add(t, &m);
		notes.len = 0;
		arena_rewind(a);
	}
	is_str(str_of(notes.text), S("request t150000\n"),
	       "however many requests have one key, each is taken in");
	is_int((intmax_t)limits.hit[LIMIT_OPEN_TRANSACTIONS], FLOOD - FLOOD_KEPT,
	       "and each one past the limit is counted");
	txns_free(t);
	arena_free(a);
}

/* Requests may be long: so few are kept that all their octets stay within the bound. */
static void
check_bytes(void)
{
	enum { REQUESTS = 1000, MOST = 100000, EACH_AT_LEAST = 500 };
	struct arena *a = arena_new(0);
	struct limits limits;
	struct notes notes = { .len = 0 };
	struct txns *t;

	limits_begin(&limits, (struct hash_key){ 1, 2 });
	limits.max[LIMIT_TRANSACTION_BYTES] = MOST;
	t = txns_new(&limits, notes_take, &notes);
	for (unsigned i = 0; i < REQUESTS; i++) {
		char shot[128];
		struct message m;

		(void)snprintf(shot, sizeof(shot), "0 c>s REGISTER 1 za auth=%u", i);
		m = scene_message(shot, a);
		(void)txns_add(t, &m);
		notes.len = 0;
		arena_rewind(a);
	}
	is_str(str_of(notes.text), S("request t1000\n"), "however long they are, each is taken in");
	ok(limits.hit[LIMIT_TRANSACTION_BYTES] >= REQUESTS - MOST / EACH_AT_LEAST &&
		   limits.hit[LIMIT_TRANSACTION_BYTES] < REQUESTS,
	   "the oldest are let go for the others: %ju times",
	   (uintmax_t)limits.hit[LIMIT_TRANSACTION_BYTES]);
	txns_free(t);
	arena_free(a);
}

int
main(void)
{
	for (size_t i = 0; i < COUNT(scenes); i++)
		check_scene(&scenes[i]);
	for (size_t i = 0; i < COUNT(wholes); i++)
		check_cuts(wholes[i]);
	check_sightings();
	check_flood();
	check_bytes();
	txns_free(NULL);
	return done();
}
