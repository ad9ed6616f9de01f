/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* What was offered for the realm of this exchange in one response. */
struct choice {
	const struct challenge *md5, *other;
};

static bool
is_offer(const struct dossier *d, const struct challenge *c)
{
	return c->is_digest && c->kind == d->exchange->kind &&
	       auth_value_eq(c->realm, d->round->offer->realm);
}

static struct choice
choice_of(const struct dossier *d)
{
	struct choice out = { NULL, NULL };

	for (size_t i = 0; i < d->round->offer_count; i++) {
		const struct challenge *c = &d->round->offers[i];

		if (!is_offer(d, c))
			continue;
		if (c->alg == ALGORITHM_MD5 && out.md5 == NULL)
			out.md5 = c;
		if (c->alg != ALGORITHM_MD5 && out.other == NULL)
			out.other = c;
	}
	return out;
}

/* Whether the response has the length of another algorithm than the one it stands for. */
static bool
cannot_compute(const struct round *r)
{
	const struct credentials *c = r->cred;
	size_t want = auth_algorithm_hex(str_absent(c->algorithm) ? r->offer->alg : c->alg);

	return want != 0 && c->response.len != want &&
	       (c->response.len == 32 || c->response.len == 64);
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	struct choice choice;
	char quoted[FINDING_QUOTE];

	if (r->offer == NULL || r->witness != NULL)
		return VERDICT_NO;
	choice = choice_of(d);
	if (choice.md5 == NULL || choice.other == NULL)
		return VERDICT_NO;
	/* An answer shows what it took; without one the silence must be a fact. */
	f->missing = (r->cred != NULL ? FACT_ANSWER : FACT_NO_ANSWER) & ~d->facts;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	if (r->cred != NULL && !cannot_compute(r))
		return VERDICT_NO;

	finding_cite(f, r->challenge.msg, choice.other->raw, "challenge");
	finding_cite(f, r->challenge.msg, choice.md5->raw, "challenge");
	finding_quote(choice.other->algorithm, quoted);
	if (r->cred == NULL) {
		finding_detail(f, "MD5 was offered beside %s, and the client answered neither",
			       quoted);
		return VERDICT_YES;
	}
	finding_cite_cred(f, r, "algorithm", r->cred->algorithm, NULL);
	finding_cite_cred(f, r, "response", r->cred->response,
			  "as many digits as the algorithm gives");
	finding_detail(f, "MD5 was offered beside %s; the client took one and computed the other",
		       quoted);
	return VERDICT_YES;
}

const struct rule rule_multiple_challenges_wrong_pick = {
	.code = "multiple-challenges-wrong-pick",
	.title = "the client does not find the challenge it can do among several",
	.meaning = "The server offers one realm with several algorithms, MD5 among them. A "
		   "client walks the list from the top and answers the first that it can do. "
		   "This one fell silent, or answered one with a digest of another length: it "
		   "looks at the first challenge only, or gives up at the first algorithm that "
		   "it does not know.",
	.evidence = "One response offers the realm with MD5 and with another algorithm; and the "
		    "client never answers, or its response has not the length of the algorithm "
		    "that it stands for.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_LIKELY,
	.clauses = {
		{ "RFC 8760", "2.4",
		  "of the challenges of one realm a client should use the topmost that it "
		  "supports; one that it does not understand it must ignore" },
		{ "RFC 2617", "3.2.1",
		  "a challenge with an algorithm that is not understood should be ignored, and "
		  "another one used" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Upgrade. pjproject before 2.11 looked at the first WWW-Authenticate only; "
		  "baresip gives up at any algorithm that it does not know, wherever it stands." },
		{ PARTY_SERVER,
		  "Until then offer MD5 alone to these clients, or first. Asterisk: "
		  "supported_algorithms_uas = MD5 on the endpoint's auth." },
	},
	.lookalikes = {
		{ "algorithm-unsupported", "there MD5 is not offered at all" },
		{ "challenge-unanswered",
		  "the client may have no account for this realm: its log tells" },
		{ "algorithm-label-mismatch",
		  "the same digest length fault where only one challenge was offered" },
	},
	.yields_to = { "challenge-missing-nonce", "wrong-authorization-header",
		       "required-param-missing", "realm-mismatch", "nonce-altered",
		       "credentials-for-other-nonce" },
	.needs = FACT_CHALLENGE,
	.judge = judge,
};
