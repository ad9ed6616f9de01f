/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include "guard.h"
#include "sip-check.h"
#include "tap.h"

/* What every message needs (RFC 3261 8.1.1, 8.2.6.2), so that a case is only what it is about. */
#define HEAD                                                             \
	"Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKa\r\n"            \
	"From: <sip:a@example.com>;tag=f\r\nTo: <sip:b@example.com>\r\n" \
	"Call-ID: c@example.com\r\n"

static const struct {
	const char *promise;
	struct str line;
	struct str first, second; /* method and URI, or reason */
	unsigned status;          /* 0 for a request */
	bool odd;
} start_lines[] = {
	{ "a request line", S("REGISTER sip:example.com SIP/2.0"), S("REGISTER"),
	  S("sip:example.com"), 0, false },
	{ "an extension method is one", S("X-!%*_+`'~. tel:+1 SIP/2.0"), S("X-!%*_+`'~."),
	  S("tel:+1"), 0, false },
	{ "the version has no case", S("BYE sip:a sip/2.0"), S("BYE"), S("sip:a"), 0, false },
	{ "another version is told", S("OPTIONS sip:a SIP/7.0"), S("OPTIONS"), S("sip:a"), 0,
	  true },
	{ "two blanks are one too many", S("INVITE  sip:a  SIP/2.0"), S("INVITE"), S("sip:a"), 0,
	  true },
	{ "a tab is no SP", S("INVITE\tsip:a SIP/2.0"), S("INVITE"), S("sip:a"), 0, true },
	{ "blanks in the URI do not end it", S("INVITE sip:a; lr SIP/2.0"), S("INVITE"),
	  S("sip:a; lr"), 0, true },
	{ "blanks behind the version", S("OPTIONS sip:a SIP/2.0  "), S("OPTIONS"), S("sip:a"), 0,
	  true },
	{ "brackets are no URI", S("INVITE <sip:a> SIP/2.0"), S("INVITE"), S("<sip:a>"), 0, true },
	{ "no version", S("INVITE sip:a"), S("INVITE"), S("sip:a"), 0, true },
	{ "no URI", S("INVITE SIP/2.0"), S("INVITE"), STR_ABSENT, 0, true },
	{ "a method alone", S("INVITE"), S("INVITE"), STR_ABSENT, 0, true },
	{ "another protocol", S("GET / HTTP/1.1"), S("GET"), S("/ HTTP/1.1"), 0, true },
	{ "a control octet", S("INVITE sip:\a SIP/2.0"), S("INVITE"), S("sip:\a"), 0, true },
	{ "a status line", S("SIP/2.0 401 Unauthorized"), STR_ABSENT, S("Unauthorized"), 401,
	  false },
	{ "a reason has blanks and any letters", S("SIP/2.0 200 = 2**3 * 5**2 \xd0\xbd\xd0\xbe"),
	  STR_ABSENT, S("= 2**3 * 5**2 \xd0\xbd\xd0\xbe"), 200, false },
	{ "an empty reason", S("SIP/2.0 100 "), STR_ABSENT, S(""), 100, false },
	{ "the blank before it is needed", S("SIP/2.0 100"), STR_ABSENT, S(""), 100, true },
	{ "a status of four digits is none", S("SIP/2.0 4294967301 better not"), STR_ABSENT,
	  S("better not"), 0, true },
	{ "nor is one over 699, but it is kept", S("SIP/2.0 777 x"), STR_ABSENT, S("x"), 777,
	  true },
	{ "a status that is no number", S("SIP/2.0 4o1 x"), STR_ABSENT, S("x"), 0, true },
	{ "no status", S("SIP/2.0"), STR_ABSENT, S(""), 0, true },
};

static void
test_start_lines(void)
{
	char text[512];

	for (size_t i = 0; i < COUNT(start_lines); i++) {
		const char *promise = start_lines[i].promise;
		bool request = start_lines[i].line.p[0] != 'S';
		struct parsed p;
		int len = snprintf(text, sizeof(text), "%.*s\r\n%sCSeq: 1 X\r\n\r\n",
				   STR_ARG(start_lines[i].line), HEAD);

		parsed_begin(&p, (struct str){ text, (size_t)len }, 0);
		is_str(p.m.start_line, start_lines[i].line, "%s: the line", promise);
		ok(p.m.is_request == request, "%s: request or response", promise);
		is_int(p.m.status, start_lines[i].status, "%s: its status", promise);
		is_str(p.m.method, request ? start_lines[i].first : S("X"), "%s: its method",
		       promise);
		is_str(request ? p.m.request_uri : p.m.reason, start_lines[i].second,
		       "%s: URI or reason", promise);
		ok(((p.m.odd & SIP_START_LINE) != 0) == start_lines[i].odd, "%s: is it odd",
		   promise);
		is_str(str_of(sip_check(&p.m)), STR_ABSENT, "%s: nothing lost", promise);
		parsed_end(&p);
	}
}

