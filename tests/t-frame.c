/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/frame.h>

#include "guard.h"
#include "tap.h"

#define B(bytes)                         \
	{                                \
		bytes, sizeof(bytes) - 1 \
	}

static const struct str sip[] = {
	B("REGISTER sip:example.com SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1\r\n\r\n"),
	B("INVITE sips:bob@example.com SIP/2.0\r\n\r\n"),
	B("INVITE tel:+1-201-555-0123 SIP/2.0\r\n\r\n"),
	B("INVITE urn:service:sos SIP/2.0\r\n\r\n"),
	B("MESSAGE im:bob@example.com SIP/2.0\r\n\r\n"),
	B("SIP/2.0 200 OK\r\n\r\n"),
	B("SIP/2.0 401 Unauthorized\nVia: x\n\n"),
	B("SIP/2.0 180 \r\n\r\n"),
	B("SIP/2.0 180\r\n\r\n"),
	B("sip/2.0 200 ok\r\n\r\n"),
	B("OPTIONS sip:example.com sip/2.0\r\n\r\n"),
	B("options SIP:example.com SIP/2.0\n\n"),
	/* Start lines of RFC 4475: odd, or wrong, and each of them SIP. */
	B("INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0\r\n"),
	B("!interesting-Method0123456789_*+`.%indeed'~ sip:1_unusual.URI~(to-be!sure)&isn't+it$"
	  "/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com SIP/2.0\r\n"),
	B("RE%47IST%45R sip:registrar.example.com SIP/2.0\r\n"),
	B("SIP/2.0 200 = 2**3 * 5**2 \xd0\xbd\xd0\xbe \xd1\x81\xd1\x82\xd0\xbe\r\n"),
	B("SIP/2.0 100 \r\n"),
	B("INVITE <sip:user@example.com> SIP/2.0\r\n"),
	B("INVITE sip:user@example.com; lr SIP/2.0\r\n"),
	B("INVITE  sip:user@example.com  SIP/2.0\r\n"),
	B("OPTIONS sip:remote-target@example.com SIP/2.0  \r\n"),
	B("OPTIONS sip:t.watson@example.org SIP/7.0\r\n"),
	B("SIP/2.0 4294967301 better not break the receiver\r\n"),
	B("OPTIONS nobodyKnowsThisScheme:totallyopaquecontent SIP/2.0\r\n"),
	B("OPTIONS soap.beep://192.0.2.103:3002 SIP/2.0\r\n"),
	/* Defects of real peers. */
	B("INVITE sip:bob@example.com\r\nVia: x\r\n"),
	B("INVITE sip:bob@example.com SIP2.0\r\n"),
	B("INVITE sip:Bob Smith@example.com SIP/2.0\r\n"),
	B("REGISTER example.com SIP/2.0\r\n"),
};

