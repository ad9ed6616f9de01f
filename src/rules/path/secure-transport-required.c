/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* 32209: Twilio's "Secure transport required". */
static const char *const words[] = { "32209",
				     "secure transport",
				     "tls required",
				     "requires tls",
				     "require tls",
				     "use tls",
				     "tls only",
				     "srtp required",
				     "requires srtp",
				     "secure calling",
				     "encryption required",
				     "insecure transport",
				     "insecure connection",
				     "connection not secure",
				     "transport not secure",
				     NULL };

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	struct refusal what;
	char said[FINDING_QUOTE], named[FINDING_QUOTE];
	struct via v;

	refusal_of(d, words, &what);
	if (what.msg == NULL || str_absent(what.words) || what.status == 401 || what.status == 407)
		return VERDICT_NO;
	refusal_cite(&what, f);
	finding_cite_line(f, what.msg, "outcome");
	finding_cite_line(f, what.request, "request");
	via_parse(what.request->sip.via, &v);
	if (!str_absent(v.transport))
		finding_cite(f, what.request, v.transport, "request");
	/* The Via, as a proxy may have taken the TLS off before the point of capture. */
	finding_detail(f, "The server says \"%s\"; the Via of the request names %s.",
		       finding_quote(what.words, said),
		       str_absent(v.transport) ? "no transport"
					       : finding_quote(v.transport, named));
	return VERDICT_YES;
}

static enum causality
grade(const struct dossier *d)
{
	struct refusal what;

	refusal_of(d, words, &what);
	return refusal_grade(&what);
}

const struct rule rule_secure_transport_required = {
	.code = "secure-transport-required",
	.title = "the server wants TLS or SRTP for this account",
	.meaning = "The server says that it takes this request only over a secure transport or "
		   "with encrypted media. User name and password were not what it minded.",
	.evidence = "The words of a final response, no 401 or 407, name it. The transport in the "
		    "Via of the request is shown.",
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
		{ "RFC 3261", "26.2.1",
		  "TLS protects SIP hop by hop, and can be asked for as the transport in a URI" },
		{ "RFC 3261", "21.4.4",
		  "the server understood the request and refuses it; authorization will not help" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Set the transport of the account to TLS (port 5061 most often) and switch SRTP "
		  "on. WhatsApp Business and Twilio with secure calling take nothing else." },
		{ PARTY_POLICY,
		  "Or allow the account without: Twilio calls it secure trunking of the trunk, or "
		  "secure media of the SIP domain." },
	},
	.lookalikes = {
		{ "488-415-after-auth", "there the codecs do not fit" },
	},
	.needs = FACT_OUTCOME,
	.judge = judge,
};
