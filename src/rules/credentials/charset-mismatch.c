/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	const struct credentials *c = r->cred;
	char text[FINDING_QUOTE];

	if (finding_rewritten(f, d, "charset-mismatch") == VERDICT_YES)
		return VERDICT_YES;
	if (!str_is_utf8(c->username)) {
		finding_cite_cred(f, r, "username", c->username, "the name in UTF-8");
		finding_detail(f, "the user name is \"%s\"", finding_quote(c->username, text));
	}
	/* A realm that came so is copied so. */
	if (!str_is_utf8(c->realm) && !(r->offer != NULL && str_eq(r->offer->realm, c->realm))) {
		finding_cite_cred(f, r, "realm", c->realm, "the realm in UTF-8");
		finding_detail(f, "the realm is \"%s\"", finding_quote(c->realm, text));
	}
	return f->cites_used > 0 ? VERDICT_YES : VERDICT_NO;
}

const struct rule rule_charset_mismatch = {
	.code = "charset-mismatch",
	.title = "a user name, realm or password is used in another character set than UTF-8",
	.meaning = "SIP is written in UTF-8. Octets here are from another character set, so the same "
		   "name is other octets at the server, and another hash. The password may be "
		   "concerned too, which packets do not show. Given the password, its digest tells "
		   "whether it was hashed in another encoding.",
	.evidence = "The username, or a realm that is not the challenge's, is not UTF-8. With the "
		    "password other encodings of it are tried.",
	.party = PARTY_CREDENTIALS,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_FORM,
	.basis = BASIS_DEFECT,
	/* An account of such a name is another than those that are accepted: contrast tells of both. */
	.ceiling = CAUSALITY_POSSIBLE,
	.clauses = {
		{ "RFC 3261", "7",
		  "SIP is a text protocol in the UTF-8 character set" },
		{ "RFC 7616", "4",
		  "with charset=UTF-8 user name and password are hashed in UTF-8, "
		  "in normalization form C" },
	},
	.advice = {
		{ PARTY_CREDENTIALS,
		  "Choose user names and passwords of ASCII characters, or see "
		  "that all parts store them as UTF-8." },
		{ PARTY_CLIENT,
		  "Encode user name and password as UTF-8 before hashing. "
		  "JAIN-SIP takes the platform's character set: set "
		  "file.encoding=UTF-8." },
	},
	.lookalikes = {
		{ "wrong-password",
		  "with the password the digest tells, hashed in either character "
		  "set" },
		{ "typographic-quotes",
		  "there such octets stand between the parameters" },
	},
	.needs = FACT_ANSWER,
	.judge = judge,
};
