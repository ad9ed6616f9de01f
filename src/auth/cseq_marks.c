/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>
#include <string.h>

#include <sipwhy/table.h>

#include "cseq_marks.h"

/* Calls that last longer have no diagnosis of this kind. */
#define KEPT_NS ((int64_t)4 * 3600 * 1000 * 1000 * 1000)

/* One allocation: the mark, then its texts. */
struct mark {
	struct cseq_mark public;
	struct address client;
	struct str call_id, from_tag;
	struct table_node by_key;
	struct list_node by_age;
};

struct cseq_marks {
	struct limits *limits;
	struct table by_key;
	struct list by_age;
};

struct cseq_marks *
cseq_marks_new(struct limits *limits)
{
	struct cseq_marks *c = calloc(1, sizeof(*c));

	if (c == NULL)
		return NULL;
	c->limits = limits;
	list_begin(&c->by_age);
	if (!table_begin(&c->by_key)) {
		free(c);
		return NULL;
	}
	return c;
}

static struct mark *
oldest(const struct cseq_marks *c)
{
	struct list_node *n = list_first(&c->by_age);

	return n == NULL ? NULL : HOLDER(n, struct mark, by_age);
}

static void
forget(struct cseq_marks *c, struct mark *k)
{
	table_remove(&c->by_key, &k->by_key);
	list_remove(&k->by_age);
	free(k);
}

void
cseq_marks_free(struct cseq_marks *c)
{
	struct mark *k;

	if (c == NULL)
		return;
	while ((k = oldest(c)) != NULL)
		forget(c, k);
	table_end(&c->by_key);
	free(c);
}

void
cseq_marks_expire(struct cseq_marks *c, int64_t now_ns)
{
	struct mark *k;

	while ((k = oldest(c)) != NULL && now_ns - k->public.seen.ts_ns >= KEPT_NS)
		forget(c, k);
}

static uint64_t
key_of(const struct cseq_marks *c, const struct message *m)
{
	return str_hash(&c->limits->key, m->sip.call_id) * 3 +
	       str_hash(&c->limits->key, m->sip.from_tag);
}

static struct mark *
find(const struct cseq_marks *c, const struct message *m)
{
	struct table_node *n = table_first(&c->by_key, key_of(c, m));

	for (; n != NULL; n = table_next(n)) {
		struct mark *k = HOLDER(n, struct mark, by_key);

		if (str_eq(k->call_id, m->sip.call_id) && str_eq(k->from_tag, m->sip.from_tag) &&
		    address_eq(&k->client, &m->seen.src.ip))
			return k;
	}
	return NULL;
}

/* Copy `s` to *at and move *at on. */
static struct str
put(char **at, struct str s)
{
	struct str copy = { *at, s.len };

	if (s.len > 0)
		memcpy(*at, s.p, s.len);
	*at += s.len;
	return copy;
}

bool
cseq_marks_note(struct cseq_marks *c, const struct message *invite)
{
	const struct sip_msg *m = &invite->sip;
	const struct sip_hdr *h = sip_msg_hdr(m, HDR_CSEQ, 0);
	struct mark *k;
	char *at;

	if (!str_eq(m->method, S("INVITE")) || h == NULL || str_empty(m->call_id) ||
	    str_empty(m->from_tag))
		return true;
	k = find(c, invite);
	if (k != NULL && k->public.number >= m->cseq.number)
		return true;
	if (k != NULL)
		forget(c, k);
	if (!limits_allow(c->limits, LIMIT_OPEN_DIALOGS, c->by_key.count))
		forget(c, oldest(c));
	k = calloc(1, sizeof(*k) + m->call_id.len + m->from_tag.len + h->raw.len);
	if (k == NULL)
		return false;
	at = (char *)(k + 1);
	k->call_id = put(&at, m->call_id);
	k->from_tag = put(&at, m->from_tag);
	k->client = invite->seen.src.ip;
	k->public.number = m->cseq.number;
	k->public.text = put(&at, h->raw);
	k->public.seen = invite->seen;
	k->public.offset = (size_t)(h->raw.p - m->raw.p);
	table_add(&c->by_key, &k->by_key, key_of(c, invite));
	list_append(&c->by_age, &k->by_age);
	return true;
}

const struct cseq_mark *
cseq_marks_passed(const struct cseq_marks *c, const struct message *m)
{
	const struct mark *k;

	if (str_empty(m->sip.to_tag) || str_empty(m->sip.from_tag) || str_absent(m->sip.cseq.raw) ||
	    str_eq(m->sip.method, S("ACK")) || str_eq(m->sip.method, S("CANCEL")))
		return NULL;
	k = find(c, m);
	return k != NULL && m->sip.cseq.number <= k->public.number ? &k->public : NULL;
}
