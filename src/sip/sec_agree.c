/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/sec_agree.h>

#include "octet.h"
#include "param.h"

/* Parameters of one mechanism that are compared: 3GPP TS 33.203 knows ten. */
enum { PARAMS_MAX = 32 };

static struct str
name_of(enum sec_list list)
{
	switch (list) {
	case SEC_CLIENT:
		return S("Security-Client");
	case SEC_SERVER:
		return S("Security-Server");
	case SEC_VERIFY:
		break;
	}
	return S("Security-Verify");
}

const struct sip_hdr *
sec_list_hdr(const struct sip_msg *m, enum sec_list list)
{
	return sip_msg_hdr_named(m, name_of(list));
}

/* RFC 3329 2.2: mechanism-name *(SEMI mech-parameters). */
static bool
take_mechanism(struct str *in, struct sec_mechanism *out)
{
	struct str start, rest;
	struct param param;

	octet_take(in, OCTET_LWS | OCTET_COMMA);
	if (in->len == 0)
		return false;
	start = rest = *in;
	out->name = octet_take_until(&rest, OCTET_LWS | OCTET_SEMICOLON | OCTET_COMMA);
	out->params = rest;
	while (param_next(&rest, &param))
		;
	out->params = octet_trim(str_sub(out->params, 0, out->params.len - rest.len));
	out->raw = octet_trim(str_sub(start, 0, start.len - rest.len));
	*in = rest;
	return true;
}

bool
sec_walk_next(struct sec_walk *w, struct sec_mechanism *out)
{
	for (;;) {
		const struct sip_hdr *h;

		if (take_mechanism(&w->rest, out))
			return true;
		if (w->next_hdr >= w->m->hdr_count)
			return false;
		h = &w->m->hdrs[w->next_hdr++];
		if (str_eq_nocase(h->name, name_of(w->list)))
			w->rest = h->value;
	}
}

/* How many parameters there are; and whether each of them stands in `other` with the same value. */
static size_t
params_in(struct str params, struct str other, bool *all)
{
	struct param mine, theirs;
	size_t count = 0;

	while (count <= PARAMS_MAX && param_next(&params, &mine)) {
		struct str rest = other;
		bool found = false;

		count++;
		for (size_t i = 0; !found && i <= PARAMS_MAX && param_next(&rest, &theirs); i++)
			found = str_eq_nocase(mine.name, theirs.name) &&
				str_eq_nocase(mine.value, theirs.value);
		*all = *all && found;
	}
	return count;
}

static bool
same_mechanism(const struct sec_mechanism *a, const struct sec_mechanism *b)
{
	bool all = true;

	if (params_in(a->params, b->params, &all) > PARAMS_MAX ||
	    params_in(b->params, a->params, &all) > PARAMS_MAX)
		all = true;
	return all && str_eq_nocase(a->name, b->name);
}

bool
sec_lists_agree(const struct sip_msg *offer, const struct sip_msg *verify, struct str *differs)
{
	struct sec_walk theirs = { .m = offer, .list = SEC_SERVER };
	struct sec_walk ours = { .m = verify, .list = SEC_VERIFY };
	struct sec_mechanism a, b;

	for (;;) {
		bool offered = sec_walk_next(&theirs, &a), repeated = sec_walk_next(&ours, &b);

		if (!offered && !repeated)
			return true;
		if (offered && repeated && same_mechanism(&a, &b))
			continue;
		*differs = offered ? a.raw : b.raw;
		return false;
	}
}

bool
sec_hides(const struct sip_msg *m, enum sec_list list, bool ipsec_only)
{
	struct sec_walk w = { .m = m, .list = list };
	struct sec_mechanism one;

	while (sec_walk_next(&w, &one)) {
		if (str_starts_nocase(one.name, S("ipsec-")) ||
		    (!ipsec_only && str_eq_nocase(one.name, S("tls"))))
			return true;
	}
	return false;
}

bool
sec_agree_is_told(const struct sip_msg *m)
{
	static const struct str names[] = { S("Require"), S("Proxy-Require"), S("Supported"),
					    S("k") };

	for (size_t i = 0; i < m->hdr_count; i++) {
		for (size_t k = 0; k < COUNT(names); k++) {
			if (str_eq_nocase(m->hdrs[i].name, names[k]) &&
			    str_has_nocase(m->hdrs[i].value, S("sec-agree")))
				return true;
		}
	}
	return false;
}
