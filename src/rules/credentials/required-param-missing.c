/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include <sipwhy/rule.h>

struct param {
	const char *name;
	struct str value;
	const char *expected;
};

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	const struct credentials *c = r->cred;
	const struct param params[] = {
		{ "username", str_absent(c->username) ? c->username_star : c->username,
		  "the account" },
		{ "realm", c->realm, "the realm of the challenge" },
		{ "nonce", c->nonce, "the nonce of the challenge" },
		{ "uri", c->uri, "the Request-URI" },
		{ "response", c->response, "the digest" },
	};
	char names[64] = "";
	int used = 0;

	/* So an IMS client introduces itself before any challenge (RFC 8760 2.7). */
	if (r->offer == NULL && str_empty(c->nonce) && str_empty(c->response))
		return VERDICT_NO;
	for (size_t i = 0; i < COUNT(params); i++) {
		if (!str_absent(params[i].value))
			continue;
		finding_cite_cred(f, r, params[i].name, STR_ABSENT, params[i].expected);
		used += snprintf(names + used, sizeof(names) - (size_t)used, "%s%s",
				 used > 0 ? ", " : "", params[i].name);
	}
	if (used == 0)
		return VERDICT_NO;
	finding_detail(f, "the credentials lack %s", names);
	return VERDICT_YES;
}

const struct rule rule_required_param_missing = {
	.code = "required-param-missing",
	.title = "the credentials lack a parameter that every answer needs",
	.meaning = "username, realm, nonce, uri and response are each needed to compute and "
		   "compare the digest. Without one of them no server can check the answer, "
		   "whatever the password.",
	.evidence = "The username, realm, nonce, uri or response is not in the credentials. What "
		    "an IMS client sends before any challenge is passed over.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 2617", "3.2.2",
		  "credentials carry username, realm, nonce, uri and response; 400 is the "
		  "proper response when one is missing" },
		{ "RFC 3261", "22.4", "SIP takes over the rules of RFC 2617 for credentials" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Write all five parameters into the header. This is typical of hand-made "
		  "headers in scripts and load generators." },
		{ PARTY_SERVER,
		  "Nothing. How it is refused differs: sofia-sip answers 400 and names the "
		  "parameter, OpenSIPS 400, FreeSWITCH 401 with stale=true, Kamailio a new "
		  "challenge." },
	},
	.lookalikes = {
		{ "qop-incomplete-set",
		  "there cnonce or nc is missing, which only qop makes necessary" },
		{ "capture-incomplete",
		  "the capture may have cut the header: then this is not claimed" },
	},
	.reasons = { "missing username", "missing realm", "missing nonce", "missing uri",
		     "missing response", "missing digest-uri" },
	.yields_to = { "wrong-authorization-header" },
	.needs = FACT_ANSWER,
	.judge = judge,
};
