/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

enum { READ = 16 };

/* Digest credentials of the challenged request, of another realm than is asked for now. */
static bool
carries_other(const struct exchange *x, const struct message *m, struct credentials *out)
{
	struct credentials all[READ];
	size_t n = credentials_of(&m->sip, all, COUNT(all));

	for (size_t i = 0; i < n && i < COUNT(all); i++) {
		if (!all[i].is_digest || str_empty(all[i].response))
			continue;
		/* This very realm is asked for again: a refusal, not a second element. */
		if (auth_value_is(all[i].realm, x->realm))
			return false;
		*out = all[i];
	}
	return n > 0 && !str_absent(out->realm);
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct exchange *x = d->exchange;
	const struct round *r = exchange_first_round(x);
	struct credentials other = { 0 };
	char first[FINDING_QUOTE], second[FINDING_QUOTE];

	f->missing = (FACT_REQUEST | FACT_CHALLENGE | FACT_NO_ANSWER | FACT_NO_GAP) & ~d->facts;
	if (r->request.msg == NULL || r->challenge.msg == NULL || r->offer == NULL)
		return f->missing != 0 ? VERDICT_CANNOT_TELL : VERDICT_NO;
	if (!carries_other(x, r->request.msg, &other))
		return VERDICT_NO;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	finding_cite_offer(f, r, "realm", r->offer->realm, NULL);
	finding_cite(f, r->request.msg, other.realm, "challenged request");
	finding_cite_line(f, r->challenge.msg, "challenge");
	finding_detail(f,
		       "The request has credentials for \"%s\", and then \"%s\" asks for its own, "
		       "which never come.",
		       finding_quote(other.realm, first), finding_quote(x->realm, second));
	return VERDICT_YES;
}

const struct rule rule_downstream_second_challenge = {
	.code = "downstream-second-challenge",
	.title = "a second server on the way asks for credentials of its own, and gets none",
	.meaning = "The first server let the request pass with its credentials; another one behind "
		   "it has a realm of its own and challenges too. The client has no credentials "
		   "for that realm, or takes the second challenge for a refusal of the first.",
	.evidence = "The challenged request has credentials for another realm, and none for the "
		    "realm that asks now and is never answered. Every message of the exchange "
		    "must be there.",
	.asks = FACT_REQUEST | FACT_CHALLENGE | FACT_NO_ANSWER | FACT_NO_GAP,
	.party = PARTY_CREDENTIALS,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_OUTCOME,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_LIKELY,
	.clauses = {
		{ "RFC 3261", "22.3",
		  "a request may pass several proxies, each of which answers to its own realm "
		  "only" },
		{ "RFC 3261", "22.3",
		  "it is recommended that credentials for a realm that challenged go into all "
		  "later requests with that Call-ID" },
	},
	.advice = {
		{ PARTY_CREDENTIALS,
		  "Configure user name and password for the second realm at the client, or let "
		  "the first server authenticate towards the second one." },
		{ PARTY_SERVER,
		  "If the second server should trust the first one: allow it by address. "
		  "FreeSWITCH: an ACL in apply-inbound-acl; Asterisk: identify by match; "
		  "Kamailio: the permissions module." },
		{ PARTY_CLIENT,
		  "A client that gives up here, or shows a wrong password, should be able to "
		  "answer more than one realm in a request." },
	},
	.lookalikes = {
		{ "challenge-unanswered", "there the request carried no credentials yet" },
	},
	.needs = 0,
	.judge = judge,
};
