/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	const struct credentials *c = r->cred;
	bool no_cnonce = str_absent(c->cnonce), no_nc = str_absent(c->nc);

	if (str_absent(c->qop) || (!no_cnonce && !no_nc))
		return VERDICT_NO;

	finding_cite_cred(f, r, "qop", c->qop, NULL);
	if (no_cnonce)
		finding_cite_cred(f, r, "cnonce", STR_ABSENT,
				  "any text of the client's own, in quotes");
	if (no_nc)
		finding_cite_cred(f, r, "nc", STR_ABSENT,
				  "00000001 for the first request with this nonce");
	finding_detail(f, "the answer carries qop without %s",
		       no_cnonce && no_nc ? "cnonce and nc"
		       : no_cnonce        ? "cnonce"
					  : "nc");
	return VERDICT_YES;
}

const struct rule rule_qop_incomplete_set = {
	.code = "qop-incomplete-set",
	.title = "the client sends qop without cnonce or nc",
	.meaning = "With qop the digest is made over nonce, nc, cnonce and qop together. An "
		   "answer that carries qop and lacks one of the other two cannot be computed "
		   "by the server, even if the client hashed a value for it.",
	.evidence = "The credentials have qop, and no cnonce or no nc.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 2617", "3.2.2", "cnonce and nc must be specified if qop is sent" },
		{ "RFC 7616", "3.4", "cnonce and nc must be used by all implementations" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Send all three, exactly as they were hashed: qop=auth, cnonce=\"…\", "
		  "nc=00000001." },
		{ PARTY_SERVER,
		  "Nothing: Kamailio and OpenSIPS refuse such a header as malformed, OpenSIPS "
		  "with 400. FreeSWITCH takes the answer for one without qop unless all three "
		  "are there." },
	},
	.lookalikes = {
		{ "qop-missing-in-response", "there qop is not sent either" },
		{ "cnonce-without-qop", "the reverse: cnonce or nc is sent, and qop is not" },
	},
	.reasons = { "missing cnonce", "cnonce missing", "no cnonce", "missing nc", "nc missing",
		     "missing nonce-count" },
	.yields_to = { "wrong-authorization-header", "required-param-missing", "realm-mismatch",
		       "nonce-altered", "credentials-for-other-nonce" },
	.needs = FACT_ANSWER,
	.judge = judge,
};
