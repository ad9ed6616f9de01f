/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/sip_uri.h>

#include "msg_parts.h"
#include "octet.h"

#define BIT(id) (UINT32_C(1) << (id))

/* Fields that may stand only once (RFC 3261 7.3.1, 20). */
static const uint32_t once = BIT(HDR_FROM) | BIT(HDR_TO) | BIT(HDR_CALL_ID) | BIT(HDR_CSEQ) |
			     BIT(HDR_MAX_FORWARDS) | BIT(HDR_CONTENT_LENGTH) |
			     BIT(HDR_CONTENT_TYPE) | BIT(HDR_EXPIRES) | BIT(HDR_RETRY_AFTER) |
			     BIT(HDR_USER_AGENT) | BIT(HDR_SERVER);

/* A part that ends where the capture cut its field is not known: "z9hG4bK1" may go on.  Nor is
 * any while there are quotes, since what they enclose shows only at the end. */
static struct str
known(const struct sip_hdr *h, struct str part)
{
	if ((h->odd & HDR_CUT) == 0 || str_absent(part))
		return part;
	if (part.p + part.len == h->value.p + h->value.len || str_index(h->value, '"') >= 0)
		return STR_ABSENT;
	return part;
}

static void
read_address(const struct sip_hdr *h, struct str *whole, struct str *uri, struct str *tag)
{
	*whole = known(h, h->value);
	*uri = known(h, name_addr_uri(h->value));
	/* What looks like a URI and a comma may be half a display name. */
	if ((h->odd & HDR_CUT) != 0 && str_index(h->value, '<') < 0 && str_index(h->value, ';') < 0)
		*uri = STR_ABSENT;
	if (tag != NULL)
		*tag = known(h, hdr_param(h->value, S("tag")));
}

/* CSeq = 1*DIGIT LWS Method.  RFC 3261 20.16 */
static void
read_cseq(const struct sip_hdr *h, struct sip_msg *m)
{
	struct str in = h->value;
	struct str digits = octet_take_until(&in, OCTET_LWS);
	struct str method;
	uint64_t number = 0;

	octet_take(&in, OCTET_LWS);
	method = octet_take(&in, OCTET_TOKEN);
	m->cseq.raw = known(h, h->value);
	if (str_absent(m->cseq.raw))
		return;
	if (method.len > 0)
		m->cseq.method = method;
	if (!str_to_u64(digits, UINT32_MAX, &number) || method.len == 0 || in.len > 0)
		m->odd |= SIP_NO_CSEQ;
	m->cseq.number = (uint32_t)number;
}

static void
read_content_length(const struct sip_hdr *h, struct sip_msg *m, bool first)
{
	uint64_t length = 0;

	if (str_absent(known(h, h->value)))
		return;
	if (!str_to_u64(h->value, SIZE_MAX, &length)) {
		m->odd |= SIP_LENGTH_BAD;
	} else if (first) {
		m->content_length_told = true;
		m->content_length = (size_t)length;
	} else if (!m->content_length_told || m->content_length != length) {
		m->odd |= SIP_LENGTH_BAD;
	}
}

static void
read_via(const struct sip_hdr *h, struct sip_msg *m, bool first)
{
	unsigned count = hdr_value_count(h->value);
	struct via via;

	/* The comma that ended the value before may have been one in quotes. */
	m->via_count += (h->odd & HDR_CUT) != 0 && count > 1 ? 1 : count;
	if (!first)
		return;
	via_parse(h->value, &via);
	m->via = known(h, via.raw);
	m->branch = known(h, via.branch);
	m->sent_by = known(h, via.sent_by);
}

/* Of most fields the first counts. */
static void
read_first(const struct sip_hdr *h, struct sip_msg *m)
{
	switch (h->id) {
	case HDR_CALL_ID:
		m->call_id = known(h, h->value);
		break;
	case HDR_CSEQ:
		read_cseq(h, m);
		break;
	case HDR_FROM:
		read_address(h, &m->from, &m->from_uri, &m->from_tag);
		break;
	case HDR_TO:
		read_address(h, &m->to, &m->to_uri, &m->to_tag);
		break;
	case HDR_CONTACT:
		read_address(h, &m->contact, &m->contact_uri, NULL);
		break;
	case HDR_USER_AGENT:
		m->user_agent = known(h, h->value);
		break;
	case HDR_SERVER:
		m->server = known(h, h->value);
		break;
	default:
		break;
	}
}

/* What is absent, where nothing can have hidden it. */
static void
tell_absent(struct sip_msg *m, uint32_t seen)
{
	static const struct {
		enum hdr_id id;
		unsigned odd;
	} musts[] = {
		{ HDR_CALL_ID, SIP_NO_CALL_ID }, { HDR_CSEQ, SIP_NO_CSEQ },
		{ HDR_VIA, SIP_NO_VIA },         { HDR_FROM, SIP_NO_FROM },
		{ HDR_TO, SIP_NO_TO },           { HDR_CONTENT_LENGTH, SIP_LENGTH_MISSING },
	};

	if (headers_are_cut(m) || (m->odd & SIP_HEADERS_MANY) != 0)
		return;
	for (size_t i = 0; i < COUNT(musts); i++) {
		if ((seen & BIT(musts[i].id)) == 0)
			m->odd |= musts[i].odd;
	}
}

void
fields_read(struct sip_msg *m)
{
	uint32_t seen = 0;

	for (size_t i = 0; i < m->hdr_count; i++) {
		const struct sip_hdr *h = &m->hdrs[i];
		bool first = (seen & BIT(h->id)) == 0;

		if (!first && (once & BIT(h->id)) != 0)
			m->odd |= SIP_REPEATED;
		if (h->id == HDR_VIA)
			read_via(h, m, first);
		else if (h->id == HDR_CONTENT_LENGTH)
			read_content_length(h, m, first);
		else if (first)
			read_first(h, m);
		seen |= BIT(h->id);
	}
	tell_absent(m, seen);
	if (!m->is_request)
		m->method = m->cseq.method;
	else if (!str_absent(m->cseq.method) && !str_absent(m->method) &&
		 !str_eq(m->cseq.method, m->method))
		m->odd |= SIP_CSEQ_METHOD;
}
