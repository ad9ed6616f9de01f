/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/*
 * The round in which the SIM asked to be resynchronised: the one that decides; where all went well in the end,
 * the one before.  NULL: none.
 */
static const struct round *
resync_of(const struct dossier *d)
{
	const struct exchange *x = d->exchange;

	if (d->round->cred != NULL && !str_empty(d->round->cred->auts))
		return d->round;
	for (size_t i = 0; x->outcome == OUTCOME_ACCEPTED && i < x->kept; i++) {
		const struct credentials *c = x->rounds[i]->cred;

		if (c != NULL && !str_empty(c->auts))
			return x->rounds[i];
	}
	return NULL;
}

static const char *
what_of(enum verify_aka_check auts)
{
	switch (auts) {
	case VERIFY_AKA_RIGHT:
		return " The auts is what the given key makes.";
	case VERIFY_AKA_WRONG:
		return " The auts is not what the given key makes: the SIM has another one.";
	case VERIFY_AKA_MALFORMED:
		return " The auts is not base64 of 14 octets.";
	case VERIFY_AKA_UNTOLD:
		break;
	}
	return "";
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = resync_of(d);

	if (r == NULL ||
	    (d->exchange->outcome != OUTCOME_ACCEPTED && (d->denied & FACT_REFUSED) != 0))
		return VERDICT_NO;
	f->missing = d->exchange->outcome == OUTCOME_ACCEPTED ? 0 : FACT_REFUSED & ~d->facts;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	finding_cite_cred(f, r, "auts", r->cred->auts, NULL);
	finding_cite_offer(f, r, "nonce", r->offer != NULL ? r->offer->nonce : STR_ABSENT,
			   "an AUTN whose SQN the SIM takes");
	finding_detail(f,
		       "The client answers with auts: the SQN in the challenge is out of the SIM's "
		       "range.%s",
		       r == d->round ? what_of(d->digest->aka.auts) : "");
	return VERDICT_YES;
}

/* A server may have refused an auts that no key of its own makes. */
static enum causality
grade(const struct dossier *d)
{
	enum verify_aka_check auts = d->digest->aka.auts;

	return auts == VERIFY_AKA_WRONG || auts == VERIFY_AKA_MALFORMED ? CAUSALITY_POSSIBLE
									: CAUSALITY_LIKELY;
}

const struct rule rule_aka_sync_failure = {
	.code = "aka-sync-failure",
	.title = "the SIM asks the network to resynchronise SQN",
	.meaning = "The SIM found the network authentic, and the sequence number in its challenge "
		   "too old or too far ahead. It says so in auts. The server then sets its own "
		   "number by it and challenges once more, and all is well: once is normal. It "
		   "is the end only where the server refuses the auts or leaves it unread.",
	.evidence = "The last answer carries auts and is refused; or, where the client was "
		    "accepted in the end, an earlier answer did.",
	.sure = "Likely; possible, if auts is malformed or is not what the SIM's key makes, since "
		"a server may refuse that.",
	.party = PARTY_CREDENTIALS,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 3310", "3.4",
		  "by a valid auts the server resynchronises SQN and challenges again" },
		{ "3GPP TS 24.229", "5.1.1.5.3",
		  "a client that finds SQN out of range sends a REGISTER with auts" },
	},
	.advice = {
		{ PARTY_CREDENTIALS,
		  "Nothing, if the next try succeeds. Else set SQN in the HSS above that of the "
		  "SIM; one SIM in two HSS has two SQN that overtake each other." },
		{ PARTY_SERVER,
		  "Hand RAND and auts on to the HSS in the next MAR, also for a user who is not "
		  "registered yet, and challenge with the fresh vector." },
	},
	.lookalikes = {
		{ "aka-mac-failure", "there the client sends an empty response and no auts" },
		{ "aka-resync-loop", "there the fresh challenge does not help either" },
	},
	.yields_to = { "aka-resync-loop", "aka-nonce-short", "wrong-authorization-header",
		       "required-param-missing", "realm-mismatch", "nonce-altered",
		       "credentials-for-other-nonce" },
	.needs = 0,
	.judge = judge,
};
