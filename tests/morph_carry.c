/* SPDX-License-Identifier: BSD-2-Clause */
/* SCTP (RFC 9260, 4168), HEP, and what compresses. */
#include <stdlib.h>

#ifdef HAVE_ZLIB
#include <zlib.h>
#endif

#include "morph_priv.h"

enum {
	SCTP_HEADER = 12,
	DATA_HEADER = 16,
	CHUNK_LAST = 1,
	CHUNK_FIRST = 2,
	CHUNK_UNORDERED = 4,
	HEP_ROOM = 256
};

static const struct endpoint agent = { { 4, { 203, 0, 113, 8 } }, 40000 };
static const struct endpoint collector = { { 4, { 203, 0, 113, 7 } }, 9060 };

static void
send_chunks(struct morph_work *w, const struct sipcase_msg *m, struct put *p)
{
	struct datagram d = { &m->src, &m->dst, IP_SCTP, { (const char *)p->p, p->len } };

	morph_ip(w, &d, true);
}

static struct put
sctp_packet(struct morph_work *w, const struct sipcase_msg *m, size_t room)
{
	struct put p = { arena_alloc(w->arena, SCTP_HEADER + room), 0 };

	if (p.p == NULL)
		morph_die("out of memory");
	put16(&p, m->src.port);
	put16(&p, m->dst.port);
	put32(&p, 0x01020304);
	put32(&p, 0);
	/* A heartbeat with its information. RFC 9260 3.3.5 */
	if ((w->way->flags & MORPH_ALIVE) != 0) {
		put32(&p, 0x04000009);
		put32(&p, 0x00010005);
		put32(&p, 0);
	}
	return p;
}

/* RFC 9260 3.3.1, on stream 1, with the number that RFC 4168 leaves open: 0. */
static void
put_chunk(struct put *p, unsigned flags, uint32_t tsn, struct str text)
{
	put16(p, flags);
	put16(p, (unsigned)(DATA_HEADER + text.len));
	put32(p, tsn);
	put32(p, 0x00010005);
	put32(p, 0);
	put_octets(p, text.p, text.len);
	while (p->len % 4 != 0)
		put8(p, 0);
}

void
morph_sctp(struct morph_work *w, const struct sipcase_msg *m)
{
	bool is_new, bundled = (w->way->flags & MORPH_BUNDLE) != 0;
	struct morph_conn *c = morph_conn(w, m, &is_new);
	uint32_t *tsn = &c->next[morph_from(c, m)];
	size_t len, room = bundled ? m->text.len * 20 + 64 : 0;
	struct put p = { NULL, 0 };

	if (bundled)
		p = sctp_packet(w, m, room);
	for (size_t done = 0; done < m->text.len; done += len) {
		unsigned flags = CHUNK_UNORDERED | (done == 0 ? CHUNK_FIRST : 0u);

		len = morph_piece(w, m->text.len - done);
		if (done + len == m->text.len)
			flags |= CHUNK_LAST;
		if (!bundled)
			p = sctp_packet(w, m, len + 64);
		put_chunk(&p, flags, (*tsn)++, str_sub(m->text, done, len));
		if (!bundled || (flags & CHUNK_LAST) != 0)
			send_chunks(w, m, &p);
	}
}

static void
hep_chunk(struct put *p, unsigned type, size_t bytes, uint32_t n)
{
	put16(p, 0);
	put16(p, type);
	put16(p, (unsigned)(6 + bytes));
	for (size_t i = bytes; i > 0; i--)
		put8(p, n >> (8 * (i - 1)) & 0xff);
}

static void
hep_octets(struct put *p, unsigned type, const void *octets, size_t bytes)
{
	put16(p, 0);
	put16(p, type);
	put16(p, (unsigned)(6 + bytes));
	put_octets(p, octets, bytes);
}

