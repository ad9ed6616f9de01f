/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static struct str
route_of(const struct message *m)
{
	const struct sip_hdr *h = sip_msg_hdr_named(&m->sip, S("Route"));

	return h != NULL ? h->value : STR_ABSENT;
}

static bool
same_target(const struct round *r)
{
	struct str before = route_of(r->request.msg), after = route_of(r->answer.msg);
	bool same_route = str_absent(before) ? str_absent(after) : str_eq(before, after);

	return same_route &&
	       str_eq(r->request.msg->sip.request_uri, r->answer.msg->sip.request_uri);
}

static bool
changes_target(const struct round *r)
{
	return round_same_hop(r) && sip_msg_headers_whole(&r->request.msg->sip) &&
	       sip_msg_headers_whole(&r->answer.msg->sip) && !same_target(r);
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = dossier_answered(d, NULL);
	char before[FINDING_QUOTE], after[FINDING_QUOTE];
	bool same_uri;

	while (r != NULL && !changes_target(r))
		r = dossier_answered(d, r);
	if (r == NULL)
		return VERDICT_NO;
	same_uri = str_eq(r->request.msg->sip.request_uri, r->answer.msg->sip.request_uri);
	finding_cite(f, r->request.msg,
		     same_uri ? route_of(r->request.msg) : r->request.msg->sip.request_uri,
		     "challenged request");
	finding_cite(f, r->answer.msg,
		     same_uri ? route_of(r->answer.msg) : r->answer.msg->sip.request_uri, "answer");
	if (same_uri)
		finding_detail(f, "The Route header field is not that of the request that was "
				  "challenged.");
	else
		finding_detail(f, "The Request-URI was %s and is %s.",
			       finding_quote(r->request.msg->sip.request_uri, before),
			       finding_quote(r->answer.msg->sip.request_uri, after));
	return VERDICT_YES;
}

const struct rule rule_retry_target_changed = {
	.code = "retry-target-changed",
	.title = "the request with credentials has another target than the one that was challenged",
	.meaning = "Request-URI or Route changed between the request that was challenged and the one "
		   "with credentials. It may then reach another server, or the same one as "
		   "another request than the user made.",
	.evidence = "Request-URI and first Route of the challenged request and of the one with "
		    "credentials are compared octet by octet, at the same hop and with all header "
		    "fields there.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_GENERAL,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_POSSIBLE,
	.clauses = {
		{ "RFC 3261", "22.2",
		  "the client should originate the same request again, with credentials" },
		{ "RFC 3261", "8.1.3.5",
		  "the retry is a new request with the changes that are called for; Call-ID, To "
		  "and From should be as before" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Keep Request-URI and Route. JAIN-SIP: call handleChallenge with looseRouting, "
		  "or it adds ;maddr= to the Request-URI. nksip: a version with issue 58 mended, "
		  "and ;lr in the route." },
	},
	.lookalikes = {
		{ "nonce-from-other-server", "there the request went to another address" },
		{ "wrong-password", "the password shows whether the digest is right" },
	},
	.needs = FACT_ANSWER,
	.judge = judge,
};
