/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static bool
is_eight_digits(struct str nc)
{
	return nc.len == 8 && str_take_while(&nc, str_is_hex).len == 8;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	bool quoted = (r->cred->odd & AUTH_NC_QUOTED) != 0;
	char text[FINDING_QUOTE];

	if (str_absent(r->cred->nc))
		return dossier_no_occasion(d);
	if (is_eight_digits(r->cred->nc) && !quoted)
		return VERDICT_NO;
	finding_cite_cred_whole(f, r, "nc", 0, "eight hexadecimal digits without quotes");
	finding_detail(f, "nc is \"%s\"%s", finding_quote(r->cred->nc, text),
		       quoted ? ", in quotes" : ", which is not eight hexadecimal digits");
	return VERDICT_YES;
}

const struct rule rule_nc_malformed = {
	.code = "nc-malformed",
	.title = "the client's nonce count is not eight hexadecimal digits",
	.meaning = "nc is written as exactly eight hexadecimal digits without "
		   "quotes, and hashed as it is written. Another length, other "
		   "characters or quotes make servers refuse the header or compute "
		   "another digest.",
	.evidence = "The nc of the credentials is not exactly eight hexadecimal digits, or stands "
		    "in quotes.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_FORM,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 3261", "25.1",
		  "nc-value is eight hexadecimal digits in lower case, without "
		  "quotes" },
		{ "RFC 2617", "3.2.2",
		  "nc is the hexadecimal count of requests sent with this nonce" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Print it with %08x, and hash the same text. go-sip-ua: a "
		  "version with pull request 75; kirm/sip.js: pass nc as a "
		  "string." },
		{ PARTY_SERVER,
		  "Quotes around nc can be read over. Kamailio with nonce_count=1 "
		  "refuses another length than 8." },
	},
	.lookalikes = {
		{ "qop-incomplete-set",
		  "there nc is not sent at all" },
		{ "wrong-password",
		  "with the password the digest tells" },
	},
	.reasons = { "bad nc", "invalid nc", "bad nonce count", "invalid nonce count", "bad nonce-count", "invalid nonce-count" },
	.needs = FACT_ANSWER,
	.judge = judge,
};
