/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static bool
is_hex(struct str s)
{
	return str_take_while(&s, str_is_hex).len > 0 && s.len == 0;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	const struct credentials *c = r->cred;
	bool digits = is_hex(c->response);

	/* An empty one answers nothing (RFC 8760 2.7); quotes within it are what is wrong first; digits of another algorithm are another fault. */
	if (str_empty(c->response) || str_starts(c->response, S("\\\"")) ||
	    (digits && (c->response.len == 32 || c->response.len == 64)))
		return VERDICT_NO;
	/* Once it is known what was hashed, it is a digest after all. */
	if (d->digest->hashed != NULL)
		return VERDICT_NO;
	/* Who names an algorithm that is not known may print it in a way that is not. */
	if (c->alg == ALGORITHM_UNKNOWN)
		return VERDICT_NO;
	finding_cite_cred(f, r, "response", c->response,
			  auth_algorithm_hex(c->alg) == 64 ? "64 digits 0-9 a-f"
							   : "32 digits 0-9 a-f");
	if (digits)
		finding_detail(f, "The response has %zu digits, as no algorithm of SIP gives.",
			       c->response.len);
	else
		finding_detail(
			f, "The response has %zu characters that are not all hexadecimal digits.",
			c->response.len);
	return VERDICT_YES;
}

const struct rule rule_response_length_wrong = {
	.code = "response-length-wrong",
	.title = "the response is no digest of any algorithm",
	.meaning = "A response is 32 hexadecimal digits with MD5, and 64 with SHA-256 and "
		   "SHA-512-256. This one is cut, padded, or printed in another way, so no server "
		   "can find it right, whatever the password.",
	.evidence = "The response of the credentials is not 32 or 64 hexadecimal digits. It says "
		    "nothing of an algorithm that is not known, nor if the password shows what "
		    "was hashed.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 2617", "3.2.2", "a response is 32 hexadecimal digits" },
		{ "RFC 8760", "2.2", "the number of digits follows from the algorithm" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Print each octet of the hash as two lower-case digits, zeros included, and all of "
		  "them; no base64, and no 0x before them. Look for a buffer that is too short." },
	},
	.lookalikes = {
		{ "algorithm-label-mismatch",
		  "there the digits are as many as another algorithm gives" },
	},
	.needs = FACT_ANSWER,
	.judge = judge,
};
