/* SPDX-License-Identifier: BSD-2-Clause */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include <sipwhy/flow.h>

static size_t
octets_of(const struct address *a)
{
	return a->family == 6 ? 16 : a->family == 4 ? 4 : 0;
}

bool
address_eq(const struct address *a, const struct address *b)
{
	return a->family == b->family && memcmp(a->octets, b->octets, octets_of(a)) == 0;
}

bool
endpoint_eq(const struct endpoint *a, const struct endpoint *b)
{
	return a->port == b->port && address_eq(&a->ip, &b->ip);
}

uint64_t
address_hash(const struct hash_key *key, const struct address *a)
{
	struct endpoint e = { .ip = *a };

	return endpoint_hash(key, &e);
}

uint64_t
endpoint_hash(const struct hash_key *key, const struct endpoint *e)
{
	size_t len = octets_of(&e->ip);
	char octets[19] = { (char)(e->port >> 8), (char)e->port, (char)e->ip.family };

	memcpy(octets + 3, e->ip.octets, len);
	return str_hash(key, (struct str){ octets, 3 + len });
}

const char *
address_text(const struct address *a, char out[ADDRESS_TEXT])
{
	int family = a->family == 6 ? AF_INET6 : AF_INET;

	if (octets_of(a) == 0 || inet_ntop(family, a->octets, out, ADDRESS_TEXT) == NULL)
		(void)snprintf(out, ADDRESS_TEXT, "-");
	return out;
}

const char *
endpoint_text(const struct endpoint *e, char out[ENDPOINT_TEXT])
{
	char ip[ADDRESS_TEXT];
	bool v6 = e->ip.family == 6;

	(void)snprintf(out, ENDPOINT_TEXT, "%s%s%s:%u", v6 ? "[" : "", address_text(&e->ip, ip),
		       v6 ? "]" : "", (unsigned)e->port);
	return out;
}

const char *
transport_name(enum transport t)
{
	static const char *const names[] = {
		[TRANSPORT_UDP] = "udp", [TRANSPORT_TCP] = "tcp", [TRANSPORT_WS] = "ws",
		[TRANSPORT_TLS] = "tls", [TRANSPORT_WSS] = "wss", [TRANSPORT_SCTP] = "sctp",
	};

	return names[t];
}

bool
address_parse(struct str text, struct address *out)
{
	struct address a = { 0 };
	char z[ADDRESS_TEXT];

	/* An octet 0 would end the text early and make a longer one pass. */
	if (text.len == 0 || text.len >= sizeof(z) || str_index(text, '\0') >= 0)
		return false;
	memcpy(z, text.p, text.len);
	z[text.len] = '\0';
	if (inet_pton(AF_INET, z, a.octets) == 1)
		a.family = 4;
	else if (inet_pton(AF_INET6, z, a.octets) == 1)
		a.family = 6;
	else
		return false;
	*out = a;
	return true;
}

const char *
tunnel_name(enum tunnel t)
{
	static const char *const names[TUNNEL_COUNT_] = {
		[TUNNEL_VXLAN] = "vxlan",   [TUNNEL_GENEVE] = "geneve", [TUNNEL_GRE] = "gre",
		[TUNNEL_ERSPAN] = "erspan", [TUNNEL_IPIP] = "ipip",     [TUNNEL_6IN4] = "6in4",
		[TUNNEL_4IN6] = "4in6",     [TUNNEL_6IN6] = "6in6",     [TUNNEL_MPLS] = "mpls",
		[TUNNEL_PPP] = "ppp",       [TUNNEL_PPPOE] = "pppoe",   [TUNNEL_GTPU] = "gtp-u",
		[TUNNEL_L2TP] = "l2tp",     [TUNNEL_HEP] = "hep",
	};

	return names[t];
}

/* Names are the source's own texts: one interface may have two of them. */
static bool
same_name(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

bool
path_eq(const struct path *a, const struct path *b)
{
	if (a->interface_no != b->interface_no || a->point != b->point || a->agent != b->agent ||
	    a->vlan_count != b->vlan_count || a->tunnel_count != b->tunnel_count ||
	    !same_name(a->interface, b->interface))
		return false;
	for (unsigned i = 0; i < a->vlan_count; i++) {
		if (a->vlan[i] != b->vlan[i])
			return false;
	}
	for (unsigned i = 0; i < a->tunnel_count; i++) {
		if (a->tunnel[i] != b->tunnel[i])
			return false;
	}
	return true;
}
