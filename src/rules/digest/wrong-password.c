/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* With which servers say that the digest is not the one they make.  The first OF_PASSWORD name the password itself. */
enum { OF_PASSWORD = 16 };

static const char *const words[] = { "wrong password",
				     "bad password",
				     "invalid password",
				     "incorrect password",
				     "password mismatch",
				     "password does not match",
				     "password incorrect",
				     "password is incorrect",
				     "password invalid",
				     "password is invalid",
				     "password wrong",
				     "username or password",
				     "user or password",
				     "username/password",
				     "user/password",
				     "password failed",
				     "wrong credential",
				     "bad credential",
				     "invalid credential",
				     "incorrect credential",
				     "bad auth",
				     "wrong auth",
				     "authentication failed",
				     "authentication failure",
				     "wrong digest",
				     "bad digest",
				     "invalid digest",
				     NULL };

enum { ALL_WORDS = 64 };

/* A nonce answered later than this may have expired, at a server that says nothing of it. */
#define FRESH_NS ((int64_t)30 * 1000 * 1000 * 1000)

/* Losses with which texts go that a client may have hashed; for LOSS_START see grade(). */
#define LOST_TEXTS (LOSS_CUT | LOSS_REQUEST | LOSS_RESPONSE)

/* A password that was typed otherwise: letters of another case, or none. */
static void
tell_form(const struct dossier *d, struct finding *f)
{
	const char *what = NULL;

	for (size_t i = 0; i < d->digest->substitutions && i < VERIFY_DIFFS; i++) {
		if (d->digest->differs[i].what != NULL)
			what = d->digest->differs[i].what;
	}
	finding_detail(f, "The client %s%s%s%s.", d->digest->hashed->text, what != NULL ? " (" : "",
		       what != NULL ? what : "", what != NULL ? ")" : "");
}

static enum verdict
judge_mismatch(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	char user[FINDING_QUOTE], realm[FINDING_QUOTE];

	if (d->digest->hashed != NULL && !verify_proves(d->digest, "wrong-password"))
		return VERDICT_NO;
	/* What has the form of no digest tells nothing of the secret. */
	if (d->digest->tried == 0)
		return VERDICT_NO;
	/* What is lost may have held the nonce, the realm or the name that was hashed instead. */
	if (d->digest->hashed == NULL && (d->exchange->loss & LOST_TEXTS) != 0) {
		f->missing = FACT_NO_GAP;
		return VERDICT_CANNOT_TELL;
	}
	finding_cite_cred(f, r, "response", r->cred->response,
			  "what the secret given to sipwhy makes");
	finding_cite_cred(f, r, "username", r->cred->username, NULL);
	finding_cite_line(f, r->outcome.msg, "outcome");
	if (d->digest->hashed != NULL) {
		tell_form(d, f);
		return VERDICT_YES;
	}
	finding_detail(
		f,
		"The response is not made from the secret given for \"%s\" in \"%s\", in any "
		"of the %u ways tried.",
		finding_quote(r->cred->username, user), finding_quote(r->cred->realm, realm),
		(unsigned)d->digest->tried);
	return VERDICT_YES;
}

static enum verdict
judge_form(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;

	f->missing = (FACT_OFFER | FACT_ANSWER) & ~d->facts;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	/*
	 * In AKA RES is the password.  Who found AUTN right has the right K: what else was hashed than RES is told
	 * with the SIM's key only (RFC 3310 3.3).
	 */
	if (auth_algorithm_is_aka(r->offer->alg)) {
		f->missing = FACT_DIGEST;
		return VERDICT_CANNOT_TELL;
	}
	/*
	 * Another fault, or a 403 with its many reasons, explains the refusal as well: that the
	 * password is wrong too can be told with the secret only.
	 */
	if (r->nonce != NONCE_OF_OFFER || round_outlived_nonce(r) || !round_form_fits(r) ||
	    r->outcome.msg->sip.status == 403) {
		f->missing = FACT_DIGEST;
		return VERDICT_CANNOT_TELL;
	}
	if (round_nonce_used_unseen(r)) {
		f->missing = FACT_NO_GAP;
		return VERDICT_CANNOT_TELL;
	}
	finding_cite_offer(f, r, "nonce", r->offer->nonce, NULL);
	finding_cite_cred(f, r, "nonce", r->cred->nonce, NULL);
	finding_cite_line(f, r->outcome.msg, "outcome");
	if (d->kin != NULL && d->kin->alike_before && d->kin->alike_after)
		finding_detail(
			f,
			"Nothing is wrong with the answer, and this registration was accepted with "
			"the same kind before and after: rather the nonce or the server "
			"than the password.");
	else
		finding_detail(
			f, "Nonce, realm, algorithm and qop are those of the challenge, and the "
			   "server asks again without saying stale=true.");
	return VERDICT_YES;
}

