/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "flood.h"
#include "sipwire_priv.h"

enum { RAW_IP = 101, ROOM = 2048, TCP = 6, UDP = 17, SCTP = 132, FRAGMENT = 44, SYN = 2, ACK = 16 };

const char *const flood_names[FLOOD_KINDS] = { "streams", "fragments4", "fragments6", "websockets",
					       "sctp",    "exchanges",  "requests",   "all" };

struct flood {
	FILE *f;
	unsigned long packets, i; /* i: which one is made */
	bool good;
	uint8_t octets[ROOM];
	struct put p;
};

static void
le32(FILE *f, uint32_t n)
{
	for (unsigned i = 0; i < 4; i++)
		(void)putc((int)(n >> (8 * i) & 0xff), f);
}

/* The packet that is there. */
static void
send_packet(struct flood *w)
{
	uint64_t at_us = w->packets++;

	le32(w->f, (uint32_t)(1767225600 + at_us / 1000000));
	le32(w->f, (uint32_t)(at_us % 1000000));
	le32(w->f, (uint32_t)w->p.len);
	le32(w->f, (uint32_t)w->p.len);
	w->good = w->good && fwrite(w->octets, 1, w->p.len, w->f) == w->p.len;
}

/* Ten bits of the port, the rest in the address: no two clients are the same. */
static unsigned
client_port(const struct flood *w)
{
	return 10000 + (unsigned)(w->i & 0x3ff);
}

static uint32_t
client_ip(const struct flood *w)
{
	return 0x0a000000 + (uint32_t)(w->i >> 10);
}

/* From the client or to it; the length is put in when it is known. */
static void
begin_ip(struct flood *w, unsigned protocol, bool answer)
{
	uint32_t ends[2] = { client_ip(w), 0xc0000201 };

	w->p = (struct put){ w->octets, 0 };
	put32(&w->p, 0x45000000);
	put32(&w->p, (uint32_t)(w->i & 0xffff) << 16);
	put32(&w->p, 0x40000000 | protocol << 16);
	put32(&w->p, ends[answer]);
	put32(&w->p, ends[!answer]);
}

static void
set16(struct flood *w, size_t at, unsigned n)
{
	w->octets[at] = (uint8_t)(n >> 8);
	w->octets[at + 1] = (uint8_t)n;
}

static void
end_ip(struct flood *w)
{
	set16(w, 2, (unsigned)w->p.len);
	send_packet(w);
}

static void
put_text(struct flood *w, const char *text)
{
	put_octets(&w->p, text, strlen(text));
}

/* A request as far as its Contact, without the end of its header. */
static void
put_request(struct flood *w, const char *transport)
{
	char text[512];

	(void)snprintf(text, sizeof(text),
		       "REGISTER sip:example.com SIP/2.0\r\n"
		       "Via: SIP/2.0/%s 192.0.2.10:%u;branch=z9hG4bK%lu\r\n"
		       "Max-Forwards: 70\r\nFrom: <sip:u%lu@example.com>;tag=f%lu\r\n"
		       "To: <sip:u%lu@example.com>\r\nCall-ID: c%lu\r\nCSeq: 1 REGISTER\r\n"
		       "Contact: <sip:u%lu@192.0.2.10:%u>\r\n",
		       transport, client_port(w), w->i, w->i, w->i, w->i, w->i, w->i,
		       client_port(w));
	put_text(w, text);
}

static void
udp(struct flood *w, bool answer)
{
	begin_ip(w, UDP, answer);
	put16(&w->p, answer ? 5060 : client_port(w));
	put16(&w->p, answer ? client_port(w) : 5060);
	put32(&w->p, 0);
}

static void
end_udp(struct flood *w)
{
	set16(w, IP4_HEADER + 4, (unsigned)(w->p.len - IP4_HEADER));
	end_ip(w);
}

static void
request(struct flood *w)
{
	udp(w, false);
	put_request(w, "UDP");
	put_text(w, "Content-Length: 0\r\n\r\n");
	end_udp(w);
}

static void
exchange(struct flood *w)
{
	char text[768];

	request(w);
	udp(w, true);
	(void)snprintf(
		text, sizeof(text),
		"SIP/2.0 401 Unauthorized\r\n"
		"Via: SIP/2.0/UDP 192.0.2.10:%u;branch=z9hG4bK%lu\r\n"
		"From: <sip:u%lu@example.com>;tag=f%lu\r\n"
		"To: <sip:u%lu@example.com>;tag=t%lu\r\nCall-ID: c%lu\r\nCSeq: 1 REGISTER\r\n"
		"WWW-Authenticate: Digest realm=\"example.com\", nonce=\"n%lu\"\r\n"
		"Content-Length: 0\r\n\r\n",
		client_port(w), w->i, w->i, w->i, w->i, w->i, w->i, w->i);
	put_text(w, text);
	end_udp(w);
}

static void
segment(struct flood *w, bool answer, unsigned flags, uint32_t seq)
{
	begin_ip(w, TCP, answer);
	put16(&w->p, answer ? 5060 : client_port(w));
	put16(&w->p, answer ? client_port(w) : 5060);
	put32(&w->p, 1000 + seq);
	put32(&w->p, 1001);
	put32(&w->p, 0x5000ffff | flags << 16);
	put32(&w->p, 0);
}

