/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static const char *const reasons[] = { "User Unknown", "Identities don't match",
				       "Identities not matching", NULL };

/* Whether the server itself says that it is the identity. */
static bool
server_says_so(const struct dossier *d)
{
	for (size_t i = 0; reasons[i] != NULL; i++) {
		if (str_has_nocase(d->round->outcome.msg->sip.reason, str_of(reasons[i])))
			return true;
	}
	return false;
}

static bool
is_part_of_address(unsigned char c)
{
	return str_is_hex(c) || c == '.' || c == ':' || c == '[' || c == ']';
}

/* A URI or an address, where the domain name of the home network belongs. */
static bool
is_no_domain(struct str realm)
{
	struct str rest = realm;

	if (str_starts_nocase(realm, S("sip:")) || str_starts_nocase(realm, S("sips:")))
		return true;
	(void)str_take_while(&rest, is_part_of_address);
	return realm.len > 0 && rest.len == 0 &&
	       (str_index(realm, ':') >= 0 || str_is_digit((unsigned char)realm.p[realm.len - 1]));
}

static void
cite(struct finding *f, const struct message *m, const char *param, struct str value,
     const char *expected)
{
	struct citation *c = &f->cites[f->cites_used];

	finding_cite(f, m, value, "request");
	c->param = param;
	c->expected = expected;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	struct credentials c;
	bool user, realm, said;
	char quoted[FINDING_QUOTE];

	if (!d->exchange->never_challenged || r->cred != NULL || r->outcome.msg == NULL ||
	    r->outcome.msg->sip.status != 403 || credentials_of(&r->request.msg->sip, &c, 1) == 0 ||
	    !credentials_only_name(&c))
		return VERDICT_NO;
	user = !str_absent(c.username) && str_index(c.username, '@') < 0;
	realm = is_no_domain(c.realm);
	said = server_says_so(d);
	if (!user && !realm && !said)
		return VERDICT_NO;
	if (user || !realm)
		cite(f, r->request.msg, "username", c.username,
		     user ? "user@realm, the private identity" : "one that the HSS knows");
	if (realm)
		cite(f, r->request.msg, "realm", c.realm, "the domain name of the home network");
	finding_cite_line(f, r->outcome.msg, "outcome");
	if (said)
		finding_detail(f, "The server says \"403 %s\".",
			       finding_quote(r->outcome.msg->sip.reason, quoted));
	else
		finding_detail(f, "The %s of the first REGISTER is no %s.",
			       realm ? "realm" : "username",
			       realm ? "domain name" : "private identity user@realm");
	return VERDICT_YES;
}

/* By a realm that is none no HSS is found; many an HSS takes any text for a user name. */
static enum causality
grade(const struct dossier *d)
{
	struct credentials c;

	if (server_says_so(d))
		return CAUSALITY_PROVEN;
	return credentials_of(&d->round->request.msg->sip, &c, 1) > 0 && is_no_domain(c.realm)
		       ? CAUSALITY_LIKELY
		       : CAUSALITY_POSSIBLE;
}

const struct rule rule_aka_identity_wrong = {
	.code = "aka-identity-wrong",
	.title = "the IMS identity or realm is not one of the home network",
	.meaning = "An IMS client tells its private identity and its home domain in the first "
		   "REGISTER, before any challenge, since the HSS finds the subscriber by them. "
		   "The network forbids this one: the identity is no user@realm, the realm is a "
		   "URI or an address, or the server says that the HSS does not know them.",
	.evidence = "The first REGISTER, which only names its user, meets a 403 before any "
		    "challenge: its username has no \"@\", its realm is a URI or an address, or "
		    "the reason phrase names the identity.",
	.sure = "Proven, if the server's reason phrase names the identity; likely, if the realm "
		"is no domain name, since no HSS is found by it; possible for the username alone.",
	.words = reasons,
	.party = PARTY_CREDENTIALS,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 4083", "4.10.1.1",
		  "a mobile must give its private user identity when it registers, as the "
		  "username of the REGISTER" },
		{ "RFC 4083", "4.10.1",
		  "the private user identity has the form of a NAI, user@realm" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Set the private identity (IMPI, authentication name) to user@domain and the "
		  "realm to the bare home domain. With a USIM alone both follow from the IMSI: "
		  "<imsi>@ims.mnc<MNC>.mcc<MCC>.3gppnetwork.org." },
		{ PARTY_CREDENTIALS,
		  "Compare with the HSS: the IMPI, and that the IMPU in To belongs to it. "
		  "\"Identities don't match\" means that it does not." },
	},
	.lookalikes = {
		{ "rejected-before-challenge",
		  "a roaming or barring rule of the network forbids too: its log, or the HSS's "
		  "result code, tells" },
	},
	.needs = FACT_REQUEST | FACT_OUTCOME,
	.judge = judge,
};