static const struct str not_sip[] = {
	B("GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
	B("HTTP/1.1 200 OK\r\n\r\n"),
	B("POST http://a/sip:b HTTP/1.1\r\n"),
	B("GET sip:b HTTP/1.1\r\n"),
	B("M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\n\r\n"),
	B("NOTIFY * HTTP/1.1\r\nNT: urn:schemas-upnp-org:device:a:1\r\n\r\n"),
	B("OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n"),
	B("DESCRIBE rtsp://example.com/a RTSP/1.0\r\n\r\n"),
	B("RTSP/1.0 200 OK\r\n\r\n"),
	B("CRCX 1204 aaln/1@rgw.example.net MGCP 1.0\r\n"),
	/* RTP, RTCP, STUN, DTLS, DNS, HEP. */
	B("\x80\x00\x12\x34\x00\x00\x00\xa0\xde\xad\xbe\xef"
	  "audio"),
	B("\x81\xc8\x00\x0c\xde\xad\xbe\xef"),
	B("\x00\x01\x00\x00\x21\x12\xa4\x42"
	  "twelve octets"),
	B("\x16\xfe\xfd\x00\x00\x00\x00\x00\x00"),
	B("\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x03sip\x07"
	  "example"),
	B("HEP3\x00\x30"),
	/* Text. */
	B("hello"),
	B("hello world\r\n"),
	B("Via: SIP/2.0/UDP 192.0.2.1\r\n"),
	B("SIP/2.0/UDP 192.0.2.1\r\n"),
	B("SIP/2.0 OK\r\n"),
	B("SIPPING tea\r\n"),
	B("<134>Oct 11 22:14:15 pbx: REGISTER sip:a SIP/2.0"),
	B("v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\n"),
	B(" INVITE sip:bob@example.com SIP/2.0\r\n"),
	B("sip:bob@example.com SIP/2.0\r\n"),
	B("{\"uri\": \"sip:bob\"}"),
	B("jaK"),
	B("\0\0\0\x01"),
	B("\0REGISTER sip:example.com SIP/2.0\r\n"),
};

static const struct str keepalives[] = {
	B(""), B("\r\n\r\n"), B("\r\n"), B("\n"), B("\0"), B("\0\0\0\0"), B("\r\n\0"),
};

static enum frame_kind
frame(struct str in, size_t *skipped)
{
	struct str at = guard(in), message;
	enum frame_kind kind = frame_datagram(at, &message);

	*skipped = kind == FRAME_SIP ? (size_t)(message.p - at.p) : 0;
	if (kind == FRAME_SIP ? message.p + message.len != at.p + at.len : !str_absent(message))
		kind = FRAME_NOT_SIP + 1;
	guard_free(at);
	return kind;
}

/* How far a start line must be there to be known. */
static size_t
least(struct str s)
{
	static const struct str ends[] = { B(" sip:"), B(" sips:"), B(" tel:"),
					   B(" urn:"), B(" im:"),   B("  sip:") };

	if (str_starts_nocase(s, S("SIP/")))
		return 4;
	for (size_t at = 0; at < s.len; at++) {
		for (size_t i = 0; i < COUNT(ends); i++) {
			if (str_starts_nocase(str_sub(s, at, s.len), ends[i]))
				return at + ends[i].len;
		}
	}
	return s.len;
}

static void
test_cuts(struct str s)
{
	size_t skipped, lost = 0;

	for (size_t len = least(s); len < s.len; len++)
		lost += frame(str_sub(s, 0, len), &skipped) != FRAME_SIP;
	is_int((intmax_t)lost, 0, "SIP wherever it is cut: %.*s", STR_ARG(s));
}

static void
test_leading(void)
{
	size_t skipped;

	is_int(frame(S("\r\n\r\nSIP/2.0 200 OK\r\n\r\n"), &skipped), FRAME_SIP,
	       "empty lines before the start line (RFC 3261 7.5)");
	is_int((intmax_t)skipped, 4, "they are not in the message");
	is_int(frame(S("\nBYE sip:a SIP/2.0\n\n"), &skipped), FRAME_SIP, "a line feed before it");
	is_int((intmax_t)skipped, 1, "that neither");
	is_int(frame(S("\r\nhello"), &skipped), FRAME_NOT_SIP, "empty lines before something else");
}

/* Octets as even as an attacker's cipher text; xorshift64, for the same ones on every run. */
static void
test_noise(void)
{
	uint64_t x = 88172645463325252;
	size_t accepted = 0;

	for (unsigned n = 0; n < 20000; n++) {
		char octets[160];
		struct str message;

		for (size_t i = 0; i < sizeof(octets); i++) {
			x ^= x << 13;
			x ^= x >> 7;
			x ^= x << 17;
			octets[i] = (char)(x >> 32);
		}
		accepted += frame_datagram((struct str){ octets, sizeof(octets) }, &message) ==
			    FRAME_SIP;
		octets[0] = (char)(0x80 | (octets[0] & 0x3f)); /* RTP, version 2 */
		accepted += frame_datagram((struct str){ octets, sizeof(octets) }, &message) !=
			    FRAME_NOT_SIP;
	}
	is_int((intmax_t)accepted, 0, "noise and RTP are not SIP");
}

int
main(void)
{
	size_t skipped;

	for (size_t i = 0; i < COUNT(sip); i++) {
		is_int(frame(sip[i], &skipped), FRAME_SIP, "SIP: %.*s", STR_ARG(sip[i]));
		is_int((intmax_t)skipped, 0, "nothing of it is dropped");
		test_cuts(sip[i]);
	}
	for (size_t i = 0; i < COUNT(not_sip); i++)
		is_int(frame(not_sip[i], &skipped), FRAME_NOT_SIP, "not SIP: %.*s",
		       STR_ARG(not_sip[i]));
	for (size_t i = 0; i < COUNT(keepalives); i++)
		is_int(frame(keepalives[i], &skipped), FRAME_KEEPALIVE,
		       "keep-alive %zu (%zu octets)", i, keepalives[i].len);
	test_leading();
	test_noise();
	return done();
}
