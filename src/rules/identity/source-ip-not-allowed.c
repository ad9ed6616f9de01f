/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static const char *const words[] = { "ip not allowed",
				     "ip address not",
				     "source ip",
				     "ip is not",
				     "not in acl",
				     "by acl",
				     "acl denied",
				     "ip denied",
				     "ip blocked",
				     "unauthorized ip",
				     "address not allowed",
				     "address is not allowed",
				     "ip not authorized",
				     "ip not permitted",
				     "geo blocked",
				     "country blocked",
				     NULL };

static bool
differs_in_address_only(const struct way *w, const struct message *request)
{
	return way_grants(w, request) && str_eq(w->user_agent, request->sip.user_agent);
}

/*
 * A way in which the account was accepted from elsewhere, rather one that differs in nothing else; NULL when there is
 * none, or one from here too.
 */
static const struct way *
only_elsewhere(const struct dossier *d, const struct message *request)
{
	const struct way *w, *found = NULL;
	size_t at = 0;

	if (d->account->ways_full)
		return NULL;
	while ((w = dossier_way(d, &at)) != NULL) {
		if (address_eq(&w->client.ip, &d->exchange->client.ip))
			return NULL;
		if (found == NULL || differs_in_address_only(w, request))
			found = w;
	}
	return found;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	struct refusal what;
	const struct way *other;
	enum verdict v;
	char here[ADDRESS_TEXT], there[ADDRESS_TEXT], said[FINDING_QUOTE];

	refusal_of(d, words, &what);
	if (what.status != 403)
		return VERDICT_NO;
	other = only_elsewhere(d, what.request);
	v = refusal_verdict(&what, other != NULL, f);
	if (v != VERDICT_YES)
		return v;
	refusal_cite(&what, f);
	finding_cite_line(f, what.request, "request");
	if (other != NULL) {
		finding_cite_gone(f, &other->place, "accepted elsewhere");
		finding_detail(f, "The account is accepted from %s and forbidden from %s.",
			       address_text(&other->client.ip, there),
			       address_text(&d->exchange->client.ip, here));
	} else {
		finding_detail(f, "The server says \"%s\"; the request came from %s.",
			       finding_quote(what.words, said),
			       address_text(&d->exchange->client.ip, here));
	}
	return VERDICT_YES;
}

static enum causality
grade(const struct dossier *d)
{
	const struct way *other;
	struct refusal what;

	refusal_of(d, words, &what);
	other = only_elsewhere(d, what.request);
	/* Where the User-Agent or what was asked for is another too, either may be what is not allowed. */
	if (str_absent(what.words) && other != NULL &&
	    !differs_in_address_only(other, what.request))
		return CAUSALITY_POSSIBLE;
	return refusal_grade(&what);
}

const struct rule rule_source_ip_not_allowed = {
	.code = "source-ip-not-allowed",
	.title = "the server does not take this account from this address",
	.meaning = "The server says that the address is not allowed, or the same account is accepted from another address and forbidden from this one with a digest that is right. A list of addresses, or of countries, decides.",
	.evidence = "The words of a 403 name it; or the digest is right, and the account is "
		    "accepted for this realm from another address in the capture and never from this one.",
	.sure = "Likely, if the server's words name it, or the password shows that the digest is "
		"right and nothing but the address differs; possible, if User-Agent, method or "
		"Request-URI differ too, or if the digest is wrong, which is a reason of its own.",
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
		{ "RFC 3261", "22",
		  "whether an identified user is authorized should be asked apart from who it "
		  "is" },
	},
	.advice = {
		{ PARTY_POLICY, "Add this address to the list. FreeSWITCH: auth-acl of the user, apply-register-acl of the profile. Asterisk: acl or permit of the endpoint, contact_acl. Twilio: the IP access control list of the trunk." },
		{ PARTY_CLIENT, "See whether the public address has changed (dynamic address, VPN, second line)." },
	},
	.lookalikes = {
		{ "user-agent-filtered", "the two differ in their User-Agent too" },
		{ "403-after-correct-digest",
		  "more than the address may differ, as the method or the number called" },
		{ "registration-limit", "the account has a registration elsewhere already" },
		{ "wrong-password", "the password shows whether the digest is right" },
	},
	.needs = FACT_OUTCOME,
	.judge = judge,
};
