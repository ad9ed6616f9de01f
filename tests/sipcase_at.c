/* SPDX-License-Identifier: BSD-2-Clause */
/* The line that begins a message: when, between whom, with what mischief. */
#include <arpa/inet.h>
#include <string.h>

#include "sipcase_priv.h"

bool
sipcase_bad(const struct reader *r, const char *what, struct str text)
{
	return err_set(r->err, "%s:%u: %s \"%.*s\"", r->name, r->line, what, STR_ARG(text));
}

static bool
is_blank(unsigned char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static bool
not_blank(unsigned char c)
{
	return !is_blank(c);
}

struct str
sipcase_next_word(struct str *line)
{
	(void)str_take_while(line, is_blank);
	return str_take_while(line, not_blank);
}

/* "12.031": seconds, to the nanosecond. */
static bool
parse_time(struct str word, int64_t *ns)
{
	struct str rest = word;
	struct str whole = str_cut(&rest, '.');
	uint64_t seconds, part = 0;

	if (!str_to_u64(whole, INT32_MAX, &seconds) || rest.len > 9)
		return false;
	if (rest.len > 0 && !str_to_u64(rest, 999999999, &part))
		return false;
	for (size_t i = rest.len; i < 9; i++)
		part *= 10;
	*ns = (int64_t)(seconds * 1000000000 + part);
	return true;
}

/* inet_pton rather than our own reader of addresses, which the cases are to test. */
static bool
parse_endpoint(struct str word, struct endpoint *out)
{
	struct str host = word;
	char text[64];
	uint64_t port;

	while (host.len > 0 && host.p[host.len - 1] != ':')
		host.len--;
	if (host.len < 2 || !str_to_u64(str_sub(word, host.len, word.len), UINT16_MAX, &port))
		return false;
	host.len--;
	*out = (struct endpoint){ .ip.family = 4, .port = (uint16_t)port };
	if (str_take(&host, '[')) {
		out->ip.family = 6;
		if (host.len == 0 || host.p[--host.len] != ']')
			return false;
	}
	if (host.len >= sizeof(text))
		return false;
	memcpy(text, host.p, host.len);
	text[host.len] = '\0';
	return inet_pton(out->ip.family == 4 ? AF_INET : AF_INET6, text, out->ip.octets) == 1;
}

static bool
parse_segments(struct str list, struct sipcase_msg *m)
{
	m->seg_count = 0;
	while (list.len > 0) {
		uint64_t n;

		if (m->seg_count == CASE_SEGMENTS ||
		    !str_to_u64(str_cut(&list, ','), UINT16_MAX, &n) || n == 0)
			return false;
		m->seg[m->seg_count++] = (size_t)n;
	}
	return m->seg_count > 0;
}

/* A word without a value. */
static bool
parse_flag(struct str word, struct sipcase_msg *m)
{
	const struct {
		struct str name;
		bool *flag;
	} flags[] = {
		{ S("swap"), &m->swap }, { S("drop"), &m->drop },   { S("lf"), &m->lf },
		{ S("join"), &m->join }, { S("again"), &m->again }, { S("deflate"), &m->deflate },
	};

	for (size_t i = 0; i < COUNT(flags); i++) {
		if (str_eq(word, flags[i].name))
			return *flags[i].flag = true;
	}
	return false;
}

static bool
parse_mischief(struct str word, struct sipcase_msg *m)
{
	struct str value = word;
	struct str name = str_cut(&value, '=');
	uint64_t n;

	if (parse_flag(word, m))
		return true;
	if (str_eq(name, S("seg")))
		return parse_segments(value, m);
	if (str_eq(name, S("tunnel"))) {
		if (value.len == 0 || value.len >= sizeof(m->tunnels))
			return false;
		memcpy(m->tunnels, value.p, value.len);
		m->tunnels[value.len] = '\0';
		return true;
	}
	if (!str_to_u64(value, UINT16_MAX, &n) || n == 0)
		return false;
	if (str_eq(name, S("snap")))
		m->snap = (size_t)n;
	else if (str_eq(name, S("cut")))
		m->cut = (size_t)n;
	else if (str_eq(name, S("lose")))
		m->lose = (size_t)n;
	else if (str_eq(name, S("each")))
		m->each = (size_t)n;
	else if (str_eq(name, S("frames")))
		m->frames = (size_t)n;
	else if (str_eq(name, S("frag")) && n >= 8)
		m->frag = (size_t)n;
	else
		return false;
	return true;
}

static bool
parse_transport(const struct reader *r, struct str word, enum transport *out)
{
	if (str_eq(word, S("udp")))
		*out = TRANSPORT_UDP;
	else if (str_eq(word, S("tcp")))
		*out = TRANSPORT_TCP;
	else if (str_eq(word, S("ws")))
		*out = TRANSPORT_WS;
	else if (str_eq(word, S("sctp")))
		*out = TRANSPORT_SCTP;
	else if (str_eq(word, S("wss")) || str_eq(word, S("tls")))
		return sipcase_bad(r, "udp, tcp, ws and sctp can be made so far, not", word);
	else
		return sipcase_bad(r, "no such transport:", word);
	return true;
}

bool
sipcase_parse_words(const struct reader *r, struct str line, struct sipcase_msg *m)
{
	for (struct str w = sipcase_next_word(&line); w.len > 0; w = sipcase_next_word(&line)) {
		if (!parse_mischief(w, m))
			return sipcase_bad(r, "what is", w);
	}
	return true;
}

bool
sipcase_parse_at(const struct reader *r, struct str line, struct sipcase_msg *m)
{
	struct str word = sipcase_next_word(&line);

	if (!parse_time(word, &m->at_ns))
		return sipcase_bad(r, "a time in seconds belongs here:", word);
	if (!parse_transport(r, sipcase_next_word(&line), &m->transport))
		return false;
	word = sipcase_next_word(&line);
	if (!parse_endpoint(word, &m->src))
		return sipcase_bad(r, "ADDRESS:PORT or [ADDRESS]:PORT belongs here:", word);
	word = sipcase_next_word(&line);
	if (!str_eq(word, S(">")))
		return sipcase_bad(r, "a \">\" belongs here:", word);
	word = sipcase_next_word(&line);
	if (!parse_endpoint(word, &m->dst))
		return sipcase_bad(r, "ADDRESS:PORT or [ADDRESS]:PORT belongs here:", word);
	if (m->src.ip.family != m->dst.ip.family)
		return sipcase_bad(r, "IPv4 to IPv6:", word);
	return sipcase_parse_words(r, line, m);
}
