/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One conversation, in each tunnel, in each tunnel over each link, and in each two tunnels, is
 * diagnosed in the same words.
 *
 * morph_result.h says what may differ, and why.
 */
#include <stdlib.h>
#include <string.h>

#include "morph_result.h"
#include "tap.h"
#include "wrap.h"

static const enum link_type links[] = {
	LINK_ETHERNET,
	LINK_LINUX_SLL,
	LINK_LINUX_SLL2,
	LINK_RAW,
	LINK_IPV4,
	LINK_IPV6,
	LINK_NULL,
	LINK_LOOP,
	LINK_PPP,
	LINK_PPP_DIRECTION,
	LINK_PPP_ETHER,
	LINK_CISCO_HDLC,
	LINK_MPLS,
	LINK_WIFI,
	LINK_RADIOTAP,
	LINK_PFLOG,
	LINK_JUNIPER_ETHERNET,
	LINK_JUNIPER_PPP,
	LINK_JUNIPER_HDLC,
};

/* The ways in a tunnel, and over a link in one. */
static const struct morph_way in_tunnel[] = {
	{ .name = "whole" },
	{ .name = "whole, IPv6", .flags = MORPH_V6 },
	{ .name = "in fragments", .frag = 128, .shuffle = 3, .seed = 21 },
	{ .name = "in fragments, IPv6", .frag = 128, .shuffle = 3, .seed = 22, .flags = MORPH_V6 },
	{ .name = "the tunnel's packet in fragments",
	  .frag = 128,
	  .shuffle = 3,
	  .seed = 23,
	  .flags = MORPH_FRAG_OUTER },
	{ .name = "each packet twice", .flags = MORPH_TWICE | MORPH_OTHER },
	{ .name = "TCP",
	  .carrier = MORPH_TCP,
	  .flags = MORPH_HELLO,
	  .pieces = MORPH_MANY,
	  .shuffle = 3,
	  .seed = 24 },
	{ .name = "SCTP", .carrier = MORPH_SCTP, .pieces = MORPH_MANY, .shuffle = 3, .seed = 25 },
};

struct tally {
	unsigned tried, right;
};

/* The case plainly carried, over IPv4 and over IPv6. */
struct subject {
	const char *path;
	struct sipcase *c;
	struct expect e;
	struct morph_result plain[2];
};

static void
begin(struct subject *s, const char *path)
{
	static const struct morph_way plainly[2] = { { .flags = 0 }, { .flags = MORPH_V6 } };

	*s = (struct subject){ .path = path, .c = case_read(path), .e = expect_read(path) };
	for (unsigned i = 0; i < 2; i++)
		morph_run(s->c, &s->e, &plainly[i], &s->plain[i]);
}

static void
end(struct subject *s)
{
	morph_result_free(&s->plain[0]);
	morph_result_free(&s->plain[1]);
	sipcase_free(s->c);
}

/* What cannot be made, as IPv4 over a link of IPv6, is passed over. */
static void
try_way(const struct subject *s, const struct morph_way *way, struct tally *t)
{
	struct morph_result r;
	bool right;

	if (!morph_fits(s->c, &s->e, way))
		return;
	morph_run(s->c, &s->e, way, &r);
	if (!r.packets.impossible) {
		right = morph_same(&s->plain[(way->flags & MORPH_V6) != 0], &r);
		if (!right)
			diag("%s, %s, link %u: %s", way->tunnels, way->name, (unsigned)way->link,
			     s->path);
		t->tried++;
		t->right += right;
	}
	morph_result_free(&r);
}

/* All ways in tunnel number `which`, of every fourth case. */
static void
test_tunnel(const struct case_list *cases, size_t which)
{
	struct tally t = { 0, 0 };
	const char *tunnel = wrap_tunnel_name(which);
	struct subject s;

	for (size_t i = which % 4; i < cases->count; i += 4) {
		begin(&s, cases->path[i]);
		for (size_t n = 0; n < COUNT(in_tunnel); n++) {
			struct morph_way way = in_tunnel[n];

			way.tunnels = tunnel;
			try_way(&s, &way, &t);
		}
		end(&s);
	}
	ok(t.tried >= cases->count && t.right == t.tried, "in %s: %u of %u ways", tunnel, t.right,
	   t.tried);
}

/* Each tunnel over this link. */
static void
test_link(const struct subject *s, enum link_type link)
{
	struct tally t = { 0, 0 };
	const char *tunnel;

	for (size_t i = 0; (tunnel = wrap_tunnel_name(i)) != NULL; i++) {
		for (size_t n = 0; n < COUNT(in_tunnel); n++) {
			struct morph_way way = in_tunnel[n];

			way.tunnels = tunnel;
			way.link = link;
			try_way(s, &way, &t);
		}
	}
	ok(t.tried >= 16 && t.right == t.tried, "over link %u in each tunnel: %u of %u ways",
	   (unsigned)link, t.right, t.tried);
}

static void
test_two_tunnels(const struct subject *s)
{
	struct tally t = { 0, 0 };
	const char *outer, *inner;

	for (size_t i = 0; (outer = wrap_tunnel_name(i)) != NULL; i++) {
		for (size_t n = 0; (inner = wrap_tunnel_name(n)) != NULL; n++) {
			char both[64];
			struct morph_way way = { .name = "two", .tunnels = both };

			(void)snprintf(both, sizeof(both), "%s,%s", outer, inner);
			try_way(s, &way, &t);
		}
	}
	ok(t.tried >= 200 && t.right == t.tried, "in each two tunnels: %u of %u ways", t.right,
	   t.tried);
}

int
main(void)
{
	static const char *const names[] = { "wrong-password.sip", "qop-missing-in-response.sip",
					     "stale-nonce-loop.sip" };
	const char *top = getenv("top_srcdir");
	char folder[1024];
	struct case_list cases;
	unsigned found = 0;

	(void)snprintf(folder, sizeof(folder), "%s/tests/cases", top != NULL ? top : ".");
	cases = case_list(folder);
	ok(cases.count >= 40, "there are cases");
	for (size_t i = 0; wrap_tunnel_name(i) != NULL; i++)
		test_tunnel(&cases, i);
	for (size_t i = 0; i < cases.count * COUNT(names); i++) {
		const char *path = cases.path[i / COUNT(names)], *slash = strrchr(path, '/');
		struct subject s;

		if (slash == NULL || strcmp(slash + 1, names[i % COUNT(names)]) != 0)
			continue;
		found++;
		begin(&s, path);
		for (size_t n = 0; n < COUNT(links); n++)
			test_link(&s, links[n]);
		test_two_tunnels(&s);
		end(&s);
	}
	is_int(found, COUNT(names), "the cases for the pairs are there");
	case_list_free(&cases);
	return done();
}
