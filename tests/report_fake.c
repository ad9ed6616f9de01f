/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report_fake.h"

/* 2026-11-23T10:00:00Z */
#define BEGIN_NS INT64_C(1795428000000000000)

enum { MESSAGE = 70000 };

static void
fail(const char *what)
{
	printf("Bail out! %s\n", what);
	exit(EXIT_FAILURE);
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	(void)d;
	(void)f;
	return VERDICT_NO;
}

const struct rule fake_lead = {
	.code = "qop-missing-in-response",
	.title = "the client leaves out qop although the server offers it",
	.meaning = "The missing qop is the root: cnonce and nc go with it.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.basis = BASIS_DEFECT,
	.clauses = { { "RFC 3261", "22.4", "a client that receives qop sends qop" },
		     { "RFC 2617", "3.2.2", "differs: qop is optional" } },
	.advice = { { PARTY_CLIENT, "Send qop, cnonce and nc, and hash them too." },
		    { PARTY_SERVER, "Accept answers without qop." } },
	.judge = judge,
};

const struct rule fake_note = {
	.code = "weak-cnonce",
	.title = "the cnonce repeats the nonce",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_NOTE,
	.judge = judge,
};

/* Where a code stands in rules_all, by which the contrast names what it found. */
static size_t
index_of(const char *code)
{
	for (size_t i = 0; i < rules_count; i++)
		if (strcmp(rules_all[i]->code, code) == 0)
			return i;
	fail(code);
	return 0;
}

static struct endpoint
endpoint(const char *ip, uint16_t port)
{
	struct endpoint e = { .port = port };

	if (!address_parse(str_of(ip), &e.ip))
		fail("address_parse");
	return e;
}

/* The text with LF as CRLF, parsed. */
static const struct message *
message(struct fake *f, struct str text, unsigned frame, int ms)
{
	struct message *m = arena_alloc(f->arena, sizeof(*m));
	char *wire = arena_alloc(f->arena, 2 * text.len);
	size_t len = 0;

	if (m == NULL || wire == NULL)
		fail("memory");
	for (size_t i = 0; i < text.len; i++) {
		if (text.p[i] == '\n')
			wire[len++] = '\r';
		wire[len++] = text.p[i];
	}
	if (!sip_msg_parse((struct str){ wire, len }, 0, 64, f->arena, &m->sip))
		fail("sip_msg_parse");
	m->seen = (struct seen){ .ts_ns = BEGIN_NS + INT64_C(1000000) * ms, .frame = frame };
	m->seen.src = m->sip.is_request ? f->x.client : f->x.server;
	m->seen.dst = m->sip.is_request ? f->x.server : f->x.client;
	return m;
}

static const struct message *
request(struct fake *f, unsigned frame, int ms, const char *fields)
{
	static char text[MESSAGE];
	int n = snprintf(text, sizeof(text),
			 "REGISTER sip:203.0.113.1 SIP/2.0\n"
			 "Via: SIP/2.0/UDP 192.0.2.23:5060;branch=z9hG4bK%u\n"
			 "From: \"Jo\" <sip:23@203.0.113.1>;tag=a1\nTo: <sip:23@203.0.113.1>\n"
			 "Call-ID: call@192.0.2.23\nCSeq: %u REGISTER\n"
			 "User-Agent: Softphone/1.0\n%sContent-Length: 0\n\n",
			 frame, frame, fields);

	return message(f, (struct str){ text, (size_t)n }, frame, ms);
}

static const struct message *
response(struct fake *f, unsigned frame, int ms, const char *line, const char *fields)
{
	static char text[MESSAGE];
	int n = snprintf(
		text, sizeof(text),
		"SIP/2.0 %s\n"
		"Via: SIP/2.0/UDP 192.0.2.23:5060;branch=z9hG4bK%u\n"
		"From: \"Jo\" <sip:23@203.0.113.1>;tag=a1\nTo: <sip:23@203.0.113.1>;tag=b2\n"
		"Call-ID: call@192.0.2.23\nCSeq: %u REGISTER\n"
		"Server: Registrar/4\n%sContent-Length: 0\n\n",
		line, frame - 1, frame - 1, fields);

	return message(f, (struct str){ text, (size_t)n }, frame, ms);
}

static struct citation
cite(const struct message *m, const char *label, const char *param, struct str observed)
{
	struct citation c = {
		.seen = m->seen, .message = label, .param = param, .observed = observed
	};

	if (!str_absent(observed)) {
		c.offset = (size_t)(observed.p - m->sip.raw.p);
		c.length = observed.len;
	}
	return c;
}

