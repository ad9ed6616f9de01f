/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The events, of diagnoses made by hand.  Named with a file, it writes events into it for t-schema.sh to
 * validate; with a second one, the words that the schema's closed lists must have.
 * The event ids are hashlib.sha256's.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sipwhy/hypothesis.h>

#include "report_fake.h"
#include "tap.h"

/* Where the events go that the validator looks at; NULL for nowhere. */
static void
keep(FILE *to, struct str event)
{
	if (to != NULL)
		(void)fwrite(event.p, 1, event.len, to);
}

static bool
has(struct str text, const char *part)
{
	return str_has_nocase(text, str_of(part));
}

static size_t
place(struct str text, const char *part)
{
	struct str want = str_of(part);

	for (size_t i = 0; i + want.len <= text.len; i++)
		if (memcmp(text.p + i, want.p, want.len) == 0)
			return i;
	return SIZE_MAX;
}

/* What the founding event has, in the order of the keys. */
static const char *const keys[] = {
	"{\"schema\":\"sipwhy.event/1\"",
	",\"event_type\":\"diagnosis\"",
	",\"event_id\":",
	",\"timestamp\":\"2026-11-23T10:00:00.052000Z\"",
	",\"first_seen\":\"2026-11-23T10:00:00.000000Z\"",
	",\"duration_us\":52000",
	",\"outcome\":\"rejected\"",
	",\"how\":\"forbidden\"",
	",\"cause\":{\"code\":\"qop-missing-in-response\"",
	",\"alternatives\":[",
	",\"defects\":[",
	",\"digest\":{\"check\":\"not-attempted\",\"reason\":\"no-secret\"",
	",\"contrast\":{\"scope\":\"input\"",
	",\"capture\":{\"complete\":true",
	",\"client\":{\"ip\":\"192.0.2.23\",\"port\":5060,\"user_agent\":\"Softphone/1.0\"}",
	",\"server\":{\"ip\":\"203.0.113.1\",\"port\":5060,\"product\":\"Registrar/4\"}",
	",\"network\":{\"transport\":\"udp\",\"vlan\":[],\"tunnel\":[],\"legs\":1}",
	",\"sip\":{\"call_id\":\"call@192.0.2.23\"",
	",\"auth\":{\"scheme\":\"Digest\"",
	",\"messages\":[{\"n\":1,\"t_us\":0,\"dir\":\"c2s\",\"frame\":1",
	",\"observer\":{",
};

static void
test_founding(FILE *to)
{
	struct fake f;
	struct str got;
	size_t at = 0;
	bool ordered = true;

	fake_begin(&f);
	got = fake_json(&f);
	keep(to, got);
	for (size_t i = 0; i < COUNT(keys); i++) {
		if (place(got, keys[i]) == SIZE_MAX || place(got, keys[i]) < at)
			ordered = ok(false, "%s stands in its place", keys[i]);
		else
			at = place(got, keys[i]);
	}
	ok(ordered, "the keys stand in the documented order");
	ok(got.len > 0 && place(got, "\n") == got.len - 1, "an event is one line");
	ok(has(got, "\"d-34f1196ad8eec041dbc791cab2ca0394\""),
	   "the id is SHA-256 of what identifies it");
	ok(has(got, "\"qop_offered\":[\"auth\"],\"qop_used\":null"),
	   "what is known to be absent is null");
	ok(has(got, "\"param\":\"qop\",\"observed\":null,\"expected\":\"auth\""),
	   "so is what was not sent");
	ok(has(got, "\"notes\":[\"weak-cnonce\"]"),
	   "what was odd about the accepted client is told");
	ok(has(got, "\"note\":\"credentials without qop\""), "the ladder says what was left out");
	ok(has(got, "\"retransmissions\":1,\"note\":\"credentials"),
	   "and how often it was sent again");
	ok(!has(got, "\\/"), "a slash is not escaped");
	fake_printed_free(got);
	fake_end(&f);
}

static void
test_ids(void)
{
	struct fake f;
	char first[EVENT_ID_TEXT], second[EVENT_ID_TEXT];

	fake_begin(&f);
	ok(report_event_id(f.digest, &f.d, first), "an id is made");
	f.x.decided_ns += 5000000000;
	fake_answer(&f, "Digest username=\"23\",realm=\"proximiti\",nonce=\"156730866\","
			"uri=\"sip:203.0.113.1\",response=\"00000000000000000000000000000000\"");
	ok(report_event_id(f.digest, &f.d, second) && strcmp(first, second) == 0,
	   "time and response are not in the id");
	fake_answer(&f,
		    "Digest username=\"23\",realm=\"proximiti\",nonce=\"other\",response=\"0\"");
	ok(report_event_id(f.digest, &f.d, second) && strcmp(first, second) != 0,
	   "another nonce is another exchange");
	fake_answer(&f, "Digest realm=\"proximiti\",nonce=\"156730866\",cnonce=\"\"");
	ok(report_event_id(f.digest, &f.d, second) && strcmp(first, second) != 0,
	   "an empty cnonce is another than an absent one");
	fake_end(&f);
}

