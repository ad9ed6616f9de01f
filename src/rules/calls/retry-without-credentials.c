/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static bool
carries_credentials(const struct sip_msg *m)
{
	return sip_msg_hdr(m, HDR_AUTHORIZATION, 0) != NULL ||
	       sip_msg_hdr(m, HDR_PROXY_AUTHORIZATION, 0) != NULL;
}

/* Whether a request of which the capture lacks a part may have carried credentials. */
static bool
is_request_cut(const struct exchange *x)
{
	for (size_t i = 0; i < x->kept; i++) {
		const struct message *m = x->rounds[i]->request.msg;

		if (m != NULL && !sip_msg_headers_whole(&m->sip))
			return true;
	}
	return false;
}

/* A further request of the exchange, wholly captured, that carries no credentials of any scheme. */
static const struct round *
bare_retry(const struct exchange *x)
{
	for (size_t i = x->kept; i-- > 1;) {
		const struct message *m = x->rounds[i]->request.msg;

		if (m != NULL && x->rounds[i]->cred == NULL && sip_msg_headers_whole(&m->sip) &&
		    !carries_credentials(&m->sip))
			return x->rounds[i];
	}
	return NULL;
}

/* Whether the request has come through a proxy, which may have taken credentials out of it. */
static bool
is_forwarded(const struct round *retry)
{
	return retry->request.msg->sip.via_count > 1;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct exchange *x = d->exchange;
	const struct round *first = exchange_first_round(x), *retry;
	char realm[FINDING_QUOTE];

	if (x->retries_bare == 0 || x->answered_rounds > 0 || x->cancelled ||
	    x->outcome == OUTCOME_ACCEPTED)
		return VERDICT_NO;
	f->missing = FACT_REQUEST & ~d->facts;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	/* An answer that was not captured may stand between the challenge and this request. */
	if (first->challenge.msg == NULL || first->request.msg == NULL || is_request_cut(x) ||
	    (x->loss & (LOSS_REQUEST | LOSS_RESPONSE | LOSS_UNPLACED | LOSS_FRAGMENTS)) != 0) {
		f->missing = FACT_NO_GAP;
		return VERDICT_CANNOT_TELL;
	}
	retry = bare_retry(x);
	if (retry == NULL)
		return VERDICT_NO;
	finding_cite_line(f, first->challenge.msg, "challenge");
	finding_cite(f, retry->request.msg, STR_ABSENT, "next request");
	f->cites[f->cites_used - 1].header = str_of(auth_credentials_header(x->kind));
	finding_cite(f, retry->request.msg, retry->request.msg->sip.cseq.raw, "next request");
	if (is_forwarded(retry))
		finding_detail(f,
			       "Challenged for \"%s\", the request comes again without "
			       "credentials.  A proxy sends it: what the client sent is not seen.",
			       finding_quote(x->realm, realm));
	else
		finding_detail(f,
			       "Challenged for \"%s\", the client sent the request again without "
			       "credentials.",
			       finding_quote(x->realm, realm));
	return VERDICT_YES;
}

/* What came through a proxy may have had its credentials taken away there. */
static enum causality
grade(const struct dossier *d)
{
	const struct round *retry = bare_retry(d->exchange);

	return retry != NULL && is_forwarded(retry) ? CAUSALITY_POSSIBLE : CAUSALITY_LIKELY;
}

const struct rule rule_retry_without_credentials = {
	.code = "retry-without-credentials",
	.title = "the client repeats the request, again without credentials",
	.meaning = "After the challenge the client sent the same request anew, not as a "
		   "retransmission, and still without credentials. It has none for this realm, "
		   "does not take the challenge for one, or never saw it.",
	.evidence = "The next request after the challenge, no retransmission, has neither "
		    "Authorization nor Proxy-Authorization among its header fields. Where a "
		    "request may be missing in between, nothing is said.",
	.sure = "Likely, if the request has one Via and so comes from the client itself; possible "
		"behind a proxy, which may have taken the credentials away.",
	.asks = FACT_REQUEST,
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_GENERAL,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 3261", "22.2",
		  "who gets a 401 should send the request again with credentials, if able to" },
		{ "RFC 3261", "22.3", "the same for a 407" },
		{ "RFC 3261", "21.4",
		  "a request that met a 4xx should not be repeated as it was; proper "
		  "authorization is a change that counts" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Enter user name and password for this realm in the client. Asterisk: "
		  "outbound_auth on the registration or endpoint; Kamailio uac: uac_auth() in the "
		  "failure route." },
		{ PARTY_SERVER,
		  "A trunk that is known by its address is not to be challenged: put its address "
		  "into the server's list (Asterisk: type=identify; Kamailio: module permissions; "
		  "FreeSWITCH: ACL)." },
	},
	.lookalikes = {
		{ "proxy-stripped-credentials",
		  "behind a proxy: a capture ahead of it shows whether the credentials were sent" },
		{ "response-to-wrong-port",
		  "a capture at the client shows whether the challenge arrived there" },
		{ "algorithm-unsupported", "the challenge offers no algorithm that clients know" },
	},
	.needs = 0,
	.judge = judge,
};
