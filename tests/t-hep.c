/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a capture agent sends, read back; and no length in it believed.
 */
#include <stdio.h>
#include <string.h>

#include "failing.h"
#include "guard.h"
#include "hep_octets.h"
#include "tap.h"

#include <sipwhy/hep.h>
#include <sipwhy/hep_order.h>

enum { MOST = 65535, CHUNKS = 24 };

static struct arena *scratch;

static enum hep_kind
decode(struct str packet, size_t missing, struct hep *h)
{
	struct hep_in in = { packet, missing, scratch, MOST };

	return hep_decode(&in, h);
}

/* From here on packets are in this room, to be changed. */
static struct {
	char octets[4096];
	size_t len;
} room;

static struct str
view(void)
{
	return (struct str){ room.octets, room.len };
}

static void
put(struct str s)
{
	memcpy(room.octets + room.len, s.p, s.len);
	room.len += s.len;
}

static void
set_16(size_t at, size_t n)
{
	room.octets[at] = (char)(n >> 8);
	room.octets[at + 1] = (char)n;
}

/* The chunks of a packet, headers included. */
static size_t
split(struct str packet, struct str out[CHUNKS])
{
	size_t n = 0;

	for (size_t at = 6; at < packet.len && n < CHUNKS; at += out[n++].len)
		out[n] = str_sub(packet, at,
				 (size_t)((unsigned char)packet.p[at + 4] << 8 |
					  (unsigned char)packet.p[at + 5]));
	return n;
}

static void
join(const struct str *chunks, size_t count)
{
	room.len = 0;
	put(S("HEP3\0\0"));
	for (size_t i = 0; i < count; i++)
		put(chunks[i]);
	set_16(4, room.len);
}

static bool
is_common(const struct hep *h)
{
	return h->src.port == 5062 && h->dst.port == 5060 && h->missing_bytes == 0 && h->has_time &&
	       h->ts_ns == INT64_C(1700000000123456000) && h->has_capture_id &&
	       h->capture_id == 2001 && str_eq(h->payload, hep_message) && h->odd == 0;
}

static bool
has_ends(const struct hep *h, const char *src, const char *dst)
{
	struct address a = { 0 }, b = { 0 };

	return address_parse(str_of(src), &a) && address_parse(str_of(dst), &b) &&
	       address_eq(&a, &h->src.ip) && address_eq(&b, &h->dst.ip);
}

static void
test_kinds(void)
{
	static const struct {
		const struct str *packet;
		unsigned version;
		bool v6, packed, no_time;
		const char *name;
	} all[] = {
		{ &hep3_ipv4, 3, false, false, false, "HEP3, IPv4" },
		{ &hep3_ipv6, 3, true, false, false, "HEP3, IPv6" },
		{ &hep3_zlib, 3, false, true, false, "HEP3, zlib" },
		{ &hep3_gzip, 3, false, true, false, "HEP3, gzip" },
		{ &hep3_raw, 3, false, true, false, "HEP3, raw deflate" },
		{ &hep2_ipv4, 2, false, false, false, "HEP2, IPv4" },
		{ &hep2_ipv6, 2, true, false, false, "HEP2, IPv6" },
		{ &hep2_counted, 2, false, false, false, "HEP2, the time in the length" },
		{ &hep1_ipv4, 1, false, false, true, "HEP1, IPv4" },
		{ &hep1_bsd, 1, true, false, true, "HEP1, IPv6" },
	};

	for (size_t i = 0; i < COUNT(all); i++) {
		struct str packet = guard(*all[i].packet);
		struct hep h;
		enum hep_kind kind = decode(packet, 0, &h);

		if (all[i].packed && (h.odd & 1u << HEP_ODD_NO_INFLATE) != 0) {
			skip("%s: built without zlib", all[i].name);
			guard_free(packet);
			continue;
		}
		if (all[i].no_time && !h.has_time && h.odd == 1u << HEP_ODD_TIME) {
			h.has_time = h.has_capture_id = true;
			h.ts_ns = INT64_C(1700000000123456000);
			h.capture_id = 2001;
			h.odd = 0;
		}
		ok(kind == HEP_MESSAGE && h.version == all[i].version && is_common(&h),
		   "%s: message, ports, time, agent", all[i].name);
		ok(all[i].v6 ? has_ends(&h, "2001:db8::10", "2001:db8::1")
			     : has_ends(&h, "192.0.2.10", "192.0.2.1"),
		   "%s: addresses", all[i].name);
		guard_free(packet);
		arena_rewind(scratch);
	}
}

