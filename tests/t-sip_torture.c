/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * t-sip_torture.c - messages of RFC 4475 that say something to this parser: what that RFC says
 * about each is what is expected here.
 */
#include "sip-check.h"
#include "tap.h"

#define SDP                                                                                 \
	"v=0\r\no=mhandley 29739 7272939 IN IP4 192.0.2.3\r\ns=-\r\nc=IN IP4 192.0.2.4\r\n" \
	"t=0 0\r\nm=audio 49217 RTP/AVP 0 12\r\nm=video 3227 RTP/AVP 31\r\na=rtpmap:31 LPC\r\n"

static const struct {
	const char *promise;
	struct str text;
	struct str method, call_id, from_uri, from_tag, to_uri, to_tag, branch, sent_by;
	uint32_t cseq;
	unsigned headers, vias, odd;
	struct str body;
} cases[] = {
	{ "3.1.1.1 a short tortuous INVITE",
	  S("INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0\r\n"
	    "TO :\r\n sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n\r\n"
	    "from   : \"J Rosenberg \\\\\\\"\"       <sip:jdrosen@example.com>\r\n  ;\r\n"
	    "  tag = 98asjd8\r\n"
	    "MaX-fOrWaRdS: 0068\r\nCall-ID: wsinv.ndaksdj@192.0.2.1\r\nContent-Length   : 150\r\n"
	    "cseq: 0009\r\n  INVITE\r\n"
	    "Via  : SIP  /   2.0\r\n /UDP\r\n    192.0.2.2;branch=390skdjuw\r\ns :\r\n"
	    "NewFangledHeader:   newfangled value\r\n continued newfangled value\r\n"
	    "UnknownHeaderWithUnusualValue: ;;,,;;,;\r\nContent-Type: application/sdp\r\n"
	    "Route:\r\n <sip:services.example.com;lr;unknownwith=value;unknown-no-value>\r\n"
	    "v:  SIP  / 2.0  / TCP     spindle.example.com   ;\r\n  branch  =   z9hG4bK9ikj8  ,\r\n"
	    " SIP  /    2.0   / UDP  192.168.255.111   ; branch=\r\n z9hG4bK30239\r\n"
	    "m:\"Quoted string \\\"\\\"\" <sip:jdrosen@example.com> ; newparam =\r\n      newvalue ;\r\n"
	    "  secondparam ; q = 0.33\r\n\r\n" SDP),
	  S("INVITE"), S("wsinv.ndaksdj@192.0.2.1"), S("sip:jdrosen@example.com"), S("98asjd8"),
	  S("sip:vivekg@chair-dnrc.example.com"), S("1918181833n"), S("390skdjuw"), S("192.0.2.2"),
	  9, 14, 3, 0, S(SDP) },
	{ "3.1.1.2 a wide range of valid characters; its quoted NUL, BEL and DEL are told",
	  S("!interesting-Method0123456789_*+`.%indeed'~ sip:1_unusual.URI~(to-be!sure)&isn't+it$"
	    "/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com SIP/2.0\r\n"
	    "Via: SIP/2.0/TCP host1.example.com;branch=z9hG4bK-.!%66*_+`'~\r\n"
	    "To: \"BEL:\\\a NUL:\\\0 DEL:\\\177\" <sip:1_unusual.URI~(to-be!sure)&isn't+it$"
	    "/crazy?,/;;*@example.com>\r\n"
	    "From: token1~` token2'+_ token3*%!.- <sip:mundane@example.com>;fromParam''~+*_!.-%="
	    "\"\xd1\x80\xd0\xb0\xd0\xb1\xd0\xbe\xd1\x82\";tag=_token~1'+`*%!-.\r\n"
	    "Call-ID: intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{\r\n"
	    "CSeq: 139122385 !interesting-Method0123456789_*+`.%indeed'~\r\nMax-Forwards: 255\r\n"
	    "extensionHeader-!.%*+_`'~:\xef\xbb\xbf\xe5\xa4\xa7\xe5\x81\x9c\xe9\x9b\xbb\r\n"
	    "Content-Length: 0\r\n\r\n"),
	  S("!interesting-Method0123456789_*+`.%indeed'~"),
	  S("intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{"), S("sip:mundane@example.com"),
	  S("_token~1'+`*%!-."),
	  S("sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*@example.com"), STR_ABSENT,
	  S("z9hG4bK-.!%66*_+`'~"), S("host1.example.com"), 139122385, 8, 1,
	  SIP_NUL | SIP_BAD_HEADER, S("") },
	{ "3.1.1.3 escapes stay as they are",
	  S("INVITE sip:sips%3Auser%40example.com@example.net SIP/2.0\r\n"
	    "To: sip:%75se%72@example.com\r\nFrom: <sip:I%20have%20spaces@example.net>;tag=938\r\n"
	    "Max-Forwards: 87\r\ni: esc01.239409asdfakjkn23onasd0-3234\r\nCSeq: 234234 INVITE\r\n"
	    "Via: SIP/2.0/UDP host5.example.net;branch=z9hG4bKkdjuw\r\nC: application/sdp\r\n"
	    "Contact:\r\n  <sip:cal%6Cer@host5.example.net;%6C%72;n%61me=v%61lue%25%34%31>\r\n"
	    "Content-Length: 150\r\n\r\n" SDP),
	  S("INVITE"), S("esc01.239409asdfakjkn23onasd0-3234"),
	  S("sip:I%20have%20spaces@example.net"), S("938"), S("sip:%75se%72@example.com"),
	  STR_ABSENT, S("z9hG4bKkdjuw"), S("host5.example.net"), 234234, 9, 1, 0, S(SDP) },
	{ "3.1.1.6 no blank between display name and <",
	  S("OPTIONS sip:user@example.com SIP/2.0\r\nTo: sip:user@example.com\r\n"
	    "From: caller<sip:caller@example.com>;tag=323\r\nMax-Forwards: 70\r\n"
	    "Call-ID: lwsdisp.1234abcd@funky.example.com\r\nCSeq: 60 OPTIONS\r\n"
	    "Via: SIP/2.0/UDP funky.example.com;branch=z9hG4bKkdjuw\r\nl: 0\r\n\r\n"),
	  S("OPTIONS"), S("lwsdisp.1234abcd@funky.example.com"), S("sip:caller@example.com"),
	  S("323"), S("sip:user@example.com"), STR_ABSENT, S("z9hG4bKkdjuw"),
	  S("funky.example.com"), 60, 7, 1, 0, S("") },
	{ "3.1.1.8 a second request behind the body is no part of it",
	  S("REGISTER sip:example.com SIP/2.0\r\nTo: sip:j.user@example.com\r\n"
	    "From: sip:j.user@example.com;tag=43251j3j324\r\nMax-Forwards: 8\r\n"
	    "I: dblreq.0ha0isndaksdj99sdfafnl3lk233412\r\nContact: sip:j.user@host.example.com\r\n"
	    "CSeq: 8 REGISTER\r\nVia: SIP/2.0/UDP 192.0.2.125;branch=z9hG4bKkdjuw23492\r\n"
	    "Content-Length: 0\r\n\r\n\r\nINVITE sip:joe@example.com SIP/2.0\r\n"
	    "t: sip:joe@example.com\r\nContent-Length: 150\r\n\r\n" SDP),
	  S("REGISTER"), S("dblreq.0ha0isndaksdj99sdfafnl3lk233412"), S("sip:j.user@example.com"),
	  S("43251j3j324"), S("sip:j.user@example.com"), STR_ABSENT, S("z9hG4bKkdjuw23492"),
	  S("192.0.2.125"), 8, 8, 1, SIP_LENGTH_SHORT, S("") },
	{ "3.1.1.13 an empty reason phrase",
	  S("SIP/2.0 100 \r\nVia: SIP/2.0/UDP 192.0.2.105;branch=z9hG4bK2398ndaoe\r\n"
	    "Call-ID: noreason.asndj203insdf99223ndf\r\nCSeq: 35 INVITE\r\n"
	    "From: <sip:user@example.com>;tag=39ansfi3\r\n"
	    "To: <sip:user@example.edu>;tag=902jndnke3\r\nContent-Length: 0\r\n"
	    "Contact: <sip:user@host105.example.com>\r\n\r\n"),
	  S("INVITE"), S("noreason.asndj203insdf99223ndf"), S("sip:user@example.com"),
	  S("39ansfi3"), S("sip:user@example.edu"), S("902jndnke3"), S("z9hG4bK2398ndaoe"),
	  S("192.0.2.105"), 35, 7, 1, 0, S("") },
	{ "3.1.2.1 extraneous separators",
	  S("INVITE sip:user@example.com SIP/2.0\r\nTo: sip:j.user@example.com\r\n"
	    "From: sip:caller@example.net;tag=134161461246\r\nMax-Forwards: 7\r\n"
	    "Call-ID: badinv01.0ha0isndaksdjasdf3234nas\r\nCSeq: 8 INVITE\r\n"
	    "Via: SIP/2.0/UDP 192.0.2.15;;,;,,\r\nContact: \"Joe\" <sip:joe@example.org>;;;;\r\n"
	    "Content-Length: 150\r\nContent-Type: application/sdp\r\n\r\n" SDP),
	  S("INVITE"), S("badinv01.0ha0isndaksdjasdf3234nas"), S("sip:caller@example.net"),
	  S("134161461246"), S("sip:j.user@example.com"), STR_ABSENT, STR_ABSENT, S("192.0.2.15"),
	  8, 9, 2, 0, S(SDP) },
	{ "3.1.2.4 a CSeq too large is none",
	  S("REGISTER sip:example.com SIP/2.0\r\n"
	    "Via: SIP/2.0/TCP host129.example.com;branch=z9hG4bK342sdfoi3\r\n"
	    "To: <sip:user@example.com>\r\nFrom: <sip:user@example.com>;tag=239232jh3\r\n"
	    "CSeq: 36893488147419103232 REGISTER\r\n"
	    "Call-ID: scalar02.23o0pd9vanlq3wnrlnewofjas9ui32\r\nMax-Forwards: 300\r\n"
	    "Contact: <sip:user@host129.example.com>\r\n  ;expires=280297596632815\r\n"
	    "Content-Length: 0\r\n\r\n"),
	  S("REGISTER"), S("scalar02.23o0pd9vanlq3wnrlnewofjas9ui32"), S("sip:user@example.com"),
	  S("239232jh3"), S("sip:user@example.com"), STR_ABSENT, S("z9hG4bK342sdfoi3"),
	  S("host129.example.com"), 0, 8, 1, SIP_NO_CSEQ, S("") },
	{ "3.1.2.6 a quote that never closes costs no URI",
	  S("INVITE sip:user@example.com SIP/2.0\r\nTo: \"Mr. J. User <sip:j.user@example.com>\r\n"
	    "From: sip:caller@example.net;tag=93334\r\nMax-Forwards: 10\r\nCall-ID: quotbal.aksdj\r\n"
	    "Contact: <sip:caller@host59.example.net>\r\nCSeq: 8 INVITE\r\n"
	    "Via: SIP/2.0/UDP 192.0.2.59:5050;branch=z9hG4bKkdjuw39234\r\n"
	    "Content-Type: application/sdp\r\nContent-Length: 150\r\n\r\n" SDP),
	  S("INVITE"), S("quotbal.aksdj"), S("sip:caller@example.net"), S("93334"),
	  S("sip:j.user@example.com"), STR_ABSENT, S("z9hG4bKkdjuw39234"), S("192.0.2.59:5050"), 8,
	  9, 1, 0, S(SDP) },
	{ "3.1.2.15 a comma in a display name",
	  S("OPTIONS sip:t.watson@example.org SIP/2.0\r\n"
	    "Via:     SIP/2.0/UDP c.example.com:5060;branch=z9hG4bKkdjuw\r\n"
	    "Max-Forwards:      70\r\nFrom:    Bell, Alexander <sip:a.g.bell@example.com>;tag=43\r\n"
	    "To:      Watson, Thomas <sip:t.watson@example.org>\r\n"
	    "Call-ID: baddn.31415@c.example.com\r\nAccept: application/sdp\r\n"
	    "CSeq:    3923239 OPTIONS\r\nl: 0\r\n\r\n"),
	  S("OPTIONS"), S("baddn.31415@c.example.com"), S("sip:a.g.bell@example.com"), S("43"),
	  S("sip:t.watson@example.org"), STR_ABSENT, S("z9hG4bKkdjuw"), S("c.example.com:5060"),
	  3923239, 8, 1, 0, S("") },
	{ "3.1.2.17 a CSeq of another method",
	  S("OPTIONS sip:user@example.com SIP/2.0\r\nTo: sip:j.user@example.com\r\n"
	    "From: sip:caller@example.net;tag=34525\r\nMax-Forwards: 6\r\n"
	    "Call-ID: mismatch01.dj0234sxdfl3\r\nCSeq: 8 INVITE\r\n"
	    "Via: SIP/2.0/UDP host.example.com;branch=z9hG4bKkdjuw\r\nl: 0\r\n\r\n"),
	  S("OPTIONS"), S("mismatch01.dj0234sxdfl3"), S("sip:caller@example.net"), S("34525"),
	  S("sip:j.user@example.com"), STR_ABSENT, S("z9hG4bKkdjuw"), S("host.example.com"), 8, 7,
	  1, SIP_CSEQ_METHOD, S("") },
	{ "3.3.8 of what may stand once the first counts",
	  S("INVITE sip:user@company.com SIP/2.0\r\nContact: <sip:caller@host25.example.net>\r\n"
	    "Via: SIP/2.0/UDP 192.0.2.25;branch=z9hG4bKkdjuw\r\nMax-Forwards: 70\r\n"
	    "CSeq: 5 INVITE\r\nCall-ID: multi01.98asdh@192.0.2.1\r\nCSeq: 59 INVITE\r\n"
	    "Call-ID: multi01.98asdh@192.0.2.2\r\nFrom: sip:caller@example.com;tag=3413415\r\n"
	    "To: sip:user@example.com\r\nTo: sip:other@example.net\r\n"
	    "From: sip:caller@example.net;tag=2923420123\r\nContent-Type: application/sdp\r\n"
	    "l: 150\r\nContact: <sip:caller@host36.example.net>\r\nMax-Forwards: 5\r\n\r\n" SDP),
	  S("INVITE"), S("multi01.98asdh@192.0.2.1"), S("sip:caller@example.com"), S("3413415"),
	  S("sip:user@example.com"), STR_ABSENT, S("z9hG4bKkdjuw"), S("192.0.2.25"), 5, 15, 1,
	  SIP_REPEATED, S(SDP) },
};

