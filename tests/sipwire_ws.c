/* SPDX-License-Identifier: BSD-2-Clause */
/* Messages as WebSocket frames (RFC 6455, RFC 7118). */
#include "sipwire_priv.h"

enum {
	FIN = 0x80,
	RSV1 = 0x40,
	TEXT = 1,
	PING = 9,
	MASKED = 0x80,
	FRAME_HEADER = 14, /* at most */
};

struct str
sipwire_ws_upgrade(const struct builder *b, unsigned from)
{
	/* The key and its answer are those of RFC 6455 1.3. */
	static const char request[] = "GET / HTTP/1.1\r\n"
				      "Host: sip.example.com\r\n"
				      "Upgrade: websocket\r\n"
				      "Connection: Upgrade\r\n"
				      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
				      "Sec-WebSocket-Version: 13\r\n"
				      "Sec-WebSocket-Protocol: sip\r\n";
	static const char answer[] = "HTTP/1.1 101 Switching Protocols\r\n"
				     "Upgrade: websocket\r\n"
				     "Connection: Upgrade\r\n"
				     "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
				     "Sec-WebSocket-Protocol: sip\r\n";
	static const char extension[] = "Sec-WebSocket-Extensions: permessage-deflate\r\n";
	struct str head = from == 0 ? str_of(request) : str_of(answer);
	struct str more = str_of(b->m->deflate ? extension : "");
	struct put p = { arena_alloc(b->w->arena, head.len + more.len + 2), 0 };

	if (p.p == NULL)
		return (struct str){ NULL, 0 };
	put_octets(&p, head.p, head.len);
	put_octets(&p, more.p, more.len);
	put_octets(&p, "\r\n", 2);
	return (struct str){ (const char *)p.p, p.len };
}

/* RFC 6455 5.2; the client's are masked, with the mask of 5.7. */
static void
put_frame(struct put *p, unsigned first, bool masked, struct str payload)
{
	static const uint8_t mask[] = { 0x37, 0xfa, 0x21, 0x3d };
	unsigned mask_bit = masked ? MASKED : 0;

	put8(p, first);
	if (payload.len < 126) {
		put8(p, mask_bit | (unsigned)payload.len);
	} else if (payload.len < 65536) {
		put8(p, mask_bit | 126);
		put16(p, (unsigned)payload.len);
	} else {
		put8(p, mask_bit | 127);
		put32(p, 0);
		put32(p, (uint32_t)payload.len);
	}
	if (masked)
		put_octets(p, mask, sizeof(mask));
	for (size_t i = 0; i < payload.len; i++)
		put8(p, (unsigned char)payload.p[i] ^ (masked ? mask[i % 4] : 0u));
}

struct str
sipwire_ws(struct builder *b, struct conn *c, unsigned from)
{
	struct str octets = b->m->text;
	size_t step, count;
	struct put p = { NULL, 0 };

	if (b->m->deflate)
		octets = sipwire_deflate(b, &c->deflate[from], octets);
	step = b->m->frames > 0 ? b->m->frames : octets.len;
	count = step > 0 ? octets.len / step + 2 : 0;
	if (count > 0)
		p.p = arena_alloc(b->w->arena, octets.len + (count + 1) * FRAME_HEADER);
	if (p.p == NULL) {
		(void)err_set(b->err, "line %u: no room, or no zlib", b->m->line);
		return (struct str){ NULL, 0 };
	}
	for (size_t at = 0; at < octets.len; at += step) {
		unsigned first = at == 0 ? TEXT | (b->m->deflate ? RSV1 : 0u) : 0;

		first |= at + step >= octets.len ? FIN : 0;
		put_frame(&p, first, from == 0, str_sub(octets, at, step));
		if (at == 0 && step < octets.len)
			put_frame(&p, FIN | PING, from == 0, (struct str){ NULL, 0 });
	}
	return (struct str){ (const char *)p.p, p.len };
}
