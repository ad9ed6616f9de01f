/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Listening for capture agents, which here are sockets of the loopback interface.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "failing.h"
#include "hep_octets.h"
#include "tap.h"

#include <sipwhy/hep_source.h>

/* So many answers of a fifth of a second may a test wait for. */
enum { PATIENCE = 25 };

static int
reach(const struct source *s, int type, bool v6)
{
	struct sockaddr_in a4 = { .sin_family = AF_INET, .sin_port = htons(source_hep_port(s)) };
	struct sockaddr_in6 a6 = { .sin6_family = AF_INET6,
				   .sin6_port = htons(source_hep_port(s)),
				   .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	int fd = socket(v6 ? AF_INET6 : AF_INET, type, 0);

	a4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (connect(fd, v6 ? (struct sockaddr *)&a6 : (struct sockaddr *)&a4,
		    v6 ? sizeof(a6) : sizeof(a4)) == 0)
		return fd;
	(void)close(fd);
	return -1;
}

static void
say(int fd, struct str s)
{
	if (write(fd, s.p, s.len) != (ssize_t)s.len)
		diag("a write failed: %s", strerror(errno));
}

/* The next packet. */
static bool
next(struct source *s, struct packet *p)
{
	for (unsigned i = 0; i < PATIENCE; i++) {
		enum step step = source_next(s, p);

		if (step != STEP_IDLE)
			return step == STEP_MORE;
	}
	return false;
}

static bool
comes(struct source *s, struct str want)
{
	struct packet p = { 0 };

	return next(s, &p) && str_eq(p.data, want) && p.link == LINK_HEP && p.wire_len == want.len;
}

static struct source *
listen_on(const char *where)
{
	struct err err = { "" };
	struct source *s = source_open_hep(where, &err);

	if (s == NULL)
		diag("%s", err.text);
	return s;
}

static void
test_udp(const char *where, bool v6)
{
	struct source *s = listen_on(where);
	struct timespec before = { 0 }, after = { 0 };
	struct source_counts c;
	struct packet p = { 0 };
	char answer[8];
	int fd;

	if (s == NULL) {
		skip("%s: cannot listen here", where);
		return;
	}
	(void)clock_gettime(CLOCK_REALTIME, &before);
	fd = reach(s, SOCK_DGRAM, v6);
	say(fd, hep3_ipv4);
	say(fd, hep2_ipv6);
	say(fd, S("not HEP"));
	ok(next(s, &p) && str_eq(p.data, hep3_ipv4) && p.link == LINK_HEP && p.no == 1,
	   "%s: the packet comes as it was sent", where);
	(void)clock_gettime(CLOCK_REALTIME, &after);
	ok(p.ts_ns >= (int64_t)before.tv_sec * 1000000000 + before.tv_nsec &&
		   p.ts_ns <= (int64_t)after.tv_sec * 1000000000 + after.tv_nsec,
	   "%s: its time is this time", where);
	is_str(str_of(p.interface), str_of(where), "%s: where it came in", where);
	ok(comes(s, hep2_ipv6), "%s: the second", where);
	ok(comes(s, S("not HEP")), "%s: what it is, others tell", where);
	is_int(source_next(s, &p), STEP_IDLE, "%s: then nothing", where);
	ok(p.ts_ns > (int64_t)before.tv_sec * 1000000000, "%s: but the time", where);
	source_counts(s, &c);
	ok(c.packets == 3 && c.bytes == hep3_ipv4.len + hep2_ipv6.len + 7, "%s: counted", where);
	ok(source_is_live(s) && source_progress(s) < 0 && c.dropped_kernel == 0, "%s: it is live",
	   where);
	ok(recv(fd, answer, sizeof(answer), MSG_DONTWAIT) < 0 && errno == EAGAIN,
	   "%s: nothing is answered", where);
	is_str(str_of(source_link_name(s)), S("HEP"), "%s: the link's name", where);
	(void)close(fd);
	source_free(s);
}

static void
test_tcp(void)
{
	struct source *s = listen_on("tcp:127.0.0.1:0");
	struct source_hep_counts c;
	size_t half = hep3_ipv6.len / 2;
	int one = reach(s, SOCK_STREAM, false), two = reach(s, SOCK_STREAM, false);
	struct packet p;
	char answer[8];

	say(one, hep3_ipv4);
	say(one, hep3_ipv6);
	ok(comes(s, hep3_ipv4) && comes(s, hep3_ipv6), "two packets at once");
	say(one, str_sub(hep3_ipv6, 0, half));
	say(two, hep3_zlib);
	ok(comes(s, hep3_zlib), "another client is not held up by half a packet");
	say(one, str_sub(hep3_ipv6, half, half + 1));
	say(one, hep3_ipv4);
	ok(comes(s, hep3_ipv6) && comes(s, hep3_ipv4), "the other half");
	for (size_t i = 0; i < 20; i++) {
		say(two, str_sub(hep3_ipv4, i, 1));
		(void)source_next(s, &p);
	}
	say(two, str_sub(hep3_ipv4, 20, hep3_ipv4.len));
	ok(comes(s, hep3_ipv4), "octet by octet");
	ok(recv(one, answer, sizeof(answer), MSG_DONTWAIT) < 0 && errno == EAGAIN,
	   "nothing is answered");

	say(one, str_sub(hep3_ipv4, 0, 100));
	(void)close(one);
	ok(next(s, &p) && str_eq(p.data, str_sub(hep3_ipv4, 0, 100)) && p.wire_len == hep3_ipv4.len,
	   "what was left incomplete is handed on as cut");
	say(two, hep3_ipv4);
	say(two, S("GET / HTTP/1.1\r\n\r\n"));
	ok(comes(s, hep3_ipv4) && comes(s, S("GET / HTTP/1.1\r\n\r\n")),
	   "what is not HEP is handed on, to be counted");
	(void)source_next(s, &p);
	ok(recv(two, answer, sizeof(answer), 0) == 0, "and its client dropped");
	(void)close(two);
	two = reach(s, SOCK_STREAM, false);
	say(two, S("HEP3\0\5"));
	ok(next(s, &p) && p.data.len == 6, "a length that is too small is no length");
	(void)close(two);
	source_hep_counts(s, &c);
	ok(c.clients == 3 && c.broken == 2 && c.turned_away == 0, "they are counted");
	source_free(s);
}

/* The largest packet there is, in pieces as the system has them. */
static void
test_large(void)
{
	static char octets[65535];
	struct source *s = listen_on("tcp:127.0.0.1:0");
	int fd = reach(s, SOCK_STREAM, false);
	struct packet p = { 0 };
	bool good = false;

	memcpy(octets, "HEP3\xff\xff", 6);
	for (unsigned i = 0; i < 3; i++) {
		size_t sent = 0;

		octets[6] = (char)i;
		for (unsigned k = 0; k < 1000 && sent < sizeof(octets); k++) {
			ssize_t n = send(fd, octets + sent, sizeof(octets) - sent, MSG_DONTWAIT);

			sent += n > 0 ? (size_t)n : 0;
			if (sent < sizeof(octets) && source_next(s, &p) == STEP_MORE)
				break;
		}
		good = next(s, &p) && str_eq(p.data, (struct str){ octets, sizeof(octets) });
		if (!good)
			break;
	}
	ok(good, "packets of 65535 octets");
	(void)close(fd);
	source_free(s);
}

static void
test_crowd(void)
{
	enum { CROWD = 70, ROOM = 64, SAID = 2 * ROOM };
	struct source *s = listen_on("tcp:127.0.0.1:0");
	struct source_hep_counts c = { 0 };
	struct packet p;
	int fd[CROWD];
	size_t read = 0;

	for (size_t i = 0; i < CROWD; i++) {
		fd[i] = reach(s, SOCK_STREAM, false);
		(void)source_next(s, &p);
	}
	for (unsigned i = 0; i < PATIENCE && c.clients < CROWD; i++) {
		(void)source_next(s, &p);
		source_hep_counts(s, &c);
	}
	is_int((intmax_t)c.turned_away, CROWD - ROOM, "of many clients the last are turned away");
	for (size_t i = 0; i < ROOM; i++) {
		say(fd[i], hep3_ipv4);
		say(fd[i], hep3_ipv6);
	}
	for (size_t i = 0; i < SAID; i++)
		read += next(s, &p);
	is_int((intmax_t)read, SAID, "the others are all heard");
	(void)close(fd[0]);
	(void)source_next(s, &p);
	fd[0] = reach(s, SOCK_STREAM, false);
	say(fd[0], hep3_ipv6);
	ok(comes(s, hep3_ipv6), "where one went, another may come");
	for (size_t i = 0; i < CROWD; i++)
		(void)close(fd[i]);
	source_free(s);
}

static void
test_refused(void)
{
	static const char *const wrong[] = {
		"",
		"udp",
		"udp:",
		"udp:127.0.0.1",
		"udp:127.0.0.1:",
		"udp:127.0.0.1:http",
		"udp:127.0.0.1:65536",
		"udp:127.0.0.1:-1",
		"sctp:127.0.0.1:9060",
		"UDP:127.0.0.1:9060",
		"udp:localhost:9060",
		"udp:::1:9060",
		"udp:[::1:9060",
		"udp:[127.0.0.1]:9060",
		"udp:[::1]9060",
		"udp:[]:9060",
		"udp:1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16.17.18.19.20.21.22:9060",
	};
	struct source *s = listen_on("udp:127.0.0.1:0");
	struct err err = { "" };
	char taken[64];

	for (size_t i = 0; i < COUNT(wrong); i++) {
		err.text[0] = '\0';
		ok(source_open_hep(wrong[i], &err) == NULL &&
			   str_has_nocase(str_of(err.text), S("udp:*:9060")),
		   "`%s' is answered with what would do", wrong[i]);
	}
	(void)snprintf(taken, sizeof(taken), "udp:127.0.0.1:%u", (unsigned)source_hep_port(s));
	ok(source_open_hep(taken, &err) == NULL &&
		   str_has_nocase(str_of(err.text), str_of(strerror(EADDRINUSE))),
	   "a port in use: %s", err.text);
	ok(source_open_hep("udp:192.0.2.77:9060", &err) == NULL && err.text[0] != '\0',
	   "an address of another host: %s", err.text);
	source_free(s);
}

static void
test_memory(void)
{
	struct err err = { "" };
	long held = failing_held();
	struct source_hep_counts c;
	struct source *s;
	struct packet p;
	int fd;

	failing_at(0);
	s = source_open_hep("udp:127.0.0.1:0", &err);
	ok(failing_stop() && s == NULL && err.text[0] != '\0', "without memory: %s", err.text);
	s = listen_on("tcp:127.0.0.1:0");
	fd = reach(s, SOCK_STREAM, false);
	failing_at(0);
	for (unsigned i = 0; i < PATIENCE; i++) {
		(void)source_next(s, &p);
		source_hep_counts(s, &c);
		if (c.clients > 0)
			break;
	}
	ok(failing_stop() && c.turned_away == 1, "a client for whom there is none is turned away");
	(void)close(fd);
	source_free(s);
	ok(failing_held() == held, "nothing leaks");
}

int
main(void)
{
	test_udp("udp:127.0.0.1:0", false);
	test_udp("udp:*:0", false);
	test_udp("udp::0", false);
	test_udp("udp:[::1]:0", true);
	test_tcp();
	test_large();
	test_crowd();
	test_refused();
	test_memory();
	return done();
}
