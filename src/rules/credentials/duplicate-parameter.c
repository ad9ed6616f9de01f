/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	unsigned names = r->cred->forms.repeated;
	const char *name;
	char all[FINDING_NAMES];

	if (names == 0)
		return VERDICT_NO;
	finding_cite_cred_names(f, r, names, "once", all);
	while ((name = auth_name_next(&names)) != NULL)
		finding_cite_cred_whole(f, r, name, 1, "nothing");
	finding_detail(f, "more than once: %s", all);
	return VERDICT_YES;
}

const struct rule rule_duplicate_parameter = {
	.code = "duplicate-parameter",
	.title = "a parameter of the credentials stands twice",
	.meaning = "One of the parameters is there more than once. Some servers go "
		   "by the first (FreeSWITCH), some by the last (Kamailio), and "
		   "some call the header malformed.",
	.evidence = "A parameter stands more than once in the credentials.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_FORM,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 3261", "7.3.1",
		  "a parameter name must not appear more than once in a header "
		  "field value" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Write each parameter once; look for a header that is put "
		  "together from a template and from the challenge." },
		{ PARTY_SERVER,
		  "Nothing. Which of the two counts is not defined." },
	},
	.lookalikes = {
		{ "credentials-comma-joined",
		  "there a second scheme tells that two credentials were joined" },
		{ "wrong-password",
		  "with the password the digest tells" },
	},
	.reasons = { "duplicate param*", "repeated param*", "parameter twice" },
	.needs = FACT_ANSWER,
	.judge = judge,
};