/* Another response to the very same inputs was accepted: what differs is not sent. */
static enum verdict
judge_changed(const struct dossier *d, struct finding *f)
{
	const struct answer_seen *o = d->kin->other_response;
	const struct round *r = d->round;

	finding_cite_cred(f, r, "response", r->cred->response, NULL);
	finding_cite_witness(f, &o->where, "response", o->cred.response);
	finding_cite_line(f, r->outcome.msg, "outcome");
	finding_detail(
		f, "Another response was accepted for the same nonce, uri and method: what differs "
		   "is not sent, most likely the password.");
	return VERDICT_YES;
}

static bool
was_changed(const struct dossier *d)
{
	return d->kin != NULL && d->kin->other_response != NULL && d->kin->other_response->accepted;
}

/* Whether no challenge goes with the refusal, and no secret is there to see whether the digest was right. */
static bool
is_bare(const struct dossier *d)
{
	const struct sip_msg *m = &d->round->outcome.msg->sip;
	struct challenge first;

	return (m->status == 401 || m->status == 407) && (d->facts & FACT_DIGEST) == 0 &&
	       challenges_of(m, &first, 1) == 0;
}

/* Without a secret: words that name the password are the server's own reason. */
static enum verdict
judge_named(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	struct str said = response_says(r->outcome.msg, words, OF_PASSWORD);
	char quote[FINDING_QUOTE];

	if (str_absent(said) || (d->facts & FACT_OFFER) == 0 || r->nonce != NONCE_OF_OFFER ||
	    !round_form_fits(r))
		return VERDICT_NO;
	finding_cite(f, r->outcome.msg, said, "outcome");
	finding_cite_cred(f, r, "response", r->cred->response, NULL);
	finding_detail(f, "The server says \"%s\".", finding_quote(said, quote));
	return VERDICT_YES;
}

/*
 * The server's own words against a digest that is right for the secret given: then it holds another, unless it is
 * seen to hold this one.
 */
static enum verdict
judge_words(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	struct str said = response_says(r->outcome.msg, words, ALL_WORDS);
	char quote[FINDING_QUOTE];

	if (str_absent(said) || d->secret_held || (d->facts & FACT_OFFER) == 0 ||
	    r->nonce != NONCE_OF_OFFER || !round_form_fits(r))
		return VERDICT_NO;
	finding_cite(f, r->outcome.msg, said, "outcome");
	finding_cite_cred(f, r, "response", r->cred->response,
			  "what the secret that the server holds makes");
	finding_cite_cred(f, r, "username", r->cred->username, NULL);
	finding_detail(f, "The server says \"%s\": it may hold another secret than the one given.",
		       finding_quote(said, quote));
	return VERDICT_YES;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;

	if ((d->facts & FACT_REFUSED) == 0)
		return VERDICT_NO;
	if (r->cred == NULL || r->outcome.msg == NULL) {
		f->missing = FACT_ANSWER;
		return VERDICT_CANNOT_TELL;
	}
	/* What goes with auts is made without any password (RFC 3310 3.4). */
	if (!str_empty(r->cred->auts))
		return VERDICT_NO;
	/* Who alternates between two realms is asked again for what was not sent; and nobody checked what did
	 * not come through. */
	if (d->exchange->dropped_for_other || r->stripped)
		return VERDICT_NO;
	if (round_arrived(r) != VERDICT_YES && d->digest->check != VERIFY_MATCH) {
		f->missing = FACT_NO_GAP;
		return VERDICT_CANNOT_TELL;
	}
	if (r->outcome.msg->sip.status != 403) {
		enum verdict asks = d->asks_again;

		f->missing = asks == VERDICT_CANNOT_TELL ? FACT_OUTCOME : 0;
		/* A 401 without any challenge does not tell what was looked at, as little as a 403. */
		if (asks == VERDICT_NO && is_bare(d)) {
			f->missing = FACT_DIGEST;
			return VERDICT_CANNOT_TELL;
		}
		if (asks != VERDICT_YES)
			return asks;
	}
	/* Not all that was sent is known, and yet it is known what was hashed. */
	if ((d->facts & FACT_DIGEST) == 0 && d->digest->hashed != NULL)
		return VERDICT_NO;
	if (d->digest->reason == VERIFY_BODY_MISSING || d->digest->reason == VERIFY_AKA_KEY) {
		f->missing = FACT_DIGEST;
		return VERDICT_CANNOT_TELL;
	}
	if ((d->facts & FACT_DIGEST) == 0 && judge_named(d, f) == VERDICT_YES)
		return VERDICT_YES;
	if ((d->facts & FACT_DIGEST) == 0)
		return was_changed(d) ? judge_changed(d, f) : judge_form(d, f);
	return d->digest->check == VERIFY_MISMATCH ? judge_mismatch(d, f) : judge_words(d, f);
}

