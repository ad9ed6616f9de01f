/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static bool
changes_call_id(const struct round *r)
{
	/* Another host than was challenged does not try again: it is another client. */
	if (!round_same_hop(r) ||
	    !address_eq(&r->request.msg->seen.src.ip, &r->answer.msg->seen.src.ip))
		return false;
	/* Nor does another account of one host, which was given the same nonce. */
	if (!str_eq(r->request.msg->sip.from_uri, r->answer.msg->sip.from_uri))
		return false;
	/* A greater count tells of the answer, which was not seen: this is a later request, with a nonce that is kept. */
	if (round_nc(r) > 1)
		return false;
	/* Of a message that is cut the Call-ID may be a piece of it only. */
	return sip_msg_headers_whole(&r->request.msg->sip) &&
	       sip_msg_headers_whole(&r->answer.msg->sip) && r->nonce == NONCE_OF_OFFER &&
	       r->witness == NULL && !str_absent(r->answer.msg->sip.call_id) &&
	       !str_eq(r->request.msg->sip.call_id, r->answer.msg->sip.call_id);
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = dossier_answered(d, NULL);

	while (r != NULL && !changes_call_id(r))
		r = dossier_answered(d, r);
	if (r == NULL)
		return VERDICT_NO;
	finding_cite(f, r->request.msg, r->request.msg->sip.call_id, "challenged request");
	finding_cite(f, r->answer.msg, r->answer.msg->sip.call_id, "answer");
	finding_cite_cred(f, r, "nonce", r->cred->nonce, NULL);
	finding_detail(f, "The nonce is that of the challenge, the Call-ID is another.");
	return VERDICT_YES;
}

const struct rule rule_retry_changed_call_id = {
	.code = "retry-changed-call-id",
	.title = "the request with credentials has another Call-ID than the one that was challenged",
	.meaning = "The client answers the challenge in a new call. RFC 3261 wants the Call-ID kept; "
		   "most servers do not mind, and some bind the nonce to it or take the request "
		   "for a new one and challenge again.",
	.evidence = "The Call-ID of the challenged request is compared with that of the request "
		    "that carries its nonce for the first time by nc: both whole, of the same "
		    "host, the same From and the same hop.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_FORM,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 3261", "8.1.3.5",
		  "the request with credentials should have the Call-ID, To and From of the one "
		  "that was challenged" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Keep the Call-ID on the request with credentials. jambonz: a current "
		  "sbc-outbound." },
		{ PARTY_SERVER,
		  "Kamailio: leave the Call-ID out of auth_checks_register, auth_checks_no_dlg and "
		  "auth_checks_in_dlg." },
	},
	.lookalikes = {
		{ "nonce-bound-to-source", "there the address changed" },
		{ "retry-changed-from-tag", "there the From tag changed" },
		{ "wrong-password", "the password shows whether the digest is right" },
	},
	.reasons = { "wrong call-id", "invalid call-id", "call-id mismatch", "call-id changed", "callid mismatch", "call-id does not match" },
	.needs = FACT_ANSWER,
	.judge = judge,
};
