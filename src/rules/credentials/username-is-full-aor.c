/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	struct str user = r->cred->username;
	char text[FINDING_QUOTE];

	if (finding_rewritten(f, d, "username-is-full-aor") == VERDICT_YES)
		return VERDICT_YES;
	/* RFC 4083 4.10.1: the private identity, which AKA goes with, is user@realm. */
	if (auth_algorithm_is_aka(r->cred->alg) ||
	    (r->offer != NULL && auth_algorithm_is_aka(r->offer->alg)))
		return VERDICT_NO;
	if (str_index(user, '@') <= 0 && !str_starts_nocase(user, S("sip:")) &&
	    !str_starts_nocase(user, S("sips:")))
		return VERDICT_NO;
	finding_cite_cred(f, r, "username", user, "the name that the server has for the account");
	finding_detail(f, "the user name is \"%s\"", finding_quote(user, text));
	return VERDICT_YES;
}

const struct rule rule_username_is_full_aor = {
	.code = "username-is-full-aor",
	.title = "the user name is a whole address, or hashed in another spelling",
	.meaning = "The client sends user@domain, or a SIP URI, as its user name. Many servers know "
		   "the account by the user part alone, and the name is hashed as it is sent; others "
		   "want just this form. What this server accepts from others tells. With the "
		   "password the digest shows whether another spelling of the name was hashed than "
		   "is sent.",
	.evidence = "The username of the credentials has an \"@\" behind its first octet, or "
		    "begins with sip: or sips:, and the algorithm is not AKA. With the password "
		    "other spellings of the name are tried.",
	.party = PARTY_CREDENTIALS,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_GENERAL,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 2617", "3.2.2.2",
		  "the user name is hashed as it is sent" },
		{ "RFC 3261", "22.1", "each realm has user names and passwords of its own" },
	},
	.advice = {
		{ PARTY_CREDENTIALS,
		  "Enter the name of the account alone as authentication name "
		  "(\"auth ID\"), with the domain in its own field; for IMS the "
		  "private identity, user@realm, is right." },
		{ PARTY_CLIENT,
		  "Hash the name that the parameter stands for: without the quotes around it, and "
		  "without the backslashes before what they escape; in the very letters that are "
		  "sent." },
		{ PARTY_SERVER,
		  "Kamailio and OpenSIPS with stored hashes: names with a domain "
		  "need the column ha1b." },
	},
	.lookalikes = {
		{ "wrong-password",
		  "with the password the digest tells" },
		{ "username-double-domain",
		  "there the domain stands twice" },
	},
	.needs = FACT_ANSWER,
	.judge = judge,
};
