/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

enum { OFFERS_READ = 8 };

/* The challenge of this realm that says stale=true, if one does. */
static const struct challenge *
stale_of(const struct challenge *all, size_t n, const struct credentials *c)
{
	for (size_t i = 0; i < n; i++) {
		if (all[i].is_digest && all[i].kind == c->kind &&
		    auth_value_eq(all[i].realm, c->realm) && challenge_is_stale(&all[i]))
			return &all[i];
	}
	return NULL;
}

static bool
nonce_used_before(const struct exchange *x, size_t round, struct str nonce)
{
	for (size_t i = 0; i < round; i++) {
		if (x->rounds[i]->cred != NULL && str_eq(x->rounds[i]->cred->nonce, nonce))
			return true;
	}
	return false;
}

/* A parameter of a challenge in a message, by its value. */
static void
cite_param(struct finding *f, const struct message *m, struct str value, const char *param,
	   const char *label)
{
	size_t before = f->cites_used;

	finding_cite(f, m, value, label);
	if (f->cites_used > before)
		f->cites[before].param = param;
}

/* Told stale=true and given a new nonce, the client sent the old one once more. */
static enum verdict
kept_the_old_nonce(const struct exchange *x, struct finding *f)
{
	for (size_t i = x->kept; i-- > 1;) {
		const struct round *r = x->rounds[i];
		const struct challenge *stale;

		if (r->cred == NULL || r->challenge.msg == NULL || r->nonce == NONCE_OF_OFFER ||
		    (r->cred->odd & AUTH_CUT) != 0)
			continue;
		stale = stale_of(r->offers, r->offer_count, r->cred);
		if (stale == NULL || str_eq(stale->nonce, r->cred->nonce) ||
		    !nonce_used_before(x, i, r->cred->nonce))
			continue;
		cite_param(f, r->challenge.msg, stale->stale, "stale", "challenge");
		cite_param(f, r->challenge.msg, stale->nonce, "nonce", "challenge");
		finding_cite_cred_text(f, r, "nonce", r->cred->nonce, stale->nonce);
		finding_detail(f, "Told stale=true and given a new nonce, the client sent the old "
				  "one again.");
		return VERDICT_YES;
	}
	return VERDICT_NO;
}

/* Told stale=true once, the client sent nothing more, or began again without credentials. */
static enum verdict
gave_up(const struct dossier *d, struct finding *f)
{
	const struct exchange *x = d->exchange;
	const struct round *r = d->round;
	struct challenge all[OFFERS_READ];
	const struct challenge *stale;
	size_t n;

	/* Who is told so every time does well to stop: stale-nonce-loop. */
	if (x->stale_in_row != 1 || !x->client_gave_up || r->outcome.msg == NULL)
		return VERDICT_NO;
	n = challenges_of(&r->outcome.msg->sip, all, COUNT(all));
	stale = stale_of(all, n < COUNT(all) ? n : COUNT(all), r->cred);
	if (stale == NULL || str_empty(stale->nonce) || str_eq(stale->nonce, r->cred->nonce))
		return VERDICT_NO;
	f->missing = (FACT_NO_GAP | FACT_BOTH_DIRECTIONS) & ~d->facts;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	cite_param(f, r->outcome.msg, stale->stale, "stale", "outcome");
	cite_param(f, r->outcome.msg, stale->nonce, "nonce", "outcome");
	finding_cite_cred(f, r, "nonce", r->cred->nonce, NULL);
	finding_detail(f, "Told stale=true and given a new nonce, the client did not use it.");
	return VERDICT_YES;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	/* Nothing more was seen of this client, which may be gone, or be heard elsewhere. */
	if (d->exchange->outcome == OUTCOME_CANNOT_TELL && d->exchange->how == HOW_NONE &&
	    d->exchange->stale_in_row == 1) {
		f->missing = FACT_NO_ANSWER;
		return VERDICT_CANNOT_TELL;
	}
	if ((d->facts & FACT_REFUSED) == 0)
		return VERDICT_NO;
	f->missing = FACT_ANSWER & ~d->facts;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	if (kept_the_old_nonce(d->exchange, f) == VERDICT_YES)
		return VERDICT_YES;
	return gave_up(d, f);
}

const struct rule rule_stale_ignored_by_client = {
	.code = "stale-ignored-by-client",
	.title = "the client does not act on stale=true",
	.meaning = "With stale=true the server says that the nonce is too old, and that the same "
		   "credentials with the new nonce will do. The client either gives up, as if the "
		   "password were wrong, or keeps sending the old nonce.",
	.evidence = "After a challenge with stale=true and a new nonce the client sends the old "
		    "nonce, or no credentials any more. For its silence every message of both "
		    "directions must be there.",
	.asks = FACT_ANSWER | FACT_REFUSED,
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_LIKELY,
	.clauses = {
		{ "RFC 2617", "3.3",
		  "by stale=true the server tells the client to try again with the new nonce, "
		  "without asking the user" },
		{ "RFC 3261", "22.1", "a request may be retried when its nonce was stale" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "On a 401 or 407 with stale=true compute a new response with the new nonce, and "
		  "send the request again at once. sipgo: a version with pull request 330; JsSIP "
		  "and baresip: a current one." },
		{ PARTY_SERVER,
		  "A longer lifetime of nonces makes it rarer: Kamailio, OpenSIPS nonce_expire, "
		  "Asterisk nonce_lifetime." },
	},
	.lookalikes = {
		{ "server-omits-stale", "there the server says nothing of stale=true" },
		{ "stale-nonce-loop",
		  "there the client uses each new nonce, and the server takes none" },
		{ "credentials-for-other-nonce", "there the nonce belongs to another challenge" },
	},
	.yields_to = { "first-realm-credentials-dropped", "proxy-stripped-credentials" },
	.needs = 0,
	.judge = judge,
};
