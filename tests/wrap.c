/* SPDX-License-Identifier: BSD-2-Clause */
/* Ethernet, IP, UDP and fragments, after the documents named at each. */
#include <string.h>

#include "wrap_priv.h"

enum { IP4_HEADER = 20, IP6_HEADER = 40, FRAGMENT_HEADER = 8 };

size_t
wrap_len(const struct wrap *w)
{
	return w->end - w->at;
}

struct str
wrap_octets(const struct wrap *w)
{
	return (struct str){ (const char *)w->room + w->at, wrap_len(w) };
}

uint8_t *
wrap_front(struct wrap *w, size_t n)
{
	w->at -= n;
	memset(w->room + w->at, 0, n);
	return w->room + w->at;
}

void
wrap_set16(uint8_t *p, unsigned v)
{
	p[0] = (uint8_t)(v >> 8);
	p[1] = (uint8_t)v;
}

void
wrap_front16(struct wrap *w, unsigned v)
{
	wrap_set16(wrap_front(w, 2), v);
}

void
wrap_front32(struct wrap *w, uint32_t v)
{
	wrap_front16(w, v & 0xffff);
	wrap_front16(w, v >> 16);
}

static void
set_mac(uint8_t mac[6], const struct address *ip)
{
	mac[0] = 2;
	mac[1] = 0;
	memcpy(mac + 2, ip->octets + (ip->family == 4 ? 0 : 12), 4);
}

void
wrap_begin(struct wrap *w, struct str packet, const struct endpoint *src,
	   const struct endpoint *dst)
{
	w->at = WRAP_FRONT;
	w->end = WRAP_FRONT + packet.len;
	memcpy(w->room + w->at, packet.p, packet.len);
	w->type = (unsigned char)packet.p[0] >> 4 == 4 ? 0x0800 : 0x86dd;
	set_mac(w->mac[0], &src->ip);
	set_mac(w->mac[1], &dst->ip);
}

void
wrap_ethernet(struct wrap *w)
{
	wrap_front16(w, w->type);
	memcpy(wrap_front(w, 6), w->mac[0], 6);
	memcpy(wrap_front(w, 6), w->mac[1], 6);
	w->type = 0x6558;
}

void
wrap_need_ethernet(struct wrap *w)
{
	if (w->type != 0x6558)
		wrap_ethernet(w);
}

/* RFC 1071. */
unsigned
wrap_checksum(const uint8_t *p, size_t n)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += i % 2 == 0 ? (uint32_t)p[i] << 8 : p[i];
	while (sum > 0xffff)
		sum = (sum & 0xffff) + (sum >> 16);
	return ~sum & 0xffff;
}

/* RFC 791 3.1, between 198.51.100.1 and 198.51.100.2. */
void
wrap_ip4(struct wrap *w, unsigned protocol)
{
	static const uint8_t addresses[] = { 198, 51, 100, 1, 198, 51, 100, 2 };
	size_t len = IP4_HEADER + wrap_len(w);
	uint8_t *p = wrap_front(w, IP4_HEADER);

	p[0] = 0x45;
	wrap_set16(p + 2, (unsigned)len);
	wrap_set16(p + 4, ++w->id);
	p[8] = 64;
	p[9] = (uint8_t)protocol;
	memcpy(p + 12, addresses, sizeof(addresses));
	wrap_set16(p + 10, wrap_checksum(p, IP4_HEADER));
	w->type = 0x0800;
}

/* RFC 8200 3, between 2001:db8:ffff::1 and 2001:db8:ffff::2. */
void
wrap_ip6(struct wrap *w, unsigned next)
{
	static const uint8_t prefix[] = { 0x20, 0x01, 0x0d, 0xb8, 0xff, 0xff };
	size_t len = wrap_len(w);
	uint8_t *p = wrap_front(w, IP6_HEADER);

	p[0] = 0x60;
	wrap_set16(p + 4, (unsigned)len);
	p[6] = (uint8_t)next;
	p[7] = 64;
	memcpy(p + 8, prefix, sizeof(prefix));
	memcpy(p + 24, prefix, sizeof(prefix));
	p[23] = 1;
	p[39] = 2;
	w->type = 0x86dd;
}

/* RFC 768, without a checksum. */
void
wrap_udp(struct wrap *w, unsigned src, unsigned dst)
{
	size_t len = 8 + wrap_len(w);
	uint8_t *p = wrap_front(w, 8);

	wrap_set16(p, src);
	wrap_set16(p + 2, dst);
	wrap_set16(p + 4, (unsigned)len);
	wrap_ip4(w, 17);
}

/* RFC 791 3.2. */
static void
fragment4(struct wrap *out, size_t from, bool more)
{
	uint8_t *p = out->room + out->at;

	wrap_set16(p + 2, (unsigned)wrap_len(out));
	wrap_set16(p + 6, (more ? 0x2000u : 0) | (unsigned)(from / 8));
	wrap_set16(p + 10, 0);
	wrap_set16(p + 10, wrap_checksum(p, IP4_HEADER));
}

bool
wrap_fragment(struct str packet, size_t step, size_t n, struct wrap *out)
{
	static const struct endpoint none;
	bool v4 = (unsigned char)packet.p[0] >> 4 == 4;
	size_t header = v4 ? IP4_HEADER : IP6_HEADER, from = n * step;
	struct str part = str_sub(packet, header + from, step);
	bool more = header + from + step < packet.len;
	uint8_t *p;

	if (part.len == 0 || step % 8 != 0)
		return false;
	wrap_begin(out, packet, &none, &none);
	p = out->room + out->at;
	memmove(p + header + (v4 ? 0 : FRAGMENT_HEADER), part.p, part.len);
	out->end = out->at + header + (v4 ? 0 : FRAGMENT_HEADER) + part.len;
	if (v4) {
		fragment4(out, from, more);
		return true;
	}
	/* RFC 8200 4.5. */
	memset(p + header, 0, FRAGMENT_HEADER);
	p[header] = p[6];
	p[6] = 44;
	wrap_set16(p + header + 2, (unsigned)from | more);
	wrap_set16(p + header + 6, 0x1234);
	wrap_set16(p + 4, (unsigned)(part.len + FRAGMENT_HEADER));
	return true;
}
