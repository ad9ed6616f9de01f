/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/flow.h>
#include <sipwhy/identity.h>

static struct str
user_part(struct str username)
{
	struct sip_uri u;

	if (str_absent(username))
		return STR_ABSENT;
	if (str_starts_nocase(username, S("sip:")) || str_starts_nocase(username, S("sips:"))) {
		sip_uri_parse(username, &u);
		return u.user;
	}
	return str_cut(&username, '@');
}

/* Who asks for privacy calls as anonymous@anonymous.invalid (RFC 3323 4.1.1.3). */
static bool
host_is_nobody(struct str host)
{
	const struct str invalid = S(".invalid");

	return host.len > invalid.len &&
	       str_eq_nocase(str_sub(host, host.len - invalid.len, invalid.len), invalid);
}

void
identity_of(const struct message *m, const struct credentials *cred, struct identity *out)
{
	const struct sip_hdr *h;

	*out = (struct identity){ 0 };
	sip_uri_parse(m->sip.request_uri, &out->target);
	sip_uri_parse(m->sip.from_uri, &out->from);
	sip_uri_parse(m->sip.to_uri, &out->to);
	h = sip_msg_hdr_named(&m->sip, S("P-Preferred-Identity"));
	if (h == NULL)
		h = sip_msg_hdr_named(&m->sip, S("P-Asserted-Identity"));
	if (h != NULL)
		sip_uri_parse(name_addr_uri(h->value), &out->asserted);
	if (cred != NULL) {
		out->username = cred->username;
		/* A hash names nobody who could be compared (RFC 7616 3.4.4). */
		out->user = str_eq_nocase(cred->userhash, S("true")) ? STR_ABSENT
								     : user_part(cred->username);
	}
	out->registers = str_eq(m->sip.method, S("REGISTER"));
	if (out->registers)
		out->claimed = out->to.user;
	else
		out->claimed = host_is_nobody(out->from.host) ? STR_ABSENT : out->from.user;
}

bool
identity_is_other(const struct identity *id)
{
	return !str_empty(id->user) && !str_empty(id->claimed) && !str_eq(id->user, id->claimed);
}

struct str
identity_shown(const struct identity *id)
{
	return str_empty(id->asserted.user) ? id->from.user : id->asserted.user;
}

bool
host_is_address(struct str host)
{
	struct address a;

	if (host.len > 2 && host.p[0] == '[')
		host = str_sub(host, 1, host.len - 2);
	return address_parse(host, &a);
}

bool
user_is_number(struct str user)
{
	(void)str_take(&user, '+');
	if (user.len < 3)
		return false;
	(void)str_take_while(&user, str_is_digit);
	return user.len == 0;
}
