/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	const struct message *m = r->challenge.msg;

	if (m == NULL ||
	    !(str_eq(m->sip.cseq.method, S("CANCEL")) || str_eq(m->sip.cseq.method, S("ACK"))))
		return VERDICT_NO;
	finding_cite_line(f, m, "challenge");
	finding_cite(f, m, m->sip.cseq.raw, "challenge");
	finding_detail(f, "the %u is the response to %.*s", m->sip.status,
		       STR_ARG(m->sip.cseq.method));
	return VERDICT_YES;
}

const struct rule rule_challenge_to_ack_or_cancel = {
	.code = "challenge-to-ack-or-cancel",
	.title = "the server challenges an ACK or a CANCEL",
	.meaning = "An ACK has no response and a CANCEL cannot be sent again with "
		   "another CSeq, so a challenge to them cannot be answered. They "
		   "are to be taken with the credentials of the INVITE, or hop by "
		   "hop without any.",
	.evidence = "The method in the CSeq of the 401 or 407 is ACK or CANCEL.",
	.party = PARTY_SERVER,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_PROVEN,
	.clauses = {
		{ "RFC 3261", "22.1",
		  "a server must not challenge ACK, and must not attempt to "
		  "challenge CANCEL, which cannot be submitted again" },
	},
	.advice = {
		{ PARTY_SERVER,
		  "Leave ACK and CANCEL out of the authentication. Kamailio's and "
		  "OpenSIPS' auth functions do so by themselves; a script of your "
		  "own has to ask for the method first." },
		{ PARTY_CLIENT,
		  "Nothing; the call goes on ringing until the INVITE is answered "
		  "or ends." },
	},
	.lookalikes = {
		{ "challenge-unanswered",
		  "there the request could have been sent again" },
	},
	.needs = 0,
	.judge = judge,
};
