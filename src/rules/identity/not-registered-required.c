/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static const char *const words[] = { "register first",
				     "registration required",
				     "must register",
				     "must be registered",
				     "please register",
				     "you are not registered",
				     "caller not registered",
				     "sender not registered",
				     "source not registered",
				     "account not registered",
				     NULL };

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	struct refusal what;
	char said[FINDING_QUOTE];

	refusal_of(d, words, &what);
	/* 404 and 480 with such words speak of who is called. */
	if (what.status != 403 || refusal_is_of(&what, S("REGISTER")))
		return VERDICT_NO;
	if (str_absent(what.words))
		return what.digest_right == VERDICT_NO ? VERDICT_NO : VERDICT_CANNOT_TELL;
	refusal_cite(&what, f);
	finding_cite_line(f, what.request, "request");
	finding_detail(f, "The server says \"%s\".", finding_quote(what.words, said));
	return VERDICT_YES;
}

static enum causality
grade(const struct dossier *d)
{
	struct refusal what;

	refusal_of(d, words, &what);
	return refusal_grade(&what);
}

const struct rule rule_not_registered_required = {
	.code = "not-registered-required",
	.title = "the account has to be registered before it may call",
	.meaning = "The server refuses the request because the account has no registration, or one from another address. The credentials of the request itself are not what it minds.",
	.evidence = "The words of a 403, to any request but a REGISTER, name it. Without them "
		    "nothing is said.",
	.sure = "Likely from the server's own words; possible, if the password shows that the "
		"digest is wrong, which is a reason of its own.",
	.words = words,
	.unless = words_of_credentials,
	.party = PARTY_POLICY,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_OUTCOME,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 3261", "21.4.4",
		  "the server understood the request and refuses it; authorization will not help" },
		{ "RFC 3261", "10.1",
		  "a registration binds a contact to an address-of-record, by which requests to "
		  "that user are routed; no caller is asked for one here" },
	},
	.advice = {
		{ PARTY_CLIENT, "Register first, from the same address and port, and keep the registration alive. Asterisk: an outbound registration beside the endpoint of the trunk." },
		{ PARTY_POLICY, "Or allow calls without: on Kamailio the registered() check in the script, on FreeSWITCH the user's dial permissions." },
	},
	.lookalikes = {
		{ "403-after-correct-digest", "another rule forbids the call" },
		{ "source-ip-not-allowed", "the address is what the server minds" },
	},
	.needs = FACT_OUTCOME,
	.judge = judge,
};