/* Behind "X sip:a SIP/2.0" and HEAD. */
static const struct {
	const char *promise;
	struct str rest;
	struct str body;
	unsigned odd;
} bodies[] = {
	{ "Content-Length rules", S("CSeq: 1 X\r\nContent-Length: 4\r\n\r\nbody"), S("body"), 0 },
	{ "its compact form too", S("CSeq: 1 X\r\nl:4\r\n\r\nbody"), S("body"), 0 },
	{ "an empty body is there", S("CSeq: 1 X\r\nContent-Length: 0\r\n\r\n"), S(""), 0 },
	{ "without it the body runs to the end", S("CSeq: 1 X\r\n\r\nbody"), S("body"),
	  SIP_LENGTH_MISSING },
	{ "octets behind the body", S("CSeq: 1 X\r\nl: 4\r\n\r\nbody, more"), S("body"),
	  SIP_LENGTH_SHORT },
	{ "a body that is not all there", S("CSeq: 1 X\r\nl: 9999\r\n\r\nbody"), S("body"),
	  SIP_LENGTH_LONG },
	{ "a negative length is none", S("CSeq: 1 X\r\nl: -999\r\n\r\nbody"), S("body"),
	  SIP_LENGTH_BAD },
	{ "nor is one beyond all numbers", S("CSeq: 1 X\r\nl: 99999999999999999999\r\n\r\nbody"),
	  S("body"), SIP_LENGTH_BAD },
	{ "nor an empty one", S("CSeq: 1 X\r\nl:\r\n\r\nbody"), S("body"), SIP_LENGTH_BAD },
	{ "of two that differ the first counts", S("CSeq: 1 X\r\nl: 4\r\nl: 2\r\n\r\nbody"),
	  S("body"), SIP_LENGTH_BAD | SIP_REPEATED },
	{ "two that agree are only two", S("CSeq: 1 X\r\nl: 4\r\nl: 4\r\n\r\nbody"), S("body"),
	  SIP_REPEATED },
	{ "the largest length overflows nothing",
	  S("CSeq: 1 X\r\nl: 18446744073709551615\r\n\r\nbody"), S("body"), SIP_LENGTH_LONG },
	{ "a blank line in the body is body", S("CSeq: 1 X\r\nl: 7\r\n\r\na\r\n\r\nbc"),
	  S("a\r\n\r\nbc"), 0 },
	{ "a body may begin with a blank", S("CSeq: 1 X\r\nl: 2\r\n\r\n x"), S(" x"), 0 },
	{ "LF alone ends lines", S("CSeq: 1 X\nl: 4\n\nbody"), S("body"), SIP_BARE_LF },
	{ "CR CR LF ends the headers of who means CR LF", S("CSeq: 1 X\r\nl: 2\r\n\r\r\n x"),
	  S(" x"), SIP_BARE_CR },
	{ "no blank line", S("CSeq: 1 X\r\nl: 4\r\n"), STR_ABSENT, SIP_HEADERS_OPEN },
	{ "no line end", S("l: 0\r\nCSeq: 1 X"), STR_ABSENT, SIP_HEADERS_OPEN },
	{ "half a line end", S("l: 0\r\nCSeq: 1 X\r"), STR_ABSENT, SIP_HEADERS_OPEN | SIP_BARE_CR },
	{ "a NUL", S("l: 0\r\nCSeq: 1 X\r\nSubject: \0\r\n\r\n"), S(""), SIP_NUL | SIP_BAD_HEADER },
	{ "a line without a name", S("l: 0\r\nCSeq: 1 X\r\noops\r\n\r\n"), S(""), SIP_BAD_HEADER },
	{ "a CSeq of another method", S("l: 0\r\nCSeq: 1 BYE\r\n\r\n"), S(""), SIP_CSEQ_METHOD },
	{ "CSeq methods have a case", S("l: 0\r\nCSeq: 1 x\r\n\r\n"), S(""), SIP_CSEQ_METHOD },
	{ "a CSeq without a method", S("l: 0\r\nCSeq: 1\r\n\r\n"), S(""), SIP_NO_CSEQ },
	{ "a CSeq without a number", S("l: 0\r\nCSeq: X\r\n\r\n"), S(""), SIP_NO_CSEQ },
	{ "a CSeq with more", S("l: 0\r\nCSeq: 1 X y\r\n\r\n"), S(""), SIP_NO_CSEQ },
	{ "a CSeq beyond 32 bits", S("l: 0\r\nCSeq: 4294967296 X\r\n\r\n"), S(""), SIP_NO_CSEQ },
	{ "no CSeq", S("l: 0\r\n\r\n"), S(""), SIP_NO_CSEQ },
	{ "a second Call-ID", S("l: 0\r\nCSeq: 1 X\r\ni: other\r\n\r\n"), S(""), SIP_REPEATED },
	{ "a second From, To and CSeq", S("l: 0\r\nCSeq: 1 X\r\nf: x\r\nt: x\r\nCSeq: 2 Y\r\n\r\n"),
	  S(""), SIP_REPEATED },
	{ "a second Via, Route or Contact is lawful",
	  S("l: 0\r\nCSeq: 1 X\r\nv: x\r\nm: x\r\nm: y\r\nRoute: x\r\nRoute: y\r\n\r\n"), S(""),
	  0 },
};

