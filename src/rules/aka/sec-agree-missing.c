/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* Refused for the want of an agreement, to which the client consents without saying its part. */
static bool
lacks_client_list(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;

	if (!d->exchange->never_challenged || r->outcome.msg == NULL || r->request.msg == NULL ||
	    r->outcome.msg->sip.status != 494 || (d->facts & FACT_REQUEST) == 0 ||
	    !sec_agree_is_told(&r->request.msg->sip) ||
	    sec_list_hdr(&r->request.msg->sip, SEC_CLIENT) != NULL)
		return false;
	finding_cite_line(f, r->outcome.msg, "outcome");
	finding_cite(f, r->request.msg, STR_ABSENT, "request");
	f->cites[f->cites_used - 1].header = S("Security-Client");
	f->cites[f->cites_used - 1].expected = "the mechanisms that the client can do";
	finding_detail(f, "The request says sec-agree, and has no Security-Client.");
	return true;
}

/* Whether the client wants an agreement at all: without it the server should not have offered one so. */
static bool
takes_part(const struct round *r)
{
	const struct sip_msg *answer = &r->answer.msg->sip;

	return sec_list_hdr(answer, SEC_VERIFY) != NULL ||
	       sec_list_hdr(answer, SEC_CLIENT) != NULL ||
	       (r->request.msg != NULL && sec_list_hdr(&r->request.msg->sip, SEC_CLIENT) != NULL);
}

static enum verdict
judge_verify(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	const struct message *offer = r->challenge.msg, *answer = r->answer.msg;
	const struct sip_hdr *verify;
	struct str differs = STR_ABSENT;
	char quoted[FINDING_QUOTE];

	if (r->nonce != NONCE_OF_OFFER || offer == NULL ||
	    sec_list_hdr(&offer->sip, SEC_SERVER) == NULL || !takes_part(r))
		return VERDICT_NO;
	f->missing = (FACT_CHALLENGE | FACT_ANSWER_HEADERS | FACT_REFUSED) & ~d->facts;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	if (sec_lists_agree(&offer->sip, &answer->sip, &differs))
		return VERDICT_NO;
	verify = sec_list_hdr(&answer->sip, SEC_VERIFY);
	finding_cite(f, offer, sec_list_hdr(&offer->sip, SEC_SERVER)->value, "challenge");
	finding_cite(f, answer, verify != NULL ? verify->value : STR_ABSENT, "answer");
	f->cites[f->cites_used - 1].header = S("Security-Verify");
	f->cites[f->cites_used - 1].expected = "the list of Security-Server, unchanged";
	if (verify == NULL)
		finding_detail(f, "The challenge has Security-Server, the answer no "
				  "Security-Verify.");
	else
		finding_detail(f, "Security-Verify differs at \"%s\".",
			       finding_quote(differs, quoted));
	return VERDICT_YES;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	if (d->round->cred == NULL)
		return lacks_client_list(d, f) ? VERDICT_YES : VERDICT_NO;
	return judge_verify(d, f);
}

const struct rule rule_sec_agree_missing = {
	.code = "sec-agree-missing",
	.title = "the client does not repeat the server's list of security mechanisms",
	.meaning = "Client and server (in a mobile network the P-CSCF) first tell each other what "
		   "security they can do. To show that nobody changed the server's list on the "
		   "way, the client sends it back in Security-Verify, just as it came. Here the "
		   "client leaves its part out, or sends another list; the server must then "
		   "refuse.",
	.evidence = "A request that names sec-agree has no Security-Client, and meets a 494; or "
		    "Security-Verify of the answer is missing, or is not the list in "
		    "Security-Server. A client that takes no part is passed over.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 3329", "2.3.1",
		  "the client must send Security-Client, and then the server's list in "
		  "Security-Verify as it came; a list that was changed is met with 494" },
		{ "3GPP TS 33.203", "7.1",
		  "client and P-CSCF agree on keys and parameters of their security "
		  "associations" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Send Security-Client with the first REGISTER, and copy Security-Server of the "
		  "challenge into Security-Verify: all mechanisms, all parameters (q, prot, mod, "
		  "spi-c, spi-s, port-c, port-s), in the same order." },
		{ PARTY_MIDDLEBOX,
		  "Do not take out, sort or rewrite Security-* between client and P-CSCF." },
	},
	.lookalikes = {
		{ "rejected-by-403", "the server does not say which of several things it refuses" },
	},
	.reasons = { "Security Agreement", "Security-Verify", "Security Verify",
		     "Security-Client", "sec-agree" },
	.yields_to = { "wrong-authorization-header", "required-param-missing", "realm-mismatch",
		       "nonce-altered", "aka-mac-failure", "aka-sync-failure", "aka-resync-loop",
		       "aka-nonce-short", "aka-unsupported-by-client" },
	.needs = 0,
	.judge = judge,
};
