/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Any octets as one direction of WebSocket.  The first octet chooses what comes before them and
 * how they are cut: what comes out must not hang on the cutting, nor be more than was put in.
 */
#include <stdlib.h>

#include <sipwhy/frame.h>
#include <sipwhy/websocket.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct outcome {
	uint64_t messages, sum, odd[WEBSOCKET_ODD_COUNT_];
	struct limits limits;
	enum websocket_state state;
};

static void
must(bool cond)
{
	if (!cond)
		abort();
}

static void
on_message(void *ctx, const struct seen *seen, struct str raw, size_t missing)
{
	struct outcome *o = ctx;
	struct str again;

	must(seen->transport == TRANSPORT_WS);
	must(raw.len > 0 && raw.len <= o->limits.max[LIMIT_MESSAGE_BYTES]);
	must(frame_datagram(raw, &again) == FRAME_SIP && again.len == raw.len);
	o->messages++;
	o->sum = (o->sum * 31 + str_hash(&o->limits.key, raw)) * 31 + missing;
}

static void
on_odd(void *ctx, enum websocket_odd odd, const struct seen *seen)
{
	struct outcome *o = ctx;

	(void)seen;
	must(odd < WEBSOCKET_ODD_COUNT_);
	o->odd[odd]++;
}

#define B(bytes)                         \
	{                                \
		bytes, sizeof(bytes) - 1 \
	}

static const struct str before[] = {
	B(""),
	B("GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n"),
	B("HTTP/1.1 101 x\r\nUpgrade: websocket\r\n\r\n"),
	B("HTTP/1.1 101 x\r\nUpgrade: websocket\r\n"
	  "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n"),
};

/* In pieces of `piece` octets; after each `hole` octets one is not there (0: all are). */
static void
read_all(struct str head, struct str body, size_t piece, size_t hole, struct outcome *o)
{
	struct websocket_shared shared = { .limits = &o->limits, .fn = on_message, .odd = on_odd };
	struct seen seen = { .transport = TRANSPORT_TCP };
	struct websocket *ws;

	limits_begin(&o->limits, (struct hash_key){ 3, 4 });
	ws = websocket_new(&shared, o);
	if (ws == NULL)
		return;
	(void)websocket_data(ws, &seen, head);
	for (size_t at = 0; at < body.len;) {
		size_t left = hole > 0 ? hole - at % hole : body.len;
		struct str in = str_sub(body, at, piece < left ? piece : left);

		o->state = websocket_data(ws, &seen, in);
		at += in.len;
		if (hole > 0 && at % hole == 0) {
			websocket_gap(ws, 1);
			at++;
		}
	}
	must(websocket_waiting(ws) <= o->limits.max[LIMIT_MESSAGE_BYTES]);
	websocket_gap(ws, 0);
	must(shared.inflaters <= 1);
	websocket_free(ws);
	must(shared.inflaters == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct outcome whole = { 0 }, cut = { 0 }, holed = { 0 };
	struct str body, head;

	if (size == 0)
		return 0;
	head = before[data[0] & 3];
	body = (struct str){ (const char *)data + 1, size - 1 };
	(void)websocket_guess(body);
	read_all(head, body, body.len, 0, &whole);
	read_all(head, body, (size_t)(data[0] >> 2) + 1, 0, &cut);
	must(whole.messages == cut.messages && whole.sum == cut.sum && whole.state == cut.state);
	for (unsigned i = 0; i < WEBSOCKET_ODD_COUNT_; i++)
		must(whole.odd[i] == cut.odd[i]);
	read_all(head, body, 100, (size_t)data[0] * 4 + 50, &holed);
	return 0;
}
