/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* A quote that belongs to no parameter, directly behind the realm. */
static struct str
stray_behind_realm(const struct round *r)
{
	struct str rest = str_sub(r->cred->raw, r->cred->scheme.len, r->cred->raw.len);
	struct auth_param e;
	bool realm = false;

	if (!r->cred->forms.nameless)
		return STR_ABSENT;
	while (auth_param_next(&rest, &e)) {
		if (realm && (e.odd & AUTH_PARAM_NO_NAME) != 0)
			return e.raw;
		realm = str_eq_nocase(e.name, S("realm"));
	}
	return STR_ABSENT;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	struct str stray = stray_behind_realm(r);
	char text[FINDING_QUOTE];

	/* The challenge that was answered is another one, and not in the capture. */
	if (r->nonce != NONCE_ALTERED && !str_eq(r->cred->nonce, r->offer->nonce)) {
		f->missing = FACT_OFFER;
		return VERDICT_CANNOT_TELL;
	}
	if (round_realm(r) == REALM_DEBRIS) {
		finding_cite_offer(f, r, "realm", r->offer->realm, NULL);
		finding_cite_cred_text(f, r, "realm", r->cred->realm, r->offer->realm);
		finding_detail(f, "the realm came back as \"%s\"",
			       finding_quote(r->cred->realm, text));
		return VERDICT_YES;
	}
	if (str_absent(stray))
		return VERDICT_NO;
	finding_cite_offer(f, r, "realm", r->offer->realm, NULL);
	finding_cite_cred(f, r, "realm", stray, "nothing");
	finding_detail(f, "behind the realm stands %s", finding_quote(stray, text));
	return VERDICT_YES;
}

const struct rule rule_realm_parse_artifact = {
	.code = "realm-parse-artifact",
	.title = "pieces of the challenge are stuck to the client's copy of its realm",
	.meaning = "The realm comes back with a quote, a comma or a part of the "
		   "next parameter in it, or cut off at a blank or comma: the "
		   "client splits the header at the wrong places. The server finds "
		   "no such realm, and the digest is made from the damaged text.",
	.evidence = "The realm of the credentials is the challenge's with further octets of the "
		    "header field in it, or cut off; or a piece without a name stands right "
		    "behind it.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 3261", "22.2",
		  "the credentials are for the realm of the resource being requested" },
		{ "RFC 3261", "22.1",
		  "the realm string alone defines the protection domain" },
		{ "RFC 3261", "25.1",
		  "a value stands between its quotes; commas within belong to it" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Read quoted strings as such instead of splitting at commas, "
		  "blanks or \"=\". pyVoIP: a version after 1.6.0 (pull request "
		  "67)." },
		{ PARTY_SERVER,
		  "A realm of letters, digits, dots and hyphens gets by such "
		  "clients." },
	},
	.lookalikes = {
		{ "realm-mismatch",
		  "there the realm is another text" },
		{ "whitespace-in-value",
		  "there only blanks were added" },
	},
	.reasons = { "realm mismatch", "wrong realm", "invalid realm", "unknown realm", "bad realm" },
	.yields_to = { "wrong-authorization-header", "required-param-missing" },
	.needs = FACT_OFFER | FACT_ANSWER,
	.judge = judge,
};
