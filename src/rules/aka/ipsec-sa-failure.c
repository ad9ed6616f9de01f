/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* Both sides named IPsec before the answer was due. */
static bool
agrees_on_ipsec(const struct round *r)
{
	return r->request.msg != NULL && r->challenge.msg != NULL &&
	       sec_hides(&r->request.msg->sip, SEC_CLIENT, true) &&
	       sec_hides(&r->challenge.msg->sip, SEC_SERVER, true);
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct exchange *x = d->exchange;
	const struct round *first = exchange_first_round(x), *last = exchange_last_round(x);

	if (x->retries_bare == 0 || x->answered_rounds > 0 || !agrees_on_ipsec(first) ||
	    last == first || last->request.msg == NULL)
		return VERDICT_NO;
	finding_cite(f, first->challenge.msg,
		     sec_list_hdr(&first->challenge.msg->sip, SEC_SERVER)->value, "challenge");
	finding_cite(f, first->request.msg,
		     sec_list_hdr(&first->request.msg->sip, SEC_CLIENT)->value, "request");
	finding_cite_line(f, last->request.msg, "next request");
	finding_detail(f, "After IPsec was agreed on the client begins anew in the clear.");
	return VERDICT_YES;
}

const struct rule rule_ipsec_sa_failure = {
	.code = "ipsec-sa-failure",
	.title = "the client begins anew in the clear after IPsec was agreed on",
	.meaning = "With the challenge client and P-CSCF set up IPsec, and the answer goes through "
		   "it, as ESP that a capture cannot read. This client came back in the clear "
		   "instead, so the protected REGISTER did not succeed. Most often the security "
		   "association was not set up alike on both sides, or ESP does not get through; "
		   "it can also be a refusal inside the tunnel.",
	.evidence = "Security-Client of the first REGISTER and Security-Server of its challenge "
		    "both name IPsec; no credentials follow, and the client begins anew in the "
		    "clear.",
	.sure = "Possible at most: what went through the tunnel cannot be read, so that a refusal "
		"in there is not ruled out.",
	.party = PARTY_NETWORK,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_OUTCOME,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_POSSIBLE,
	.clauses = {
		{ "3GPP TS 33.203", "7.0",
		  "the security associations set up in a registration protect the signalling "
		  "after it" },
		{ "RFC 3329", "2.3.1",
		  "requests after the agreement should use the mechanism agreed on" },
	},
	.advice = {
		{ PARTY_NETWORK,
		  "Let ESP (IP protocol 50, or UDP 4500 behind NAT) and the ports port-c and "
		  "port-s of Security-Server pass." },
		{ PARTY_SERVER,
		  "P-CSCF: compare \"ip xfrm state\" and \"ip xfrm policy\" with spi, port, alg "
		  "and ealg of Security-Server; Kamailio's ims_ipsec_pcscf logs a lack of free "
		  "client ports, which old associations use up." },
		{ PARTY_CAPTURE,
		  "Capture at the S-CSCF side of the P-CSCF too: there the answer is readable if "
		  "it came through." },
	},
	.lookalikes = {
		{ "challenge-unanswered", "there no tunnel hides the answer" },
		{ "aka-mac-failure",
		  "a client that refuses AUTN should say so by an empty response, and some just "
		  "begin anew" },
	},
	.needs = FACT_NO_ANSWER,
	.judge = judge,
};