/*
 * Never proven: a digest that the secret does not make, in the ways that are tried, may be made from it in
 * yet another way, and the secret given may be the one that is out of date.
 */
static enum causality
grade(const struct dossier *d)
{
	const struct round *r = d->round;
	uint64_t nc = 1;

	/* Before the capture began another nonce or realm may have been offered, and hashed. */
	if (d->digest->hashed == NULL && !was_changed(d) && (d->exchange->loss & LOSS_START) != 0)
		return CAUSALITY_POSSIBLE;
	/* An HA1 cannot tell another password from another user name, realm or form of the right one. */
	if ((d->facts & FACT_DIGEST) != 0 && d->digest->hashed == NULL && d->digest->from_ha1)
		return CAUSALITY_POSSIBLE;
	if ((d->facts & FACT_DIGEST) != 0 || was_changed(d))
		return CAUSALITY_LIKELY;
	if (!str_absent(response_says(r->outcome.msg, words, OF_PASSWORD)))
		return CAUSALITY_LIKELY;
	if (!str_absent(response_of_nonce(r->outcome.msg)))
		return CAUSALITY_POSSIBLE;
	/* A password that was right before and after was hardly another one in between. */
	if (d->kin != NULL && d->kin->alike_before && d->kin->alike_after)
		return CAUSALITY_POSSIBLE;
	if (r->nonce_uses > 0 || r->nonce_age_ns < 0 || r->nonce_age_ns > FRESH_NS)
		return CAUSALITY_POSSIBLE;
	if (!str_absent(r->cred->nc) && (!str_hex_to_u64(r->cred->nc, UINT32_MAX, &nc) || nc != 1))
		return CAUSALITY_POSSIBLE;
	return (r->cred->odd & ~(unsigned)AUTH_FOLDED) == 0 ? CAUSALITY_LIKELY : CAUSALITY_POSSIBLE;
}

const struct rule rule_wrong_password = {
	.code = "wrong-password",
	.title = "the server does not take this user name with this password",
	.meaning = "The credentials are refused, and neither the form of the answer nor its nonce "
		   "explains it. When the secret was given, the client hashed another one, or in "
		   "a way that is not known; which of the two secrets is out of date is not told. "
		   "Without the secret, a wrong password or user name is what is left; servers answer an unknown user "
		   "in the same way.",
	.evidence = "Of a refusal with 403 or without stale=true. With the secret: no way that is "
		    "tried makes the response; or the server's words say that it is wrong. "
		    "Without: header and nonce fit the challenge, and it is no 403; or another "
		    "response to the same inputs was accepted. Not of AKA without the SIM's key.",
	.sure = "Never proven, since the secret given may be out of date. With a secret likely; "
		"possible, if it is an HA1. Without one likely at the first use of a nonce of less "
		"than 30 s, if words name the password, or if another response to the same inputs "
		"was accepted; possible otherwise, and if the capture began too late.",
	.words = words,
	.of_secret = true,
	.asks = FACT_OUTCOME | FACT_REFUSED,
	.party = PARTY_CREDENTIALS,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_DIGEST,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 2617", "3.2.1",
		  "a challenge after credentials that does not say stale=true means that user "
		  "name or password are not valid" },
		{ "RFC 2617", "3.2.2.2",
		  "the response is made from user name, realm and password" },
		{ "RFC 3261", "22.1",
		  "a client must not repeat a request with credentials that were just rejected, "
		  "unless the nonce was stale" },
	},
	.advice = {
		{ PARTY_CREDENTIALS,
		  "Enter the user name for authentication and the password anew, on both sides. "
		  "Mind automatic correction, a blank at the end, and a user name for "
		  "authentication that differs from the number." },
		{ PARTY_SERVER,
		  "The server's log knows whether the user exists. Kamailio: the return code of "
		  "auth_check is -2 for a wrong password, -3 for an unknown user. Asterisk logs "
		  "\"No matching endpoint found\" for an unknown one. FreeSWITCH: look the user "
		  "up in the directory of the domain that the realm names." },
		{ PARTY_CLIENT,
		  "Do not try on with refused credentials: servers block an address after a few "
		  "failures." },
	},
	.lookalikes = {
		{ "user-unknown-masked",
		  "only the server's log tells an unknown user from a wrong password" },
		{ "client-hashed-request-uri",
		  "with the password sipwhy shows over which URI was hashed" },
		{ "ha1-used-as-password",
		  "with the password sipwhy shows when its HA1 was hashed again" },
		{ "valid-digest-refused",
		  "only if the server holds the secret that makes this digest, the fault is in what it "
		  "computes" },
	},
	.needs = 0,
	.judge = judge,
};
