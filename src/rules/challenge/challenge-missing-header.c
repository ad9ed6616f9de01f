/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static bool
asks_for_credentials(const struct sip_msg *m)
{
	return m->status == 401 || m->status == 407;
}

/*
 * Either kind of challenge counts: a forking proxy may gather both kinds into one response
 * (RFC 3261 22.3), and the wrong kind is another defect.
 */
static bool
has_challenge(const struct sip_msg *m)
{
	return sip_msg_hdr(m, HDR_WWW_AUTHENTICATE, 0) != NULL ||
	       sip_msg_hdr(m, HDR_PROXY_AUTHENTICATE, 0) != NULL;
}

/* The response that should carry a challenge, or NULL. */
static const struct message *
demand_of(const struct round *r)
{
	if (r->challenge.msg != NULL)
		return r->challenge.msg;
	/*
	 * A bare 401 that refuses credentials hides the reason of the refusal.  Only where their
	 * nonce was accepted before can they be taken for right, and the lack of a new nonce for
	 * the cause.
	 */
	return r->nonce_accepted > 0 ? r->outcome.msg : NULL;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct message *m = demand_of(d->round);
	const struct message *request = d->round->request.msg;
	struct citation *c = &f->cites[0];

	if (m != NULL && (!asks_for_credentials(&m->sip) || has_challenge(&m->sip)))
		return VERDICT_NO;
	/* It is not in `needs`, since which response it is depends on the round. */
	if (m == NULL || !sip_msg_headers_whole(&m->sip) || (m->sip.odd & SIP_BAD_HEADER) != 0) {
		f->missing = FACT_CHALLENGE;
		return VERDICT_CANNOT_TELL;
	}
	/* The request that is not there, or not wholly, may have carried credentials. */
	if (d->round->cred == NULL && (request == NULL || !sip_msg_headers_whole(&request->sip))) {
		f->missing = FACT_REQUEST;
		return VERDICT_CANNOT_TELL;
	}

	finding_cite(f, m, STR_ABSENT, "challenge");
	c->header = str_of(auth_challenge_header(m->sip.status == 407 ? AUTH_PROXY : AUTH_WWW));
	c->expected = "Digest with realm, nonce and qop";
	finding_detail(f, "the %u carries neither WWW-Authenticate nor Proxy-Authenticate",
		       m->sip.status);
	return VERDICT_YES;
}

/* Nobody can answer what was not asked; credentials that were sent may have another fault too. */
static enum causality
grade(const struct dossier *d)
{
	return d->round->cred == NULL ? CAUSALITY_PROVEN : CAUSALITY_LIKELY;
}

const struct rule rule_challenge_missing_header = {
	.code = "challenge-missing-header",
	.title = "the server asks for credentials without sending a challenge",
	.meaning = "A 401 must carry WWW-Authenticate and a 407 Proxy-Authenticate: the realm "
		   "and the nonce in it are what credentials are made from. This response "
		   "carries neither, so no client can answer it. Clients stop here or repeat "
		   "the bare request.",
	.evidence = "The 401 or 407, all its header fields there, has neither WWW-Authenticate "
		    "nor Proxy-Authenticate. As a response to credentials it counts only where "
		    "their nonce had been accepted before.",
	.sure = "Proven, if the request had no credentials; likely, if it had some, which may "
		"have another fault.",
	.party = PARTY_SERVER,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 3261", "22.2",
		  "a 401 must include WWW-Authenticate, with at least one challenge" },
		{ "RFC 3261", "22.3", "a proxy must put a Proxy-Authenticate value into its 407" },
	},
	.advice = {
		{ PARTY_SERVER,
		  "Send a challenge in every 401 and 407. FreeSWITCH: a bare 401 to SUBSCRIBE "
		  "or MESSAGE after the nonce expired is a known fault; upgrade or raise "
		  "nonce-ttl. OpenSIPS: \"no more nonces\" in the log means the nonce pool is "
		  "used up; lower nonce_expire or set disable_nonce_check. Script-driven "
		  "servers: answer with the challenge function, not with a plain 401 reply." },
		{ PARTY_CLIENT,
		  "Treat it as a final failure: repeating the same request only loads the "
		  "server." },
	},
	.lookalikes = {
		{ "challenge-unanswered",
		  "there the response carries a challenge, and the client is silent" },
		{ "retry-without-credentials",
		  "there the client repeats itself although it was challenged" },
		{ "capture-incomplete",
		  "the capture cut the response short before its header fields ended" },
	},
	.judge = judge,
};
