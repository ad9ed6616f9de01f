/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static const struct message *
request_of(const struct round *r)
{
	return r->answer.msg != NULL ? r->answer.msg : r->request.msg;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct message *m = request_of(d->round);
	struct sip_uri uri;

	if (m == NULL || !str_eq(m->sip.method, S("REGISTER")))
		return VERDICT_NO;
	sip_uri_parse(m->sip.request_uri, &uri);
	if (str_empty(uri.user))
		return VERDICT_NO;
	finding_cite(f, m, m->sip.request_uri, "request");
	finding_detail(f, "The Request-URI of the REGISTER has a user part.");
	return VERDICT_YES;
}

const struct rule rule_register_ruri_has_userinfo = {
	.code = "register-ruri-has-userinfo",
	.title = "the Request-URI of the REGISTER names a user",
	.meaning = "A REGISTER is addressed to the domain; whom it registers stands in the To. With "
		   "a user in the Request-URI some registrars drop the request, forward it, or "
		   "refuse it, whatever its credentials are.",
	.evidence = "The Request-URI of the REGISTER, of the one with credentials if there is "
		    "one, has a user part.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_GENERAL,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 3261", "10.2",
		  "the Request-URI of a REGISTER names the domain; userinfo and \"@\" must not be "
		  "there" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Send REGISTER to sip:domain, without \"user@\". Seen with ESP-ADF esp_sip and "
		  "clients made at home; FritzBox and Twilio do not take it." },
	},
	.lookalikes = {
		{ "wrong-password", "the password shows whether the digest is right" },
	},
	.reasons = { "invalid request-uri", "bad request-uri", "invalid request uri", "bad request uri", "invalid r-uri", "bad r-uri" },
	.needs = 0,
	.judge = judge,
};
