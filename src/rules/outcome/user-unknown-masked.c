/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	char realm[FINDING_QUOTE];

	if ((d->facts & FACT_REFUSED) == 0 || r->cred == NULL || r->outcome.msg == NULL ||
	    d->asks_again != VERDICT_YES || d->digest->check == VERIFY_MATCH ||
	    d->exchange->dropped_for_other)
		return VERDICT_NO;
	/* In one realm only the server's log tells unknown from wrong. */
	if (d->server->accepted > 0 || d->server->other_realm_accepted == 0)
		return VERDICT_CANNOT_TELL;
	finding_cite_offer(f, r, "realm", r->offer != NULL ? r->offer->realm : STR_ABSENT, NULL);
	finding_cite_cred(f, r, "username", r->cred->username, NULL);
	finding_cite_line(f, r->outcome.msg, "outcome");
	finding_detail(f,
		       "The server accepted %u exchanges of users that it challenged with another "
		       "realm, and none with \"%s\", which it may keep for users it does not know.",
		       (unsigned)d->server->other_realm_accepted,
		       finding_quote(d->exchange->realm, realm));
	return VERDICT_YES;
}

const struct rule rule_user_unknown_masked = {
	.code = "user-unknown-masked",
	.title = "the server may not know this user, and challenges it all the same",
	.meaning = "Some servers challenge a user that does not exist as if it did, so that nobody "
		   "can find out which users there are. Any password is then refused. From the "
		   "packets this shows only where the server uses another realm for the users "
		   "that it knows.",
	.evidence = "The refusal asks for the realm again without stale=true; the server accepts "
		    "users that it challenged with another realm, and none with this one.",
	.sure = "Possible at most: that this realm is kept for users whom the server does not "
		"know is inferred. Where all have one realm, only its log tells.",
	.asks = FACT_OUTCOME | FACT_REFUSED,
	.party = PARTY_POLICY,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_OUTCOME,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_POSSIBLE,
	.clauses = {
		{ "RFC 3261", "22.1",
		  "the realm alone names the space of users that is asked for" },
		{ "RFC 3261", "21.4.2", "a 401 says that the request needs authentication" },
	},
	.advice = {
		{ PARTY_SERVER,
		  "Look into the log. Asterisk writes \"No matching endpoint found\": then check "
		  "identify_by (username, auth_username, ip) and the user in From. Kamailio: "
		  "auth_check returns -3 for a user that is not in the table." },
		{ PARTY_CREDENTIALS, "Compare the user name and the user in From with the account." },
	},
	.lookalikes = {
		{ "wrong-password", "only the server's log tells the two apart" },
	},
	.needs = FACT_ANSWER,
	.judge = judge,
};
