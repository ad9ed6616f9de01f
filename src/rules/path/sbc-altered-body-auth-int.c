/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	const struct message *on = r->answer.elsewhere;

	if (d->exchange->outcome == OUTCOME_ACCEPTED || on == NULL ||
	    !str_eq_nocase(r->cred->qop, S("auth-int")) ||
	    !bodies_differ(&r->answer.msg->sip, &on->sip))
		return VERDICT_NO;
	finding_cite_cred(f, r, "qop", r->cred->qop, NULL);
	finding_cite(f, r->answer.msg, r->answer.msg->sip.body, "answer");
	finding_cite(f, on, on->sip.body, "the same request, forwarded");
	finding_cite_line(f, r->outcome.msg, "outcome");
	finding_detail(
		f,
		"The body has %zu octets where the client sent it and %zu further on, and is "
		"not the same.",
		r->answer.msg->sip.body.len, on->sip.body.len);
	return VERDICT_YES;
}

const struct rule rule_sbc_altered_body_auth_int = {
	.code = "sbc-altered-body-auth-int",
	.title = "the body is changed on the way though the digest protects it",
	.meaning = "With qop=auth-int the digest covers the body too. The request is in the capture "
		   "at two points, with another body at each: an SBC or ALG wrote its own media "
		   "addresses into it. The server cannot find the digest right for the body that "
		   "it gets.",
	.evidence = "The credentials have qop=auth-int, the request was seen at two points, and "
		    "its body, whole at both, is not the same.",
	.party = PARTY_MIDDLEBOX,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_LIKELY,
	.clauses = {
		{ "RFC 2617", "3.2.2.3", "for auth-int the hash of the body is part of A2" },
		{ "RFC 3261", "22.4", "the body is that of the SIP message (item 7 for an empty one)" },
	},
	.advice = {
		{ PARTY_SERVER,
		  "Offer qop=\"auth\" only to clients behind an SBC. Kamailio: auth_challenge with "
		  "qop auth (flag 1), not auth-int." },
		{ PARTY_MIDDLEBOX,
		  "Terminate the authentication at the SBC, or leave the body as it is." },
	},
	.lookalikes = {
		{ "alg-rewrote-request", "there the header field changes" },
	},
	.needs = FACT_ANSWER,
	.judge = judge,
};
