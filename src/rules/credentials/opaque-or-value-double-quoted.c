/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* The nonce is nonce-quoted-badly's. */
#define LOOKED_AT                                                                    \
	(AUTH_NAME_USERNAME | AUTH_NAME_REALM | AUTH_NAME_URI | AUTH_NAME_RESPONSE | \
	 AUTH_NAME_CNONCE | AUTH_NAME_OPAQUE)

/* ""x"", or "\"x\"". */
static bool
is_double_quoted(const struct auth_param *e)
{
	return e->quoted && (e->value.len == 0 ? (e->odd & AUTH_PARAM_TRAILING) != 0
					       : str_starts(e->value, S("\\\"")));
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	unsigned odd = (r->cred->forms.broken | r->cred->forms.escaped) & LOOKED_AT;
	const char *name;

	while ((name = auth_name_next(&odd)) != NULL) {
		struct auth_param e;

		if (!auth_param_find(r->cred->raw, r->cred->scheme, str_of(name), 0, &e) ||
		    !is_double_quoted(&e))
			continue;
		finding_cite_cred(f, r, name, e.raw, "the value in one pair of quotes");
		finding_detail(f, "%s stands in two pairs of quotes", name);
	}
	return f->cites_used > 0 ? VERDICT_YES : VERDICT_NO;
}

const struct rule rule_opaque_or_value_double_quoted = {
	.code = "opaque-or-value-double-quoted",
	.title = "the client puts quotes around a value that has them already",
	.meaning = "A value stands in two pairs of quotes: the client kept the "
		   "quotes when it read the challenge and added its own when it "
		   "wrote the answer. To the grammar the value is empty, or has "
		   "quotes in it that were never issued.",
	.evidence = "The username, realm, uri, response, cnonce or opaque of the credentials "
		    "begins with two quotes, or with a quote and an escaped one. The nonce has a "
		    "cause of its own.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_FORM,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 3261", "25.1",
		  "a quoted string begins and ends with one double quote, and one "
		  "within it is escaped" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Take the quotes off when the challenge is read and put them on "
		  "once when the answer is written. JsSIP: a current version." },
		{ PARTY_SERVER,
		  "A challenge without opaque spares such a client the fault." },
	},
	.lookalikes = {
		{ "opaque-not-echoed",
		  "there opaque is absent, or another" },
		{ "unescaped-quote-or-backslash",
		  "there a quote is part of the value" },
	},
	.reasons = { "invalid opaque", "bad opaque", "wrong opaque", "missing opaque", "opaque missing", "opaque mismatch" },
	.needs = FACT_ANSWER,
	.judge = judge,
};
