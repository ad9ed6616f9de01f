/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static const char *const words[] = { "caller id not",
				     "caller id is not",
				     "caller id mismatch",
				     "invalid caller id",
				     "wrong caller id",
				     "unknown caller id",
				     "callerid not",
				     "callerid mismatch",
				     "invalid callerid",
				     "caller-id not",
				     "caller-id mismatch",
				     "invalid caller-id",
				     "calling number",
				     "calling party number",
				     "clip not",
				     "clip no",
				     "cli not",
				     "invalid cli",
				     "clid",
				     "presentation number",
				     "p-asserted-identity",
				     "p-preferred-identity",
				     "from number not",
				     "source number not",
				     NULL };

/*
 * A call of this account that was accepted, to the same callee if there is one: then it is this one that has something
 * wrong.  NULL when there is none, or when one of them showed this very number.
 */
static const struct way *
called_before(const struct dossier *d, const struct message *request, struct str shown)
{
	const struct way *w, *found = NULL;
	size_t at = 0;

	while ((w = dossier_way(d, &at)) != NULL) {
		if (w->registered)
			continue;
		if (str_eq(w->shown, shown))
			return NULL;
		if (found == NULL || way_grants(w, request))
			found = w;
	}
	return found;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	struct identity id;
	struct refusal what;
	enum verdict v;
	struct str shown;
	char number[FINDING_QUOTE], said[FINDING_QUOTE];

	refusal_of(d, words, &what);
	if (r->cred == NULL || (what.status != 403 && what.status != 603 && what.status != 484) ||
	    !refusal_is_of(&what, S("INVITE")))
		return VERDICT_NO;
	identity_of(r->answer.msg, r->cred, &id);
	shown = identity_shown(&id);
	v = refusal_verdict(&what,
			    user_is_number(shown) && !str_eq(shown, id.user) &&
				    called_before(d, what.request, shown) != NULL &&
				    what.status != 484,
			    f);
	if (v != VERDICT_YES)
		return v;
	finding_cite(f, r->answer.msg, shown, "answer");
	finding_cite_cred(f, r, "username", r->cred->username, NULL);
	refusal_cite(&what, f);
	finding_quote(shown, number);
	if (str_absent(what.words))
		finding_detail(f,
			       "The call is to show \"%s\"; calls that show another are accepted.",
			       number);
	else
		finding_detail(f, "The server says \"%s\"; the call is to show \"%s\".",
			       finding_quote(what.words, said), number);
	return VERDICT_YES;
}

static enum causality
grade(const struct dossier *d)
{
	const struct way *before;
	struct identity id;
	struct refusal what;

	refusal_of(d, words, &what);
	identity_of(d->round->answer.msg, d->round->cred, &id);
	before = called_before(d, what.request, identity_shown(&id));
	/* Where another was called, that may be what is forbidden. */
	if (str_absent(what.words) && before != NULL && !way_grants(before, what.request))
		return CAUSALITY_POSSIBLE;
	return refusal_grade(&what);
}

const struct rule rule_caller_id_not_owned = {
	.code = "caller-id-not-owned",
	.title = "the account may not show this number",
	.meaning = "The credentials are in order and the number in From, or in P-Preferred-Identity, is none that this account may show. Providers forbid such calls rather than let a foreign number be shown.",
	.evidence = "An INVITE with credentials meets a 403, 484 or 603 whose words name it; or "
		    "it is no 484, the digest is right, the number shown is not the username, and "
		    "the account was accepted with a call that shows another one.",
	.sure = "Likely, if the server's words name it, or the password shows that the digest is "
		"right and the same Request-URI was called with another number shown; possible, if "
		"another was called, or if the digest is wrong, which is a reason of its own.",
	.words = words,
	.unless = words_of_credentials,
	.party = PARTY_POLICY,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_OUTCOME,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 3325", "9.2", "P-Preferred-Identity tells a proxy which of its identities the user would like to show" },
		{ "RFC 3261", "21.4.4",
		  "the server understood the request and refuses it; authorization will not help" },
	},
	.advice = {
		{ PARTY_CLIENT, "Send a number of the account in From, in the form that the provider wants (with or without +, country code), or keep From as the account and put the number into P-Preferred-Identity. Asterisk: from_user and send_pai." },
		{ PARTY_POLICY, "Have the number entered for the account, or CLIP no screening switched on." },
	},
	.lookalikes = {
		{ "auth-user-ne-from-user", "the server wants the user name for authentication in From" },
		{ "403-after-correct-digest", "the called number may be what is forbidden" },
	},
	.needs = FACT_OUTCOME,
	.judge = judge,
};
