/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include <sipwhy/bytes.h>
#include <sipwhy/dtls.h>
#include <sipwhy/table.h>

enum {
	/* RFC 6347 4.1, RFC 9147 4 */
	CHANGE_CIPHER_SPEC = 20,
	APPLICATION_DATA = 23,
	ACK = 26,
	HEADER_MIDDLE = 8, /* epoch and number */
	RECORD_MOST = 16384 + 2048,
	/* Those that live capture keeps when it is not told otherwise. */
	SIP_FIRST = 5060,
	SIP_LAST = 5090,
};

static const struct {
	const char *name, *text;
} odds[DTLS_ODD_COUNT_] = {
	[DTLS_ODD_SIP] = { "dtls.sip", "DTLS flows on a port of SIP: encrypted; supply a key log"
				       " or capture elsewhere" },
	[DTLS_ODD_OTHER] = { "dtls.other",
			     "DTLS flows on other ports: encrypted; the keys of media, as a rule" },
};

const char *
dtls_odd_name(enum dtls_odd odd)
{
	return odds[odd].name;
}

const char *
dtls_odd_text(enum dtls_odd odd)
{
	return odds[odd].text;
}

/* DTLS 1.0, 1.2 and, in its first flights, 1.3; 0x100 is the draft that old OpenSSL speaks. */
static bool
is_version(uint16_t version)
{
	return version == 0xfeff || version == 0xfefd || version == 0x0100;
}

static bool
is_type(uint8_t type)
{
	return (type >= CHANGE_CIPHER_SPEC && type <= APPLICATION_DATA) || type == ACK;
}

bool
dtls_is(struct str payload, size_t missing_bytes)
{
	struct bytes b = bytes_of(payload.p, payload.len);

	for (bool any = false;; any = true) {
		uint8_t type;
		uint16_t version;
		size_t len;

		if (b.left == 0)
			return any;
		type = bytes_u8(&b);
		version = bytes_be16(&b);
		bytes_skip(&b, HEADER_MIDDLE);
		len = bytes_be16(&b);
		/* Cut in the header of another record: those before it tell. */
		if (b.short_)
			return any && missing_bytes > 0;
		if (!is_type(type) || !is_version(version) || len == 0 || len > RECORD_MOST)
			return false;
		if (len > b.left)
			return len - b.left <= missing_bytes;
		bytes_skip(&b, len);
	}
}

struct flow {
	struct table_node by_ends;
	struct list_node by_age; /* the longest silent first */
	struct endpoint end[2];
};

struct dtls_flows {
	struct limits *limits;
	struct table by_ends;
	struct list by_age;
	struct dtls_count count[DTLS_ODD_COUNT_];
};

struct dtls_flows *
dtls_flows_new(struct limits *limits)
{
	struct dtls_flows *d = calloc(1, sizeof(*d));

	if (d == NULL)
		return NULL;
	d->limits = limits;
	list_begin(&d->by_age);
	if (!table_begin(&d->by_ends)) {
		free(d);
		return NULL;
	}
	return d;
}

static void
forget(struct dtls_flows *d, struct flow *f)
{
	table_remove(&d->by_ends, &f->by_ends);
	list_remove(&f->by_age);
	free(f);
}

void
dtls_flows_free(struct dtls_flows *d)
{
	struct list_node *n;

	if (d == NULL)
		return;
	while ((n = list_first(&d->by_age)) != NULL)
		forget(d, HOLDER(n, struct flow, by_age));
	table_end(&d->by_ends);
	free(d);
}

/* The two ends in either order. */
static bool
is_between(const struct flow *f, const struct seen *seen)
{
	return (endpoint_eq(&f->end[0], &seen->src) && endpoint_eq(&f->end[1], &seen->dst)) ||
	       (endpoint_eq(&f->end[0], &seen->dst) && endpoint_eq(&f->end[1], &seen->src));
}

/* Whether it is there already; it then is the one that spoke last. */
static bool
is_known(struct dtls_flows *d, const struct seen *seen, uint64_t hash)
{
	struct table_node *n = table_first(&d->by_ends, hash);

	for (; n != NULL; n = table_next(n)) {
		struct flow *f = HOLDER(n, struct flow, by_ends);

		if (!is_between(f, seen))
			continue;
		list_remove(&f->by_age);
		list_append(&d->by_age, &f->by_age);
		return true;
	}
	return false;
}

static void
remember(struct dtls_flows *d, const struct seen *seen, uint64_t hash)
{
	struct flow *f;

	if (!limits_allow(d->limits, LIMIT_ENCRYPTED_FLOWS, d->by_ends.count) &&
	    !list_is_empty(&d->by_age))
		forget(d, HOLDER(list_first(&d->by_age), struct flow, by_age));
	f = calloc(1, sizeof(*f));
	/* Without memory it is counted more than once; nothing is lost. */
	if (f == NULL)
		return;
	f->end[0] = seen->src;
	f->end[1] = seen->dst;
	table_add(&d->by_ends, &f->by_ends, hash);
	list_append(&d->by_age, &f->by_age);
}

static bool
is_sip(uint16_t port)
{
	return port >= SIP_FIRST && port <= SIP_LAST;
}

enum dtls_odd
dtls_flows_add(struct dtls_flows *d, const struct seen *seen)
{
	const struct hash_key *key = &d->limits->key;
	/* The same in both directions. */
	uint64_t hash = endpoint_hash(key, &seen->src) + endpoint_hash(key, &seen->dst);
	bool sip = is_sip(seen->src.port) || is_sip(seen->dst.port);
	enum dtls_odd odd = sip ? DTLS_ODD_SIP : DTLS_ODD_OTHER;
	struct dtls_count *n = &d->count[odd];

	if (is_known(d, seen, hash))
		return DTLS_ODD_COUNT_;
	if (n->flows++ == 0) {
		n->first_frame = seen->frame;
		n->first_input = seen->input;
	}
	remember(d, seen, hash);
	return odd;
}

struct dtls_count
dtls_flows_count(const struct dtls_flows *d, enum dtls_odd odd)
{
	return d->count[odd];
}
