/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct exchange *x = d->exchange;
	const struct round *r = d->round;
	const struct message *on = r->answer.elsewhere;
	struct credentials room;
	const struct credentials *there;
	char to[ENDPOINT_TEXT];

	/* A challenge from further on would be what these credentials answer. */
	if (x->kind != AUTH_PROXY || x->outcome != OUTCOME_ACCEPTED || on == NULL ||
	    x->issuer.ip.family != 0 || r->challenge.elsewhere != NULL)
		return VERDICT_NO;
	/* A NAT has two sides too; a proxy adds itself to Via. */
	if (on->sip.via_count <= r->answer.msg->sip.via_count)
		return VERDICT_NO;
	there = credentials_elsewhere(r, &room);
	if (there == NULL || !str_eq(there->response, r->cred->response))
		return VERDICT_NO;
	finding_cite_offer(f, r, "realm", r->offer->realm, NULL);
	finding_cite_cred(f, r, "realm", r->cred->realm, NULL);
	finding_cite(f, on, there->realm, "the same request, forwarded");
	finding_detail(f, "The credentials for the proxy's own realm go on to %s.",
		       endpoint_text(&on->seen.dst, to));
	return VERDICT_YES;
}

const struct rule rule_credentials_leaked_downstream = {
	.code = "credentials-leaked-downstream",
	.title = "a proxy passes the credentials on that were meant for it alone",
	.meaning = "The proxy asked for these credentials and accepted them, and they are still in "
		   "the request that it forwards. Nothing fails by that, but whoever is behind the "
		   "proxy gets a digest to guess the password from.",
	.evidence = "The request with Proxy-Authorization, which was accepted, was seen again "
		    "behind the proxy, with more Via values and the same response.",
	.party = PARTY_MIDDLEBOX,
	.severity = SEVERITY_NOTE,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 3261", "22.3",
		  "a Proxy-Authorization value applies only to the proxy whose realm it names" },
	},
	.advice = {
		{ PARTY_MIDDLEBOX,
		  "Take them out after the check. Kamailio and OpenSIPS: consume_credentials() "
		  "after a successful proxy_authorize or auth_check." },
	},
	.needs = FACT_ANSWER | FACT_CHALLENGE | FACT_OFFER,
	.judge = judge,
};
