/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * SIP in SCTP's DATA chunks (RFC 4168, 9260): each message once, whole and as it was sent.
 */
#include <stdlib.h>
#include <string.h>

#include "failing.h"
#include "guard.h"
#include "tap.h"
#include "websocket_octets.h"

#include <sipwhy/sctp.h>

enum { END = 1, BEGIN = 2, WHOLE = 3, MOST = 64 };

/* A packet in the making. */
static struct {
	char octets[8192];
	size_t len;
} packet;

static void
put_octets(struct str s)
{
	memcpy(packet.octets + packet.len, s.p, s.len);
	packet.len += s.len;
}

static void
put_number(size_t bytes, uint32_t n)
{
	while (bytes-- > 0)
		packet.octets[packet.len++] = (char)(n >> (8 * bytes));
}

static void
chunk(unsigned type, unsigned flags, struct str value)
{
	put_number(1, type);
	put_number(1, flags);
	put_number(2, (uint32_t)value.len + 4);
	put_octets(value);
	while (packet.len % 4 != 0)
		put_number(1, 0);
}

static void
data(unsigned flags, uint32_t tsn, struct str text)
{
	put_number(1, 0);
	put_number(1, flags);
	put_number(2, (uint32_t)text.len + 16);
	put_number(4, tsn);
	put_number(2, 0);
	put_number(2, 7);
	put_number(4, 46); /* any payload protocol */
	put_octets(text);
	while (packet.len % 4 != 0)
		put_number(1, 0);
}

/* What came out. */
static struct {
	size_t count, used;
	struct {
		struct str raw;
		size_t missing;
		uint64_t frame;
	} message[MOST];
	unsigned odd[SCTP_ODD_COUNT_];
	char room[1 << 16];
} got;

static struct limits limits;
static struct sctps *s;
static struct seen now;

static void
on_message(void *ctx, const struct seen *seen, struct str raw, size_t missing)
{
	(void)ctx;
	if (got.count == MOST || raw.len > sizeof(got.room) - got.used)
		abort();
	memcpy(got.room + got.used, raw.p, raw.len);
	got.message[got.count].raw = (struct str){ got.room + got.used, raw.len };
	got.message[got.count].missing = missing;
	got.message[got.count++].frame = seen->transport == TRANSPORT_SCTP ? seen->frame : 0;
	got.used += raw.len;
}

static void
on_odd(void *ctx, enum sctp_odd odd, const struct seen *seen)
{
	(void)ctx;
	(void)seen;
	got.odd[odd]++;
}

static bool
begin(void)
{
	memset(&got, 0, sizeof(got));
	limits_begin(&limits, (struct hash_key){ 1, 2 });
	now = (struct seen){ .transport = TRANSPORT_SCTP,
			     .src = { { 4, { 192, 0, 2, 1 } }, 5060 },
			     .dst = { { 4, { 192, 0, 2, 2 } }, 5060 } };
	packet.len = 0;
	s = sctps_new(&limits, on_message, NULL);
	if (s != NULL)
		sctps_on_odd(s, on_odd);
	return s != NULL;
}

/* Send it, without the last `cut` octets. */
static void
send_cut(size_t cut)
{
	struct unit u = { .kind = UNIT_SCTP, .missing_bytes = cut };

	now.frame++;
	now.ts_ns += 1000000;
	u.seen = now;
	u.payload = guard((struct str){ packet.octets, packet.len - cut });
	sctps_add(s, &u);
	guard_free(u.payload);
	packet.len = 0;
}

static void
send_packet(void)
{
	send_cut(0);
}

static bool
are(const struct str *want, size_t count)
{
	if (got.count != count)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!str_eq(got.message[i].raw, want[i]) || got.message[i].missing != 0)
			return false;
	}
	return true;
}

static unsigned
odd_sum(void)
{
	unsigned sum = 0;

	for (unsigned i = 0; i < SCTP_ODD_COUNT_; i++)
		sum += got.odd[i];
	return sum;
}

static void
end(void)
{
	sctps_finish(s);
	ok(sctps_held(s) == 0, "… and nothing is left");
	sctps_free(s);
}

static void
test_whole(void)
{
	begin();
	chunk(1, 0, S("initinitinitinit"));
	send_packet();
	chunk(3, 0, S("a selective ack."));
	data(WHOLE, 1, plain[0]);
	chunk(4, 0, S("heartbeat"));
	data(WHOLE, 2, S("Diameter or so"));
	data(WHOLE, 3, plain[1]);
	send_packet();
	data(WHOLE | 4, 4, plain[2]);
	send_packet();
	chunk(0x40, WHOLE, S("\0\0\0\5\0\0\0\0\0\0\0\0\0\0\0\0SIP/2.0 200 OK\r\n\r\n"));
	send_packet();
	ok(are((struct str[]){ plain[0], plain[1], plain[2], S("SIP/2.0 200 OK\r\n\r\n") }, 4),
	   "whole messages, several in a packet, among other chunks, unordered, I-DATA");
	ok(odd_sum() == 0 && got.message[1].frame == 2 && got.message[2].frame == 3,
	   "nothing is odd about it, and the frames are right");
	end();
}