static void
stream(struct flood *w)
{
	segment(w, false, SYN, 0);
	end_ip(w);
	segment(w, false, ACK, 1);
	put_request(w, "TCP");
	end_ip(w);
	segment(w, false, ACK, 1000);
	put_request(w, "TCP");
	end_ip(w);
}

/* A frame of 400 octets, of which the first 64 come: a stored block (RFC 1951 3.2.4) of 395. */
static void
put_frame(struct flood *w, bool masked)
{
	static const uint8_t stored[] = { 0x01, 0x8b, 0x01, 0x74, 0xfe };
	char text[64] = "MESSAGE sip:bob@example.com SIP/2.0\r\nVia: SIP/2.0/WS 10.0.0.1;b";

	put8(&w->p, 0xc1);
	put8(&w->p, masked ? 0xfe : 0x7e);
	put16(&w->p, 400);
	if (masked)
		put32(&w->p, 0);
	put_octets(&w->p, stored, sizeof(stored));
	put_octets(&w->p, text, sizeof(text) - sizeof(stored));
}

static void
websocket(struct flood *w)
{
	static const char ask[] = "GET /ws HTTP/1.1\r\nHost: example.com\r\nUpgrade: websocket\r\n"
				  "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
				  "Sec-WebSocket-Protocol: sip\r\n"
				  "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n";
	static const char answer[] = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
				     "Connection: Upgrade\r\nSec-WebSocket-Protocol: sip\r\n"
				     "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n";

	segment(w, false, SYN, 0);
	end_ip(w);
	segment(w, false, ACK, 1);
	put_text(w, ask);
	end_ip(w);
	segment(w, true, ACK, 1);
	put_text(w, answer);
	end_ip(w);
	segment(w, false, ACK, sizeof(ask));
	put_frame(w, true);
	end_ip(w);
	segment(w, true, ACK, sizeof(answer));
	put_frame(w, false);
	end_ip(w);
}

static void
fragment4(struct flood *w)
{
	udp(w, false);
	set16(w, 6, 0x2000);
	set16(w, IP4_HEADER + 4, 3000);
	put_request(w, "UDP");
	while (w->p.len < IP4_HEADER + 1024)
		put8(&w->p, 'x');
	end_ip(w);
}

/* RFC 8200 4.5: the first of a datagram. */
static void
fragment6(struct flood *w)
{
	w->p = (struct put){ w->octets, 0 };
	put32(&w->p, 0x60000000);
	put16(&w->p, 0);
	put16(&w->p, FRAGMENT << 8 | 64);
	put32(&w->p, 0x20010db8);
	put32(&w->p, 0);
	put32(&w->p, 0);
	put32(&w->p, client_ip(w));
	put32(&w->p, 0x20010db8);
	put32(&w->p, 1);
	put32(&w->p, 0);
	put32(&w->p, 1);
	put32(&w->p, UDP << 24 | 1);
	put32(&w->p, (uint32_t)w->i);
	put16(&w->p, client_port(w));
	put16(&w->p, 5060);
	put32(&w->p, 3000u << 16);
	put_request(w, "UDP");
	while (w->p.len < IP6_HEADER + 8 + 1024)
		put8(&w->p, 'x');
	set16(w, 4, (unsigned)(w->p.len - IP6_HEADER));
	send_packet(w);
}

/* RFC 9260 3.3.1: the first chunk of an unordered message. */
static void
sctp(struct flood *w)
{
	size_t at;

	begin_ip(w, SCTP, false);
	put16(&w->p, client_port(w));
	put16(&w->p, 5060);
	put32(&w->p, 1);
	put32(&w->p, 0);
	at = w->p.len;
	put32(&w->p, 0x00060000);
	put32(&w->p, 1);
	put32(&w->p, 0);
	put32(&w->p, 0);
	put_request(w, "SCTP");
	set16(w, at + 2, (unsigned)(w->p.len - at));
	while (w->p.len % 4 != 0)
		put8(&w->p, 0);
	end_ip(w);
}

unsigned long
flood_write(FILE *f, enum flood_kind kind, unsigned long count)
{
	static void (*const make[])(struct flood *) = {
		[FLOOD_STREAMS] = stream,
		[FLOOD_FRAGMENTS4] = fragment4,
		[FLOOD_FRAGMENTS6] = fragment6,
		[FLOOD_WEBSOCKETS] = websocket,
		[FLOOD_SCTP] = sctp,
		[FLOOD_EXCHANGES] = exchange,
		[FLOOD_REQUESTS] = request,
	};
	static const uint32_t head[] = { 0xa1b2c3d4, 4u << 16 | 2, 0, 0, 262144, RAW_IP };
	struct flood w = { .f = f, .good = true };

	for (size_t i = 0; i < COUNT(head); i++)
		le32(f, head[i]);
	for (unsigned long n = 0; n < count && w.good; n++) {
		for (unsigned k = 0; k < FLOOD_ALL; k++) {
			if (kind != FLOOD_ALL && k != (unsigned)kind)
				continue;
			/* Streams and WebSockets both come from ports of TCP. */
			w.i = kind == FLOOD_ALL ? n * FLOOD_ALL + k : n;
			make[k](&w);
		}
	}
	return w.good && fflush(f) == 0 ? w.packets : 0;
}
