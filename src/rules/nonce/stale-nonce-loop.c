/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>

#include <sipwhy/rule.h>

enum { OFFERS_READ = 8 };

/* Whether the last two answers each used the nonce issued just before, and that not too late. */
static bool
follows_the_nonces(const struct exchange *x)
{
	unsigned fresh = 0;

	for (size_t i = x->kept; i-- > 0 && fresh < 2;) {
		if (x->rounds[i]->cred == NULL)
			continue;
		if (x->rounds[i]->nonce != NONCE_OF_OFFER || round_outlived_nonce(x->rounds[i]))
			return false;
		fresh++;
	}
	return fresh == 2;
}

static void
cite_stale(struct finding *f, const struct message *m)
{
	struct challenge all[OFFERS_READ];
	size_t n = challenges_of(&m->sip, all, COUNT(all));

	for (size_t i = 0; i < n && i < COUNT(all); i++) {
		if (all[i].is_digest && challenge_is_stale(&all[i])) {
			size_t before = f->cites_used;

			finding_cite(f, m, all[i].stale, "outcome");
			if (f->cites_used > before)
				f->cites[before].param = "stale";
			return;
		}
	}
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct exchange *x = d->exchange;
	const struct round *r = d->round;

	if ((d->facts & FACT_REFUSED) == 0 || x->stale_in_row < 2 || r->outcome.msg == NULL ||
	    !follows_the_nonces(x))
		return VERDICT_NO;
	f->missing = (FACT_OFFER | FACT_ANSWER) & ~d->facts;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	finding_cite_offer(f, r, "nonce", r->offer->nonce, NULL);
	finding_cite_cred(f, r, "nonce", r->cred->nonce, NULL);
	cite_stale(f, r->outcome.msg);
	if (r->nonce_age_ns >= 0)
		finding_detail(f,
			       "%" PRIu64
			       " answers in a row met stale=true; the last nonce was %" PRId64
			       " ms old when it was used.",
			       x->stale_in_row, r->nonce_age_ns / 1000000);
	else
		finding_detail(f, "%" PRIu64 " answers in a row met stale=true.", x->stale_in_row);
	return VERDICT_YES;
}

const struct rule rule_stale_nonce_loop = {
	.code = "stale-nonce-loop",
	.title = "every new nonce is called stale as soon as it is used",
	.meaning = "The client answers each challenge with the nonce just issued, and the server "
		   "says stale=true again and again. By that it says that the credentials are "
		   "right; why it does not take its own nonces is on its side: their lifetime, "
		   "clocks or secrets that differ between nodes, a nonce bound to an address, or "
		   "one-time nonces.",
	.evidence = "At least two answers in a row carry the nonce issued just before, not older "
		    "than it tells that it lives, and meet stale=true.",
	.asks = FACT_OFFER | FACT_ANSWER | FACT_OUTCOME | FACT_REFUSED,
	.party = PARTY_SERVER,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_OUTCOME,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_LIKELY,
	.clauses = {
		{ "RFC 2617", "3.2.1",
		  "stale=true should be said only where the nonce is not valid and the digest "
		  "is right for it" },
		{ "RFC 2617", "3.3",
		  "with stale=true the server tells the client to try again with the new nonce" },
	},
	.advice = {
		{ PARTY_SERVER,
		  "Compare the lifetime of nonces with the age shown here, and the clocks and "
		  "nonce secrets of all nodes behind the address. Kamailio: nonce_expire and "
		  "secret of module auth. OpenSIPS: nonce_expire, secret, and "
		  "disable_nonce_check=1 against one-time nonces. Asterisk: nonce_lifetime, and "
		  "the client's address as the server sees it." },
		{ PARTY_CLIENT,
		  "Answer at once, and end after a few stale rounds (pjsip: "
		  "PJSIP_MAX_STALE_COUNT)." },
		{ PARTY_NETWORK,
		  "With several nodes behind one address, bring a client's answer to the node "
		  "that challenged it." },
	},
	.lookalikes = {
		{ "nonce-from-other-server",
		  "a capture at the servers shows whether one node issues and another refuses" },
		{ "nonce-expires-before-answer",
		  "the age of the nonce against the server's configured lifetime" },
		{ "qop-missing-in-response", "some servers say stale=true to answers without qop" },
		{ "retransmission-hits-one-time-nonce",
		  "there each refusal comes after the answer was sent twice" },
	},
	.needs = 0,
	.judge = judge,
};
