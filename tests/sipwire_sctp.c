/* SPDX-License-Identifier: BSD-2-Clause */
/* Messages as DATA chunks of SCTP (RFC 9260), unordered (RFC 4168 5.1); no chunk controls. */
#include "sipwire_priv.h"

enum {
	SCTP_HEADER = 12,
	DATA_HEADER = 16,
	DATA_END = 1,
	DATA_BEGIN = 2,
	DATA_UNORDERED = 4,
};

/* RFC 9260 appendix A. */
static uint32_t
crc32c(const uint8_t *p, size_t n)
{
	uint32_t crc = 0xffffffff;

	for (size_t i = 0; i < n; i++) {
		crc ^= p[i];
		for (unsigned bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0x82f63b78 : 0);
	}
	return ~crc;
}

static bool
emit_chunks(struct builder *b, const struct conn *c, unsigned from, struct str chunks)
{
	size_t len = SCTP_HEADER + chunks.len;
	struct put p = { arena_alloc(b->w->arena, len), 0 };
	struct datagram d = {
		&c->end[from], &c->end[1 - from], IP_SCTP, { (const char *)p.p, len }
	};
	uint32_t sum;

	if (p.p == NULL)
		return err_memory(b->err);
	put16(&p, d.src->port);
	put16(&p, d.dst->port);
	put32(&p, 0x5ca1ab1e + from + 2 * (uint32_t)b->o->later_h);
	put32(&p, 0);
	put_octets(&p, chunks.p, chunks.len);
	sum = crc32c(p.p, len);
	for (unsigned i = 0; i < 4; i++)
		p.p[8 + i] = (uint8_t)(sum >> 8 * i);
	return sipwire_emit(b, &d, b->m->frag > 0);
}

/* A chunk with `data`, which begins at octet `at` of the message in work. */
static struct str
chunk(struct builder *b, uint32_t tsn, size_t at, struct str data)
{
	static const uint8_t padding[4];
	size_t len = DATA_HEADER + data.len;
	struct put p = { arena_alloc(b->w->arena, len + 3), 0 };
	unsigned flags = DATA_UNORDERED;

	if (p.p == NULL) {
		(void)err_memory(b->err);
		return (struct str){ NULL, 0 };
	}
	flags |= at == 0 ? DATA_BEGIN : 0;
	flags |= at + data.len == b->m->text.len ? DATA_END : 0;
	put8(&p, 0);
	put8(&p, flags);
	put16(&p, (unsigned)len);
	put32(&p, tsn);
	put32(&p, 0); /* stream, and the number in it that an unordered one has not */
	put32(&p, 0); /* RFC 4168 has no payload protocol */
	put_octets(&p, data.p, data.len);
	put_octets(&p, padding, (4 - len % 4) % 4);
	return (struct str){ (const char *)p.p, p.len };
}

/* The packets' chunks into `out`; how many, 0 and *err when memory is short. */
static size_t
cut(struct builder *b, struct conn *c, unsigned from, struct str *out)
{
	struct str text = b->m->text;
	size_t count = 0;

	for (size_t at = 0; at < text.len; count++) {
		size_t len = sipwire_segment_len(b->m, count, text.len - at);

		out[count] = chunk(b, c->next[from]++, at, str_sub(text, at, len));
		out[count] = sipwire_join(b, c->joined[from], out[count]);
		if (str_absent(out[count]))
			return 0;
		c->joined[from] = (struct str){ NULL, 0 };
		at += len;
	}
	return count;
}

bool
sipwire_sctp(struct builder *b)
{
	unsigned from;
	bool is_new;
	struct conn *c = sipwire_conn(b, &from, &is_new);
	struct str *packets = arena_alloc(b->w->arena, (b->m->text.len + 1) * sizeof(*packets));
	size_t count = packets != NULL ? cut(b, c, from, packets) : 0;

	if (count == 0)
		return err_memory(b->err);
	if (b->m->join)
		c->joined[from] = packets[--count];
	for (size_t i = 0; i < (b->m->again ? 2 : 1) * count; i++) {
		size_t at = i % count;
		size_t n = b->m->swap && count > 1 && at < 2 ? 1 - at : at;

		if (!emit_chunks(b, c, from, packets[n]))
			return false;
	}
	return true;
}