static void
make_findings(struct fake *f)
{
	struct finding *lead = &f->findings[0];

	*lead = (struct finding){ .rule = &fake_lead, .verdict = VERDICT_YES, .cites_used = 2 };
	lead->cites[0] = cite(f->round.challenge.msg, "challenge", "qop", f->offers[0].qop);
	lead->cites[0].header = S("WWW-Authenticate");
	lead->cites[1] = cite(f->round.answer.msg, "answer", "qop", STR_ABSENT);
	lead->cites[1].header = S("Authorization");
	lead->cites[1].expected = "auth";
	snprintf(lead->detail, sizeof(lead->detail),
		 "qop=\"auth\" is offered, the answer has none");
	f->d.findings = f->findings;
	f->d.finding_count = 1;
	f->d.lead = lead;
	f->d.causality = CAUSALITY_LIKELY;
	snprintf(f->d.why, sizeof(f->d.why), "The same account was accepted with qop.");
	f->d.alternatives[0] = (struct alternative){ .code = "wrong-password",
						     .causality = CAUSALITY_POSSIBLE,
						     .why_not = "only the password would tell" };
	f->d.alternative_count = 1;
}

static void
make_contrast(struct fake *f)
{
	f->peer = (struct contrast_peer){ .client = endpoint("192.0.2.55", 5060),
					  .user_agent = S("Other/2.1"),
					  .username = S("23"),
					  .count = 2,
					  .seen = { .frame = 7 } };
	f->peer.param[CONTRAST_QOP] = S("auth");
	f->peer.param[CONTRAST_CNONCE] = S("sent");
	rule_set_add(&f->peer.found, index_of("weak-cnonce"));
	f->d.contrast =
		(struct contrast_view){ .whole_input = true, .row_count = 1, .accepted = 2 };
	f->d.contrast.rows[0] =
		(struct contrast_row){ .peer = &f->peer,
				       .same_account = true,
				       .differs = 1u << CONTRAST_QOP | 1u << CONTRAST_CNONCE };
}

void
fake_answer(struct fake *f, const char *authorization)
{
	static char fields[MESSAGE];

	snprintf(fields, sizeof(fields), "Authorization: %s\n", authorization);
	f->round.answer = (struct step_message){ .msg = request(f, 3, 34, fields), .copies = 2 };
	f->round.cred_count = credentials_of(&f->round.answer.msg->sip, f->creds, COUNT(f->creds));
	f->round.creds = f->creds;
	f->round.cred = f->round.cred_count > 0 ? &f->creds[0] : NULL;
}

void
fake_refusal(struct fake *f, const char *fields)
{
	f->round.outcome =
		(struct step_message){ .msg = response(f, 4, 52, "403 Forbidden", fields),
				       .copies = 1 };
}

void
fake_accept(struct fake *f)
{
	f->round.outcome =
		(struct step_message){ .msg = response(f, 4, 52, "200 OK", ""), .copies = 1 };
	f->x.outcome = OUTCOME_ACCEPTED;
	f->x.how = HOW_NONE;
	f->d.is_session = true;
	f->d.lead = NULL;
	f->d.causality = CAUSALITY_NONE;
	f->d.alternative_count = 0;
	f->findings[0].rule = &fake_note;
}

