/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct way *w, *own = NULL, *other = NULL;
	size_t at = 0;
	struct refusal what;
	char there[ADDRESS_TEXT], agent[FINDING_QUOTE];

	refusal_of(d, NULL, &what);
	if (d->round->cred == NULL || !refusal_is_of(&what, S("REGISTER")) ||
	    what.digest_right == VERDICT_NO ||
	    (what.status != 403 && (what.status != 401 || d->asks_again != VERDICT_YES)))
		return VERDICT_NO;
	while ((w = dossier_way(d, &at)) != NULL) {
		bool here = address_eq(&w->client.ip, &d->exchange->client.ip) &&
			    str_eq(w->user_agent, what.request->sip.user_agent);

		if (w->registered && w->first_ns < what.msg->seen.ts_ns)
			*(here ? &own : &other) = w;
	}
	if (own == NULL || other == NULL)
		return VERDICT_NO;
	finding_cite_line(f, what.msg, "outcome");
	finding_cite_cred(f, d->round, "username", d->round->cred->username, NULL);
	finding_cite_gone(f, &own->place, "this device, accepted before");
	finding_cite_gone(f, &other->place, "another device, accepted");
	finding_detail(f, "The other one is at %s, \"%s\".", address_text(&other->client.ip, there),
		       finding_quote(other->user_agent, agent));
	return VERDICT_YES;
}

const struct rule rule_second_device_same_account = {
	.code = "second-device-same-account",
	.title = "two devices take turns with one account",
	.meaning = "This device was registered with the account before, another one was registered with it too, and now this one is refused. Where a server allows one registration each takes the place of the other, and users see logins that fail at times.",
	.evidence = "A REGISTER with credentials meets a 403, or a 401 without stale=true. Before "
		    "it both this host and User-Agent, and another, had registered with the "
		    "account.",
	.party = PARTY_POLICY,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_OUTCOME,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_POSSIBLE,
	.clauses = {
		{ "RFC 3261", "10.3",
		  "a contact that is new is added to the bindings that are there, and the 200 "
		  "lists them all (steps 7 and 8)" },
		{ "RFC 3261", "21.4.4",
		  "the server understood the request and refuses it; authorization will not help" },
	},
	.advice = {
		{ PARTY_POLICY, "Give each device an account of its own, or allow several registrations. Asterisk: max_contacts of the AOR. FreeSWITCH: multiple-registrations." },
		{ PARTY_CLIENT, "Find the second device by the address and User-Agent shown here, and log it off." },
	},
	.lookalikes = {
		{ "account-blocked", "the account may have been blocked meanwhile" },
		{ "wrong-password", "the password may have been changed meanwhile" },
	},
	.needs = FACT_OUTCOME | FACT_ANSWER,
	.judge = judge,
};
