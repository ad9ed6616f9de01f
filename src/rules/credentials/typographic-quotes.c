/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* U+2018 to U+201F, U+00A0, and the full-width forms U+FF01 to U+FF5E. */
static size_t
lookalike_len(struct str s)
{
	unsigned char c = s.len > 2 ? (unsigned char)s.p[2] : 0;

	if (str_starts(s, S("\xc2\xa0")))
		return 2;
	if (str_starts(s, S("\xe2\x80")) && c >= 0x98 && c <= 0x9f)
		return 3;
	if ((str_starts(s, S("\xef\xbc")) && c >= 0x81 && c <= 0xbf) ||
	    (str_starts(s, S("\xef\xbd")) && c >= 0x80 && c <= 0x9e))
		return 3;
	return 0;
}

/* The first one outside straight quotes; absent for none. */
static struct str
lookalike_in(struct str s)
{
	bool quoted = false;

	for (size_t i = 0; i < s.len; i++) {
		/* Each begins with such an octet, and few headers have one. */
		bool may_be = !quoted && (unsigned char)s.p[i] >= 0x80;
		size_t len = may_be ? lookalike_len(str_sub(s, i, s.len)) : 0;

		if (len > 0)
			return str_sub(s, i, len);
		if (quoted && s.p[i] == '\\')
			i++;
		else if (s.p[i] == '"')
			quoted = !quoted;
	}
	return STR_ABSENT;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	struct str mark = lookalike_in(r->cred->raw);
	char names[FINDING_NAMES], octets[FINDING_QUOTE];

	if (str_absent(mark))
		return VERDICT_NO;
	finding_cite_cred(f, r, NULL, mark, "an ASCII quote, comma or blank");
	finding_cite_cred_names(f, r, r->cred->forms.typographic, "the value in straight quotes",
				names);
	finding_detail(f, "the octets %s stand where only ASCII belongs%s%s",
		       finding_quote(mark, octets), names[0] != '\0' ? ": " : "", names);
	return VERDICT_YES;
}

const struct rule rule_typographic_quotes = {
	.code = "typographic-quotes",
	.title = "the header has typographic quotes, or other look-alikes of ASCII, in it",
	.meaning = "Between the parameters stand octets that only look like "
		   "quotes, commas or blanks: curly quotes, full-width characters, "
		   "no-break spaces. To a server they are part of the value or of "
		   "the name.",
	.evidence = "Outside of straight quotes the credentials have a curly quote, a full-width "
		    "character or a no-break space in UTF-8.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_FORM,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 3261", "25.1",
		  "a quoted string stands between two octets 0x22 (DQUOTE)" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "The configuration or template was pasted from a word processor "
		  "or a wiki: type user name, realm and header again." },
		{ PARTY_SERVER,
		  "Nothing." },
	},
	.lookalikes = {
		{ "quoted-value-unquoted",
		  "there no quotes stand at all" },
		{ "charset-mismatch",
		  "there such octets are part of a value" },
	},
	.needs = FACT_ANSWER,
	.judge = judge,
};
