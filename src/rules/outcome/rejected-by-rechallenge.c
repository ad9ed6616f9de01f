/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

enum { READ = 16 };

/* Whether the realm of the credentials, or else that of the exchange, is among those that are asked for. */
static bool
asks_for_same(const struct round *r, struct str realm)
{
	struct challenge all[READ];
	size_t n = challenges_of(&r->outcome.msg->sip, all, COUNT(all));

	for (size_t i = 0; i < n && i < COUNT(all); i++) {
		if (auth_value_eq(all[i].realm, r->cred->realm) ||
		    (realm.len > 0 && auth_value_is(all[i].realm, realm)))
			return true;
	}
	return n == 0;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;

	if ((d->facts & FACT_REFUSED) == 0 || r->outcome.msg == NULL ||
	    (r->outcome.msg->sip.status != 401 && r->outcome.msg->sip.status != 407))
		return VERDICT_NO;
	f->missing = FACT_ANSWER & ~d->facts;
	/* Who asked for what was answered is not known: a second server with a realm of its own may ask now. */
	if ((d->facts & FACT_OFFER) == 0 && f->missing == 0 && !asks_for_same(r, STR_ABSENT))
		f->missing = FACT_OFFER;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	if (!asks_for_same(r, d->exchange->realm)) {
		if (sip_msg_headers_whole(&r->outcome.msg->sip))
			return VERDICT_NO;
		f->missing = FACT_OUTCOME;
		return VERDICT_CANNOT_TELL;
	}
	finding_cite_line(f, r->outcome.msg, "outcome");
	finding_cite_cred(f, r, "nonce", r->cred->nonce, NULL);
	finding_detail(f, "The response to credentials is a %u again.", r->outcome.msg->sip.status);
	return VERDICT_YES;
}

const struct rule rule_rejected_by_rechallenge = {
	.code = "rejected-by-rechallenge",
	.title = "the server asks again for credentials that it was just given",
	.meaning = "The answer to the challenge met a further challenge of the same realm. So it "
		   "was not accepted: for its digest, its nonce or its form. Many servers "
		   "(Kamailio and Asterisk as delivered, FritzBox) refuse in this manner only and "
		   "never say why.",
	.evidence = "The request with credentials meets a 401 or 407 for the same realm.",
	.sure = "Possible at most: that it was refused so is a fact, and why is not in the "
		"packets.",
	.asks = FACT_ANSWER | FACT_OUTCOME | FACT_REFUSED,
	.party = PARTY_CREDENTIALS,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_GENERAL,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_POSSIBLE,
	.clauses = {
		{ "RFC 3261", "22.1",
		  "a server that does not accept the credentials may repeat its challenge; the "
		  "client does not try again with them, unless the nonce was stale" },
		{ "RFC 2617", "3.2.1",
		  "stale=true in the new challenge would mean that only the nonce was too old" },
	},
	.unchecked = { PARTY_CREDENTIALS,
		       "Give sipwhy the password (--credentials or --ask-password): it tells a wrong "
		       "digest from a right one that is refused." },
	.advice = {
		{ PARTY_SERVER,
		  "Read the server's log for this Call-ID. If the nonce was too old, say "
		  "stale=true: Kamailio's auth_challenge does so with flag 16, when auth_check "
		  "returned -4." },
	},
	.lookalikes = {
		{ "wrong-password",
		  "the answer is in order and its nonce new; the password would prove it" },
		{ "aka-res-form", "the SIM's key shows what was hashed in the place of RES" },
		{ "valid-digest-refused", "the password shows whether the digest is right" },
		{ "server-omits-stale",
		  "the nonce had been accepted before, or was old, and the new challenge lacks "
		  "stale=true" },
	},
	.needs = 0,
	.judge = judge,
};
