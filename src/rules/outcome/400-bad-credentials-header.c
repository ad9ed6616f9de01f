/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static bool
speaks_of_credentials(struct str text)
{
	static const struct str words[] = {
		{ "authoriz", 8 }, { "authent", 7 }, { "credential", 10 }, { "digest", 6 },
		{ "nonce", 5 },    { "qop", 3 },     { "realm", 5 },
	};

	for (size_t i = 0; i < COUNT(words); i++) {
		if (str_has_nocase(text, words[i]))
			return true;
	}
	return false;
}

/* Where the response names the credentials: its reason phrase, Warning, or an X-…Error field. */
static bool
named_in(const struct sip_msg *m, struct str *where)
{
	if (speaks_of_credentials(m->reason)) {
		*where = m->reason;
		return true;
	}
	for (size_t i = 0; i < m->hdr_count; i++) {
		const struct sip_hdr *h = &m->hdrs[i];
		bool tells = h->id == HDR_WARNING || h->id == HDR_REASON ||
			     (h->id == HDR_OTHER && str_has_nocase(h->name, S("error")));

		if (tells && speaks_of_credentials(h->value)) {
			*where = h->value;
			return true;
		}
	}
	return false;
}

/* As the outcome "bad-request" of events. */
static bool
calls_it_bad(unsigned status)
{
	return status == 400 || status == 437 || status == 438 || status == 494;
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
	if (named_in(&r->outcome.msg->sip, &where)) {
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
	const struct message *m = d->round->outcome.msg;
	struct str where;

	return m != NULL && named_in(&m->sip, &where) ? CAUSALITY_LIKELY : CAUSALITY_POSSIBLE;
}

const struct rule rule_400_bad_credentials_header = {
	.code = "400-bad-credentials-header",
	.title = "the server calls the request with credentials malformed",
	.meaning = "The request passed as far as the challenge, and with credentials in it the "
		   "server calls it bad. The fault is then in what was added: a parameter "
		   "missing, repeated or written in a way that this server does not read.",
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
	.needs = 0,
	.judge = judge,
};
