/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/websocket.h>

#include "begin.h"
#include "start.h"

/* RFC 8446 5.1, 5.2 and, of the versions before, RFC 5246 6.2.3. */
enum {
	TLS_CHANGE_CIPHER_SPEC = 20,
	TLS_HANDSHAKE = 22,
	TLS_APPLICATION_DATA = 23,
	TLS_RECORD_MAX = 16384 + 2048,
	TLS_HEADER = 5,
	TLS_CLIENT_HELLO = 1,
	TLS_SERVER_HELLO = 2,
};

/* A record's header; a connection begins with a hello, one under way goes on with anything. */
static enum begin
begin_tls(struct str head)
{
	const unsigned char *p = (const unsigned char *)head.p;

	if (p[0] < TLS_CHANGE_CIPHER_SPEC || p[0] > TLS_APPLICATION_DATA)
		return BEGIN_OTHER;
	if ((head.len > 1 && p[1] != 3) || (head.len > 2 && p[2] > 4))
		return BEGIN_OTHER;
	if (head.len > TLS_HEADER - 1 && ((unsigned)p[3] << 8 | p[4]) > TLS_RECORD_MAX)
		return BEGIN_OTHER;
	if (p[0] != TLS_HANDSHAKE)
		return head.len >= TLS_HEADER ? BEGIN_TLS : BEGIN_MAYBE;
	if (head.len <= TLS_HEADER)
		return BEGIN_MAYBE;
	return p[5] == TLS_CLIENT_HELLO || p[5] == TLS_SERVER_HELLO ? BEGIN_TLS : BEGIN_OTHER;
}

/* A connection becomes WebSocket by HTTP only (RFC 6455 4); frames are met when it is. */
static bool
may_be_websocket(struct str head, bool under_way)
{
	return under_way || str_starts(S("GET "), str_sub(head, 0, 4)) ||
	       str_starts(S("HTTP/1."), str_sub(head, 0, 7));
}

static bool
is_line_end(unsigned char c)
{
	return c == '\r' || c == '\n';
}

/* The rest of a start line looks like a whole one of a method that nobody knows. */
static enum framer_guess
goes_on(struct str head)
{
	str_take_while(&head, is_line_end);
	return start_is_known(head);
}

enum begin
begin_of(struct str head, bool under_way)
{
	enum websocket_guess ws = WEBSOCKET_NO;
	enum framer_guess sip;
	enum begin tls;

	if (head.len == 0)
		return BEGIN_MAYBE;
	tls = begin_tls(head);
	if (tls != BEGIN_OTHER)
		return tls;
	sip = under_way ? goes_on(head) : framer_guess(head);
	if (sip == FRAMER_YES)
		return BEGIN_SIP;
	if (may_be_websocket(head, under_way))
		ws = websocket_guess(head);
	if (ws == WEBSOCKET_YES)
		return BEGIN_WEBSOCKET;
	if (head.len >= BEGIN_MAX || (sip == FRAMER_NO && ws == WEBSOCKET_NO))
		return BEGIN_OTHER;
	return BEGIN_MAYBE;
}

bool
begin_on_sip_port(const struct seen *seen)
{
	return seen->src.port == 5060 || seen->dst.port == 5060;
}

bool
begin_on_sips_port(const struct seen *seen)
{
	return seen->src.port == 5061 || seen->dst.port == 5061;
}
