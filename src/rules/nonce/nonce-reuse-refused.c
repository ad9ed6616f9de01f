/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>

#include <sipwhy/rule.h>

/* What the reason phrase has in it, within a word too. */
static const char *const words[] = { "nonce", NULL };

/* Whether this host had registered with this account before. */
static bool
registered_before(const struct dossier *d, const struct message *answer)
{
	const struct way *w;
	size_t at = 0;

	while ((w = dossier_way(d, &at)) != NULL) {
		if (w->registered && w->first_ns < answer->seen.ts_ns &&
		    address_eq(&w->client.ip, &answer->seen.src.ip))
			return true;
	}
	return false;
}

/* Whether a refusal that is final may well be for the nonce: by its words, or since what was asked for was
 * granted before. */
static bool
may_be_for_nonce(const struct dossier *d, const struct round *r)
{
	return str_has_nocase(r->outcome.msg->sip.reason, str_of(words[0])) ||
	       (str_eq(r->answer.msg->sip.method, S("REGISTER")) &&
		registered_before(d, r->answer.msg));
}

/* A nonce that had been accepted, sent unasked once more with an nc of its own as far as is known, and not taken. */
static bool
used_again(const struct round *r)
{
	return r->own_accepted > 0 && r->own_uses > 0 && r->request.msg == NULL && !r->own_gap &&
	       r->challenge.msg == NULL && round_refused(r) && r->outcome.msg->sip.status < 404 &&
	       (str_absent(r->cred->nc) ? r->own_last_nc == 0 : round_nc(r) > r->own_last_nc);
}

/* Whether the nonce is known to have been young enough still. */
static bool
was_young(const struct dossier *d, const struct round *r)
{
	const struct nonce_habit *h = &d->exchange->habit;
	int64_t lifetime_s = r->nonce_time.lifetime_s;

	if (lifetime_s > 0)
		return r->nonce_age_ns / 1000000000 < lifetime_s;
	return r->nonce_age_ns >= 0 && r->nonce_age_ns <= h->accepted_age_ns;
}

/* Whether not all uses of the nonce before this one, and what became of them, are in the capture: one more may have
 * been accepted, by a server that takes a nonce more than once. */
static bool
was_used_unseen(const struct round *r)
{
	return r->own_uses != r->own_accepted ||
	       (!str_absent(r->cred->nc) && round_nc(r) != r->own_uses + 1);
}

/*
 * A new challenge is how a server asks for another nonce, for its age perhaps; that fails nobody, and what
 * became of it is to be told of the answer to it.
 */
static bool
is_refusal_of_reuse(const struct dossier *d, const struct round *r)
{
	if (!used_again(r))
		return false;
	if (!round_re_challenged(r))
		return may_be_for_nonce(d, r);
	return (d->exchange->outcome == OUTCOME_ACCEPTED && was_young(d, r));
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = dossier_answered(d, NULL);

	/* A server that takes a nonce more than once has another reason. */
	if (d->exchange->habit.reused > 0)
		return VERDICT_NO;
	while (r != NULL && !is_refusal_of_reuse(d, r))
		r = dossier_answered(d, r);
	if (r == NULL)
		return VERDICT_NO;
	if ((r->own_cut && !str_absent(r->cred->nc)) || was_used_unseen(r)) {
		f->missing = FACT_NO_GAP;
		return VERDICT_CANNOT_TELL;
	}
	finding_cite_cred(f, r, "nonce", r->cred->nonce, NULL);
	finding_cite_line(f, r->outcome.msg, "response to it");
	finding_cite_witness(f, r->nonce_from, "nonce", r->cred->nonce);
	finding_detail(f,
		       "The nonce was accepted %" PRIu64 " time%s; %" PRId64
		       " s after its issue it is not.",
		       r->own_accepted, r->own_accepted == 1 ? "" : "s",
		       r->nonce_age_ns / 1000000000);
	return VERDICT_YES;
}

/* A final refusal may concern what was asked for this time; unless it speaks of the nonce, or the digest is right. */
static enum causality
grade(const struct dossier *d)
{
	const struct message *m = d->round->outcome.msg;

	return d->digest->check == VERIFY_MATCH ||
			       (m != NULL && str_has_nocase(m->sip.reason, str_of(words[0])))
		       ? CAUSALITY_LIKELY
		       : CAUSALITY_POSSIBLE;
}

const struct rule rule_nonce_reuse_refused = {
	.code = "nonce-reuse-refused",
	.title = "the server takes each nonce once only, and the client used it again",
	.meaning = "The nonce had been accepted before. The client used it for a further request and "
		   "counted nc up, as it may, and the server did not take it. A server may want a "
		   "new nonce for each request; it then says so with 401 and stale=true, and not "
		   "with a final refusal.",
	.evidence = "A nonce that was accepted before is used for a further request, with a "
		    "higher nc or none, and is refused. A final refusal counts only if it names "
		    "the nonce, or the same was granted before. It says nothing of a server that "
		    "takes nonces again, or where the count tells of uses that were not seen.",
	.sure = "Likely, if the reason phrase names the nonce or the password shows that the "
		"digest is right; possible otherwise, since a refusal may concern what was asked "
		"for.",
	.words = words,
	.party = PARTY_SERVER,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_OUTCOME,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 2617", "3.3",
		  "a client may send a remembered nonce with further requests; a server may "
		  "accept it, or challenge with a new one" },
		{ "RFC 2617", "3.2.1", "stale=true tells that only the nonce was not taken" },
	},
	.advice = {
		{ PARTY_SERVER,
		  "OpenSIPS: disable_nonce_check=1. Kamailio: nonce_count instead of "
		  "one_time_nonce. Where each nonce is to be taken once, answer a second use with "
		  "401 and stale=true." },
		{ PARTY_CLIENT,
		  "Do not send credentials before they are asked for, where the client can be "
		  "told so." },
	},
	.lookalikes = {
		{ "nonce-count-replayed", "there nc was not counted up" },
		{ "rejected-by-403",
		  "the account may not do what it asked for this time: see the server's log" },
		{ "stale-nonce", "the nonce may have been too old: compare its age with the "
				 "lifetime that the server is set to" },
		{ "retransmission-hits-one-time-nonce",
		  "there the second use is a retransmission" },
	},
	.needs = FACT_ANSWER,
	.judge = judge,
};