static void
test_all_fields(void)
{
	struct seen around = { .frame = 9, .input = 1, .path.vlan = { 7 } }, seen;
	struct hep h;

	around.path.vlan_count = 1;
	(void)decode(hep3_ipv4, 0, &h);
	is_str(h.node, S("edge-7"), "the node's name");
	is_str(h.correlation_id, S("corr-1"), "the correlation id");
	is_int(h.vlan, 100, "the VLAN");
	is_int(h.transport, TRANSPORT_TCP, "the transport");
	around.ts_ns = h.ts_ns + 2000000000;
	seen = hep_seen(&h, &around);
	ok((h.odd & 1u << HEP_ODD_CLOCK) == 0 && seen.ts_ns == h.ts_ns && seen.frame == 9 &&
		   seen.input == 1 && seen.src.port == 5062 && seen.dst.port == 5060 &&
		   seen.transport == TRANSPORT_TCP,
	   "the sighting is the agent's, the frame is ours");
	ok(seen.path.tunnel_count == 1 && seen.path.tunnel[0] == TUNNEL_HEP &&
		   seen.path.vlan_count == 2 && seen.path.vlan[1] == 100,
	   "its path leads through HEP");
	for (int side = -1; side <= 1; side += 2) {
		around.ts_ns = h.ts_ns + side * INT64_C(2000000001);
		h.odd = 0;
		seen = hep_seen(&h, &around);
		ok(seen.ts_ns == around.ts_ns && h.odd == 1u << HEP_ODD_CLOCK,
		   "a clock that is %s by more than two seconds is not gone by, and that is told",
		   side < 0 ? "fast" : "slow");
	}
	around.ts_ns = 5;
	(void)decode(hep1_ipv4, 0, &h);
	seen = hep_seen(&h, &around);
	ok(seen.ts_ns == 5 && (h.odd & 1u << HEP_ODD_CLOCK) == 0,
	   "without a time the packet's own is taken");
}

static void
test_agents(void)
{
	struct hep h[4] = { { .has_capture_id = true, .capture_id = 7, .node = S("edge") },
			    { .has_capture_id = true, .capture_id = 8, .node = S("edge") },
			    { .has_capture_id = true, .capture_id = 7, .node = S("core") },
			    { .has_capture_id = true, .capture_id = 7 } };
	const struct agent *first[COUNT(h)];
	struct hep_agents *a;
	struct limits lim;
	bool known = true, apart = true;

	limits_begin(&lim, (struct hash_key){ 1, 2 });
	lim.max[LIMIT_AGENTS] = COUNT(h);
	a = hep_agents_new(&lim);
	for (size_t i = 0; i < COUNT(h); i++) {
		char name[4];

		/* From another place each time: the packet is gone by then. */
		memcpy(name, str_absent(h[i].node) ? "none" : h[i].node.p, sizeof(name));
		if (!str_absent(h[i].node))
			h[i].node = (struct str){ name, sizeof(name) };
		first[i] = hep_agents_get(a, &h[i]);
		memset(name, 0, sizeof(name));
		h[i].node = i == 3 ? STR_ABSENT : i == 2 ? S("core") : S("edge");
	}
	for (size_t i = 0; i < COUNT(h); i++) {
		known = known && first[i] != NULL && hep_agents_get(a, &h[i]) == first[i] &&
			str_eq(first[i]->node, h[i].node);
		for (size_t k = 0; k < i; k++)
			apart = apart && first[i] != first[k];
	}
	ok(known, "an agent is the same each time");
	ok(apart, "and told by its number and its name");
	h[0].capture_id = 9;
	ok(hep_agents_get(a, &h[0]) == NULL && lim.hit[LIMIT_AGENTS] == 1,
	   "no more are remembered than may be, and that is counted");
	h[0] = (struct hep){ 0 };
	ok(hep_agents_get(a, &h[0]) == NULL, "one that does not tell who it is, is nobody");
	hep_agents_free(a);
}