static void
test_session(FILE *to)
{
	struct fake f;
	struct str got;

	fake_begin(&f);
	fake_accept(&f);
	got = fake_json(&f);
	keep(to, got);
	ok(has(got, "\"event_type\":\"session\"") &&
		   has(got, "\"outcome\":\"accepted\",\"cause\":null"),
	   "an accepted exchange is a session without a cause");
	ok(has(got, "\"s-077a3bf2c667a1e8d583ffe4e98af580\""), "with an id of its own kind");
	ok(!has(got, "\"how\""), "and nothing in how");
	fake_printed_free(got);
	f.x.outcome = OUTCOME_OPEN;
	got = fake_json(&f);
	keep(to, got);
	ok(!has(got, "\"cause\""), "an open one has no cause, not even null");
	fake_printed_free(got);
	fake_end(&f);
}

/* A header with the response, in each place where a header is quoted. */
static void
quote_everywhere(struct fake *f)
{
	struct citation *c = f->findings[0].cites;
	static const char header[] = "Digest realm=\"a\", response=\"" FAKE_RESPONSE "\", nc=1";

	c[1].observed = S("Digest realm=\"a\", Response = \"" FAKE_RESPONSE "\", nc=1");
	c[2] = c[1];
	c[2].param = "response";
	c[2].observed = S(FAKE_RESPONSE);
	c[2].expected = NULL;
	c[2].expected_text = S(FAKE_RESPONSE);
	f->findings[0].cites_used = 3;
	snprintf(f->findings[0].detail, FINDING_DETAIL, "the answer is \"%s\"", header);
	snprintf(f->d.why, DIAGNOSIS_WHY, "it sent %s", header);
	snprintf(f->d.alternatives[0].why_not, 240, "%s", header);
	f->d.expected.header = S("Authorization: Digest response=\"" FAKE_RESPONSE "\", qop=auth");
	f->d.expected.computed = true;
	f->d.expected.diff_count = 3;
	f->d.expected.diffs[0] = (struct expected_diff){ .param = "nc", .sent = S("1") };
	f->d.expected.diffs[1] = (struct expected_diff){ .param = "response",
							 .sent = S(FAKE_RESPONSE),
							 .expected = S(FAKE_RESPONSE),
							 .is_example = true };
	f->d.expected.diffs[2] = (struct expected_diff){ .param = "response", .is_hole = true };
	fake_refusal(f, "Warning: 399 a \"rspauth=\\\"" FAKE_RESPONSE "\\\"\"\n");
}

static void
test_masked(FILE *to)
{
	struct fake f;
	struct str got;

	fake_begin(&f);
	quote_everywhere(&f);
	got = fake_json(&f);
	keep(to, got);
	ok(!has(got, FAKE_RESPONSE), "the response is nowhere in an event");
	ok(has(got, "Response = \\\"\xe2\x80\xa6(32)\\\", nc=1"),
	   "its length is, where a header is quoted");
	ok(has(got, "\"observed\":\"\xe2\x80\xa6(32)\",\"expected\":\"\xe2\x80\xa6(32)\""),
	   "and where it is quoted by itself");
	ok(has(got, "Digest response=\\\"\xe2\x80\xa6\\\", qop=auth"),
	   "a response that was computed is not given away either");
	ok(has(got, "\"expected_diff\":[{\"param\":\"nc\",\"sent\":\"1\",\"expected\":null},"
		    "{\"param\":\"response\",\"sent\":\"\xe2\x80\xa6(32)\",\"expected\":"
		    "\"\xe2\x80\xa6(32)\",\"example\":true},"
		    "{\"param\":\"response\",\"sent\":null}]"),
	   "nor by what is to be changed, where what is not known is not said");
	fake_printed_free(got);
	f.o.show_digests = true;
	got = fake_json(&f);
	keep(to, got);
	ok(has(got, FAKE_RESPONSE) && !has(got, "(32)"), "it is shown when that was asked for");
	fake_printed_free(got);
	fake_end(&f);
}