static void
test_bodies(void)
{
	char text[512];

	for (size_t i = 0; i < COUNT(bodies); i++) {
		const char *promise = bodies[i].promise;
		int len = snprintf(text, sizeof(text), "X sip:a SIP/2.0\r\n%s", HEAD);
		struct parsed p;

		for (size_t at = 0; at < bodies[i].rest.len; at++)
			text[len++] = bodies[i].rest.p[at];
		parsed_begin(&p, (struct str){ text, (size_t)len }, 0);
		is_str(p.m.body, bodies[i].body, "%s: its body", promise);
		is_int(p.m.odd, bodies[i].odd, "%s: what is odd", promise);
		is_str(p.m.call_id, S("c@example.com"), "%s: the first Call-ID", promise);
		is_str(p.m.from_tag, S("f"), "%s: the first From tag", promise);
		is_str(str_of(sip_check(&p.m)), STR_ABSENT, "%s: nothing lost", promise);
		parsed_end(&p);
	}
}

static void
test_missing(void)
{
	const unsigned all = SIP_NO_CALL_ID | SIP_NO_CSEQ | SIP_NO_VIA | SIP_NO_FROM | SIP_NO_TO |
			     SIP_LENGTH_MISSING;
	struct parsed p;

	parsed_begin(&p, S("OPTIONS sip:a SIP/2.0\r\n\r\n"), 0);
	is_int(p.m.odd, all, "every field that must be there is told missing");
	ok(sip_msg_headers_whole(&p.m) && sip_msg_body_whole(&p.m), "and it is all there");
	parsed_end(&p);

	parsed_begin(&p, S("OPTIONS sip:a SIP/2.0\r\n"), 1);
	is_int(p.m.odd, SIP_CUT | SIP_HEADERS_OPEN,
	       "but not where the capture may have cut it off");
	ok(!sip_msg_headers_whole(&p.m) && !sip_msg_body_whole(&p.m), "nothing is whole there");
	parsed_end(&p);

	parsed_begin(&p, S("OPTIONS sip:a SIP/2.0\r\nl: 4\r\n\r\nbo"), 2);
	ok(sip_msg_headers_whole(&p.m) && !sip_msg_body_whole(&p.m), "only the body is cut");
	is_int(p.m.odd & (SIP_LENGTH_LONG | SIP_LENGTH_SHORT), 0, "and its length is right");
	parsed_end(&p);

	parsed_begin(&p, S("OPTIONS sip:a SIP/2.0\r\nl: 4\r\n\r\nbody"), 2);
	ok(sip_msg_body_whole(&p.m), "a body is whole when only what is behind it was cut off");
	ok((p.m.odd & SIP_LENGTH_SHORT) != 0, "that more came is known");
	parsed_end(&p);

	parsed_begin(&p, S("OPTIONS sip:a SIP/2.0\r\nl: 4\r\n\r\nb"), SIZE_MAX);
	ok((p.m.odd & SIP_LENGTH_LONG) == 0, "as many missing octets as there can be");
	parsed_end(&p);

	parsed_begin(&p, S(""), 0);
	is_int(p.m.odd, all | SIP_START_LINE | SIP_HEADERS_OPEN, "an empty message has nothing");
	parsed_end(&p);

	parsed_begin(&p, STR_ABSENT, 0);
	is_str(p.m.start_line, STR_ABSENT, "nor has none at all");
	parsed_end(&p);
}

