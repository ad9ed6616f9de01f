/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The report for people, of diagnoses made by hand.
 */
#include <stdio.h>
#include <string.h>

#include "report_fake.h"
#include "tap.h"

static bool
has(struct str text, const char *part)
{
	return str_has_nocase(text, str_of(part));
}

static size_t
lines(struct str text)
{
	size_t n = 0;

	for (size_t i = 0; i < text.len; i++)
		n += text.p[i] == '\n';
	return n;
}

static struct str
first_line(struct str text)
{
	return str_cut(&text, '\n');
}

/* The widest line but the first, in characters. */
static size_t
widest(struct str text)
{
	size_t most = 0;

	str_cut(&text, '\n');
	while (text.len > 0) {
		struct str line = str_cut(&text, '\n');
		size_t columns = 0;

		for (size_t i = 0; i < line.len; i++)
			columns += ((unsigned char)line.p[i] & 0xc0) != 0x80;
		most = columns > most ? columns : most;
	}
	return most;
}

static void
test_founding(void)
{
	static const char *const parts[] = {
		"  client Softphone/1.0, server Registrar/4, udp\n",
		"      0.000000 s  frame 1    -> REGISTER sip:203.0.113.1  no credentials\n",
		"      0.020000 s  frame 2    <- 401 Unauthorized          challenge, nonce 156730866, qop",
		"      0.034000 s  frame 3    -> REGISTER sip:203.0.113.1  credentials without qop (sent 2",
		"                 offered                    answered                   accepted: 192.0.2.55",
		"      realm      proximiti                  proximiti\n",
		"    ! qop        auth                       missing                    auth\n",
		"    qop=\"auth\" is offered, the answer has none\n",
		"    RFC 3261 22.4: a client that receives qop sends qop\n",
		"    192.0.2.55:5060, Other/2.1, same account, accepted 2 times, answer in frame 7.",
		"      of that one too: weak-cnonce: ",
		"    likely: The same account was accepted with qop.\n",
		"    The digest: not checked, no password given",
		"    wrong-password (possible): only the password would tell\n",
		"    client: Send qop, cnonce and nc, and hash them too.\n",
		"    server: Accept answers without qop.\n",
		"    Authorization: Digest username=\"23\", realm=\"proximiti\", nonce=\"156730866\",\n",
	};
	struct fake f;
	struct str got;

	fake_begin(&f);
	got = fake_text(&f);
	is_str(first_line(got),
	       S("2026-11-23T10:00:00.052000Z  qop-missing-in-response  192.0.2.23:5060 -> "
		 "203.0.113.1:5060  23@proximiti  likely, client: REGISTER refused with 403 Forbidden; "
		 "the client leaves out qop although the server offers it"),
	       "the finding is one line for grep");
	for (size_t i = 0; i < COUNT(parts); i++)
		ok(has(got, parts[i]), "the report has: %s", parts[i]);
	ok(widest(got) <= 100, "the other lines are at most 100 columns wide (%zu)", widest(got));
	ok(!has(got, FAKE_RESPONSE), "the response is not in it");
	ok(!has(got, "\x1b"), "no colour unless it is asked for");
	fake_printed_free(got);
	fake_end(&f);
}

static void
test_options(void)
{
	struct fake f;
	struct str got;
	bool ascii = true;

	fake_begin(&f);
	f.o.quiet = true;
	got = fake_text(&f);
	ok(lines(got) == 1 && has(got, "  qop-missing-in-response  "), "-q: one line");
	fake_printed_free(got);
	f.o.quiet = false;
	f.o.verbose = 1;
	got = fake_text(&f);
	ok(has(got,
	       "      frame 3, answer, Authorization qop: missing; expected auth (octets 0+0)\n"),
	   "-v: the evidence of each defect");
	fake_printed_free(got);
	f.o.verbose = 2;
	f.o.ascii = true;
	got = fake_text(&f);
	ok(has(got, "response=\"...(32)\"") && !has(got, FAKE_RESPONSE),
	   "-vv: the header fields whole, without the response");
	for (size_t i = 0; i < got.len; i++)
		ascii = ascii && (unsigned char)got.p[i] < 0x80;
	ok(ascii, "no character beyond ASCII when that is asked for");
	fake_printed_free(got);
	f.o.colour = true;
	got = fake_text(&f);
	ok(has(got, "\x1b[31mmissing\x1b[0m"), "colour only underlines what words say");
	fake_printed_free(got);
	fake_end(&f);
}

