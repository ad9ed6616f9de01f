/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct sip_hdr *asked;
	struct refusal what;

	refusal_of(d, NULL, &what);
	if (what.status == 421)
		asked = sip_msg_hdr_named(&what.msg->sip, S("Require"));
	else if (what.status == 494)
		asked = sip_msg_hdr_named(&what.msg->sip, S("Security-Server"));
	else
		return VERDICT_NO;
	if (what.status == 421 && (asked == NULL || !str_has_nocase(asked->value, S("sec-agree"))))
		return VERDICT_NO;
	finding_cite_line(f, what.msg, "outcome");
	if (asked != NULL)
		finding_cite(f, what.msg, asked->value, "outcome");
	finding_cite_line(f, what.request, "request");
	finding_detail(f,
		       what.status == 421
			       ? "The server wants the extension sec-agree, which the client "
				 "did not offer."
			       : "The server wants a security mechanism agreed on first, or does "
				 "not find its own list in Security-Verify.");
	return VERDICT_YES;
}

/*
 * The server says itself what it wants.  But a 421 is where an agreement begins, and whether the client went on
 * with it is not seen where anything is missing.  And who has said its part of the agreement, or whose header fields are
 * not all there, may meet 494 because that part was wrong (sec-agree-missing): it takes the challenge to tell.
 */
static enum causality
grade(const struct dossier *d)
{
	const struct sip_msg *m;
	struct refusal what;

	refusal_of(d, NULL, &what);
	if (what.status != 494)
		return d->exchange->loss == 0 && d->exchange->outcome == OUTCOME_REJECTED
			       ? CAUSALITY_LIKELY
			       : CAUSALITY_POSSIBLE;
	if (what.request == NULL || !sip_msg_headers_whole(&what.request->sip))
		return CAUSALITY_LIKELY;
	m = &what.request->sip;
	return sec_list_hdr(m, SEC_CLIENT) != NULL || sec_list_hdr(m, SEC_VERIFY) != NULL ||
			       sec_agree_is_told(m)
		       ? CAUSALITY_LIKELY
		       : CAUSALITY_PROVEN;
}

const struct rule rule_421_494_sec_agree = {
	.code = "421-494-sec-agree",
	.title = "the server wants a security agreement before it authenticates",
	.meaning = "The server, most often the P-CSCF of a mobile network, talks only to clients "
		   "that agree on a security mechanism with it first (RFC 3329). User name and "
		   "password were not what it refused.",
	.evidence = "The request meets a 421 whose Require names sec-agree, or a 494.",
	.sure = "Proven for a 494 to a client that said nothing of an agreement. "
		"Likely, if it had said its part, which may have been wrong, or if its header "
		"fields are not all in the capture. Likely for a 421, with which an agreement "
		"begins; possible, if anything is missing, as what the client did then.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_OUTCOME,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 3329", "2.3.2",
		  "a server that asks for the agreement by policy answers with 421, or with 494 "
		  "where the client supports it; both carry Security-Server and Require" },
		{ "RFC 3261", "21.4.16", "421 names in Require the extension that is needed" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Switch security agreement (IPsec, IMS security) on, so that the client sends "
		  "Security-Client and sec-agree in Require and Proxy-Require, and repeats the "
		  "server's list in Security-Verify unchanged." },
		{ PARTY_SERVER,
		  "For clients that cannot: allow registration without IPsec. Kamailio as a "
		  "P-CSCF: leave ipsec out of the route for these clients." },
	},
	.needs = FACT_OUTCOME,
	.judge = judge,
};
