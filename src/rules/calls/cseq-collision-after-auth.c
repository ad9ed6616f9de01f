/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>

#include <sipwhy/rule.h>

/* What the reason phrase has in it, within a word too. */
static const char *const words[] = { "cseq", NULL };

/* What was refused: the request with credentials, or without. */
static const struct message *
refused_request(const struct round *r)
{
	return r->answer.msg != NULL ? r->answer.msg : r->request.msg;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct exchange *x = d->exchange;
	const struct round *r = d->round;
	const struct message *m = refused_request(r);
	char method[FINDING_QUOTE];
	struct str taken;

	if (x->cseq_taken == NULL || m == NULL || r->outcome.msg == NULL)
		return VERDICT_NO;
	finding_cite(f, m, m->sip.cseq.raw, "request");
	taken = x->cseq_taken->text;
	(void)str_cut(&taken, ':');
	finding_cite_witness(f, x->cseq_taken, NULL, str_trim(taken, str_is_lws));
	if (f->cites_used > 1)
		f->cites[1].message = "INVITE with credentials";
	finding_cite_line(f, r->outcome.msg, "outcome");
	finding_detail(f,
		       "The %s has CSeq %" PRIu32
		       ", which the INVITE with credentials had reached before.",
		       finding_quote(m->sip.method, method), m->sip.cseq.number);
	return VERDICT_YES;
}

/* 500 is what RFC 3261 12.2.2 asks for, and what servers say of troubles of their own too. */
static enum causality
grade(const struct dossier *d)
{
	const struct message *m = d->round->outcome.msg;

	if (str_has_nocase(m->sip.reason, str_of(words[0])))
		return CAUSALITY_PROVEN;
	return m->sip.status == 500 ? CAUSALITY_LIKELY : CAUSALITY_POSSIBLE;
}

const struct rule rule_cseq_collision_after_auth = {
	.code = "cseq-collision-after-auth",
	.title = "a later request of the call does not go beyond the CSeq of the INVITE with credentials",
	.meaning = "Authentication took a CSeq number of its own: the INVITE that was accepted has one "
		   "more than the first. A later request of the same side counts on from the first "
		   "one, so its number has been used, and the other side takes it for one out of "
		   "order. It happens where a proxy answers challenges in the client's place.",
	.evidence = "The CSeq number of the refused request is not above that of an INVITE with "
		    "credentials in the same call before it.",
	.sure = "Proven, if the reason phrase names the CSeq; likely for a 500, which RFC 3261 "
		"12.2.2 asks for here; possible for any other status.",
	.words = words,
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.of_request = true,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 3261", "12.2.1.1",
		  "within a dialog each request but ACK and CANCEL must have a higher CSeq "
		  "number than the one before" },
		{ "RFC 3261", "12.2.2", "a request with a lower number must be rejected with 500" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Count CSeq on from the request with credentials." },
		{ PARTY_MIDDLEBOX,
		  "A proxy that adds credentials has to shift the CSeq of all later requests of "
		  "the call: Kamailio, dialog module with track_cseq_updates; OpenSIPS likewise, "
		  "or let a B2BUA do it." },
	},
	.lookalikes = {
		{ "failed-after-authentication",
		  "a 481 or 500 with a CSeq in order has another reason" },
	},
	.needs = FACT_OUTCOME,
	.judge = judge,
};