void
fake_begin(struct fake *f)
{
	struct err err = { "" };

	*f = (struct fake){ .arena = arena_new(0), .digest = digest_new(&err) };
	if (f->arena == NULL || f->digest == NULL)
		fail("no arena or digest");
	f->x = (struct exchange){ .realm = S("proximiti"),
				  .client = endpoint("192.0.2.23", 5060),
				  .server = endpoint("203.0.113.1", 5060),
				  .rounds = { &f->round },
				  .kept = 1,
				  .round_count = 1,
				  .answered_rounds = 1,
				  .outcome = OUTCOME_REJECTED,
				  .how = HOW_FORBIDDEN,
				  .first_ns = BEGIN_NS,
				  .decided_ns = BEGIN_NS + 52000000,
				  .legs = 1 };
	f->round.request = (struct step_message){ .msg = request(f, 1, 0, ""), .copies = 1 };
	f->round.challenge = (struct step_message){
		.msg = response(f, 2, 20, "401 Unauthorized",
				"WWW-Authenticate: Digest realm=\"proximiti\",nonce=\"156730866\","
				"qop=\"auth\",algorithm=MD5\n"),
		.copies = 1
	};
	f->round.offer_count =
		challenges_of(&f->round.challenge.msg->sip, f->offers, COUNT(f->offers));
	f->round.offers = f->offers;
	f->round.offer = &f->offers[0];
	f->round.nonce_age_ns = 14000000;
	fake_answer(f, "Digest username=\"23\",realm=\"proximiti\",nonce=\"156730866\","
		       "uri=\"sip:203.0.113.1\",response=\"" FAKE_RESPONSE "\",algorithm=MD5");
	fake_refusal(f, "");
	f->verify = (struct verify){ .check = VERIFY_NOT_ATTEMPTED, .reason = VERIFY_NO_SECRET };
	f->d = (struct diagnosis){ .exchange = &f->x, .digest = &f->verify, .arena = f->arena };
	f->d.dossier =
		(struct dossier){ .exchange = &f->x, .round = &f->round, .digest = &f->verify };
	f->d.expected.header =
		S("Authorization: Digest username=\"23\", realm=\"proximiti\", "
		  "nonce=\"156730866\", uri=\"sip:203.0.113.1\", "
		  "response=\"\xe2\x80\xa6\", algorithm=MD5, cnonce=\"c0\", qop=auth, "
		  "nc=00000001");
	make_findings(f);
	make_contrast(f);
	f->o = (struct report_options){ .digest = f->digest, .source = "file", .version = "1.2.3" };
}

void
fake_end(struct fake *f)
{
	digest_free(f->digest);
	arena_free(f->arena);
}

struct summary
fake_summary(struct fake *f)
{
	static const struct summary_input inputs[] = {
		{ .name = "a.pcap",
		  .packets = 8,
		  .bytes = 3009,
		  .link_types = "EN10MB, LINUX_SLL" },
		{ .name = "b.pcap",
		  .truncated = true,
		  .error = "cut off in the middle of a packet" },
	};
	static const char *const names[] = { "a.pcap", "b.pcap" };
	static struct limits limits;
	struct summary s = { .inputs = inputs,
			     .input_count = COUNT(inputs),
			     .first_ns = BEGIN_NS,
			     .last_ns = BEGIN_NS + 52000000,
			     .sip_messages = 8,
			     .outcomes = { [OUTCOME_ACCEPTED] = 1, [OUTCOME_REJECTED] = 1 },
			     .cause_count = 1,
			     .oddity_count = 1,
			     .limits = &limits,
			     .partial = true };

	limits_begin(&limits, (struct hash_key){ 1, 2 });
	limits.hit[LIMIT_NONCES] = 3;
	f->o.inputs = names;
	f->o.input_count = COUNT(names);
	s.causes[0] =
		(struct summary_cause){ .code = fake_lead.code,
					.count = 1,
					.clients = 1,
					.servers = 1,
					.user_agents = { { .name = "Softphone/1.0", .count = 1 } },
					.first_ns = BEGIN_NS,
					.last_ns = BEGIN_NS };
	s.parties[PARTY_CLIENT] = 1;
	s.oddities[0] = (struct summary_oddity){ .name = "ip.fragment",
						 .text = "a fragment, not put together",
						 .count = 12,
						 .first_frame = 5,
						 .first_input = 1 };
	return s;
}

static FILE *
print_begin(void)
{
	FILE *out = tmpfile();

	if (out == NULL)
		fail("tmpfile");
	return out;
}

static struct str
print_end(FILE *out)
{
	long len = ftell(out);
	char *text = malloc((size_t)len + 1);
	struct str s = { text, 0 };

	if (text == NULL || len < 0)
		fail("memory");
	rewind(out);
	s.len = fread(text, 1, (size_t)len, out);
	(void)fclose(out);
	return s;
}

struct str
fake_json(struct fake *f)
{
	FILE *out = print_begin();

	if (!report_json_event(out, &f->o, &f->d))
		fail("report_json_event");
	return print_end(out);
}

struct str
fake_text(struct fake *f)
{
	FILE *out = print_begin();

	report_text_event(out, &f->o, &f->d);
	return print_end(out);
}

struct str
fake_json_summary(struct fake *f, const struct summary *s)
{
	FILE *out = print_begin();

	if (!report_json_summary(out, &f->o, s))
		fail("report_json_summary");
	return print_end(out);
}

struct str
fake_text_summary(struct fake *f, const struct summary *s)
{
	FILE *out = print_begin();

	report_text_summary(out, &f->o, s);
	return print_end(out);
}

void
fake_printed_free(struct str s)
{
	free((char *)s.p);
}
