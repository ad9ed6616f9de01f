/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static const char *const words[] = { "not relaying",       "relaying denied", "relay denied",
				     "relaying forbidden", "domain not",      "domain is not",
				     "domain forbidden",   "domain unknown",  "domain denied",
				     "unknown domain",     "invalid domain",  "wrong domain",
				     "no such domain",     "foreign domain",  "unknown realm",
				     "invalid realm",      "wrong realm",     NULL };

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	char host[FINDING_QUOTE], said[FINDING_QUOTE];
	struct identity id;
	struct refusal what;
	bool fits;

	refusal_of(d, words, &what);
	if (what.status != 403 && what.status != 404 && what.status != 604 && what.status != 480)
		return VERDICT_NO;
	identity_of(what.request, d->round->cred, &id);
	if (str_absent(what.words)) {
		/* An address where the realm is a name is common, and no proof. */
		fits = what.status != 480 && host_is_address(id.target.host) &&
		       str_index(d->exchange->realm, '.') >= 0 &&
		       !host_is_address(d->exchange->realm);
		f->missing = FACT_DIGEST & ~d->facts;
		return fits && f->missing != 0 ? VERDICT_CANNOT_TELL : VERDICT_NO;
	}
	refusal_cite(&what, f);
	finding_cite(f, what.request, id.target.host, "request");
	finding_cite(f, what.request, id.to.host, "request");
	finding_detail(f, "The server says \"%s\"; the Request-URI is for \"%s\".",
		       finding_quote(what.words, said), finding_quote(id.target.host, host));
	return VERDICT_YES;
}

static enum causality
grade(const struct dossier *d)
{
	struct refusal what;

	refusal_of(d, words, &what);
	return refusal_grade(&what);
}

const struct rule rule_domain_not_served = {
	.code = "domain-not-served",
	.title = "the domain in the request is none that this server serves",
	.meaning = "The server says in its response that it is not responsible for the domain that "
		   "the request names, or does not relay for it. Often the request has the "
		   "server's address where its SIP domain belongs. User name and password were "
		   "not what it minded.",
	.evidence = "The words of a 403, 404, 480 or 604 name it. Without them nothing is said.",
	.sure = "Likely from the server's own words; possible, if the password shows that the "
		"digest is wrong, which is a reason of its own.",
	.words = words,
	.unless = words_of_credentials,
	.party = PARTY_POLICY,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_OUTCOME,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 3261", "10.3",
		  "a registrar first sees from the Request-URI whether it holds the bindings of "
		  "that domain (step 1)" },
		{ "RFC 3261", "21.4.5",
		  "404 is also for a domain that the recipient does not handle" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Register at the SIP domain that the provider names, and enter the address of "
		  "the server as outbound proxy only." },
		{ PARTY_SERVER,
		  "Add the domain, or its alias. Kamailio and OpenSIPS: alias= or the domain "
		  "table (\"Not relaying\" is the answer of Kamailio's sample script). Flexisip: "
		  "reg-domains and auth-domains. FreeSWITCH: force-register-domain, or a domain "
		  "of this name in the directory." },
	},
	.lookalikes = {
		{ "404-after-auth", "the domain is right and the user is not there" },
		{ "realm-mismatch", "the credentials name another realm than the challenge" },
	},
	.needs = FACT_OUTCOME,
	.judge = judge,
};
