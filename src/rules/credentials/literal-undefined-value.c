/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include <sipwhy/rule.h>

static const struct str words[] = {
	{ "undefined", 9 }, { "null", 4 }, { "none", 4 },   { "nil", 3 },
	{ "nan", 3 },       { "%s", 2 },   { "(null)", 6 },
};

/* "[authentication …]", "{{…}}": what a template was to fill in. */
static bool
is_template(struct str v)
{
	return str_starts_nocase(v, S("[authentication")) || str_starts(v, S("{{")) ||
	       str_starts(v, S("${"));
}

static bool
is_word(struct str v)
{
	for (size_t i = 0; i < COUNT(words); i++) {
		if (str_eq_nocase(v, words[i]))
			return true;
	}
	return is_template(v);
}

/* An account, or a realm, may be called so.  A cnonce may be anything, and opaque is rarely looked at. */
static bool
is_no_value(const struct round *r, const char *name, struct str v)
{
	if (!is_word(v))
		return false;
	if (strcmp(name, "username") == 0)
		return str_eq(v, S("undefined")) || str_eq(v, S("(null)")) || is_template(v);
	return r->offer == NULL || !(str_eq(v, r->offer->realm) || str_eq(v, r->offer->nonce) ||
				     str_eq(v, r->offer->qop));
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	const struct credentials *c = r->cred;
	const struct {
		const char *name;
		struct str value;
	} rows[] = {
		{ "username", c->username },
		{ "realm", c->realm },
		{ "nonce", c->nonce },
		{ "uri", c->uri },
		{ "response", c->response },
		{ "qop", c->qop },
		{ "nc", c->nc },
		{ "algorithm", c->algorithm },
	};
	char text[FINDING_QUOTE];

	if (finding_rewritten(f, d, "literal-undefined-value") == VERDICT_YES)
		return VERDICT_YES;
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (str_absent(rows[i].value) || !is_no_value(r, rows[i].name, rows[i].value))
			continue;
		if (f->cites_used == 0)
			finding_detail(f, "%s is \"%s\"", rows[i].name,
				       finding_quote(rows[i].value, text));
		finding_cite_cred(f, r, rows[i].name, rows[i].value, "a value");
	}
	return f->cites_used > 0 ? VERDICT_YES : VERDICT_NO;
}

const struct rule rule_literal_undefined_value = {
	.code = "literal-undefined-value",
	.title = "a word of a program stands, or is hashed, where a value belongs",
	.meaning = "A parameter reads undefined, null, NaN or an unexpanded template. The program "
		   "that wrote the header had no value to put there, most often since it did not "
		   "read the challenge. Or such a word was hashed in place of a password that was "
		   "never set, which the digest shows.",
	.evidence = "A parameter of the credentials is a word such as undefined, null, nan or %s, "
		    "or a template that nobody filled in, and the challenge did not have it so. "
		    "With the password such words are tried in its place.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_LIKELY,
	.clauses = {
		{ "RFC 2617", "3.2.2",
		  "opaque and algorithm are those of the challenge, and qop is one that it "
		  "offers" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Find why the challenge was not read: a scheme in other case "
		  "(DIGEST), Proxy-Authenticate not looked for, a challenge "
		  "without qop. SIPp: [authentication username=… password=…] on a "
		  "line of its own, and the request marked to follow a challenge "
		  "(auth=\"true\")." },
		{ PARTY_CREDENTIALS,
		  "Look whether the password of the account was ever set, and whether the template "
		  "that provisions the device found a value for it." },
	},
	.lookalikes = {
		{ "challenge-scheme-case",
		  "there the scheme of the challenge explains why it was not read" },
		{ "qop-not-offered-value",
		  "there the qop is a real one" },
	},
	.yields_to = { "wrong-authorization-header", "required-param-missing", "empty-value-in-credentials" },
	.needs = FACT_ANSWER,
	.judge = judge,
};