static void
test_one(size_t i)
{
	const char *promise = cases[i].promise;
	struct parsed p;

	parsed_begin(&p, cases[i].text, 0);
	is_str(p.m.method, cases[i].method, "%s: method", promise);
	is_str(p.m.call_id, cases[i].call_id, "%s: Call-ID", promise);
	is_str(p.m.from_uri, cases[i].from_uri, "%s: From URI", promise);
	is_str(p.m.from_tag, cases[i].from_tag, "%s: From tag", promise);
	is_str(p.m.to_uri, cases[i].to_uri, "%s: To URI", promise);
	is_str(p.m.to_tag, cases[i].to_tag, "%s: To tag", promise);
	is_str(p.m.branch, cases[i].branch, "%s: branch", promise);
	is_str(p.m.sent_by, cases[i].sent_by, "%s: sent-by", promise);
	is_int(p.m.cseq.number, cases[i].cseq, "%s: CSeq number", promise);
	is_int((intmax_t)p.m.hdr_count, cases[i].headers, "%s: fields", promise);
	is_int(p.m.via_count, cases[i].vias, "%s: Via values", promise);
	is_int(p.m.odd, cases[i].odd, "%s: what is odd", promise);
	is_str(p.m.body, cases[i].body, "%s: body", promise);
	is_str(str_of(sip_check(&p.m)), STR_ABSENT, "%s: nothing lost", promise);
	parsed_end(&p);
}

/* 3.3.7: a scheme that nobody knows is no reason to lose the field. */
static void
test_unknown_scheme(void)
{
	struct credentials c;
	struct parsed p;

	parsed_begin(&p,
		     S("REGISTER sip:example.com SIP/2.0\r\nCSeq: 9338 REGISTER\r\n"
		       "Authorization: NoOneKnowsThisScheme opaque-data=here\r\n"
		       "Content-Length:0\r\n\r\n"),
		     0);
	is_int((intmax_t)credentials_of(&p.m, &c, 1), 1, "3.3.7 credentials of an unknown scheme");
	is_str(c.scheme, S("NoOneKnowsThisScheme"), "3.3.7 their scheme");
	is_str(c.raw, S("NoOneKnowsThisScheme opaque-data=here"), "3.3.7 all of them");
	ok(!c.is_digest && c.odd == 0, "3.3.7 not Digest, and nothing odd");
	parsed_end(&p);
}

int
main(void)
{
	for (size_t i = 0; i < COUNT(cases); i++)
		test_one(i);
	test_unknown_scheme();
	return done();
}
