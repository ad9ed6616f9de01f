/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* The last round whose credentials have a nonce that the server had replaced; NULL for none. */
static const struct round *
round_with_old_nonce(const struct exchange *x)
{
	for (size_t i = x->kept; i-- > 0;) {
		if (!str_absent(x->rounds[i]->nextnonce) && x->rounds[i]->cred != NULL)
			return x->rounds[i];
	}
	return NULL;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = round_with_old_nonce(d->exchange);

	if (r == NULL)
		return VERDICT_NO;
	finding_cite_cred_text(f, r, "nonce", r->cred->nonce, r->nextnonce);
	finding_cite_witness(f, r->nextnonce_from, "nextnonce", r->nextnonce);
	finding_cite_witness(f, r->nonce_from, "nonce", r->cred->nonce);
	if (r->outcome.msg != NULL)
		finding_cite_line(f, r->outcome.msg, "outcome");
	finding_detail(f,
		       "The server gave a nextnonce, and the client used the nonce before it once "
		       "more.");
	return VERDICT_YES;
}

const struct rule rule_nextnonce_ignored = {
	.code = "nextnonce-ignored",
	.title = "the client keeps using a nonce after the server gave the next one",
	.meaning = "With the response to the last request the server named the nonce that it wants "
		   "to see next. The client sent the old one again. A server that takes each nonce "
		   "once challenges it anew, which costs a round trip and, with a client that "
		   "does not try again, the request.",
	.evidence = "Authentication-Info of an earlier response names a nextnonce, and the "
		    "request carries the nonce before it.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_WARNING,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 2617", "3.2.3",
		  "the client should use the nextnonce for its next request; if it does not, it may "
		  "be challenged anew with stale=true" },
		{ "RFC 7616", "3.5", "the nextnonce is the nonce for a future authentication" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Take the nextnonce for the next request and begin with nc=00000001; or forget "
		  "the nonce and wait to be challenged." },
		{ PARTY_SERVER,
		  "Leave nextnonce out for clients that do not know it (Kamailio: "
		  "add_authinfo_hdr of the auth module), or let the old nonce live on for a while." },
	},
	.lookalikes = {
		{ "stale-ignored-by-client",
		  "there a challenge with stale=true gave the new nonce" },
	},
	.needs = 0,
	.judge = judge,
};
