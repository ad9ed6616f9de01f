/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "scene.h"

enum { TEXT = 2048 };

struct shot {
	int64_t ms;
	char from, to;
	struct str start, cseq, branch;
	struct str call, from_tag, to_tag, by, auth, lost;
	size_t cut;
};

static void
fail(const char *shot)
{
	printf("Bail out! cannot read the shot: %s\n", shot);
	exit(EXIT_FAILURE);
}

static uint64_t
read_number(struct str text, const char *shot)
{
	uint64_t n = 0;

	if (!str_to_u64(text, INT64_MAX, &n))
		fail(shot);
	return n;
}

static void
read_word(struct shot *s, struct str word, const char *shot)
{
	const struct {
		struct str name;
		struct str *to;
	} words[] = {
		{ S("call"), &s->call }, { S("from"), &s->from_tag }, { S("to"), &s->to_tag },
		{ S("by"), &s->by },     { S("auth"), &s->auth },     { S("lost"), &s->lost },
	};
	struct str name = str_cut(&word, '=');

	for (size_t i = 0; i < COUNT(words); i++) {
		if (str_eq(name, words[i].name)) {
			*words[i].to = word;
			return;
		}
	}
	if (!str_eq(name, S("cut")))
		fail(shot);
	s->cut = (size_t)read_number(word, shot);
}

static struct shot
read_shot(const char *shot)
{
	struct shot s = { .call = S("call-1@192.0.2.10"),
			  .from_tag = S("caller"),
			  .by = S("192.0.2.10:5060"),
			  .to_tag = S("-"),
			  .cut = SIZE_MAX };
	struct str rest = str_of(shot);
	bool before_1970 = str_take(&rest, '-');
	struct str leg;

	s.ms = (int64_t)read_number(str_cut(&rest, ' '), shot);
	if (before_1970)
		s.ms = -s.ms;
	leg = str_cut(&rest, ' ');
	if (leg.len != 3 || leg.p[1] != '>')
		fail(shot);
	s.from = leg.p[0];
	s.to = leg.p[2];
	s.start = str_cut(&rest, ' ');
	s.cseq = str_cut(&rest, ' ');
	s.branch = str_cut(&rest, ' ');
	if (s.branch.len == 0)
		fail(shot);
	while (rest.len > 0)
		read_word(&s, str_cut(&rest, ' '), shot);
	return s;
}

struct text {
	char octets[TEXT];
	size_t len;
	struct str lost; /* the header not to write */
};

static void __attribute__((format(printf, 3, 4)))
put(struct text *t, const char *header, const char *fmt, ...)
{
	va_list args;

	if (!str_empty(t->lost) && str_eq(str_of(header), t->lost))
		return;
	va_start(args, fmt);
	t->len += (size_t)vsnprintf(t->octets + t->len, TEXT - t->len, fmt, args);
	va_end(args);
}

static void
put_tagged(struct text *t, const char *header, struct str tag)
{
	bool none = str_eq(tag, S("-"));

	put(t, header, "%s: <sip:alice@example.com>%s%.*s\r\n", header,
	    none ? "" : ";tag=", none ? 0 : (int)tag.len, tag.p);
}

static void
put_start(struct text *t, const struct shot *s)
{
	if (str_is_digit((unsigned char)s->start.p[0]))
		put(t, "", "SIP/2.0 %.*s Reason\r\n", STR_ARG(s->start));
	else
		put(t, "", "%.*s sip:example.com SIP/2.0\r\n", STR_ARG(s->start));
}

static void
put_via(struct text *t, const struct shot *s)
{
	struct str branch = s->branch;
	bool none = str_eq(branch, S("-"));
	bool cookie = str_take(&branch, 'z');

	put(t, "Via", "Via: SIP/2.0/UDP %.*s%s%s%.*s\r\n", STR_ARG(s->by),
	    none ? "" : ";branch=", cookie ? "z9hG4bK" : "", none ? 0 : (int)branch.len, branch.p);
}

