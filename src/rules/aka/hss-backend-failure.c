/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static const char *const names[] = { "HSS",    "Diameter", "in MAR", "in SAR", "in UAR",
				     "on SAR", "on MAR",   "on UAR", NULL };
static const char *const of_user[] = {
	"User Unknown",           "Identit*", "Roaming", "not registered",
	"Authorization Rejected", "Scheme",   NULL
};

/* Whether the server names its HSS or the Cx interface, and not what the HSS says of the user. */
static bool
server_says_so(const struct dossier *d)
{
	const struct message *m = d->round->outcome.msg;

	return !str_absent(response_says(m, names, COUNT(names))) &&
	       str_absent(response_says(m, of_user, COUNT(of_user)));
}

/* A right answer to AKA that fails inside the network. */
static bool
right_and_refused(const struct dossier *d)
{
	const struct round *r = d->round;
	unsigned status = r->outcome.msg->sip.status;

	return r->cred != NULL && r->offer != NULL && auth_algorithm_is_aka(r->offer->alg) &&
	       str_empty(r->cred->auts) && d->digest->check == VERIFY_MATCH &&
	       (status == 403 || (status >= 500 && status < 600));
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	bool said = server_says_so(d), right = right_and_refused(d);
	char quoted[FINDING_QUOTE];

	if (r->outcome.msg->sip.status < 400 || d->exchange->outcome == OUTCOME_ACCEPTED ||
	    (!said && !right))
		return VERDICT_NO;
	finding_cite_line(f, r->outcome.msg, "outcome");
	if (right)
		finding_cite_cred(f, r, "response", r->cred->response, NULL);
	finding_detail(f, "The server says \"%u %s\"%s.", r->outcome.msg->sip.status,
		       finding_quote(r->outcome.msg->sip.reason, quoted),
		       right ? " to an answer that is right for the key given" : "");
	return VERDICT_YES;
}

static enum causality
grade(const struct dossier *d)
{
	return server_says_so(d) ? CAUSALITY_LIKELY : CAUSALITY_POSSIBLE;
}

const struct rule rule_hss_backend_failure = {
	.code = "hss-backend-failure",
	.title = "the network fails behind the S-CSCF, at the HSS or on the way to it",
	.meaning = "I-CSCF and S-CSCF ask the HSS by Diameter (Cx) who serves a user, for "
		   "authentication vectors and for the profile. Where that fails the client is "
		   "told 403 or 5xx, whatever it answered. The server's own words name the HSS "
		   "here, or the answer is right and is refused all the same.",
	.evidence = "The words of a final response of 400 or more name the HSS or its interface, "
		    "and not the user; or an AKA answer that the SIM's key makes meets a 403 or "
		    "5xx.",
	.sure = "Likely, if the server's words name it; possible, if all that is known is that a "
		"right answer was refused.",
	.words = names,
	.unless = of_user,
	.party = PARTY_SERVER,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_OUTCOME,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 3261", "21.5", "a 5xx says that the server itself has failed" },
		{ "RFC 4740", "8.1",
		  "a SIP server asks its Diameter server by UAR whether a registration is "
		  "allowed" },
		{ "RFC 4740", "8.7", "it asks by MAR to have the user authenticated" },
	},
	.advice = {
		{ PARTY_SERVER,
		  "See whether the Diameter peers of I-CSCF and S-CSCF are open (Kamailio: "
		  "cdp.list_peers), then the result codes of UAA, MAA and SAA in the HSS's log or "
		  "in a capture of the Cx interface. All clients fail at once if it is down." },
		{ PARTY_CREDENTIALS,
		  "One client alone: the subscriber lacks a service profile or a visited network "
		  "in the HSS." },
	},
	.lookalikes = {
		{ "403-after-correct-digest", "a rule of the network for this user looks the same" },
		{ "aka-identity-wrong", "there the HSS answers that it does not know the identity" },
	},
	.yields_to = { "server-verify-formula-bug" },
	.needs = FACT_OUTCOME,
	.judge = judge,
};
