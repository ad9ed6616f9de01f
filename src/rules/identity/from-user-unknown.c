/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* Of who calls: "user unknown" may be said of the one who is called. */
static const char *const words[] = { "unknown caller",    "caller unknown", "caller not found",
				     "unknown from user", "from user",      NULL };

/* The client calls itself by what its User-Agent says it is. */
static bool
is_product(struct str user, struct str user_agent)
{
	struct str product = user_agent, word;

	word = str_cut(&product, '/');
	word = str_cut(&word, ' ');
	return word.len > 2 && str_eq_nocase(user, word);
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	struct identity id;
	struct refusal what;
	enum verdict v = VERDICT_YES;
	bool product;
	char user[FINDING_QUOTE];

	refusal_of(d, words, &what);
	if (r->cred == NULL || (what.status != 403 && what.status != 404 && what.status != 604))
		return VERDICT_NO;
	identity_of(r->answer.msg, r->cred, &id);
	if (id.registers || !identity_is_other(&id))
		return VERDICT_NO;
	product = is_product(id.from.user, r->answer.msg->sip.user_agent);
	if (!product && str_absent(what.words))
		return VERDICT_NO;
	/* A 404 is about a user; of a 403 the digest must be known not to be the reason. */
	if (what.status == 403)
		v = refusal_verdict(&what, true, f);
	if (v != VERDICT_YES)
		return v;
	finding_cite(f, r->answer.msg, id.from.user, "answer");
	finding_cite_cred(f, r, "username", r->cred->username, NULL);
	refusal_cite(&what, f);
	finding_detail(f, "From names \"%s\", %s.", finding_quote(id.from.user, user),
		       product ? "as the User-Agent names the program"
			       : "whom the server does not know by its own words");
	return VERDICT_YES;
}

static enum causality
grade(const struct dossier *d)
{
	struct refusal what;

	refusal_of(d, words, &what);
	/* 404 with a plain phrase may be about the number that was called. */
	return what.status == 403 || !str_absent(what.words) ? CAUSALITY_LIKELY
							     : CAUSALITY_POSSIBLE;
}

const struct rule rule_from_user_unknown = {
	.code = "from-user-unknown",
	.title = "From names no user of this server, or the program instead of one",
	.meaning = "The user in From is none that the server has; often it is a default that nobody changed, as the name of a program. The server does not find such a user, or does not let it call, whatever the credentials are.",
	.evidence = "The user in From is not the username, and the server's words say that it does not know the caller, or the user "
		    "is the name of the program, as in User-Agent; no From of RFC 3323 for privacy. The request, no REGISTER, meets a "
		    "404 or 604, or a 403 whose words name it or whose digest is right.",
	.sure = "Likely for a 403, or if the server's words name the user; possible for a 404 or "
		"604 without them, which may be about the number that was called.",
	.words = words,
	.unless = words_of_credentials,
	.party = PARTY_POLICY,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_OUTCOME,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 3261", "8.1.1.3",
		  "From is the logical identity of who sends the request; usually it is set up "
		  "beforehand" },
		{ "RFC 3261", "20.20", "From indicates the initiator of the request" },
	},
	.advice = {
		{ PARTY_CLIENT, "Set the caller's user in From to the extension or number of the account. Asterisk: from_user of the endpoint, or the CallerID of the call. diago and sipgo: set From explicitly." },
		{ PARTY_SERVER, "Or let the server find the account by its user name for authentication (Asterisk: identify_by=auth_username)." },
	},
	.lookalikes = {
		{ "404-after-auth", "the number that was called may be what is not there" },
		{ "auth-user-ne-from-user", "From has a real user, and another one authenticates" },
	},
	.yields_to = { "domain-not-served" },
	.needs = FACT_OUTCOME,
	.judge = judge,
};