/* Ten messages that come 1 ms apart; their own times are in ms. */
static void
note_held(void *ctx, const struct hep_held *h)
{
	char *out = ctx;
	size_t used = strlen(out);

	(void)snprintf(out + used, 64 - used, "%.*s%d ", STR_ARG(h->raw),
		       (int)(h->seen.ts_ns / 1000000));
}

static void
test_held(void)
{
	static const int times[] = { 0, 20, 10, 30, 31, 25 };
	char out[64] = "";
	struct hep_order o = { .fn = note_held, .ctx = out };

	for (size_t i = 0; i < COUNT(times); i++) {
		char octet = 'm';
		struct hep_held h = { .seen.ts_ns = times[i] * INT64_C(1000000),
				      .raw = { &octet, 1 } };

		hep_order_add(&o, &h, (int64_t)i * 1000000);
		octet = 'x';
	}
	is_str(str_of(out), S(""), "for a moment an agent's messages are held");
	hep_order_expire(&o, 50000000);
	is_str(str_of(out), S("m0 "), "each for its own moment");
	hep_order_expire(&o, 52000000);
	is_str(str_of(out), S("m0 m10 m20 "), "then they come by the agent's time");
	hep_order_expire(&o, INT64_MAX);
	is_str(str_of(out), S("m0 m10 m20 m25 m30 m31 "), "at the end all of them");
	for (int i = 0; i < HEP_ORDER_MOST + 1; i++) {
		struct hep_held h = { .seen.ts_ns = -i, .raw = S("m") };

		out[0] = '\0';
		hep_order_add(&o, &h, 0);
	}
	ok(o.count == HEP_ORDER_MOST && out[0] != '\0', "and no more are held than a few");
	hep_order_end(&o);
}

static void
test_order(void)
{
	struct str chunk[CHUNKS], turned[CHUNKS];
	size_t n = split(hep3_ipv4, chunk), wrong = 0;
	struct hep h;

	for (size_t by = 0; by < 2 * n; by++) {
		for (size_t i = 0; i < n; i++)
			turned[by < n ? i : n - 1 - i] = chunk[(i + by) % n];
		join(turned, n);
		wrong += decode(view(), 0, &h) != HEP_MESSAGE || !is_common(&h) ||
			 !has_ends(&h, "192.0.2.10", "192.0.2.1") || !str_eq(h.node, S("edge-7")) ||
			 h.vlan != 100;
	}
	is_int((intmax_t)wrong, 0, "the order of the %zu chunks does not matter", n);
}

static void
test_cut(const struct str packet, const char *name)
{
	size_t wrong = 0, read = 0, text = packet.len - hep_message.len;
	struct hep h;

	for (size_t len = 0; len < packet.len; len++) {
		struct str part = guard(str_sub(packet, 0, len));
		size_t lost = packet.len - len;

		if (decode(part, lost, &h) == HEP_MESSAGE) {
			read++;
			wrong += h.missing_bytes != lost || !str_starts(hep_message, h.payload) ||
				 h.odd >> HEP_ODD_CUT != 1;
		}
		/* Nobody says that the capture cut it: a length lies. */
		if (decode(part, 0, &h) == HEP_MESSAGE)
			wrong += !str_starts(hep_message, h.payload) ||
				 (h.version == 3 && (h.odd & 1u << HEP_ODD_LENGTH) == 0);
		guard_free(part);
	}
	is_int((intmax_t)wrong, 0, "%s: wherever it is cut, the rest is right", name);
	ok(read > (packet.len - text) / 2, "%s: of most cuts something is read", name);
}

