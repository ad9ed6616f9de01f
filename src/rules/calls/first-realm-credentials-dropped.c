/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct exchange *x = d->exchange;
	const struct round *r = d->round;
	char realm[FINDING_QUOTE];

	if (!x->dropped_for_other || x->outcome == OUTCOME_ACCEPTED)
		return VERDICT_NO;
	f->missing = (FACT_ANSWER | FACT_ANSWER_HEADERS) & ~d->facts;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	finding_cite_cred(f, r, "realm", r->cred->realm, "credentials for every realm that asked");
	finding_cite_line(f, r->outcome.msg, "response to it");
	finding_cite_line(f, r->challenge.msg, "challenge");
	finding_detail(f,
		       "Credentials for \"%s\" are left out as soon as another realm asks, and put "
		       "back alone when this one asks again.",
		       finding_quote(x->realm, realm));
	return VERDICT_YES;
}

const struct rule rule_first_realm_credentials_dropped = {
	.code = "first-realm-credentials-dropped",
	.title = "the client forgets the credentials of one realm when it answers another",
	.meaning = "Two servers on the way ask for credentials, each for its own realm. The "
		   "client answers the second challenge with the second credentials alone, so the "
		   "first server asks again, and so on. Both sets may be right; they have to be "
		   "sent together.",
	.evidence = "In request after request the credentials for one realm are left out when "
		    "another realm asks, and come back alone when the first one asks again.",
	.asks = FACT_ANSWER | FACT_ANSWER_HEADERS,
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.of_all_realms = true,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_LIKELY,
	.clauses = {
		{ "RFC 3261", "22.3",
		  "it is recommended that credentials for a realm that challenged go into all "
		  "later requests with that Call-ID" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Keep the credentials of each realm and send all of them in every further "
		  "request of the Call-ID. JAIN-SIP: AuthenticationHelper.handleChallenge takes "
		  "out both header fields and puts back only the current ones; merge them in the "
		  "application." },
		{ PARTY_SERVER,
		  "Where both realms are yours, challenge at one place: let the registrar trust "
		  "what the proxy has authenticated." },
	},
	.lookalikes = {
		{ "proxy-stripped-credentials",
		  "there the client sends both, and a proxy takes one away: capture ahead of the "
		  "proxy" },
		{ "wrong-password", "there the credentials are in the request that is refused" },
	},
	.yields_to = { "proxy-stripped-credentials" },
	.needs = 0,
	.judge = judge,
};
