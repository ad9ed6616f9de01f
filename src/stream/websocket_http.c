/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * websocket_http.c - the HTTP messages by which a connection becomes WebSocket (RFC 6455 4), as
 * far as they tell what comes after them.
 */
#include "websocket_priv.h"

enum {
	WINDOW_BITS_LEAST = 8,
	WINDOW_BITS_MOST = 15,
	HEAD_MOST = 2 * WEBSOCKET_GUESS_BYTES,
};

struct ws_http {
	bool request;
	bool upgrade;    /* … to WebSocket is asked for or, by 101, granted */
	unsigned status; /* of a response */
	bool named_protocol, sip;
	bool other_extension; /* agreed on, and not read */
	bool has_length;
	uint64_t body_bytes;
	struct websocket_terms terms; /* of a 101 */
};

static bool
is_blank(unsigned char c)
{
	return c == ' ' || c == '\t';
}

/* Cut a whole line off, its end dropped; false when there is none. */
static bool
take_line(struct str *in, struct str *line)
{
	ptrdiff_t at = str_index(*in, '\n');

	if (at < 0)
		return false;
	*line = str_sub(*in, 0, (size_t)at);
	*in = str_sub(*in, (size_t)at + 1, in->len);
	if (line->len > 0 && line->p[line->len - 1] == '\r')
		line->len--;
	return true;
}

/* The value of a header line of this name; absent when it is of another. */
static struct str
value_of(struct str line, struct str name)
{
	struct str got = str_cut(&line, ':');

	return str_eq_nocase(got, name) ? str_trim(line, is_blank) : STR_ABSENT;
}

/* Whether a list has this token (RFC 7230 7). */
static bool
lists(struct str list, struct str token)
{
	while (list.len > 0) {
		if (str_eq_nocase(str_trim(str_cut(&list, ','), is_blank), token))
			return true;
	}
	return false;
}

enum websocket_guess
ws_http_begins(struct str in)
{
	static const struct str begins[] = { { "GET ", 4 }, { "HTTP/1.", 7 } };

	for (size_t i = 0; i < COUNT(begins); i++) {
		if (str_starts(in, begins[i]))
			return WEBSOCKET_YES;
		if (str_starts(begins[i], in))
			return WEBSOCKET_MAYBE;
	}
	return WEBSOCKET_NO;
}

static unsigned
status_of(struct str line)
{
	uint64_t status = 0;

	(void)str_cut(&line, ' ');
	(void)str_to_u64(str_sub(line, 0, 3), 999, &status);
	return (unsigned)status;
}

enum websocket_guess
ws_http_guess(struct str in)
{
	enum websocket_guess guess = ws_http_begins(in);
	struct str head = str_sub(in, 0, WEBSOCKET_GUESS_BYTES), line;
	bool first = true;

	if (guess != WEBSOCKET_YES)
		return guess;
	for (; take_line(&head, &line); first = false) {
		if (first && str_starts(line, S("HTTP/")) && status_of(line) != 101)
			return WEBSOCKET_NO;
		if (lists(value_of(line, S("Upgrade")), S("websocket")))
			return WEBSOCKET_YES;
		if (line.len == 0)
			return WEBSOCKET_NO;
	}
	return in.len < WEBSOCKET_GUESS_BYTES ? WEBSOCKET_MAYBE : WEBSOCKET_NO;
}

/* RFC 7692 7.1.2: without a value only a client's offer may stand. */
static unsigned
window_bits(struct str value)
{
	uint64_t bits = WINDOW_BITS_MOST;

	if (value.len > 1 && value.p[0] == '"')
		value = str_sub(value, 1, value.len - 2);
	(void)str_to_u64(value, WINDOW_BITS_MOST, &bits);
	return bits < WINDOW_BITS_LEAST ? WINDOW_BITS_MOST : (unsigned)bits;
}

static void
read_deflate(struct str params, struct websocket_terms *t)
{
	t->deflate = true;
	while (params.len > 0) {
		struct str value = str_cut(&params, ';');
		struct str name = str_trim(str_cut(&value, '='), is_blank);

		value = str_trim(value, is_blank);
		if (str_eq_nocase(name, S("client_no_context_takeover")))
			t->client_no_takeover = true;
		else if (str_eq_nocase(name, S("server_no_context_takeover")))
			t->server_no_takeover = true;
		else if (str_eq_nocase(name, S("client_max_window_bits")))
			t->client_max_window = window_bits(value);
		else if (str_eq_nocase(name, S("server_max_window_bits")))
			t->server_max_window = window_bits(value);
	}
}