static void
test_hostile(FILE *to)
{
	struct fake f;
	struct str got;
	bool fine = true;

	fake_begin(&f);
	f.findings[0].cites[0].observed =
		S("\xff\xfe\0<!--</script>\x7f\xc2\x9b\xe2\x80\xae\xf3\xa0\x81\x81");
	f.findings[0].cites[1].observed = S("\xff response=\"" FAKE_RESPONSE "\"");
	f.x.realm = S("a\"b\\c\r\n\t\x1b[31m\xed\xa0\x80");
	got = fake_json(&f);
	keep(to, got);
	for (size_t i = 0; i + 1 < got.len; i++)
		fine = fine && (unsigned char)got.p[i] >= 0x20 && got.p[i] != 0x7f;
	ok(fine, "no control octet is in the line");
	ok(has(got,
	       "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\\u003c!--\\u003c/script>\\u007f\\u009b\\u202e"
	       "\\udb40\\udc41"),
	   "what a terminal or a page would act on is escaped");
	ok(has(got, "\"observed_b64\":\"//4APCEtLTwvc2NyaXB0Pn/Cm+KArvOggYE=\""),
	   "the octets themselves are there when the text cannot say them");
	ok(!has(got, FAKE_RESPONSE) && !has(got, "NzIwYzBmZmVl"),
	   "and do not bring a response to light");
	ok(has(got, "a\\\"b\\\\c\\r\\n\\t\\u001b[31m\xef\xbf\xbd"),
	   "quotes and line ends are escaped");
	fake_printed_free(got);
	fake_end(&f);
}

static void
test_huge(FILE *to)
{
	struct fake f;
	struct str got;
	char *big;

	fake_begin(&f);
	big = arena_alloc(f.arena, 60000);
	if (big == NULL)
		exit(EXIT_FAILURE);
	memset(big, '\x1b', 60000);
	f.x.realm = (struct str){ big, 60000 };
	f.creds[0].username = f.creds[0].nonce = f.creds[0].nc = f.creds[0].uri = f.x.realm;
	f.offers[0].qop = f.x.realm;
	f.peer.user_agent = f.peer.param[CONTRAST_QOP] = f.x.realm;
	f.d.expected.header = f.x.realm;
	for (size_t i = 0; i < FAKE_FINDINGS; i++) {
		f.findings[i] = f.findings[0];
		f.findings[i].cites_used = FINDING_CITES;
		for (size_t k = 0; k < FINDING_CITES; k++) {
			f.findings[i].cites[k] = f.findings[0].cites[0];
			f.findings[i].cites[k].observed = f.x.realm;
		}
	}
	f.d.finding_count = FAKE_FINDINGS;
	got = fake_json(&f);
	keep(to, got);
	ok(got.len <= 65536, "a line is at most 64 KiB (%zu)", got.len);
	ok(has(got, "\"truncated\":true}"), "and says that it was cut");
	ok(has(got, "\"messages\":[{\"n\":1") && has(got, "\"n\":4"), "the ladder is still there");
	ok(has(got, "\xe2\x80\xa6(+"), "what is cut in a value is told");
	fake_printed_free(got);
	fake_end(&f);
}

static void
test_rounds(FILE *to)
{
	struct round rounds[ROUNDS_KEPT];
	struct fake f;
	struct str got;

	fake_begin(&f);
	for (size_t i = 0; i < ROUNDS_KEPT; i++) {
		rounds[i] = f.round;
		if (i > 0)
			rounds[i].request.msg = rounds[i].challenge.msg = NULL;
		f.x.rounds[i] = &rounds[i];
	}
	f.x.kept = ROUNDS_KEPT;
	f.x.round_count = f.x.answered_rounds = 5000;
	f.x.loss = LOSS_START | LOSS_CUT;
	f.d.undecided = FACT_OFFER | FACT_DIGEST;
	got = fake_json(&f);
	keep(to, got);
	ok(has(got, "\"rounds_more\":4996,\"note\":\"\xe2\x80\xa6 4996 rounds more \xe2\x80\xa6\""),
	   "rounds that were not kept are counted in the ladder");
	ok(has(got,
	       "\"complete\":false,\"missing\":[\"octets\",\"start\",\"offer\"],\"advice\":\"Capture"),
	   "the capture's losses are named, and how to have none; a secret is not one of them");
	fake_printed_free(got);
	fake_end(&f);
}

