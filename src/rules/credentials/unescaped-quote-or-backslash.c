/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* A quote within: octets, and a further quote, directly behind what looks like the end. */
static bool
ends_early(const struct round *r, const char *name)
{
	struct auth_param e;
	struct str rest;

	if (!auth_param_find(r->cred->raw, r->cred->scheme, str_of(name), 0, &e) || !e.quoted ||
	    e.value.len == 0)
		return false;
	if ((e.odd & AUTH_PARAM_OPEN_QUOTE) != 0)
		return true;
	rest = str_sub(e.raw, (size_t)(e.value.p - e.raw.p) + e.value.len + 1, e.raw.len);
	return rest.len > 0 && str_is_token((unsigned char)rest.p[0]) && str_index(rest, '"') >= 0;
}

/* Each backslash stands before another, or before a quote: written as RFC 3261 25.1 has it. */
static bool
is_well_escaped(struct str raw)
{
	for (size_t i = 0; i < raw.len; i++) {
		if (raw.p[i] != '\\')
			continue;
		if (i + 1 == raw.len || (raw.p[i + 1] != '\\' && raw.p[i + 1] != '"'))
			return false;
		i++;
	}
	return true;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	unsigned broken = r->cred->forms.broken;
	const char *name;
	char text[FINDING_QUOTE];
	bool doubled = str_starts(r->cred->username, S("\\\""));

	while ((name = auth_name_next(&broken)) != NULL) {
		if (!ends_early(r, name))
			continue;
		finding_cite_cred_whole(f, r, name, 0, "quotes within the value escaped");
		finding_detail(f, "the value of %s ends at a quote that is not escaped", name);
		return VERDICT_YES;
	}
	if ((r->cred->forms.escaped & AUTH_NAME_USERNAME) == 0 || doubled ||
	    is_well_escaped(r->cred->username))
		return VERDICT_NO;
	finding_cite_cred_whole(f, r, "username", 0, "a name without backslashes");
	finding_detail(f, "the user name has a backslash in it: %s",
		       finding_quote(r->cred->username, text));
	return VERDICT_YES;
}

const struct rule rule_unescaped_quote_or_backslash = {
	.code = "unescaped-quote-or-backslash",
	.title = "a quote or backslash in a value is not escaped, or may be hashed in two ways",
	.meaning = "Within a quoted string a double quote and a backslash are "
		   "written with a backslash before them, and hashed without it. "
		   "Here a quote ends the value early, or the user name has a "
		   "backslash, of which servers disagree whether it belongs to the "
		   "name.",
	.evidence = "In the credentials a quoted value ends, and octets and a further quote "
		    "follow directly; or the username has a backslash in it.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_FORM,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 3261", "25.1",
		  "a double quote or backslash in a quoted string is written as a "
		  "quoted pair" },
		{ "RFC 2617", "3.2.2.4", "hashed is the value without its surrounding quotes" },
	},
	.advice = {
		{ PARTY_CREDENTIALS,
		  "Choose user names and realms without double quotes and "
		  "backslashes; of DOMAIN\\user send the user part alone, if the "
		  "server knows it so." },
		{ PARTY_CLIENT,
		  "Write \\\" and \\\\ in the header, and hash the value without "
		  "these backslashes." },
		{ PARTY_SERVER,
		  "sofia-sip takes the backslashes away before it hashes, "
		  "Kamailio does not: know which of the two this server does." },
	},
	.lookalikes = {
		{ "opaque-or-value-double-quoted",
		  "there the quotes stand around the whole value" },
		{ "wrong-password",
		  "with the password the digest tells" },
	},
	.needs = FACT_ANSWER,
	.judge = judge,
};