static void
read_extensions(struct str list, struct ws_http *out)
{
	while (list.len > 0) {
		struct str params = str_cut(&list, ',');
		struct str name = str_trim(str_cut(&params, ';'), is_blank);

		if (str_eq_nocase(name, S("permessage-deflate")))
			read_deflate(params, &out->terms);
		else if (name.len > 0)
			out->other_extension = true;
	}
}

static void
read_field(struct str line, struct ws_http *out)
{
	struct str protocols = value_of(line, S("Sec-WebSocket-Protocol"));

	if (!str_absent(protocols)) {
		out->named_protocol = true;
		out->sip = out->sip || lists(protocols, S("sip"));
	}
	if (lists(value_of(line, S("Upgrade")), S("websocket")))
		out->upgrade = out->request || out->status == 101;
	/* Those of a request are offers only. */
	if (!out->request)
		read_extensions(value_of(line, S("Sec-WebSocket-Extensions")), out);
	if (str_to_u64(value_of(line, S("Content-Length")), INT64_MAX, &out->body_bytes))
		out->has_length = true;
}

/* Read a whole head, its empty line included.  False if it is none. */
static bool
read_head(struct str head, struct ws_http *out)
{
	struct str line;

	*out = (struct ws_http){ .request = str_starts(head, S("GET ")) };
	out->terms.client_max_window = out->terms.server_max_window = WINDOW_BITS_MOST;
	if (!take_line(&head, &line))
		return false;
	if (!out->request)
		out->status = status_of(line);
	while (take_line(&head, &line))
		read_field(line, out);
	out->terms.known = out->upgrade && !out->request;
	return out->request || out->status >= 100;
}

static void
answer_read(struct websocket *ws, const struct ws_http *h)
{
	if (h->upgrade) {
		ws->terms = h->terms;
		if (h->other_extension)
			ws_odd(ws, WEBSOCKET_ODD_EXTENSION);
		return;
	}
	/* 100 and the like: the answer is yet to come. */
	if (h->status < 200 && h->status != 101)
		return;
	/* It may be asked for again, with credentials; what is in between is passed over. */
	ws_odd(ws, WEBSOCKET_ODD_REFUSED);
	ws->left = h->body_bytes;
	ws->state = !h->has_length ? WS_SEEK : h->body_bytes > 0 ? WS_HTTP_BODY : WS_HEAD;
}

static void
head_read(struct websocket *ws)
{
	struct ws_http h;
	bool good = read_head(octets_view(&ws->text), &h);

	octets_free(&ws->text);
	if (!good) {
		ws_odd(ws, WEBSOCKET_ODD_FRAME);
		ws_seek_anew(ws);
		return;
	}
	ws->end = h.request ? WS_CLIENT : WS_SERVER;
	if (h.upgrade && h.named_protocol && !h.sip) {
		ws_odd(ws, WEBSOCKET_ODD_SUBPROTOCOL);
		ws_over(ws);
		return;
	}
	ws->state = WS_HEAD;
	if (!h.request)
		answer_read(ws, &h);
}

void
ws_http_data(struct websocket *ws, struct str *in)
{
	ptrdiff_t at = str_index(*in, '\n');
	struct str line = str_sub(*in, 0, at < 0 ? in->len : (size_t)at + 1), all;
	size_t over = 0;
	bool good = ws->text.len + line.len <= HEAD_MOST;

	*in = str_sub(*in, line.len, in->len);
	if (!good)
		ws_odd(ws, WEBSOCKET_ODD_LOST);
	else if (!octets_add(&ws->text, line, &over)) {
		ws->shared->dropped++;
		good = false;
	}
	if (!good || over > 0) {
		ws_over(ws);
		return;
	}
	all = octets_view(&ws->text);
	if (at >= 0 && (str_eq(str_sub(all, all.len - 2, 2), S("\n\n")) ||
			(all.len > 3 && str_eq(str_sub(all, all.len - 3, 3), S("\n\r\n")))))
		head_read(ws);
}