/* One length after the other says something else. */
static void
test_lengths(void)
{
	static const size_t lies[] = { 0, 1, 5, 6, 7, 11, 255, 4096, 65535 };
	struct str chunk[CHUNKS];
	size_t n = split(hep3_ipv4, chunk), at = 6, wrong = 0, silent = 0;
	struct hep h;

	for (size_t i = 0; i <= n; i++) {
		for (size_t k = 0; k < COUNT(lies); k++) {
			struct str packet;
			enum hep_kind kind;

			room.len = 0;
			put(hep3_ipv4);
			set_16(i == n ? 4 : at + 4, lies[k]);
			packet = guard(view());
			kind = decode(packet, 0, &h);
			wrong += kind == HEP_NONE;
			wrong += kind == HEP_MESSAGE &&
				 (h.payload.p < packet.p ||
				  h.payload.p + h.payload.len > packet.p + packet.len);
			silent += (i == n || lies[k] != chunk[i].len) && h.odd == 0;
			guard_free(packet);
		}
		at += i < n ? chunk[i].len : 0;
	}
	is_int((intmax_t)wrong, 0, "no length leads out of the packet");
	is_int((intmax_t)silent, 0, "a wrong length is counted");
	room.len = 0;
	put(hep3_ipv4);
	set_16(4, 7);
	ok(decode(view(), 0, &h) == HEP_MESSAGE && str_eq(h.payload, hep_message) &&
		   h.odd == 1u << HEP_ODD_LENGTH,
	   "a wrong total length harms nothing");
}

/* Without the chunk of this type, or with another in its place. */
static enum hep_kind
without(unsigned type, struct str other, struct hep *h)
{
	struct str chunk[CHUNKS];
	size_t n = split(hep3_ipv4, chunk), kept = 0;

	for (size_t i = 0; i < n; i++) {
		if (chunk[i].p[1] != 0 || (unsigned char)chunk[i].p[3] != type)
			chunk[kept++] = chunk[i];
	}
	if (!str_absent(other))
		chunk[kept++] = other;
	join(chunk, kept);
	return decode(view(), 0, h);
}

static void
test_wants(void)
{
	struct hep h;

	ok(without(3, STR_ABSENT, &h) == HEP_UNREAD && h.odd == 1u << HEP_ODD_ADDRESS,
	   "no source address");
	ok(without(4, S("\0\0\0\x04\0\x08\xc0\x00"), &h) == HEP_UNREAD &&
		   h.odd == (1u << HEP_ODD_ADDRESS | 1u << HEP_ODD_FIELD),
	   "an address of two octets is none");
	ok(without(9, STR_ABSENT, &h) == HEP_MESSAGE && !h.has_time && h.odd == 1u << HEP_ODD_TIME,
	   "no time");
	ok(without(10, S("\0\0\0\x0a\0\x0a\x00\x0f\x42\x40"), &h) == HEP_MESSAGE && !h.has_time,
	   "a million microseconds are no fraction of a second");
	ok(without(2, S("\0\0\0\x02\0\x07\x63"), &h) == HEP_MESSAGE &&
		   h.transport == TRANSPORT_UDP && h.odd == 1u << HEP_ODD_PROTOCOL,
	   "a transport that is not known");
	ok(without(2, S("\0\0\0\x02\0\x07\x16"), &h) == HEP_MESSAGE &&
		   h.transport == TRANSPORT_TLS && h.odd == 0,
	   "IDP stands for TLS");
	ok(without(2, S("\0\0\0\x02\0\x07\x84"), &h) == HEP_MESSAGE &&
		   h.transport == TRANSPORT_SCTP,
	   "SCTP");
	ok(without(11, S("\0\0\0\x0b\0\x07\x05"), &h) == HEP_OTHER &&
		   h.odd == 1u << HEP_ODD_NOT_SIP,
	   "RTCP is not SIP");
	ok(without(11, STR_ABSENT, &h) == HEP_MESSAGE && h.odd == 0, "no type");
	ok(without(12, STR_ABSENT, &h) == HEP_MESSAGE && !h.has_capture_id, "no agent");
	ok(without(15, STR_ABSENT, &h) == HEP_UNREAD && h.odd == 1u << HEP_ODD_PAYLOAD,
	   "no payload");
	ok(without(99, S("\0\0\0\x0f\0\x0asecond"), &h) == HEP_MESSAGE &&
		   str_eq(h.payload, hep_message),
	   "of two payloads the first counts");
	ok(without(15, S("\0\0\0\x10\0\x0bhello"), &h) == HEP_UNREAD &&
		   (h.odd & (1u << HEP_ODD_INFLATE | 1u << HEP_ODD_NO_INFLATE)) != 0,
	   "compressed by nobody");
	ok(without(15, S("\0\0\0\x10\0\x08\x03\x00"), &h) ==
			   ((h.odd & 1u << HEP_ODD_NO_INFLATE) != 0 ? HEP_UNREAD : HEP_MESSAGE) &&
		   h.payload.len == 0,
	   "an empty payload, compressed");
	for (unsigned i = 0; i < HEP_ODD_COUNT_; i++)
		ok(strncmp(hep_odd_name((enum hep_odd)i), "hep.", 4) == 0 &&
			   strlen(hep_odd_text((enum hep_odd)i)) > 10,
		   "%s has a name", hep_odd_name((enum hep_odd)i));
}