static void
test_again(void)
{
	begin();
	data(WHOLE, 0xfffffffe, plain[0]);
	send_packet();
	data(WHOLE, 0xfffffffe, plain[0]);
	data(WHOLE, 0xffffffff, plain[1]);
	send_packet();
	data(WHOLE, 0, plain[2]);
	data(WHOLE, 0xffffffff, plain[1]);
	send_packet();
	ok(are(plain, 3) && got.odd[SCTP_ODD_REPEATED] == 2,
	   "what is sent again is read once, also where TSNs wrap");
	/* The same ends meet again. */
	chunk(1, 0, S("initinitinitinit"));
	data(WHOLE, 0, plain[3]);
	send_packet();
	ok(are(plain, 4), "a new association has its own TSNs");
	now.src.port = 5062;
	data(WHOLE, 0, plain[3]);
	send_packet();
	is_int((intmax_t)got.count, 5, "so has another pair of ends");
	end();
}

/* The n-th of `pieces` pieces of a message, TSNs from `tsn` on. */
static void
piece(struct str text, size_t pieces, size_t n, uint32_t tsn)
{
	size_t each = (text.len + pieces - 1) / pieces;
	unsigned flags = (n == 0 ? BEGIN : 0) | (n + 1 == pieces ? END : 0);

	data(flags, tsn + (uint32_t)n, str_sub(text, n * each, each));
}

static void
test_pieces(void)
{
	static const unsigned orders[][4] = {
		{ 0, 1, 2, 3 }, { 3, 2, 1, 0 }, { 1, 0, 3, 2 }, { 2, 3, 0, 1 }, { 0, 2, 1, 3 },
	};

	for (size_t i = 0; i < COUNT(orders); i++) {
		begin();
		for (unsigned k = 0; k < 4; k++) {
			piece(plain[2], 4, orders[i][k], 0xfffffffe);
			send_packet();
			/* Something whole between, and one piece twice. */
			data(WHOLE, 100 + k, k < 3 ? S("other") : plain[3]);
			piece(plain[2], 4, orders[i][0], 0xfffffffe);
			send_packet();
		}
		ok(are((struct str[]){ plain[2], plain[3] }, 2) && got.message[0].frame == 7,
		   "pieces in order %zu", i);
		end();
	}
	begin();
	for (unsigned k = 0; k < 3; k++) {
		piece(plain[0], 3, k, 10);
		piece(plain[2], 3, k, 13);
	}
	send_packet();
	ok(are((struct str[]){ plain[0], plain[2] }, 2) && odd_sum() == 0,
	   "two messages in one packet, piece by piece");
	end();
}

static void
test_not_sip(void)
{
	static const char zeros[600];
	struct str long_one = { zeros, sizeof(zeros) };

	begin();
	for (unsigned k = 0; k < 5; k++) {
		piece(long_one, 6, k, 1);
		send_packet();
	}
	ok(sctps_held(s) < 5 * (sizeof(struct seen) + 200), "its octets are not kept");
	piece(long_one, 6, 5, 1);
	send_packet();
	ok(got.count == 0 && odd_sum() == 0 && sctps_held(s) == 0,
	   "a fragmented message of something else goes by");
	end();
}

static void
test_lost(void)
{
	size_t each = (plain[2].len + 3) / 4;

	begin();
	piece(plain[2], 4, 0, 1);
	piece(plain[2], 4, 1, 1);
	piece(plain[2], 4, 3, 1);
	send_packet();
	sctps_expire(s, now.ts_ns + INT64_C(29000000000));
	is_int((intmax_t)got.count, 0, "29 s are not too long to wait");
	sctps_expire(s, now.ts_ns + INT64_C(31000000000));
	ok(got.count == 1 && str_eq(got.message[0].raw, str_sub(plain[2], 0, 2 * each)) &&
		   got.message[0].missing == 1 + plain[2].len - 3 * each &&
		   got.odd[SCTP_ODD_INCOMPLETE] == 1,
	   "a piece is missing: what is before it is handed on, and the rest told to be missing");
	piece(plain[2], 4, 2, 1);
	send_packet();
	end();
	ok(got.count == 1 && got.odd[SCTP_ODD_STRAY] == 1, "what comes later is too late");

	begin();
	piece(plain[2], 4, 1, 1);
	piece(plain[2], 4, 2, 1);
	send_packet();
	piece(plain[0], 2, 0, 9);
	send_packet();
	sctps_finish(s);
	ok(got.count == 1 && got.message[0].missing == 1 && got.odd[SCTP_ODD_STRAY] == 1,
	   "the beginning is missing; of another one the end");
	end();
}

