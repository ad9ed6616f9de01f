/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sipwhy/bytes.h>

#include "segments.h"

enum { CLIENT_PORT = 40000, SERVER_PORT = 5060 };

struct segments
segments_of(struct str script, uint32_t client_base, uint32_t server_base)
{
	return (struct segments){ .script = script,
				  .base = { client_base, server_base },
				  .port = CLIENT_PORT };
}

static bool
is_space(unsigned char c)
{
	return c == ' ' || c == '\n' || c == '\t';
}

static bool
not_space(unsigned char c)
{
	return !is_space(c);
}

static void
bad(struct str what)
{
	printf("Bail out! not a segment: %.*s\n", STR_ARG(what));
	exit(99);
}

static int64_t
number(struct str word)
{
	struct str digits = word;
	bool negative = str_take(&digits, '-');
	uint64_t n;

	if (!str_to_u64(digits, UINT32_MAX, &n))
		bad(word);
	return negative ? -(int64_t)n : (int64_t)n;
}

/* The octets after "=": to the next word that is not theirs. */
static struct str
take_octets(struct str *rest)
{
	static const struct str ends[] = {
		{ " t=", 3 }, { " cut=", 5 }, { " a=", 3 }, { " p=", 3 }
	};
	size_t n = 0;
	struct str out;

	for (; n < rest->len; n++) {
		size_t i = 0;

		while (i < COUNT(ends) && !str_starts(str_sub(*rest, n, rest->len), ends[i]))
			i++;
		if (i < COUNT(ends))
			break;
	}
	out = str_sub(*rest, 0, n);
	*rest = str_sub(*rest, n, rest->len);
	return out;
}

static void
take_word(struct segments *s, struct str word, unsigned from, struct unit *u)
{
	struct str value = word;
	struct str name = str_cut(&value, '=');

	if (str_eq(word, S("syn"))) {
		u->tcp.flags |= TCP_SYN;
	} else if (str_eq(word, S("fin"))) {
		u->tcp.flags |= TCP_FIN;
	} else if (str_eq(word, S("rst"))) {
		u->tcp.flags |= TCP_RST;
	} else if (str_eq(name, S("a"))) {
		u->tcp.flags |= TCP_ACK;
		u->tcp.ack = s->base[1 - from] + (uint32_t)number(value);
	} else if (str_eq(name, S("cut"))) {
		u->missing_bytes = (size_t)number(value);
	} else if (str_eq(name, S("t"))) {
		s->ms = number(value);
	} else if (str_eq(name, S("p"))) {
		s->port = (uint16_t)number(value);
	} else {
		u->tcp.seq = s->base[from] + (uint32_t)number(word);
	}
}

bool
segments_next(struct segments *s, struct unit *out)
{
	struct endpoint client = { .ip = { 4, { 192, 0, 2, 10 } } };
	struct endpoint server = { .ip = { 4, { 192, 0, 2, 1 } }, .port = SERVER_PORT };
	struct str line = str_cut(&s->script, ';');
	struct str who = (str_take_while(&line, is_space), str_take_while(&line, not_space));
	unsigned from = str_eq(who, S("s")) ? 1 : 0;

	if (who.len == 0)
		return false;
	if (from == 0 && !str_eq(who, S("c")))
		bad(who);
	*out = (struct unit){ .kind = UNIT_TCP, .tcp = { .seq = s->base[from] } };
	while (str_take_while(&line, is_space), line.len > 0) {
		if (str_take(&line, '='))
			out->payload = take_octets(&line);
		else
			take_word(s, str_take_while(&line, not_space), from, out);
	}
	if ((out->tcp.flags & TCP_SYN) != 0)
		out->tcp.seq--;
	client.port = s->port;
	out->seen = (struct seen){ .ts_ns = s->ms * 1000000, .frame = ++s->frame };
	out->seen.src = from == 0 ? client : server;
	out->seen.dst = from == 0 ? server : client;
	return true;
}

bool
segment_of_packet(const struct packet *p, struct unit *out)
{
	struct bytes b = bytes_of(p->data.p, p->data.len);
	unsigned header, length;
	const uint8_t *ips;

	*out = (struct unit){ .kind = UNIT_TCP, .seen = { .ts_ns = p->ts_ns, .frame = p->no } };
	bytes_skip(&b, 12);
	if (bytes_be16(&b) != 0x0800)
		return false;
	header = (bytes_u8(&b) & 15u) * 4;
	bytes_skip(&b, 1);
	length = bytes_be16(&b);
	bytes_skip(&b, 5);
	if (bytes_u8(&b) != 6)
		return false;
	bytes_skip(&b, 2);
	ips = bytes_take(&b, 8);
	if (ips == NULL)
		return false;
	out->seen.src.ip.family = out->seen.dst.ip.family = 4;
	memcpy(out->seen.src.ip.octets, ips, 4);
	memcpy(out->seen.dst.ip.octets, ips + 4, 4);
	out->seen.src.port = bytes_be16(&b);
	out->seen.dst.port = bytes_be16(&b);
	out->tcp.seq = bytes_be32(&b);
	out->tcp.ack = bytes_be32(&b);
	header += (bytes_u8(&b) >> 4) * 4u;
	out->tcp.flags = bytes_u8(&b);
	bytes_skip(&b, 6);
	out->payload = str_sub(bytes_rest(&b), 0, length - header);
	out->missing_bytes = length - header - out->payload.len;
	return !b.short_;
}
