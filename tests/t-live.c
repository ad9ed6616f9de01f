/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The loopback interface stands for any other: what a test sends there must come back out of
 * a live source.  Without the right to capture only the refusals can be tried.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <sipwhy/source.h>

#include "tap.h"

static const char loopback[] = "lo";

static void
on_alarm(int signal_no)
{
	(void)signal_no;
}

static int64_t
clock_ns(clockid_t which)
{
	struct timespec t;

	(void)clock_gettime(which, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* What is sent is marked, for others use this interface too. */
static void
mark(char out[32], const char *what)
{
	(void)snprintf(out, 32, "sipwhy-%ld-%s", (long)getpid(), what);
}

static void
send_mark(uint16_t port, const char *what)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(port) };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	char text[32];

	mark(text, what);
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	(void)sendto(fd, text, strlen(text), 0, (struct sockaddr *)&to, sizeof(to));
	(void)close(fd);
}

/* Whether the next packet of ours, within some seconds, is the one marked so. */
static bool
comes(struct source *s, const char *what, struct packet *out)
{
	char ours[32], wanted[32];
	enum step step = STEP_MORE;

	mark(ours, "");
	mark(wanted, what);
	for (unsigned idle = 0; idle < 20 && step != STEP_ERROR; idle += step == STEP_IDLE) {
		step = source_next(s, out);
		if (step == STEP_MORE && str_has_nocase(out->data, str_of(ours)))
			return str_has_nocase(out->data, str_of(wanted));
	}
	return false;
}

static void
test_traffic(struct source *s)
{
	int64_t before = clock_ns(CLOCK_REALTIME);
	struct source_counts c;
	struct packet p;

	send_mark(4000, "rtp");
	send_mark(5060, "first");
	send_mark(5090, "last");
	if (!ok(comes(s, "first", &p), "port 5060 is seen, port 4000 is not"))
		return;
	ok(p.ts_ns >= before && p.ts_ns <= clock_ns(CLOCK_REALTIME), "its time is this time");
	ok(p.wire_len == p.data.len && p.no >= 1, "it is whole and numbered");
	is_str(str_of(p.interface), S("lo"), "its interface is named");
	ok(comes(s, "last", &p), "port 5090 is seen");
	source_counts(s, &c);
	ok(c.dropped_known && c.dropped_kernel == 0, "the kernel's drops are known");
	ok(c.packets >= 2 && c.bytes > c.packets, "what was read is counted");
	ok(source_is_live(s) && source_progress(s) < 0, "it is live, and has no end");
}

static void
test_idle(struct source *s)
{
	enum { OFTEN = 10 };
	struct itimerval tick = { { .tv_usec = 20000 }, { .tv_usec = 20000 } };
	struct itimerval never = { { 0 }, { 0 } };
	struct sigaction action = { .sa_handler = on_alarm, .sa_flags = SA_RESTART };
	struct packet p = { 0 };
	int64_t start;
	unsigned idle = 0;

	(void)sigaction(SIGALRM, &action, NULL);
	while (source_next(s, &p) != STEP_IDLE)
		;
	ok(p.ts_ns > 0 && p.ts_ns <= clock_ns(CLOCK_REALTIME), "without traffic it tells the time");

	/* Left alone, it would be idle five times in this second. */
	start = clock_ns(CLOCK_MONOTONIC);
	(void)setitimer(ITIMER_REAL, &tick, NULL);
	while (idle < OFTEN && clock_ns(CLOCK_MONOTONIC) - start < 1000000000)
		idle += source_next(s, &p) == STEP_IDLE;
	(void)setitimer(ITIMER_REAL, &never, NULL);
	is_int(idle, OFTEN, "a signal ends the wait");
}

static void
test_refusals(void)
{
	struct source_live_options nowhere = { .interface = "no-such-if0" };
	struct source_live_options wrong = { .interface = loopback, .filter = "udp prot 5060" };
	struct err err;

	ok(source_open_live(&nowhere, &err) == NULL, "an interface that is not there is refused");
	ok(str_starts(str_of(err.text), S("no-such-if0: no such interface; ")) &&
		   str_has_nocase(str_of(err.text), S("-D")),
	   "the text leads on: %s", err.text);
	ok(source_open_live(&wrong, &err) == NULL, "a wrong filter is refused");
	ok(str_starts(str_of(err.text), S("the capture filter 'udp prot 5060' cannot be used: ")),
	   "and named: %s", err.text);
}

static void
test_open(struct source *s)
{
	struct source_live_options any = { .interface = "any", .no_promiscuous = true };
	struct source_live_options own = { .interface = loopback, .filter = "udp port 4000" };
	struct err err;
	struct packet p;

	test_traffic(s);
	test_idle(s);
	test_refusals();

	s = source_open_live(&any, &err);
	if (ok(s != NULL, "the pseudo-interface 'any' opens")) {
		send_mark(5060, "any");
		ok(comes(s, "any", &p) && str_eq(str_of(p.interface), S("lo")),
		   "and its packets name the interface they came by");
	}
	source_free(s);

	s = source_open_live(&own, &err);
	send_mark(5060, "usual");
	send_mark(4000, "own");
	ok(s != NULL && comes(s, "own", &p), "a filter replaces the usual one");
	source_free(s);
}

static void
look_for_loopback(void *ctx, const char *name, const char *description)
{
	bool *found = ctx;

	(void)description;
	*found = *found || strcmp(name, loopback) == 0;
}

int
main(void)
{
	struct source_live_options usual = { .interface = loopback };
	struct err err = { "" };
	bool listed = false;
	struct source *s;

	if (!source_list_interfaces(look_for_loopback, &listed, &err) || !listed)
		return skip_all("no loopback interface of that name: %s", err.text);
	ok(listed, "the interfaces are listed");

	s = source_open_live(&usual, &err);
	if (s != NULL) {
		test_open(s);
	} else if (str_has_nocase(str_of(err.text), S("no right"))) {
		ok(str_has_nocase(str_of(err.text), S("sudo")) &&
			   str_has_nocase(str_of(err.text),
					  S("setcap cap_net_raw,cap_net_admin=eip /")),
		   "a missing right tells the two ways to get it: %s", err.text);
		skip("no right to capture here");
	} else {
		skip("no capture here: %s", err.text);
	}
	source_free(s);
	return done();
}
