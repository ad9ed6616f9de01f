/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	const struct message *m = r->challenge.msg;
	bool www = sip_msg_hdr(&m->sip, HDR_WWW_AUTHENTICATE, 0) != NULL;
	bool proxy = sip_msg_hdr(&m->sip, HDR_PROXY_AUTHENTICATE, 0) != NULL;

	/* Both together may come from a fork (RFC 3261 22.3). */
	if (www == proxy || (m->sip.status == 407) == proxy ||
	    (m->sip.status != 401 && m->sip.status != 407) || r->offer == NULL ||
	    r->witness != NULL)
		return VERDICT_NO;
	finding_cite_line(f, m, "challenge");
	finding_cite(f, m, r->offer->hdr->raw, "challenge");
	finding_detail(f, "a %u carries %s", m->sip.status, auth_challenge_header(r->offer->kind));
	return VERDICT_YES;
}

/* A client that answered has seen it; one that is silent may have looked past it. */
static enum causality
grade(const struct dossier *d)
{
	return (d->facts & FACT_NO_ANSWER) != 0 ? CAUSALITY_LIKELY : CAUSALITY_POSSIBLE;
}

const struct rule rule_challenge_wrong_header_type = {
	.code = "challenge-wrong-header-type",
	.title = "the challenge stands in the header field of another status",
	.meaning = "A 401 goes with WWW-Authenticate and a 407 with "
		   "Proxy-Authenticate. Here they are crossed: a client that looks "
		   "for the field that belongs to the status finds no challenge.",
	.evidence = "A 401 has Proxy-Authenticate and no WWW-Authenticate, or a 407 the other way "
		    "round.",
	.sure = "Likely, if it is a fact that the client never answered; possible, if it answered "
		"and so has seen the challenge.",
	.party = PARTY_SERVER,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_FORM,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 3261", "22.2",
		  "a 401 must include WWW-Authenticate, with at least one challenge" },
		{ "RFC 3261", "22.3", "a proxy must put a Proxy-Authenticate value into its 407" },
	},
	.advice = {
		{ PARTY_SERVER,
		  "Send WWW-Authenticate with 401 and Proxy-Authenticate with "
		  "407. Kamailio: www_challenge or proxy_challenge, or "
		  "auth_challenge, which chooses by the method." },
		{ PARTY_CLIENT,
		  "Look for both fields, and answer in Authorization or "
		  "Proxy-Authorization by the field that was found." },
	},
	.lookalikes = {
		{ "challenge-missing-header",
		  "there no challenge is sent at all" },
		{ "challenge-unanswered",
		  "the client may have no account for this realm: its log tells" },
	},
	.needs = FACT_CHALLENGE,
	.judge = judge,
};
