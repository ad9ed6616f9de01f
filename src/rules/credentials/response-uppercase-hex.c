/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* Hexadecimal digits alone, some of them in upper case. */
static bool
is_upper_hex(struct str s)
{
	bool upper = false;

	for (size_t i = 0; i < s.len; i++) {
		if (!str_is_hex((unsigned char)s.p[i]))
			return false;
		upper = upper || (s.p[i] >= 'A' && s.p[i] <= 'F');
	}
	return upper;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;

	if (finding_rewritten(f, d, "response-uppercase-hex") == VERDICT_YES)
		return VERDICT_YES;
	if (!is_upper_hex(r->cred->response))
		return VERDICT_NO;
	finding_cite_cred(f, r, "response", r->cred->response, "the same in lower-case digits");
	finding_detail(f, "the response has digits A to F in upper case");
	return VERDICT_YES;
}

const struct rule rule_response_uppercase_hex = {
	.code = "response-uppercase-hex",
	.title = "the client writes the digest, or HA1 and HA2 in it, in upper-case digits",
	.meaning = "The digest is written in lower-case hexadecimal digits. Servers that compare it "
		   "as text, Kamailio, OpenSIPS and sofia-sip among them, refuse the same number in "
		   "upper case; Asterisk and FreeSWITCH accept it. Where the password shows that HA1 "
		   "or HA2 was hashed in upper case, no server can find it right.",
	.evidence = "The response of the credentials has digits A to F, and nothing but "
		    "hexadecimal digits. With the password HA1 and HA2 in upper case are tried "
		    "too.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_FORM,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 2617", "3.1.3",
		  "a checksum is written in the digits 0 to 9 and a to f" },
		{ "RFC 3261", "25.1",
		  "the digits of a response are those of LHEX, lower case" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Print the digest in lower case; HA1 and HA2 inside the hash "
		  "too." },
		{ PARTY_SERVER,
		  "Compare without regard to case, as Asterisk and FreeSWITCH do." },
	},
	.lookalikes = {
		{ "wrong-password",
		  "with the password the digest tells: the number may be right or "
		  "wrong" },
	},
	.needs = FACT_ANSWER,
	.judge = judge,
};
