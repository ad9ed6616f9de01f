/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	struct credentials c;

	if (!d->exchange->never_challenged || r->request.msg == NULL || r->outcome.msg == NULL ||
	    credentials_of(&r->request.msg->sip, &c, 1) == 0 || !c.is_digest ||
	    !str_empty(c.nonce) || !str_empty(c.response))
		return VERDICT_NO;
	f->missing = FACT_REQUEST & ~d->facts;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	finding_cite(f, r->request.msg, c.raw, "request");
	finding_cite_line(f, r->outcome.msg, "outcome");
	finding_detail(f,
		       "the first request carries credentials without nonce and response, and "
		       "is refused with %u",
		       r->outcome.msg->sip.status);
	return VERDICT_YES;
}

const struct rule rule_ims_preload_authorization = {
	.code = "ims-preload-authorization",
	.title = "empty credentials before any challenge meet a refusal",
	.meaning = "IMS clients send their name in an Authorization field with an "
		   "empty nonce and response before any challenge. That is lawful "
		   "there. This server refused the request without asking for "
		   "credentials, and may be one that takes the field for a failed "
		   "answer.",
	.evidence = "The first request has Digest credentials with an empty nonce and response, "
		    "and is refused without a challenge.",
	.asks = FACT_REQUEST,
	.party = PARTY_UNKNOWN,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_OUTCOME,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_POSSIBLE,
	.clauses = {
		{ "RFC 8760", "2.7",
		  "parameters may be empty while the client has had no challenge yet" },
		{ "RFC 2617", "3.2.2",
		  "credentials of Digest carry the nonce of a challenge and a "
		  "response" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Where the server is no IMS core, switch the IMS mode off "
		  "(pjsua: without --use-ims; sipml5: disable early IMS)." },
		{ PARTY_SERVER,
		  "Take empty credentials for none, and challenge." },
	},
	.lookalikes = {
		{ "rejected-before-challenge",
		  "the address, domain or User-Agent may be refused: the server "
		  "log tells" },
		{ "empty-value-in-credentials",
		  "there empty values are the answer to a challenge" },
	},
	.needs = 0,
	.judge = judge,
};
