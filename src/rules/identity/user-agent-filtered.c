/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static const char *const words[] = {
	"user-agent not",         "user agent not",     "useragent not",
	"user-agent blocked",     "user agent blocked", "user-agent forbidden",
	"user agent forbidden",   "user-agent denied",  "user agent denied",
	"user-agent is not",      "user agent is not",  "unsupported user agent",
	"unsupported user-agent", "invalid user agent", "invalid user-agent",
	"bad user agent",         "bad user-agent",     "client not allowed",
	"client not supported",   "device not allowed", "device not supported",
	"unsupported client",     "unsupported device", NULL
};

static bool
differs_in_agent_only(const struct dossier *d, const struct way *w, const struct message *request)
{
	return way_grants(w, request) && address_eq(&w->client.ip, &d->exchange->client.ip);
}

/*
 * The account accepted with another User-Agent, and never with this one; else NULL.  Rather at this address, and for
 * the same.
 */
static const struct way *
only_other_agent(const struct dossier *d, const struct message *request)
{
	const struct way *w, *found = NULL;
	bool here = false, best = false;
	size_t at = 0;

	if (d->account->ways_full)
		return NULL;
	while ((w = dossier_way(d, &at)) != NULL) {
		bool same = address_eq(&w->client.ip, &d->exchange->client.ip);

		if (str_eq(w->user_agent, request->sip.user_agent))
			return NULL;
		if (best || (here && !same))
			continue;
		found = w;
		here = same;
		best = differs_in_agent_only(d, w, request);
	}
	return found;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	struct refusal what;
	const struct way *other;
	enum verdict v;
	char here[FINDING_QUOTE], there[FINDING_QUOTE];

	refusal_of(d, words, &what);
	if (what.status != 403)
		return VERDICT_NO;
	other = only_other_agent(d, what.request);
	v = refusal_verdict(&what, other != NULL, f);
	if (v != VERDICT_YES)
		return v;
	/* The address differs too, and accounts for it as well. */
	if (str_absent(what.words) && !address_eq(&other->client.ip, &d->exchange->client.ip))
		return VERDICT_CANNOT_TELL;
	refusal_cite(&what, f);
	finding_cite(f, what.request, what.request->sip.user_agent, "request");
	finding_quote(what.request->sip.user_agent, here);
	if (other != NULL && address_eq(&other->client.ip, &d->exchange->client.ip)) {
		finding_cite_gone(f, &other->place, "accepted with another User-Agent");
		finding_detail(f, "\"%s\" is accepted from the same address, \"%s\" is forbidden.",
			       finding_quote(other->user_agent, there), here);
	} else {
		finding_detail(f, "The server says \"%s\"; the client is \"%s\".",
			       finding_quote(what.words, there), here);
	}
	return VERDICT_YES;
}

static enum causality
grade(const struct dossier *d)
{
	const struct way *other;
	struct refusal what;

	refusal_of(d, words, &what);
	other = only_other_agent(d, what.request);
	if (str_absent(what.words) && other != NULL &&
	    !differs_in_agent_only(d, other, what.request))
		return CAUSALITY_POSSIBLE;
	return refusal_grade(&what);
}

const struct rule rule_user_agent_filtered = {
	.code = "user-agent-filtered",
	.title = "the server refuses this User-Agent",
	.meaning = "The server says that it does not take this client, or from the same address another User-Agent of the account is accepted and this one is forbidden with a digest that is right. Servers filter User-Agent to keep scanners away, or to sell their own phones.",
	.evidence = "The words of a 403 name it; or the digest is right, and the account is "
		    "accepted for this realm from this address with another User-Agent and never with "
		    "this one. Where it was so from another address only, it cannot be told.",
	.sure = "Likely, if the server's words name it, or the password shows that the digest is "
		"right and nothing but the User-Agent differs; possible, if method or Request-URI "
		"differ too, or if the digest is wrong, which is a reason of its own.",
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
		{ "RFC 3261", "20.41",
		  "User-Agent tells of the client that sends the request; it should be possible "
		  "to configure it" },
	},
	.advice = {
		{ PARTY_POLICY, "Take the client off the filter. FreeSWITCH: user-agent-filter of the user. Kamailio: the lines of the script that look at $ua, as the sample script does for known scanners." },
		{ PARTY_CLIENT, "Set a User-Agent that the server takes, if the provider agrees." },
	},
	.lookalikes = {
		{ "403-after-correct-digest", "something other than User-Agent may differ" },
		{ "source-ip-not-allowed", "the addresses differ too" },
	},
	.yields_to = { "source-ip-not-allowed" },
	.needs = FACT_OUTCOME,
	.judge = judge,
};
