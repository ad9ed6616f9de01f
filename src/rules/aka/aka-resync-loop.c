/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* The answer with auts before that of `last`; never NULL where there are two in a row. */
static const struct round *
one_before(const struct exchange *x, const struct round *last)
{
	for (size_t i = x->kept; i-- > 0;) {
		const struct round *r = x->rounds[i];

		if (r != last && r->cred != NULL && !str_empty(r->cred->auts))
			return r;
	}
	return last;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round, *before;
	unsigned count = exchange_resyncs(d->exchange);

	if (count < 2 || r->cred == NULL)
		return VERDICT_NO;
	before = one_before(d->exchange, r);
	finding_cite_cred(f, before, "auts", before->cred->auts, NULL);
	finding_cite_offer(f, r, "nonce", r->offer != NULL ? r->offer->nonce : STR_ABSENT,
			   "an AUTN made with the SQN that auts tells");
	finding_cite_cred(f, r, "auts", r->cred->auts, NULL);
	finding_detail(f, "%u answers in a row carry auts; %s.%s", count,
		       str_eq(before->cred->nonce, r->cred->nonce)
			       ? "the server sends the same challenge again"
			       : "the fresh challenge has an SQN that the SIM refuses too",
		       d->digest->aka.auts == VERIFY_AKA_WRONG
			       ? " The last is not what the given key makes."
			       : "");
	return VERDICT_YES;
}

/* With the key it is known whether the server could have used the auts. */
static enum causality
grade(const struct dossier *d)
{
	switch (d->digest->aka.auts) {
	case VERIFY_AKA_RIGHT:
		return CAUSALITY_PROVEN;
	case VERIFY_AKA_WRONG:
	case VERIFY_AKA_MALFORMED:
		return CAUSALITY_POSSIBLE;
	case VERIFY_AKA_UNTOLD:
		break;
	}
	return CAUSALITY_LIKELY;
}

const struct rule rule_aka_resync_loop = {
	.code = "aka-resync-loop",
	.title = "the network does not resynchronise SQN, though the SIM asks for it again and again",
	.meaning = "Once a SIM has told its sequence number in auts, the next challenge must be "
		   "made with a greater one. Here the SIM asks again in answer to that next "
		   "challenge: the auts did not get to the HSS, or the HSS did not take it, or "
		   "several of them count for one SIM.",
	.evidence = "At least the last two answers carry auts, and the server refuses. With the "
		    "SIM's key the last auts is checked as well.",
	.sure = "Likely. With the SIM's key it is known whether the server could have used the "
		"last auts: proven, if it is right; possible, if it is wrong or is not base64 of "
		"14 octets.",
	.party = PARTY_SERVER,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 3310", "3.4",
		  "the server resynchronises by a valid auts, and challenges with a vector made "
		  "from the SQN that results" },
		{ "RFC 3310", "2",
		  "after a synchronisation failure it is tried again with vectors made from the "
		  "synchronised SQN" },
	},
	.advice = {
		{ PARTY_SERVER,
		  "Follow the auts: S-CSCF (Kamailio: ims_auth hands it on by ims_www_resync_auth in "
		  "the script), the MAR with SIP-Authorization, the HSS. Compare OP or OPc there, "
		  "since AUTS is checked with them, and let only one HSS count for a SIM." },
		{ PARTY_CREDENTIALS,
		  "By hand: set SQN in the HSS well above that of the SIM. With K and OPc sipwhy "
		  "tells whether the auts is right." },
	},
	.lookalikes = {
		{ "aka-mac-failure", "there the client sends no auts" },
	},
	.yields_to = { "aka-nonce-short", "wrong-authorization-header", "required-param-missing",
		       "realm-mismatch", "nonce-altered", "credentials-for-other-nonce" },
	.needs = FACT_REFUSED,
	.judge = judge,
};