/* The chunks of the HEP3 draft (EEP); a vendor's among them. */
static bool
hep3(struct morph_work *w, const struct sipcase_msg *m, struct put *p)
{
	bool v4 = m->src.ip.family == 4, small = (w->way->flags & MORPH_PACKED) != 0;
	int64_t ts_ns = SIPWIRE_EPOCH_NS + m->at_ns;
	void *packer = NULL;
	struct str text =
		small ? morph_pack(w->arena, &packer, MORPH_ZLIB_WHOLE, m->text) : m->text;

	morph_pack_free(packer);
	put32(p, 0x48455033);
	put16(p, 0);
	hep_chunk(p, 1, 1, v4 ? 2 : 10);
	hep_chunk(p, 2, 1, IP_UDP);
	hep_octets(p, v4 ? 3 : 5, m->src.ip.octets, v4 ? 4 : 16);
	hep_octets(p, v4 ? 4 : 6, m->dst.ip.octets, v4 ? 4 : 16);
	hep_chunk(p, 7, 2, m->src.port);
	hep_chunk(p, 8, 2, m->dst.port);
	hep_chunk(p, 9, 4, (uint32_t)(ts_ns / 1000000000));
	hep_chunk(p, 10, 4, (uint32_t)(ts_ns % 1000000000 / 1000));
	hep_chunk(p, 11, 1, 1);
	hep_chunk(p, 12, 4, 2001);
	put32(p, 0x00220001); /* of vendor 0x22 */
	put16(p, 9);
	put_octets(p, "own", 3);
	if (str_absent(text))
		return false;
	hep_octets(p, small ? 16 : 15, text.p, text.len);
	wrap_set16(p->p + 4, (unsigned)p->len);
	return p->len < 65000;
}

static void
put_le32(struct put *p, uint32_t n)
{
	for (unsigned i = 0; i < 4; i++)
		put8(p, n >> (8 * i) & 0xff);
}

/* As Kamailio's siptrace has them; only version 2 tells the time. */
static bool
hep_old(const struct sipcase_msg *m, unsigned version, struct put *p)
{
	bool v4 = m->src.ip.family == 4;
	size_t bytes = v4 ? 4 : 16;
	int64_t ts_ns = SIPWIRE_EPOCH_NS + m->at_ns;

	put8(p, version);
	put8(p, (unsigned)(8 + 2 * bytes));
	put8(p, v4 ? 2 : 10);
	put8(p, IP_UDP);
	put16(p, m->src.port);
	put16(p, m->dst.port);
	put_octets(p, m->src.ip.octets, bytes);
	put_octets(p, m->dst.ip.octets, bytes);
	if (version == 2) {
		put_le32(p, (uint32_t)(ts_ns / 1000000000));
		put_le32(p, (uint32_t)(ts_ns % 1000000000 / 1000));
		put32(p, 0xd1070000);
	}
	put_octets(p, m->text.p, m->text.len);
	return p->len < 65000;
}

void
morph_hep(struct morph_work *w, const struct sipcase_msg *m)
{
	struct put p = { arena_alloc(w->arena, HEP_ROOM + 2 * m->text.len), 0 };
	bool good;

	if (p.p == NULL)
		morph_die("out of memory");
	if (w->way->carrier == MORPH_HEP3)
		good = hep3(w, m, &p);
	else
		good = hep_old(m, w->way->carrier == MORPH_HEP2 ? 2 : 1, &p);
	if (good)
		morph_udp(w, &agent, &collector, (struct str){ (const char *)p.p, p.len });
	else
		w->impossible = true;
}

#ifdef HAVE_ZLIB
struct str
morph_pack(struct arena *a, void **packer, int window_bits, struct str in)
{
	union {
		const char *p;
		Bytef *octets;
	} from = { in.p };
	size_t room = in.len + in.len / 100 + 64;
	char *out = arena_alloc(a, room);
	z_stream *z = *packer;

	if (z == NULL && out != NULL && (z = *packer = calloc(1, sizeof(*z))) != NULL &&
	    deflateInit2(z, 6, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		morph_die("zlib");
	if (z == NULL || out == NULL)
		morph_die("out of memory");
	z->next_in = from.octets;
	z->avail_in = (uInt)in.len;
	z->next_out = (Bytef *)out;
	z->avail_out = (uInt)room;
	if (deflate(z, window_bits == MORPH_ZLIB_WHOLE ? Z_FINISH : Z_SYNC_FLUSH) < 0)
		morph_die("zlib");
	return (struct str){ out, room - z->avail_out };
}

void
morph_pack_free(void *packer)
{
	if (packer != NULL)
		(void)deflateEnd(packer);
	free(packer);
}
#else
struct str
morph_pack(struct arena *a, void **packer, int window_bits, struct str in)
{
	(void)a;
	(void)packer;
	(void)window_bits;
	(void)in;
	return STR_ABSENT;
}

void
morph_pack_free(void *packer)
{
	(void)packer;
}
#endif