static void
test_not_hep(void)
{
	static const struct str others[] = {
		{ "", 0 },
		{ "HEP", 3 },
		{ "HEP2\0\x10", 6 },
		{ "REGISTER sip:a SIP/2.0\r\n\r\n", 26 },
		{ "\x02", 1 },
		{ "\x80\x00\x12\x34\x00\x00\x00\xa0", 8 },
		{ "\x01\x01\x00\x50\x21\x12\xa4\x42 twelve octets", 22 },
		/* HEP1 and HEP2 by their headers, but without SIP in them. */
		{ "\x01\x10\x02\x11\x13\xc4\x13\xc4\xc0\x00\x02\x01\xc0\x00\x02\x02hello", 21 },
		{ "\x02\x10\x02\x11\x13\xc4\x13\xc4\xc0\x00\x02\x01\xc0\x00\x02\x02"
		  "0123456789abINVITE",
		  34 },
		{ "\x01\x11\x02\x11\x13\xc4\x13\xc4\xc0\x00\x02\x01\xc0\x00\x02\x02"
		  "BYE sip:a SIP/2.0\r\n",
		  35 },
	};
	struct hep h;

	for (size_t i = 0; i < COUNT(others); i++) {
		struct str packet = guard(others[i]);

		is_int(decode(packet, 0, &h), HEP_NONE, "this is not HEP: %zu", i);
		guard_free(packet);
	}
}

static void
test_expansion(void)
{
	struct hep h;
	enum hep_kind kind;
	bool leaked = false, wrong = false, failed;
	long tried = 0, held;

	ok(decode(hep3_wide, 0, &h) == HEP_MESSAGE && h.payload.len == MOST &&
		   h.missing_bytes == 1 && h.odd == 1u << HEP_ODD_LONG &&
		   str_starts(h.payload, hep_message),
	   "what expands beyond the bound is cut");
	room.len = 0;
	put(str_sub(hep3_zlib, 0, hep3_zlib.len - 30));
	ok(decode(view(), 30, &h) == HEP_MESSAGE && h.missing_bytes == 1 &&
		   str_starts(hep_message, h.payload) && h.odd == 1u << HEP_ODD_CUT,
	   "a compressed payload that was cut gives its beginning");
	room.octets[room.len - 40] ^= 0x55;
	(void)decode(view(), 30, &h);
	ok(h.payload.len < hep_message.len, "a damaged one gives no more");

	arena_rewind(scratch);
	held = failing_held();
	do {
		failing_at(tried++);
		kind = decode(hep3_zlib, 0, &h);
		failed = failing_stop();
		wrong = wrong || (kind != HEP_MESSAGE ? !failed || !h.no_memory
						      : !str_eq(h.payload, hep_message));
		leaked = leaked || failing_held() != held;
	} while (failed);
	ok(tried > 3 && !leaked && !wrong, "each of %ld allocations may fail", tried);
}

int
main(void)
{
	struct hep h;

	scratch = arena_new((size_t)1 << 18);
	if (scratch == NULL)
		return 1;
	test_kinds();
	test_all_fields();
	test_agents();
	test_held();
	test_order();
	test_cut(hep3_ipv4, "HEP3");
	test_cut(hep3_ipv6, "HEP3, IPv6");
	test_cut(hep2_ipv4, "HEP2");
	test_lengths();
	test_wants();
	test_not_hep();
	(void)decode(hep3_zlib, 0, &h);
	if ((h.odd & 1u << HEP_ODD_NO_INFLATE) == 0)
		test_expansion();
	else
		skip("built without zlib");
	arena_free(scratch);
	return done();
}