static void
put_cseq(struct text *t, const struct shot *s)
{
	struct str method = s->cseq;
	struct str number = str_cut(&method, ':');

	if (method.len == 0)
		method = s->start;
	put(t, "CSeq", "CSeq: %.*s %.*s\r\n", STR_ARG(number), STR_ARG(method));
}

static struct endpoint
endpoint_of(char name, const char *shot)
{
	static const struct {
		char name;
		uint8_t host;
		uint16_t port;
	} names[] = {
		{ 'c', 10, 5060 }, { 'C', 10, 40000 }, { 's', 1, 5060 },
		{ 'S', 1, 5080 },  { 'd', 77, 5060 },
	};

	for (size_t i = 0; i < COUNT(names); i++) {
		if (names[i].name == name)
			return (struct endpoint){
				.ip = { .family = 4, .octets = { 192, 0, 2, names[i].host } },
				.port = names[i].port,
			};
	}
	fail(shot);
	return (struct endpoint){ 0 };
}

struct message
scene_message(const char *shot, struct arena *a)
{
	struct shot s = read_shot(shot);
	struct text t = { .lost = s.lost };
	struct message m = { .seen = { .ts_ns = s.ms * 1000000 } };
	bool enough = true;
	struct str raw;

	put_start(&t, &s);
	put_via(&t, &s);
	put_tagged(&t, "From", s.from_tag);
	put_tagged(&t, "To", s.to_tag);
	put(&t, "Call-ID", "Call-ID: %.*s\r\n", STR_ARG(s.call));
	put_cseq(&t, &s);
	put(&t, "Max-Forwards", "Max-Forwards: 70\r\n");
	if (s.auth.len > 0)
		put(&t, "Authorization", "Authorization: %.*s\r\n", STR_ARG(s.auth));
	put(&t, "", "Content-Length: 0\r\n\r\n");

	m.seen.src = endpoint_of(s.from, shot);
	m.seen.dst = endpoint_of(s.to, shot);
	if (s.cut < t.len) {
		m.missing_bytes = t.len - s.cut;
		t.len = s.cut;
	}
	raw = arena_dup(a, (struct str){ t.octets, t.len }, &enough);
	if (!enough || !sip_msg_parse(raw, m.missing_bytes, 512, a, &m.sip))
		fail("no memory");
	return m;
}

void
notes_add(struct notes *n, const char *line)
{
	int len = snprintf(n->text + n->len, sizeof(n->text) - n->len, "%s\n", line);

	if (len < 0 || (size_t)len >= sizeof(n->text) - n->len)
		fail("too many steps to note");
	n->len += (size_t)len;
}

void
notes_take(void *ctx, const struct call_step *step)
{
	static const char *const kinds[] = {
		[CALL_REQUEST] = "request",      [CALL_REQUEST_AGAIN] = "request-again",
		[CALL_RESPONSE] = "response",    [CALL_RESPONSE_AGAIN] = "response-again",
		[CALL_RESPONSE_STRAY] = "stray", [CALL_ACK] = "ack",
	};
	struct notes *n = ctx;
	char line[256], copies[32] = "";

	if (n->dialogs) {
		(void)snprintf(line, sizeof(line), "d%ju%s", (uintmax_t)step->dialog,
			       step->in_dialog ? " in-dialog" : "");
	} else {
		if (step->copies > 1)
			(void)snprintf(copies, sizeof(copies), " copies=%u", step->copies);
		(void)snprintf(line, sizeof(line), "%s t%ju%s%s%s%s%s", kinds[step->kind],
			       (uintmax_t)step->transaction, copies,
			       step->on_schedule ? " on-schedule" : "",
			       step->provisional_seen ? " provisional" : "",
			       step->final_seen ? " final" : "",
			       step->cancelled ? " cancelled" : "");
	}
	notes_add(n, line);
}
