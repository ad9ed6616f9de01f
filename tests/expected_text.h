/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * expected_text.h - an answer and its challenge for these tests, and what is to be changed in it as one line.
 */
#ifndef SIPWHY_TESTS_EXPECTED_TEXT_H
#define SIPWHY_TESTS_EXPECTED_TEXT_H

#include <sipwhy/expected.h>

#define PASSWORD "open sesame"
#define ALICE "alice:example.com:plain:" PASSWORD "\n"
#define HEAD                                                \
	"REGISTER sip:example.com SIP/2.0\n"                \
	"Via: SIP/2.0/UDP 10.0.0.20:5062;branch=z9hG4bK1\n" \
	"Call-ID: 1@10.0.0.20\nCSeq: 2 REGISTER\n"
#define TAIL "\nContent-Length: 0\n\n"
#define SENT \
	"Digest username=\"alice\",realm=\"example.com\",nonce=\"n0nce\",uri=\"sip:example.com:5060\""
#define ANSWER(params) S(HEAD "Authorization: " params TAIL)
#define OFFER(header, params)                                                                     \
	S("SIP/2.0 401 Unauthorized\nCall-ID: 1@10.0.0.20\nCSeq: 1 REGISTER\n" header ": " params \
	  "\n\n")
#define WWW(params) OFFER("WWW-Authenticate", "Digest realm=\"example.com\",nonce=\"n0nce\"" params)

enum { EXPECTED_TEXT = 2048 };

/* "param sent>expected; …": - for none, ? for not known, # for a cnonce of ours, * behind an example. */
void expected_diff_text(const struct expected *e, char out[EXPECTED_TEXT]);

#endif
