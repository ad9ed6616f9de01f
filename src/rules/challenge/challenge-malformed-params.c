/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include <sipwhy/rule.h>

#define QUOTED (AUTH_NAME_REALM | AUTH_NAME_NONCE | AUTH_NAME_OPAQUE | AUTH_NAME_DOMAIN)

static bool
is_malformed(const struct challenge *o)
{
	const unsigned odd =
		AUTH_MALFORMED_PARAM | AUTH_REPEATED_PARAM | AUTH_NO_SCHEME | AUTH_SCHEME_NO_SPACE;

	return o->is_digest && ((o->odd & odd) != 0 || (o->forms.bare & QUOTED) != 0);
}

/* The answer repeats what was meant: the client has read it. */
static bool
was_read(const struct round *r)
{
	return r->cred != NULL && str_eq(r->cred->nonce, r->offer->nonce) &&
	       str_eq(r->cred->realm, r->offer->realm) && str_eq(r->cred->opaque, r->offer->opaque);
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	unsigned bare, broken;
	const char *name;
	char bare_names[48] = "";
	int used = 0;

	if (r->offer == NULL || r->witness != NULL || !is_malformed(r->offer) || was_read(r))
		return VERDICT_NO;
	f->missing = (r->cred != NULL ? FACT_ANSWER : FACT_NO_ANSWER) & ~d->facts;
	if (r->cred == NULL && (d->denied & FACT_NO_ANSWER) != 0)
		return VERDICT_NO;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	bare = r->offer->forms.bare & QUOTED;
	broken = r->offer->forms.broken | r->offer->forms.repeated;
	while ((name = auth_name_next(&broken)) != NULL)
		finding_cite_offer_whole(f, r, name, 0, "one value, in one pair of quotes");
	while ((name = auth_name_next(&bare)) != NULL) {
		finding_cite_offer_whole(f, r, name, 0, "the same in quotes");
		used += snprintf(bare_names + used, sizeof(bare_names) - (size_t)used, "%s%s",
				 used > 0 ? ", " : "", name);
	}
	if (f->cites_used == 0)
		finding_cite(f, r->challenge.msg, r->offer->raw, "challenge");
	if (r->cred != NULL && f->cites_used < FINDING_CITES)
		finding_cite_cred_text(f, r, "nonce", r->cred->nonce, r->offer->nonce);
	finding_detail(f, "%s%s",
		       bare_names[0] != '\0' ? "the challenge has no quotes around "
					     : "the challenge does not follow the grammar",
		       bare_names);
	return VERDICT_YES;
}

/* A damaged copy shows that the client stumbled over it. */
static enum causality
grade(const struct dossier *d)
{
	return d->round->cred != NULL && d->round->nonce == NONCE_ALTERED ? CAUSALITY_LIKELY
									  : CAUSALITY_POSSIBLE;
}

const struct rule rule_challenge_malformed_params = {
	.code = "challenge-malformed-params",
	.title = "the challenge is not written as the grammar has it",
	.meaning = "The challenge lacks quotes or commas, has a parameter twice, "
		   "or octets where none belong, so that not everybody reads the "
		   "same from it. This client did not answer, or sent back "
		   "something else than was meant.",
	.evidence = "The challenge has realm, nonce, opaque or domain without quotes, a parameter "
		    "twice, or octets outside of the grammar; and nonce, realm and opaque did not "
		    "come back as they were meant.",
	.sure = "Likely, if the nonce came back damaged; possible, if the client sent another or "
		"did not answer.",
	.party = PARTY_SERVER,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 3261", "25.1",
		  "realm, domain, nonce and opaque of a challenge are in quotes, "
		  "parameters are separated by commas" },
		{ "RFC 7616", "3.3",
		  "a sender must put realm, domain, nonce, opaque and qop in quotes, and must "
		  "not quote stale and algorithm" },
	},
	.advice = {
		{ PARTY_SERVER,
		  "Put realm, nonce, opaque, qop and domain in quotes, leave "
		  "algorithm and stale bare, and separate them with commas. Let "
		  "the server write the header itself instead of a script." },
		{ PARTY_CLIENT,
		  "Read what can be read: a bare value ends at a comma or a "
		  "blank." },
	},
	.lookalikes = {
		{ "nonce-altered",
		  "there the challenge is in order, and the copy is not" },
		{ "challenge-unanswered",
		  "the client may have no account for this realm: its log tells" },
	},
	.yields_to = { "challenge-missing-nonce", "challenge-scheme-not-digest" },
	.needs = FACT_CHALLENGE,
	.judge = judge,
};
