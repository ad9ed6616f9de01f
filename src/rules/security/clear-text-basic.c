/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

enum { READ = 16 };

/* Whether credentials of the scheme Basic are among these. */
static bool
has_basic(const struct credentials *all, size_t n, struct str *scheme)
{
	for (size_t i = 0; i < n; i++) {
		if (str_eq_nocase(all[i].scheme, S("Basic"))) {
			*scheme = all[i].scheme;
			return true;
		}
	}
	return false;
}

/* "user:password@" of a SIP URI: the view of the user alone, for what follows is nobody's to show. */
static bool
has_password(struct str text, struct str *user)
{
	struct sip_uri u;
	struct str rest = text;

	/* It stands behind the second colon and before an "@", which few URIs have there. */
	(void)str_cut(&rest, ':');
	(void)str_cut(&rest, ':');
	if (str_index(rest, '@') < 0)
		return false;
	sip_uri_parse(text, &u);
	if (str_empty(u.user) || str_empty(u.host) ||
	    (!str_eq_nocase(u.scheme, S("sip")) && !str_eq_nocase(u.scheme, S("sips"))))
		return false;
	rest = str_sub(u.raw, (size_t)(u.user.p - u.raw.p) + u.user.len, u.raw.len);
	/* "sip:user:@" has an empty one. */
	if (rest.len < 3 || rest.p[0] != ':' || rest.p[1] == '@' || str_index(rest, '@') < 0 ||
	    rest.p + str_index(rest, '@') >= u.host.p)
		return false;
	*user = u.user;
	return true;
}

static bool
a_uri_has_password(const struct sip_msg *m, struct str *what)
{
	return has_password(m->request_uri, what) || has_password(m->from_uri, what) ||
	       has_password(m->to_uri, what) || has_password(m->contact_uri, what);
}

static bool
find_in_answer(const struct round *r, struct str *what, bool *basic)
{
	if (r->answer.msg == NULL)
		return false;
	*basic = has_basic(r->creds, r->cred_count, what);
	return *basic || a_uri_has_password(&r->answer.msg->sip, what);
}

static bool
find_in_request(const struct round *r, struct str *what, bool *basic)
{
	struct credentials all[READ];
	size_t n;

	if (r->request.msg == NULL)
		return false;
	n = credentials_of(&r->request.msg->sip, all, COUNT(all));
	*basic = has_basic(all, n < COUNT(all) ? n : COUNT(all), what);
	return *basic || a_uri_has_password(&r->request.msg->sip, what);
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct exchange *x = d->exchange;
	struct str what = STR_ABSENT;
	bool basic = false;

	for (size_t i = 0; i < x->kept; i++) {
		const struct round *r = x->rounds[i];
		bool in_answer = find_in_answer(r, &what, &basic);

		if (!in_answer && !find_in_request(r, &what, &basic))
			continue;
		finding_cite(f, in_answer ? r->answer.msg : r->request.msg, what,
			     in_answer ? "answer" : "request");
		finding_detail(f, "%s",
			       basic ? "credentials of the scheme Basic are sent, which "
				       "anybody on the way can read"
				     : "a URI has a password behind the user name");
		return VERDICT_YES;
	}
	return VERDICT_NO;
}

const struct rule rule_clear_text_basic = {
	.code = "clear-text-basic",
	.title = "the client sends its password in clear text",
	.meaning = "The password stands in the request, in credentials of the scheme Basic or in a "
		   "SIP URI behind the user name. Everybody who sees the packet has it. SIP does "
		   "not allow Basic, and servers ignore a password in a URI.",
	.evidence = "A request has credentials of the scheme Basic, or \"user:password@\" in its "
		    "Request-URI, From, To or Contact.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_WARNING,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 3261", "22",
		  "servers must not accept credentials of the scheme Basic, and must not "
		  "challenge with it" },
		{ "RFC 3261", "19.1.1",
		  "a password in a URI is not recommended: it is a security risk in almost every "
		  "case" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Take the password out of the account's URI and put it into the field for the "
		  "password, then change it: it must count as known to others." },
	},
	.needs = 0,
	.judge = judge,
};
