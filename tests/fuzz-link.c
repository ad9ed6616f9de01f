/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From the link header to the SIP message, with what must hold for any octets.  The first
 * octet chooses the link type; the rest is the packet.
 */
#include <stdlib.h>

#include <sipwhy/frame.h>
#include <sipwhy/net.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool cond)
{
	if (!cond)
		abort();
}

/* Whether `part` lies in `whole`. */
static bool
within(struct str part, struct str whole)
{
	return part.p >= whole.p && part.p + part.len <= whole.p + whole.len;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct packet p = { 0 };
	struct link_view link;
	struct ip_view ip;
	struct udp_view udp;
	struct str message;
	enum decode d;
	char text[ENDPOINT_TEXT];

	if (size == 0)
		return 0;
	p.link = (enum link_type)(data[0] % (LINK_LOOP + 1));
	p.data = (struct str){ (const char *)data + 1, size - 1 };

	d = link_decode(&p, &link);
	must(d < DECODE_COUNT_ && link.path.vlan_count <= PATH_VLANS);
	if (d != DECODE_OK)
		return 0;
	must(within(link.payload, p.data));

	d = ip_decode(&link, &ip);
	must(d < DECODE_COUNT_);
	if (d != DECODE_OK)
		return 0;
	must(within(ip.payload, link.payload) && ip.protocol == 17);
	must(ip.wire_bytes == 0 || ip.wire_bytes >= ip.payload.len);
	(void)endpoint_text(&(struct endpoint){ ip.src, 1 }, text);

	d = udp_decode(&ip, &udp);
	must(d < DECODE_COUNT_);
	if (d != DECODE_OK)
		return 0;
	must(within(udp.payload, ip.payload) && udp.missing_bytes <= 65535);
	if (frame_datagram(udp.payload, &message) == FRAME_SIP)
		must(message.len > 0 && within(message, udp.payload) &&
		     message.p + message.len == udp.payload.p + udp.payload.len);
	return 0;
}
