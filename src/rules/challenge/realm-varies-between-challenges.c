/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static const struct round *
varied(const struct exchange *x)
{
	for (size_t i = 0; i < x->kept; i++) {
		if (x->rounds[i]->realm_before != NULL && x->rounds[i]->offer != NULL)
			return x->rounds[i];
	}
	return NULL;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = varied(d->exchange);
	char now[FINDING_QUOTE], before[FINDING_QUOTE];
	struct auth_param e;
	struct str rest;

	if (r == NULL)
		return VERDICT_NO;
	rest = r->realm_before->text;
	(void)str_cut(&rest, ':');
	if (!auth_param_find(rest, STR_ABSENT, S("realm"), 0, &e))
		return VERDICT_NO;
	finding_cite_offer(f, r, "realm", r->offer->realm, "one realm for the service");
	finding_cite_witness(f, r->realm_before, "realm", e.value);
	finding_detail(f, "the realm is \"%s\", and was \"%s\" for this account before",
		       finding_quote(r->offer->realm, now), finding_quote(e.value, before));
	return VERDICT_YES;
}

const struct rule rule_realm_varies_between_challenges = {
	.code = "realm-varies-between-challenges",
	.title = "one server challenges an account now with one realm, now with another",
	.meaning = "The same account was challenged by the same server with "
		   "another realm before. Nodes of a cluster that each have a "
		   "realm of their own do so. Clients that keep credentials by "
		   "realm, or an HA1 instead of the password, fail at one of them.",
	.evidence = "The realm of the challenge is not that of an earlier challenge to the same "
		    "account by the same server.",
	.party = PARTY_SERVER,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_FORM,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_POSSIBLE,
	.clauses = {
		{ "RFC 3261", "22.1",
		  "the realm alone defines the protection domain, and credentials "
		  "are for a realm" },
	},
	.advice = {
		{ PARTY_SERVER,
		  "Give all nodes of the service one realm, that of its domain, "
		  "instead of the name of the node." },
		{ PARTY_CLIENT,
		  "Keep the password instead of an HA1, let the realm be a "
		  "wildcard, or pin one node as outbound proxy." },
	},
	.lookalikes = {
		{ "no-credential-for-realm",
		  "there the client has never had credentials for this realm" },
		{ "wrong-password",
		  "with the password the digest tells" },
		{ "challenge-unanswered",
		  "the client log tells why it did not answer" },
	},
	.needs = 0,
	.judge = judge,
};
