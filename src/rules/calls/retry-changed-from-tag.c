/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static bool
changes_from(const struct round *r)
{
	const struct sip_msg *before, *m;

	if (!round_same_hop(r))
		return false;
	before = &r->request.msg->sip;
	m = &r->answer.msg->sip;
	return str_eq(before->call_id, m->call_id) && !str_empty(before->from_tag) &&
	       !str_absent(m->from) && !str_eq(before->from_tag, m->from_tag);
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = dossier_answered(d, NULL);

	while (r != NULL && !changes_from(r))
		r = dossier_answered(d, r);
	if (r == NULL)
		return VERDICT_NO;
	finding_cite(f, r->request.msg, r->request.msg->sip.from_tag, "challenged request");
	f->cites[f->cites_used - 1].param = "tag";
	finding_cite(f, r->answer.msg, r->answer.msg->sip.from, "answer");
	finding_cite_line(f, r->outcome.msg, "outcome");
	finding_detail(f, "The Call-ID is the same and the From tag is not.");
	return VERDICT_YES;
}

const struct rule rule_retry_changed_from_tag = {
	.code = "retry-changed-from-tag",
	.title = "the request with credentials has another From tag than the one that was challenged",
	.meaning = "The client changed the From tag between the request that was challenged and the "
		   "one with credentials. Most servers do not mind; some bind the nonce to it or "
		   "take the request for a new one and challenge again.",
	.evidence = "The From tags of the challenged request and of the one with credentials "
		    "differ, under the same Call-ID and at the same hop.",
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
		  "Keep the From header field as it was, tag included. drachtio-server: a version "
		  "with issue 106 mended." },
		{ PARTY_SERVER,
		  "Kamailio: leave the From tag out of auth_checks_register, auth_checks_no_dlg "
		  "and auth_checks_in_dlg." },
	},
	.lookalikes = {
		{ "retry-changed-call-id", "there the Call-ID changed" },
		{ "nonce-bound-to-source", "there the address changed" },
		{ "wrong-password", "the password shows whether the digest is right" },
	},
	.reasons = { "wrong from tag", "invalid from tag", "from tag mismatch", "from tag changed", "from-tag mismatch", "from tag does not match" },
	.needs = FACT_ANSWER,
	.judge = judge,
};
