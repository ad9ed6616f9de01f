/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static const char *const words[] = { "account suspended",
				     "account is suspended",
				     "user suspended",
				     "subscriber suspended",
				     "service suspended",
				     "account disabled",
				     "account is disabled",
				     "account blocked",
				     "account is blocked",
				     "account locked",
				     "account is locked",
				     "account expired",
				     "account has expired",
				     "account inactive",
				     "account is inactive",
				     "account not active",
				     "user disabled",
				     "user blocked",
				     "subscriber disabled",
				     "account deactivated",
				     "user deactivated",
				     "subscriber deactivated",
				     "account barred",
				     "account is barred",
				     "user barred",
				     "subscriber barred",
				     "unpaid",
				     "insufficient funds",
				     "no credit",
				     NULL };

/*
 * How the same device was granted the same with this account before; NULL when it was not, or when anything was
 * granted to the account after that, by which it was not blocked.
 */
static const struct way *
accepted_before(const struct dossier *d, const struct refusal *what)
{
	int64_t refused_ns = what->msg->seen.ts_ns;
	const struct way *w, *found = NULL;
	size_t at = 0;

	/* Then its nonce is not what it was: the server may take each once, or it is too old by now. */
	if (d->round->own_accepted > 0 || d->round->nonce == NONCE_CACHED ||
	    round_outlived_nonce(d->round) || d->account->ways_full)
		return NULL;
	while ((w = dossier_way(d, &at)) != NULL) {
		if (w->last_ns >= refused_ns)
			return NULL;
		if (found == NULL && way_grants(w, what->request) &&
		    address_eq(&w->client.ip, &d->exchange->client.ip) &&
		    str_eq(w->user_agent, what->request->sip.user_agent))
			found = w;
	}
	return found;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	struct refusal what;
	const struct way *before;
	enum verdict v;
	char said[FINDING_QUOTE];

	refusal_of(d, words, &what);
	if (d->round->cred == NULL || what.status != 403)
		return VERDICT_NO;
	before = accepted_before(d, &what);
	v = refusal_verdict(&what, before != NULL, f);
	if (v != VERDICT_YES)
		return v;
	refusal_cite(&what, f);
	finding_cite_cred(f, d->round, "username", d->round->cred->username, NULL);
	if (before != NULL)
		finding_cite_gone(f, &before->place, "accepted before");
	if (!str_absent(what.words))
		finding_detail(f, "The server says \"%s\".", finding_quote(what.words, said));
	else if (before != NULL)
		finding_detail(
			f,
			"The same device was accepted with this account %u time%s before, and nothing "
			"was after.",
			(unsigned)before->count, before->count == 1 ? "" : "s");
	return VERDICT_YES;
}

static enum causality
grade(const struct dossier *d)
{
	struct refusal what;

	refusal_of(d, words, &what);
	return refusal_grade(&what);
}

const struct rule rule_account_blocked = {
	.code = "account-blocked",
	.title = "the account itself is blocked, expired or locked",
	.meaning = "The server says that the account is not in service; or this device was accepted with the account before, and the same request is forbidden now. An account that was suspended, or locked after failures, looks like that.",
	.evidence = "The words of a 403 to credentials name it; or the digest is right, and the "
		    "same host and User-Agent were accepted for this realm before, in a registration "
		    "or with the same method and Request-URI, and the account never after.",
	.sure = "Likely, if the server's words name it, or the password shows that the digest is "
		"right; possible, if the digest is wrong, which is a reason of its own.",
	.words = words,
	.unless = words_of_credentials,
	.party = PARTY_POLICY,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_OUTCOME,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 3261", "21.4.4",
		  "the server understood the request and refuses it; authorization will not help" },
		{ "RFC 3261", "22",
		  "whether an identified user is authorized should be asked apart from who it "
		  "is" },
	},
	.advice = {
		{ PARTY_POLICY, "Look at the account in the provider's portal: unpaid, expired, locked after failures, out of credit. Kamailio with auth_ephemeral: the time in the user name has passed." },
		{ PARTY_CREDENTIALS, "If the account is in order, see whether its password was changed on the server." },
		{ PARTY_CLIENT, "Stop trying for a while: each failure may lengthen the lock." },
	},
	.lookalikes = {
		{ "wrong-password", "the password shows whether the digest is right" },
		{ "403-after-correct-digest", "another rule of the server may have changed meanwhile" },
	},
	.yields_to = { "second-device-same-account", "registration-limit", "source-ip-not-allowed", "user-agent-filtered" },
	.needs = FACT_OUTCOME,
	.judge = judge,
};
