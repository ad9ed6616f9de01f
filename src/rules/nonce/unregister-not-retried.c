/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

#include <sipwhy/rule.h>

/* The value of Expires, or of the Contact's expires, that takes a binding away; absent when it does not. */
static struct str
expires_zero(const struct message *m)
{
	const struct sip_hdr *h = sip_msg_hdr_named(&m->sip, S("Expires"));
	uint64_t seconds;

	if (str_has_nocase(m->sip.contact, S(";expires=")))
		return str_has_nocase(m->sip.contact, S(";expires=0")) &&
				       !str_has_nocase(m->sip.contact, S(";expires=00"))
			       ? m->sip.contact
			       : STR_ABSENT;
	return h != NULL && str_to_u64(h->value, UINT32_MAX, &seconds) && seconds == 0 ? h->value
										       : STR_ABSENT;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct exchange *x = d->exchange;
	const struct round *r = exchange_last_round(x);
	struct str zero = r->request.msg != NULL ? expires_zero(r->request.msg) : STR_ABSENT;

	if (!str_eq(unanswered_method(x), S("REGISTER")) || x->retries_bare > 0)
		return VERDICT_NO;
	f->missing = FACT_REQUEST & ~d->facts;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	if (str_absent(zero))
		return VERDICT_NO;
	f->missing = unanswered_missing(d);
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	finding_cite(f, r->request.msg, zero, "request");
	finding_cite_line(f, r->challenge.msg, "challenge");
	finding_detail(f, "The REGISTER that takes the binding away was challenged, and not sent "
			  "with credentials.");
	return VERDICT_YES;
}

const struct rule rule_unregister_not_retried = {
	.code = "unregister-not-retried",
	.title = "the client does not answer the challenge to its un-REGISTER",
	.meaning = "The client wanted to take its registration away, with expires=0, was challenged, "
		   "and left it at that. The binding stays until it expires, and calls go on "
		   "being sent there.",
	.evidence = "Expires, or expires of the Contact, is 0 in a challenged REGISTER, which is "
		    "not sent again, neither with credentials nor without.",
	.sure = "Likely over UDP, if the capturing host reported no dropped packets; possible "
		"otherwise: over TCP, WebSocket and SCTP SIP sends nothing again, so silence "
		"tells less.",
	.asks = FACT_REQUEST | FACT_CHALLENGE | FACT_NO_ANSWER,
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_GENERAL,
	.basis = BASIS_SILENCE,
	.grade = unanswered_grade,
	.clauses = {
		{ "RFC 3261", "10.2.2", "a client takes a binding away by a REGISTER with expires 0" },
		{ "RFC 3261", "22.2",
		  "who gets a 401 should send the request again with credentials, if able to" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Answer the challenge of an un-REGISTER like any other, before the program ends. "
		  "Seen with gateways of FreeSWITCH (sofia-sip issue 319) and JsSIP (issue 25)." },
		{ PARTY_SERVER,
		  "Short registrations keep dead bindings rare; keep-alives (OPTIONS) find them." },
	},
	.lookalikes = {
		{ "challenge-unanswered", "there the REGISTER is one that makes a binding" },
		{ "stale-ignored-by-client",
		  "there the un-REGISTER carried credentials, and met stale=true" },
	},
	.needs = 0,
	.judge = judge,
};