/* Everything that is drawn from the fields, of one message that has it all. */
static void
test_fields(void)
{
	const struct str text =
		S("SIP/2.0 407 Proxy Authentication Required\r\n"
		  "v: SIP/2.0/TLS [2001:db8::1]:5061;rport=1;branch=z9hG4bK-x;received=192.0.2.7, "
		  "SIP/2.0/UDP b.example.com;branch=z9hG4bK-y\r\n"
		  "Via: SIP/2.0/UDP c.example.com;x=\"a,b\"\r\n"
		  "f: \"Doe, \\\"J\" <sip:j@example.com;x=1>;y=\"a;tag=no\";TAG=from-1\r\n"
		  "t: sip:b@example.com;tag=to-1\r\n"
		  "m: <sip:j@192.0.2.7>;expires=60, <sip:k@192.0.2.8>\r\n"
		  "i: call-1\r\nCSEQ: 4294967295  INVITE\r\n"
		  "user-agent: UA 1\r\nSERVER: S 1\r\nServer: S 2\r\nX-Trunk: a\r\nx-trunk: b\r\n"
		  "Content-Length: 0\r\n\r\n");
	struct parsed p;
	const struct sip_msg *m = &p.m;

	parsed_begin(&p, text, 0);
	is_str(m->version, S("SIP/2.0"), "version");
	is_str(m->via,
	       S("SIP/2.0/TLS [2001:db8::1]:5061;rport=1;branch=z9hG4bK-x;received=192.0.2.7"),
	       "the topmost Via value");
	is_str(m->branch, S("z9hG4bK-x"), "its branch");
	is_str(m->sent_by, S("[2001:db8::1]:5061"), "its sent-by");
	is_int(m->via_count, 3, "Via values are counted, not Via fields");
	is_str(m->from, S("\"Doe, \\\"J\" <sip:j@example.com;x=1>;y=\"a;tag=no\";TAG=from-1"),
	       "From");
	is_str(m->from_uri, S("sip:j@example.com;x=1"), "its URI");
	is_str(m->from_tag, S("from-1"), "its tag, not one in quotes");
	is_str(m->to_uri, S("sip:b@example.com"), "a URI without brackets ends at the semicolon");
	is_str(m->to_tag, S("to-1"), "and what follows are parameters of To");
	is_str(m->contact_uri, S("sip:j@192.0.2.7"), "the first Contact's URI");
	is_str(m->call_id, S("call-1"), "Call-ID");
	is_int((intmax_t)m->cseq.number, 4294967295, "CSeq number");
	is_str(m->method, S("INVITE"), "a response has the method of its CSeq");
	is_str(m->user_agent, S("UA 1"), "User-Agent");
	is_str(m->server, S("S 1"), "of two Servers the first");
	is_int(m->odd, SIP_REPEATED, "and that there are two");
	ok(sip_msg_hdr(m, HDR_VIA, 0) == &m->hdrs[0] && sip_msg_hdr(m, HDR_VIA, 1) == &m->hdrs[1] &&
		   sip_msg_hdr(m, HDR_VIA, 2) == NULL,
	   "fields are found in order");
	ok(sip_msg_hdr_named(m, S("X-TRUNK")) == sip_msg_hdr(m, HDR_OTHER, 0), "by any name too");
	ok(sip_msg_hdr_named(m, S("Via")) == &m->hdrs[0], "be they written compactly");
	ok(sip_msg_hdr_named(m, S("X-Trunks")) == NULL, "or not found");
	parsed_end(&p);
}

static void
test_many_headers(void)
{
	static const size_t limits[] = { 0, 1, 23, 24, 25, 47, 48, 99, 100, 101 };
	enum { FIELDS = 100 };
	char text[FIELDS * 6 + 64];
	size_t len = (size_t)snprintf(text, sizeof(text), "X sip:a SIP/2.0\r\n");

	for (int i = 0; i < FIELDS; i++)
		len += (size_t)snprintf(text + len, sizeof(text) - len, "x:%02d\r\n", i);
	len += (size_t)snprintf(text + len, sizeof(text) - len, "\r\nbody");
	for (size_t i = 0; i < COUNT(limits); i++) {
		size_t want = limits[i] < FIELDS ? limits[i] : FIELDS;
		struct arena *a = arena_new(0);
		bool in_order = true;
		struct sip_msg m;

		ok(sip_msg_parse((struct str){ text, len }, 0, limits[i], a, &m), "parsed");
		is_int((intmax_t)m.hdr_count, (intmax_t)want, "no more than %zu fields", limits[i]);
		for (size_t n = 0; n < m.hdr_count; n++)
			in_order = in_order && m.hdrs[n].raw.p == text + 17 + 6 * n;
		ok(in_order, "all in order");
		ok(((m.odd & SIP_HEADERS_MANY) != 0) == (want < FIELDS), "told when some are left");
		ok((m.odd & SIP_NO_VIA) == 0 || want == FIELDS, "and then none is told missing");
		is_str(m.body, S("body"), "the body is found behind them");
		arena_free(a);
	}
}

static void
test_odd_names(void)
{
	size_t names = 0;

	for (unsigned bit = 0; bit < 32; bit++)
		names += sip_odd_name(1u << bit) != NULL;
	is_int((intmax_t)names, 19, "each bit of enum sip_odd has a name");
	is_str(str_of(sip_odd_name(SIP_NO_CALL_ID)), S("sip.no-call-id"), "and this is one");
}

int
main(void)
{
	test_start_lines();
	test_bodies();
	test_missing();
	test_fields();
	test_many_headers();
	test_odd_names();
	return done();
}
