/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	const struct message *asked = r->challenge.msg, *answer = r->answer.msg;

	if (answer->seen.transport == asked->seen.transport)
		return VERDICT_NO;
	/* What is allowed is a cause only where the server asked again. */
	if (d->exchange->outcome != OUTCOME_ACCEPTED &&
	    (d->exchange->outcome != OUTCOME_REJECTED || d->asks_again != VERDICT_YES))
		return VERDICT_NO;
	/* A nonce of another host is a reason of its own. */
	if (r->nonce != NONCE_OF_OFFER)
		return VERDICT_NO;
	finding_cite_line(f, asked, "challenge");
	finding_cite_line(f, answer, "answer");
	finding_detail(f, "challenged over %s, answered over %s",
		       transport_name(asked->seen.transport),
		       transport_name(answer->seen.transport));
	return VERDICT_YES;
}

const struct rule rule_transport_switch = {
	.code = "transport-switch",
	.title = "the client is challenged on one transport and answers on another",
	.meaning = "The answer goes over another transport than the challenge came on. That is "
		   "allowed, and a request that grew too long must even change to TCP; but a "
		   "server, or a balancer in front of several, may look for the nonce where it "
		   "issued it.",
	.evidence = "The request with the nonce of a challenge comes over another transport than "
		    "the challenge did. Of a refusal it counts only where the server asks again "
		    "without stale=true.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_FORM,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 3261", "18.1.1",
		  "a request within 200 octets of the path MTU, or over 1300 octets where that "
		  "is not known, must go over a transport with congestion control, such as TCP" },
		{ "RFC 3263", "4",
		  "where a request goes is found out once for each transaction; a request sent "
		  "again with credentials is a new one (RFC 3261 8.1.3.5)" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Fix the transport of the account (\";transport=tcp\" or \"tls\") instead of "
		  "\"automatic\"." },
		{ PARTY_SERVER,
		  "Let all transports and all nodes share the nonce secret, and keep one client "
		  "on one node. NAPTR and SRV records should prefer one transport." },
	},
	.lookalikes = {
		{ "nonce-from-other-server", "the other transport leads to another node" },
		{ "wrong-password", "the password shows whether the digest is right" },
	},
	.needs = FACT_CHALLENGE | FACT_ANSWER | FACT_OFFER,
	.judge = judge,
};