/* RFC 3261 7.3.1: a line end and the blanks after it are one blank. */
static void
test_header(void)
{
	struct fake f;
	struct str got, rest;
	char flat[4096];
	size_t len = 0;

	fake_begin(&f);
	f.d.expected.header = S(
		"Authorization: Digest username=\"23\", realm=\"a, b  c, d, e, f, g, h, i\", "
		"nonce=\"156730866156730866156730866156730866156730866\", "
		"uri=\"sip:203.0.113.1;transport=udp\", response=\"" FAKE_RESPONSE "\", qop=auth");
	f.d.expected.computed = true;
	got = rest = fake_text(&f);
	while (rest.len > 0 && len + 200 < sizeof(flat)) {
		struct str line = str_trim(str_cut(&rest, '\n'), str_is_lws);

		memcpy(flat + len, line.p, line.len);
		len += line.len;
		flat[len++] = ' ';
	}
	ok(str_has_nocase((struct str){ flat, len }, f.d.expected.header),
	   "unfolded, the header is octet by octet the one to send, its computed response shown");
	ok(has(got, "(computed with the given secret"), "and it says with what");
	fake_printed_free(got);
	f.d.expected.diff_count = 4;
	f.d.expected.diffs[0] = (struct expected_diff){ .param = "realm",
							.sent = S("old"),
							.expected = S("a, b  c, d") };
	f.d.expected.diffs[1] = (struct expected_diff){ .param = "qop", .expected = S("auth") };
	f.d.expected.diffs[2] = (struct expected_diff){ .param = "opaque", .sent = S("o") };
	f.d.expected.diffs[3] = (struct expected_diff){ .param = "response",
							.sent = S(FAKE_RESPONSE),
							.is_hole = true };
	got = fake_text(&f);
	ok(has(got, "      change  realm=\"old\" to realm=\"a, b") &&
		   has(got, "      add     qop=auth\n") &&
		   has(got, "      remove  opaque=\"o\"\n") &&
		   has(got, "      change  response, which is made from all of these\n"),
	   "what to change in what was sent has a line each");
	fake_printed_free(got);
	fake_end(&f);
}

static void
test_hostile(void)
{
	struct fake f;
	struct str got, first;

	fake_begin(&f);
	f.x.realm = S("x  accepted\n2026-11-23T10:00:00Z  forged\x1b[2J\xe2\x80\xae");
	f.creds[0].username = S("a\r\nb");
	got = fake_text(&f);
	first = first_line(got);
	ok(has(first, "a\\r\\nb@x \\x20accepted\\n2026") &&
		   has(first, "forged\\x1b[2J\\u202e  likely"),
	   "captured text cannot end a line, forge a field or drive the terminal");
	ok(!has(got, "\x1b") && !has(got, "\r"), "nor anywhere else");
	fake_printed_free(got);
	fake_end(&f);
}

static void
test_long_values(void)
{
	struct fake f;
	struct str got;

	fake_begin(&f);
	f.offers[0].nonce = S("0123456789abcdef0123456789abcdef0123456789abcdef");
	f.creds[0].nonce = S("0123456789abcdef0123456789abcdef");
	got = fake_text(&f);
	ok(has(got, "offered   0123456789abcdef0123456789abcdef0123456789abcdef\n") &&
		   has(got, "answered  0123456789abcdef0123456789abcdef\n"),
	   "long values that differ stand below each other, whole");
	fake_printed_free(got);
	f.creds[0].nonce = f.offers[0].nonce;
	got = fake_text(&f);
	ok(has(got, "\xe2\x80\xa6  the same\n"),
	   "long values that do not differ are said to be the same");
	fake_printed_free(got);
	f.creds[0].odd |= AUTH_CUT;
	got = fake_text(&f);
	ok(!has(got, "missing  ") && has(got, "not captured"),
	   "what the capture cut off is not missing");
	fake_printed_free(got);
	fake_end(&f);
}

static void
test_losses(void)
{
	struct fake f;
	struct str got;

	fake_begin(&f);
	f.x.loss = LOSS_START | LOSS_DIRECTION | LOSS_RESPONSE;
	f.d.undecided = FACT_OFFER;
	f.round.offer = NULL;
	f.round.offer_count = 0;
	got = fake_text(&f);
	ok(has(got, "What the capture lacks") &&
		   has(got, "everything from the server to this client"),
	   "what the capture lacks is said");
	ok(has(got, "offered (not captured)"), "a challenge that was not seen is not empty");
	fake_printed_free(got);
	fake_end(&f);
}

static void
test_session(void)
{
	struct fake f;
	struct str got;

	fake_begin(&f);
	fake_accept(&f);
	got = fake_text(&f);
	is_str(got,
	       S("2026-11-23T10:00:00.052000Z  accepted  192.0.2.23:5060 -> 203.0.113.1:5060  "
		 "23@proximiti  REGISTER accepted with 200 OK; weak-cnonce (note)\n"),
	       "a session is one line");
	fake_printed_free(got);
	fake_end(&f);
}

static void
test_summary(void)
{
	static const char *const parts[] = {
		"read 2 inputs, 8 packets, 3009 octets, 8 SIP messages",
		"not read to its end: b.pcap: cut off in the middle of a packet",
		"2 authentications: 1 accepted, 1 rejected\n",
		"qop-missing-in-response: 1 client, 1 server, Softphone/1.0 (1)\n",
		"ip.fragment: a fragment, not put together; first in frame 5 of b.pcap\n",
		"limit reached 3 times: ",
		"partial: ",
	};
	struct fake f;
	struct summary s;
	struct str got;

	fake_begin(&f);
	s = fake_summary(&f);
	got = fake_text_summary(&f, &s);
	for (size_t i = 0; i < COUNT(parts); i++)
		ok(has(got, parts[i]), "the summary has: %s", parts[i]);
	ok(widest(got) <= 100, "its lines are at most 100 columns wide");
	fake_printed_free(got);
	s = (struct summary){ .inputs = NULL };
	got = fake_text_summary(&f, &s);
	ok(has(got, "no SIP message was found"), "nothing found is said, not passed over");
	fake_printed_free(got);
	f.o.quiet = true;
	got = fake_text_summary(&f, &s);
	ok(got.len == 0, "-q: no summary");
	fake_printed_free(got);
	fake_end(&f);
}

int
main(void)
{
	test_founding();
	test_options();
	test_header();
	test_hostile();
	test_long_values();
	test_losses();
	test_session();
	test_summary();
	return done();
}
