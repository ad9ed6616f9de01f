/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static const char *const words[] = { "too many registrations",
				     "too many contacts",
				     "too many registered",
				     "too many bindings",
				     "max registrations",
				     "maximum registrations",
				     "max contacts",
				     "maximum contacts",
				     "maximum number of registrations",
				     "maximum number of contacts",
				     "maximum number of bindings",
				     "registration limit",
				     "registrations exceeded",
				     "contacts exceeded",
				     "limit of registrations",
				     "max-registrations",
				     NULL };

/* Whether the account has registered from somewhere else. */
static bool
has_other(const struct dossier *d)
{
	const struct way *w;
	size_t at = 0;

	while ((w = dossier_way(d, &at)) != NULL) {
		if (w->registered && !address_eq(&w->client.ip, &d->exchange->client.ip))
			return true;
	}
	return false;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	struct refusal what;
	char said[FINDING_QUOTE];

	refusal_of(d, words, &what);
	if (what.msg == NULL || what.status == 401 || what.status == 407 ||
	    !refusal_is_of(&what, S("REGISTER")))
		return VERDICT_NO;
	/* Without a word of it other rules of the server are as good a reason. */
	if (str_absent(what.words))
		return what.status == 403 && has_other(d) && what.digest_right != VERDICT_NO
			       ? VERDICT_CANNOT_TELL
			       : VERDICT_NO;
	refusal_cite(&what, f);
	finding_cite(f, what.request, what.request->sip.contact_uri, "request");
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

const struct rule rule_registration_limit = {
	.code = "registration-limit",
	.title = "the account has as many registrations as it may have",
	.meaning = "The server says that too many devices are registered with this account, and takes no further one. That is no word about the password: some servers count before they look at the digest. An older registration has to go or to expire first.",
	.evidence = "The words of the final response to a REGISTER, no 401 or 407, name it. "
		    "Without them nothing is said.",
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
		{ "RFC 3261", "10.3",
		  "whether an authenticated user may change bindings is for the registrar to "
		  "see (step 4); of a greatest number nothing is said" },
		{ "RFC 3261", "21.4.4",
		  "the server understood the request and refuses it; authorization will not help" },
	},
	.advice = {
		{ PARTY_POLICY, "Raise the limit or let the new device take the place of the old one. Asterisk: max_contacts and remove_existing=yes of the AOR. FreeSWITCH: max-registrations-per-extension. Kamailio: max_contacts of the registrar module." },
		{ PARTY_CLIENT, "Unregister before a restart, keep the same Contact, and do not register faster than the old binding expires." },
	},
	.lookalikes = {
		{ "second-device-same-account", "two devices take turns with one account" },
		{ "5xx-backend-after-auth", "a 503 for everybody is the server's own failure" },
	},
	.needs = FACT_OUTCOME,
	.judge = judge,
};
