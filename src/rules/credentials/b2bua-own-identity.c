/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static const char *const products[] = { "webrtc2sip", "sipgo",    "asterisk",  "freeswitch",
					"kamailio",   "opensips", "anonymous", "b2bua" };

/* The first word of the User-Agent. */
static struct str
product_of(const struct sip_msg *m)
{
	struct str rest = m->user_agent;

	return str_take_while(&rest, str_is_token);
}

static bool
is_product(const struct sip_msg *m, struct str user)
{
	if (str_eq_nocase(user, product_of(m)))
		return true;
	for (size_t i = 0; i < COUNT(products); i++) {
		if (str_eq_nocase(user, str_of(products[i])))
			return true;
	}
	return false;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	const struct sip_msg *m = &r->answer.msg->sip;
	struct str user = r->cred->username;
	struct sip_uri from;
	char text[FINDING_QUOTE];

	sip_uri_parse(m->from_uri, &from);
	if (str_empty(m->to_tag) || str_empty(user) || !is_product(m, user) ||
	    str_eq_nocase(user, from.user))
		return VERDICT_NO;
	finding_cite_cred_text(f, r, "username", user, from.user);
	finding_cite(f, r->answer.msg, m->from_uri, "answer");
	finding_detail(f, "the user name is \"%s\"", finding_quote(user, text));
	return VERDICT_YES;
}

const struct rule rule_b2bua_own_identity = {
	.code = "b2bua-own-identity",
	.title = "a gateway answers with its own name instead of the account",
	.meaning = "The user name is that of a product, not of the user in From. A "
		   "gateway or back-to-back server answered a challenge that was "
		   "meant for the user behind it, and has no account of its own.",
	.evidence = "In a request within a dialog the username is the first word of User-Agent or "
		    "the name of a known product, and not the user in From.",
	.party = PARTY_MIDDLEBOX,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_FORM,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_POSSIBLE,
	.clauses = {
		{ "RFC 3261", "22.3",
		  "by Proxy-Authorization a client identifies itself, or its user, to a proxy" },
		{ "RFC 3261", "22.1", "each realm has user names and passwords of its own" },
	},
	.advice = {
		{ PARTY_MIDDLEBOX,
		  "Give the gateway the credentials of the account for this leg, "
		  "or let it pass challenges on to the user." },
		{ PARTY_SERVER,
		  "Do not challenge requests within a dialog of a peer that is "
		  "known by its address." },
	},
	.lookalikes = {
		{ "auth-username-not-configured",
		  "there the extension was sent instead of an authentication name" },
		{ "wrong-password",
		  "an account of this name may exist" },
	},
	.needs = FACT_ANSWER | FACT_ANSWER_HEADERS,
	.judge = judge,
};
