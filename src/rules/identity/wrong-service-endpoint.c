/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static bool
is_other_service(const struct way *w, const struct dossier *d)
{
	struct str here = server_text_of(d->round->outcome.msg);

	if (w->server.port == d->exchange->server.port)
		return false;
	return !str_eq(w->realm, d->exchange->realm) ||
	       (!str_empty(w->product) && !str_empty(here) && !str_eq(w->product, here));
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct way *other = NULL;
	struct refusal what;
	char there[ENDPOINT_TEXT], realm[FINDING_QUOTE];

	refusal_of(d, NULL, &what);
	if (d->round->cred == NULL || d->account->ways_full ||
	    (what.status != 403 && (what.status != 401 || d->asks_again != VERDICT_YES)))
		return VERDICT_NO;
	for (size_t i = 0; i < d->account->way_count; i++) {
		if (!is_other_service(d->account->ways[i], d))
			return VERDICT_NO;
		other = d->account->ways[i];
	}
	if (other == NULL)
		return VERDICT_NO;
	finding_cite_line(f, what.msg, "outcome");
	finding_cite_cred(f, d->round, "username", d->round->cred->username, NULL);
	finding_cite_gone(f, &other->place, "accepted elsewhere");
	finding_detail(f, "The user name is accepted at %s, in the realm \"%s\".",
		       endpoint_text(&other->server, there), finding_quote(other->realm, realm));
	return VERDICT_YES;
}

const struct rule rule_wrong_service_endpoint = {
	.code = "wrong-service-endpoint",
	.title = "the account works at another port or service of the same host",
	.meaning = "The same user name is accepted by another service on this host, with another realm or product, and refused by this one. The account may simply not exist here: two SIP stacks, or two regions, behind one address.",
	.evidence = "Credentials meet a 403, or a 401 without stale=true, and the account is "
		    "accepted in the capture only at another port, with another realm or product.",
	.party = PARTY_CREDENTIALS,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_OUTCOME,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_POSSIBLE,
	.clauses = {
		{ "RFC 3261", "22.1", "user names and passwords belong to one realm" },
		{ "RFC 3261", "19.1.1",
		  "port and transport of a URI say where and by what transport its requests are "
		  "sent" },
	},
	.advice = {
		{ PARTY_CREDENTIALS, "Use the port, transport and domain at which the account is. Asterisk with chan_sip and chan_pjsip: each has its own port and its own accounts." },
		{ PARTY_SERVER, "Or make the account known to this service too." },
	},
	.lookalikes = {
		{ "wrong-password", "the password shows whether the digest is right" },
	},
	.needs = FACT_OUTCOME | FACT_ANSWER,
	.judge = judge,
};
