/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static const char *const words[] = { "authoriz*", "authent*", "credential", "digest",
				     "nonce",     "qop",      "realm",      NULL };

/* Where the response names the credentials; absent when it does not. */
static struct str
named_in(const struct message *m)
{
	return response_says(m, words, COUNT(words));
}

/*
 * Of 4xx codes with "bad" or "credential" in their names no other speaks of the digest: 437 and 438 are of
 * Identity (RFC 8224 6.2.2), 494 is of the security agreement (RFC 3329 2.3.1).
 */
static bool
calls_it_bad(unsigned status)
{
	return status == 400;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	struct str where;
	char text[FINDING_QUOTE];

	if ((d->facts & FACT_REFUSED) == 0 || r->outcome.msg == NULL ||
	    !calls_it_bad(r->outcome.msg->sip.status))
		return VERDICT_NO;
	f->missing = FACT_ANSWER & ~d->facts;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	where = named_in(r->outcome.msg);
	if (!str_absent(where)) {
		finding_cite(f, r->outcome.msg, where, "outcome");
		finding_detail(f, "The server says \"%s\".", finding_quote(where, text));
	} else {
		finding_cite_line(f, r->outcome.msg, "outcome");
		finding_detail(
			f, "The %u does not say what is bad about the request with credentials.",
			r->outcome.msg->sip.status);
	}
	finding_cite(f, r->answer.msg, r->cred->raw, "answer");
	return VERDICT_YES;
}

static enum causality
grade(const struct dossier *d)
{
	return str_absent(named_in(d->round->outcome.msg)) ? CAUSALITY_POSSIBLE : CAUSALITY_LIKELY;
}

const struct rule rule_400_bad_credentials_header = {
	.code = "400-bad-credentials-header",
	.title = "the server calls the request with credentials malformed",
	.meaning = "The request passed as far as the challenge, and with credentials in it the "
		   "server calls it bad. The fault is then in what was added: a parameter "
		   "missing, repeated or written in a way that this server does not read.",
	.evidence = "The request with credentials meets a 400. Where its words name the "
		    "credentials they are cited.",
	.sure = "Likely, if the server's words name the credentials or a part of them; possible, "
		"if it does not say what is bad.",
	.words = words,
	.asks = FACT_ANSWER | FACT_OUTCOME | FACT_REFUSED,
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_OUTCOME,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 3261", "21.4.1",
		  "400 is for malformed syntax, and its reason phrase should name the problem" },
		{ "RFC 2617", "3.2.2",
		  "400 is the response to credentials with a parameter that is improper or "
		  "missing" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Compare the header field with the one that sipwhy expects for this challenge, "
		  "parameter by parameter, and what else differs between the request and its "
		  "retry (CSeq, body)." },
		{ PARTY_SERVER,
		  "Name the parameter in the reason phrase or in a Warning header field "
		  "(sofia-sip: \"Authorization missing X\")." },
	},
	.lookalikes = {
		{ "retry-without-cseq-increment",
		  "the reason speaks of CSeq, which was not raised" },
		{ "digest-uri-mismatch",
		  "the uri parameter is not the Request-URI, which RFC 2617 lets a server answer "
		  "with 400" },
	},
	.yields_to = { "421-494-sec-agree" },
	.needs = 0,
	.judge = judge,
};
