/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz-sip_msg.c - any octets as a message, whole and cut short at a place that they choose.
 */
#include <stdio.h>
#include <stdlib.h>

#include <sipwhy/sec_agree.h>
#include <sipwhy/sip_uri.h>

#include "sip-check.h"

enum { HEADERS_MAX = 40 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
demand(const char *broken)
{
	if (broken == NULL)
		return;
	(void)fprintf(stderr, "broken promise: %s\n", broken);
	abort();
}

static void
parse(struct str raw, size_t missing, struct arena *a, struct sip_msg *m)
{
	if (a == NULL || !sip_msg_parse(raw, missing, HEADERS_MAX, a, m))
		abort();
	demand(sip_check(m));
	demand(auth_check(m));
}

/* Parts of a part lie within it. */
static void
check_uri(struct str text)
{
	struct sip_uri u;

	sip_uri_parse(text, &u);
	if (u.user.len + u.host.len + u.port.len + u.params.len + u.headers.len > u.raw.len ||
	    u.raw.len > text.len)
		demand("a URI has no more than its parts");
}

/* Every mechanism lies within the message, and they come to an end. */
static void
check_lists(const struct sip_msg *m)
{
	for (enum sec_list list = SEC_CLIENT; list <= SEC_VERIFY; list++) {
		struct sec_walk w = { .m = m, .list = list };
		struct sec_mechanism one;
		size_t count = 0;

		while (sec_walk_next(&w, &one)) {
			if (++count > m->raw.len || one.raw.p < m->raw.p ||
			    one.raw.p + one.raw.len > m->raw.p + m->raw.len ||
			    one.name.len + one.params.len > one.raw.len)
				demand("a mechanism is part of its message");
		}
	}
	(void)sec_hides(m, SEC_SERVER, true);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(0);
	struct str raw = { (const char *)data, size };
	struct sip_msg whole, cut;

	parse(raw, 0, a, &whole);
	check_lists(&whole);
	check_uri(whole.request_uri);
	check_uri(whole.from_uri);
	check_uri(whole.contact_uri);
	if (size > 0) {
		struct str head = { raw.p, data[size - 1] * size / 256 };

		parse(head, 0, a, &cut);
		parse(head, size - head.len, a, &cut);
		if ((whole.odd & SIP_HEADERS_MANY) == 0)
			demand(cut_check(&whole, &cut));
	}
	arena_free(a);
	return 0;
}
