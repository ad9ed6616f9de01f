/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>

#include <sipwhy/rule.h>

/* Whether the response comes from what sent the challenge, as far as both name their product. */
static bool
same_element(const struct round *r)
{
	struct str asked = server_text_of(r->challenge.msg),
		   failed = server_text_of(r->outcome.msg);

	return str_empty(asked) || str_empty(failed) || str_eq(asked, failed);
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	struct refusal what;
	/* This one is counted there too. */
	uint64_t others = d->server->failed > 0 ? d->server->failed - 1 : 0;
	char reason[FINDING_QUOTE];

	refusal_of(d, NULL, &what);
	if (r->cred == NULL || (what.status != 500 && what.status != 503 && what.status != 504))
		return VERDICT_NO;
	/* What was passed on has passed the authentication. */
	if (r->provisional || !same_element(r))
		return VERDICT_NO;
	f->missing = FACT_CHALLENGE & ~d->facts;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	finding_cite_line(f, r->challenge.msg, "challenge");
	finding_cite_line(f, what.msg, "outcome");
	finding_cite_remark(f, what.msg);
	finding_cite_cred(f, r, "username", r->cred->username, NULL);
	finding_detail(
		f,
		"The request was challenged in order, and with credentials it meets \"%u %s\"; "
		"%" PRIu64 " other exchange%s of this realm met a 5xx in the capture, and %" PRIu64
		" %s accepted.",
		what.status, finding_quote(what.msg->sip.reason, reason), others,
		others == 1 ? "" : "s", d->server->accepted,
		d->server->accepted == 1 ? "was" : "were");
	return VERDICT_YES;
}

/* Likely where others of the realm fail alike and nobody is accepted. */
static enum causality
grade(const struct dossier *d)
{
	return d->server->failed > 1 && d->server->accepted == 0 ? CAUSALITY_LIKELY
								 : CAUSALITY_POSSIBLE;
}

const struct rule rule_5xx_backend_after_auth = {
	.code = "5xx-backend-after-auth",
	.title = "the server itself fails once it has credentials to check",
	.meaning = "The request without credentials is challenged in order, and the same request "
		   "with them meets a server error. What checks the credentials, a database, "
		   "RADIUS, Diameter or an HSS, may be out of reach. The error says nothing of "
		   "user name or password.",
	.evidence = "A request with credentials meets a 500, 503 or 504, no 1xx before it, from "
		    "what sent the challenge as far as Server tells.",
	.sure = "Likely, if other exchanges of the realm met a server error too and none was "
		"accepted in the capture; possible otherwise.",
	.party = PARTY_SERVER,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_OUTCOME,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 3261", "21.5", "a 5xx says that the server itself has failed" },
		{ "RFC 3261", "21.5.4",
		  "503 says that the server cannot work for the time being; Retry-After may tell "
		  "for how long" },
	},
	.advice = {
		{ PARTY_SERVER,
		  "Look at the connection to the subscriber database, AAA server or HSS at this "
		  "moment, and into the log. Asterisk answers 500 when the auth section of the "
		  "endpoint is missing or in error." },
		{ PARTY_CLIENT, "Try again later, after Retry-After where it is sent." },
	},
	.lookalikes = {
		{ "failed-after-authentication",
		  "the credentials were accepted, and the failure is further on" },
		{ "registration-limit", "some servers send a 503 when an account has too many "
					"registrations" },
	},
	.yields_to = { "hss-backend-failure", "registration-limit" },
	.needs = FACT_OUTCOME | FACT_ANSWER,
	.judge = judge,
};