static void
test_cut(void)
{
	begin();
	data(WHOLE, 1, plain[1]);
	data(WHOLE, 2, plain[2]);
	send_cut(40);
	ok(got.count == 2 && got.message[0].missing == 0 &&
		   str_starts(plain[2], got.message[1].raw) &&
		   got.message[1].raw.len + got.message[1].missing == plain[2].len &&
		   got.odd[SCTP_ODD_CUT] == 1 && odd_sum() == 1,
	   "the capture cut the second message");
	piece(plain[0], 2, 0, 3);
	send_cut(11); /* three of them were padding, if any */
	piece(plain[0], 2, 1, 3);
	send_packet();
	ok(got.count == 3 && str_starts(plain[0], got.message[2].raw) &&
		   got.message[2].raw.len + got.message[2].missing == plain[0].len &&
		   got.odd[SCTP_ODD_CUT] == 2,
	   "the capture cut the first piece of a message");
	end();
}

static void
test_wrong(void)
{
	size_t wrong = 0;

	begin();
	data(WHOLE, 1, plain[0]);
	packet.octets[2] = 0x7f; /* a length of 32 KiB and more */
	send_packet();
	ok(got.odd[SCTP_ODD_CHUNK] == 1, "a chunk longer than its packet");
	put_octets(S("\0\3\0\3"));
	data(WHOLE, 2, plain[0]);
	send_packet();
	put_octets(S("\0\3\0\x0e\0\0\0\1\0\0\0\0\0\0\0\0"));
	put_octets(S("\0\3"));
	send_packet();
	is_int(got.odd[SCTP_ODD_CHUNK], 4, "chunks too short for their header");
	end();
	for (unsigned i = 0; i < SCTP_ODD_COUNT_; i++)
		wrong += strncmp(sctp_odd_name((enum sctp_odd)i), "sctp.", 5) != 0 ||
			 strlen(sctp_odd_text((enum sctp_odd)i)) < 10;
	is_int((intmax_t)wrong, 0, "all that is odd has a name");
	begin();
	chunk(0x40, BEGIN, S("\0\0\0\5\0\0\0\0\0\0\0\0\0\0\0\0SIP/2.0 200 OK\r\n\r\n"));
	send_packet();
	is_int(got.odd[SCTP_ODD_INTERLEAVED], 1, "a piece of an interleaved message is counted");
	end();
}

static void
test_bounds(void)
{
	begin();
	limits.max[LIMIT_SCTP_PIECES] = 8;
	for (unsigned k = 0; k < 40; k++) {
		piece(plain[2], 40, k, 1);
		send_packet();
	}
	sctps_finish(s);
	ok(got.count == 1 && got.message[0].missing > 0 && limits.hit[LIMIT_SCTP_PIECES] > 0,
	   "too many pieces: what there is, is handed on");
	end();

	begin();
	limits.max[LIMIT_SCTP_BYTES] = 4000;
	for (uint32_t k = 0; k < 60; k++) {
		now.src.port = (uint16_t)(1024 + k);
		piece(plain[2], 2, 0, k);
		send_packet();
		if (sctps_held(s) > 4000)
			break;
	}
	ok(sctps_held(s) <= 4000 && limits.hit[LIMIT_SCTP_BYTES] > 0 && got.count > 40,
	   "the octets that wait are bounded; the oldest go first");
	end();

	begin();
	limits.max[LIMIT_SCTP_FLOWS] = 4;
	for (uint32_t k = 0; k < 20; k++) {
		now.src.port = (uint16_t)(1024 + k);
		piece(plain[2], 2, 0, k);
		send_packet();
	}
	ok(got.count == 16 && limits.hit[LIMIT_SCTP_FLOWS] == 16,
	   "so are the directions; what waits in them is not lost");
	end();
}

static void
test_memory(void)
{
	long held = failing_held(), tried = 0;
	bool failed, leaked = false, silent = false;

	do {
		failing_at(tried++);
		if (begin()) {
			data(WHOLE, 1, plain[0]);
			send_packet();
			for (unsigned k = 0; k < 3; k++) {
				piece(plain[2], 3, k, 2);
				send_packet();
			}
			sctps_finish(s);
			silent = silent || (!are((struct str[]){ plain[0], plain[2] }, 2) &&
					    sctps_dropped(s) == 0);
			sctps_free(s);
		}
		failed = failing_stop();
		leaked = leaked || failing_held() != held;
	} while (failed);
	ok(tried > 5 && !leaked && !silent,
	   "each of %ld allocations may fail: nothing leaks, what is lost is counted", tried);
}

int
main(void)
{
	test_whole();
	test_again();
	test_pieces();
	test_not_sip();
	test_lost();
	test_cut();
	test_wrong();
	test_bounds();
	test_memory();
	return done();
}
