/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;

	if (str_absent(r->cred->qop))
		return dossier_no_occasion(d);
	if ((r->cred->odd & AUTH_QOP_QUOTED) == 0)
		return VERDICT_NO;
	finding_cite_cred_whole(f, r, "qop", 0, "the same without quotes");
	finding_detail(f, "qop stands in quotes, which belong to the challenge's list only");
	return VERDICT_YES;
}

const struct rule rule_qop_quoted_in_credentials = {
	.code = "qop-quoted-in-credentials",
	.title = "the client puts its qop in quotes",
	.meaning = "In a challenge qop is a quoted list, in credentials it is one "
		   "bare token. This client copied the quotes too. Most servers "
		   "read it all the same; a strict one calls the header malformed, "
		   "or takes the quotes for part of what was hashed.",
	.evidence = "The qop of the credentials stands in quotes.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_FORM,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 3261", "25.1",
		  "in credentials qop is a token (message-qop)" },
		{ "RFC 7616", "3.4",
		  "a sender must not put algorithm, qop and nc of credentials in "
		  "quotes" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Write qop=auth. SIPp does so since the releases after 3.5.0; "
		  "ESP-ADF needs a newer esp_sip." },
		{ PARTY_SERVER,
		  "Read both forms, as Kamailio, OpenSIPS, FreeSWITCH, sofia-sip "
		  "and Asterisk do." },
	},
	.lookalikes = {
		{ "opaque-not-echoed",
		  "a server that looks for its opaque asks again without a word" },
		{ "wrong-password",
		  "with the password the digest tells, with the quotes hashed or "
		  "without" },
	},
	.reasons = { "quoted qop", "invalid qop" },
	.needs = FACT_ANSWER,
	.judge = judge,
};
