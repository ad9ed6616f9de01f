/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/websocket.h>

static const struct {
	const char *name, *text;
} odds[WEBSOCKET_ODD_COUNT_] = {
	[WEBSOCKET_ODD_KEEPALIVE] = { "websocket.keepalive",
				      "WebSocket messages that keep the connection open" },
	[WEBSOCKET_ODD_NOT_SIP] = { "websocket.not-sip", "WebSocket messages that are not SIP" },
	[WEBSOCKET_ODD_CUT] = { "websocket.cut",
				"SIP messages over WebSocket of which octets are missing" },
	[WEBSOCKET_ODD_HEADLESS] = { "websocket.headless",
				     "WebSocket messages whose beginning is missing: not read" },
	[WEBSOCKET_ODD_LONG] = { "websocket.long",
				 "WebSocket messages that are too long: their end was not read" },
	[WEBSOCKET_ODD_FRAME] = { "websocket.frame", "WebSocket frame headers that make no sense" },
	[WEBSOCKET_ODD_MASK] = { "websocket.mask",
				 "WebSocket frames masked by a server, or not masked by a client" },
	[WEBSOCKET_ODD_FRAGMENT] = { "websocket.fragment",
				     "WebSocket messages begun before the one before had ended" },
	[WEBSOCKET_ODD_INFLATE] = { "websocket.inflate",
				    "compressed WebSocket messages that could not be expanded: "
				    "those before them are needed, or they are damaged" },
	[WEBSOCKET_ODD_NO_INFLATE] = { "websocket.no-inflate",
				       "compressed WebSocket messages, not read: built without "
				       "zlib, or too many connections at once" },
	[WEBSOCKET_ODD_EXTENSION] = { "websocket.extension",
				      "WebSocket connections with an extension that is not read" },
	[WEBSOCKET_ODD_REFUSED] = { "websocket.refused", "upgrades to WebSocket refused" },
	[WEBSOCKET_ODD_SUBPROTOCOL] = { "websocket.subprotocol",
					"WebSocket connections for another protocol than SIP" },
	[WEBSOCKET_ODD_LOST] = { "websocket.lost",
				 "WebSocket streams in which no frame was found again" },
};

const char *
websocket_odd_name(enum websocket_odd odd)
{
	return odds[odd].name;
}

const char *
websocket_odd_text(enum websocket_odd odd)
{
	return odds[odd].text;
}
