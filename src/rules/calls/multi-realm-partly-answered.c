/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* The round that was asked for again after a request that answered its neighbour only; NULL for none. */
static const struct round *
asked_for_again(const struct exchange *x)
{
	for (size_t i = x->kept; i-- > 1;) {
		const struct round *r = x->rounds[i];

		if (r->request.msg != NULL && r->challenge.msg != NULL && r->cred == NULL)
			return r;
	}
	return NULL;
}

static const struct sip_hdr *
credentials_hdr(const struct message *m)
{
	const struct sip_hdr *h = sip_msg_hdr(&m->sip, HDR_AUTHORIZATION, 0);

	return h != NULL ? h : sip_msg_hdr(&m->sip, HDR_PROXY_AUTHORIZATION, 0);
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct exchange *x = d->exchange;
	const struct round *first = exchange_first_round(x), *r = asked_for_again(x);
	const struct sip_hdr *h;
	char realm[FINDING_QUOTE];

	if (x->left_out == 0 || x->answered_rounds > 0 || x->outcome != OUTCOME_UNANSWERED ||
	    r == NULL)
		return VERDICT_NO;
	h = credentials_hdr(r->request.msg);
	if (h == NULL)
		return VERDICT_NO;
	f->missing = sip_msg_headers_whole(&r->request.msg->sip) ? 0 : FACT_ANSWER_HEADERS;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	finding_cite_line(f, first->challenge.msg, "challenge");
	finding_cite(f, r->request.msg, h->value, "request with credentials");
	finding_cite_line(f, r->challenge.msg, "response to it");
	finding_detail(
		f,
		"Of the realms that one response asked for, \"%s\" was left out, and is asked "
		"for again.",
		finding_quote(x->realm, realm));
	return VERDICT_YES;
}

const struct rule rule_multi_realm_partly_answered = {
	.code = "multi-realm-partly-answered",
	.title = "of several realms that ask for credentials the client answers only some",
	.meaning = "One response carried challenges of several realms, from servers behind a fork "
		   "or in a row. The client sent credentials for some of them, and was asked again "
		   "for what it left out.",
	.evidence = "A challenge asks for several realms. The next request has credentials, none "
		    "of them for this realm, and is challenged for it again.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_LIKELY,
	.clauses = {
		{ "RFC 3261", "22.3",
		  "a request may carry credentials for each of several challenges; a proxy "
		  "whose challenge gets none does not forward it" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Send credentials for every realm that asked, each in a header field of its own. "
		  "Enter a user name and password for each of these realms. JsSIP holds one set "
		  "only." },
		{ PARTY_SERVER,
		  "Where both realms are yours, challenge at one place only." },
	},
	.lookalikes = {
		{ "first-realm-credentials-dropped",
		  "there the second realm asks after the first was satisfied" },
		{ "wrong-password", "there the realm that asks again was answered" },
	},
	.needs = 0,
	.judge = judge,
};
