/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* How often "@" stands in it, escaped or not. */
static unsigned
ats(struct str s)
{
	unsigned n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += s.p[i] == '@' || str_starts(str_sub(s, i, s.len), S("%40"));
	return n;
}

/* sip:user@domain@domain, or the first escaped; another domain in the user part may be meant. */
static bool
is_doubled(struct str uri)
{
	struct str user, domain;
	struct sip_uri u;

	sip_uri_parse(uri, &u);
	user = u.user;
	if (ats(user) == 0)
		return false;
	if (str_index(user, '@') >= 0)
		return true;
	domain =
		str_sub(user, user.len - (u.host.len < user.len ? u.host.len : user.len), user.len);
	return !str_empty(u.host) && str_eq_nocase(domain, u.host);
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	const struct message *m = r->answer.msg != NULL ? r->answer.msg : r->request.msg;
	char text[FINDING_QUOTE];

	if (m == NULL || (r->cred != NULL && (r->cred->odd & AUTH_CUT) != 0)) {
		f->missing = FACT_REQUEST;
		return VERDICT_CANNOT_TELL;
	}
	if (is_doubled(m->sip.from_uri)) {
		finding_cite(f, m, m->sip.from_uri, "request");
		finding_detail(f, "From is %s", finding_quote(m->sip.from_uri, text));
	}
	if (r->cred != NULL && ats(r->cred->username) > 1) {
		finding_cite_cred(f, r, "username", r->cred->username, "the domain at most once");
		finding_detail(f, "the user name is \"%s\"",
			       finding_quote(r->cred->username, text));
	}
	return f->cites_used > 0 ? VERDICT_YES : VERDICT_NO;
}

/* Escaped, it may be the name that a provider has given. */
static enum causality
grade(const struct dossier *d)
{
	const struct round *r = d->round;
	const struct message *m = r->answer.msg != NULL ? r->answer.msg : r->request.msg;
	struct sip_uri u;

	sip_uri_parse(m != NULL ? m->sip.from_uri : STR_ABSENT, &u);
	return str_index(u.user, '@') >= 0 ||
			       (r->cred != NULL && str_index(r->cred->username, '%') < 0)
		       ? CAUSALITY_LIKELY
		       : CAUSALITY_POSSIBLE;
}

const struct rule rule_username_double_domain = {
	.code = "username-double-domain",
	.title = "the domain stands twice in the name of the user",
	.meaning = "A name reads user@domain@domain: the whole address was typed "
		   "where the user part belongs, and the client added the domain. "
		   "There is no such account.",
	.evidence = "The user part in From has an \"@\", or ends with %40 and the host once more; "
		    "or the username has two \"@\", escaped or not.",
	.sure = "Likely, if an \"@\" stands as such in the user part of From, or the username has "
		"nothing escaped; possible otherwise, since a provider may have given such a name.",
	.party = PARTY_CREDENTIALS,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_FORM,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 3261", "25.1",
		  "an @ in the user part of a URI is escaped" },
		{ "RFC 3261", "19.1.1",
		  "what stands before the @ is the user of the host" },
	},
	.advice = {
		{ PARTY_CREDENTIALS,
		  "Enter only the user part as user name, and the domain in the "
		  "field for the domain; where the provider's user name is itself "
		  "an address, in the field for the authentication name." },
		{ PARTY_CLIENT,
		  "Do not add a domain to a name that has one." },
	},
	.lookalikes = {
		{ "username-is-full-aor",
		  "there the domain stands once" },
		{ "wrong-password",
		  "with the password the digest tells" },
	},
	.needs = 0,
	.judge = judge,
};