static void
test_checks(FILE *to)
{
	static const struct hypothesis row = { .id = "uri=request-uri",
					       .input = HYPOTHESIS_URI,
					       .cause = "client-hashed-request-uri",
					       .text = "hashed the Request-URI" };
	struct fake f;
	struct str got;

	fake_begin(&f);
	f.verify = (struct verify){
		.check = VERIFY_MISMATCH,
		.hashed = &row,
		.differs = { { .input = "uri", .sent = S("sip:a"), .hashed = S("sip:b") },
			     { .input = "password", .what = "cut to 8 octets" } },
		.substitutions = 2,
		.tried = 17
	};
	got = fake_json(&f);
	keep(to, got);
	ok(has(got, "\"hashed\":{\"code\":\"client-hashed-request-uri\""),
	   "what was hashed is told");
	ok(has(got, "{\"input\":\"password\",\"form\":\"cut to 8 octets\"}"),
	   "of a password its form, and nothing more");
	fake_printed_free(got);
	f.verify = (struct verify){ .check = VERIFY_MISMATCH, .tried = 17 };
	got = fake_json(&f);
	keep(to, got);
	ok(has(got, "\"hashed\":null,\"tried\":17"), "or that it was not found");
	fake_printed_free(got);
	f.verify = (struct verify){ .check = VERIFY_MATCH,
				    .form = DIGEST_FORM_2069,
				    .from_ha1 = true };
	got = fake_json(&f);
	keep(to, got);
	ok(has(got,
	       "\"check\":\"match\",\"reason\":null,\"form\":\"rfc2069\",\"algorithm\":\"MD5\""),
	   "a match has its form and algorithm");
	fake_printed_free(got);
	fake_end(&f);
}

static void
test_summary(FILE *to)
{
	struct fake f;
	struct summary s;
	struct str got;

	fake_begin(&f);
	s = fake_summary(&f);
	got = fake_json_summary(&f, &s);
	keep(to, got);
	ok(has(got,
	       "\"link_types\":[\"EN10MB\",\"LINUX_SLL\"],\"truncated\":false,\"error\":null}"),
	   "summary: an input that was read whole");
	ok(has(got, "\"truncated\":true,\"error\":\"cut off"), "summary: one that was not");
	ok(has(got, "\"user_agents\":[{\"name\":\"Softphone/1.0\",\"count\":1}]"),
	   "summary: top clients");
	ok(has(got, "\"limits_hit\":{\"") && has(got, "\":3}"),
	   "summary: a limit that was reached");
	ok(has(got, "\"oddities\":[{\"name\":\"ip.fragment\""), "summary: what was not read");
	fake_printed_free(got);
	s = (struct summary){ .inputs = NULL };
	got = fake_json_summary(&f, &s);
	keep(to, got);
	ok(has(got, "\"first_seen\":null,\"last_seen\":null"), "summary: of nothing");
	fake_printed_free(got);
	fake_end(&f);
}

/* "list value" for each word that an event may have in a closed list of the schema. */
static void
write_words(FILE *to)
{
	for (unsigned i = 0; i <= OUTCOME_OPEN; i++)
		fprintf(to, "outcome %s\n", outcome_name((enum outcome)i));
	for (unsigned i = HOW_FORBIDDEN; i <= HOW_OTHER; i++)
		fprintf(to, "how %s\n", outcome_how_name((enum outcome_how)i));
	for (unsigned i = 0; i <= PARTY_UNKNOWN; i++)
		fprintf(to, "party %s\n", party_name((enum party)i));
	for (unsigned i = 0; i <= SEVERITY_CAUSE; i++)
		fprintf(to, "severity %s\n", severity_name((enum severity)i));
	for (unsigned i = CAUSALITY_POSSIBLE; i <= CAUSALITY_PROVEN; i++)
		fprintf(to, "causality %s\n", causality_name((enum causality)i));
	for (unsigned i = 0; i <= VERIFY_MATCH; i++)
		fprintf(to, "check %s\n", verify_check_name((enum verify_check)i));
	for (unsigned i = VERIFY_NO_SECRET; i <= VERIFY_OUT_OF_MEMORY; i++)
		fprintf(to, "reason %s\n", verify_reason_name((enum verify_reason)i));
	for (unsigned i = 0; i <= TRANSPORT_SCTP; i++)
		fprintf(to, "transport %s\n", transport_name((enum transport)i));
}

static FILE *
open_for_writing(const char *path)
{
	FILE *f = fopen(path, "w");

	if (f == NULL) {
		printf("Bail out! cannot write %s\n", path);
		exit(EXIT_FAILURE);
	}
	return f;
}

int
main(int argc, char **argv)
{
	FILE *events = argc > 1 ? open_for_writing(argv[1]) : NULL;
	FILE *words = argc > 2 ? open_for_writing(argv[2]) : NULL;

	test_founding(events);
	test_ids();
	test_session(events);
	test_masked(events);
	test_hostile(events);
	test_huge(events);
	test_rounds(events);
	test_checks(events);
	test_summary(events);
	ok(str_starts(str_of(report_schema), S("{\n  \"$schema\"")),
	   "the program carries the schema");
	if (words != NULL) {
		write_words(words);
		(void)fclose(words);
	}
	if (events != NULL)
		(void)fclose(events);
	return done();
}
