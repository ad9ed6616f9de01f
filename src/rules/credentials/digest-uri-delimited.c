/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	struct str uri = r->cred->uri;
	char text[FINDING_QUOTE];

	if (str_index(uri, '<') < 0 && str_index(uri, '>') < 0)
		return VERDICT_NO;
	finding_cite_cred(f, r, "uri", uri, "the URI alone");
	finding_detail(f, "the uri parameter is \"%s\"", finding_quote(uri, text));
	return VERDICT_YES;
}

const struct rule rule_digest_uri_delimited = {
	.code = "digest-uri-delimited",
	.title = "the uri parameter is decorated",
	.meaning = "The uri parameter is a bare URI in quotes. This one has angle "
		   "brackets, further quotes or a display name in it, as they "
		   "stand in From and To. A server that reads it as a URI fails.",
	.evidence = "The uri of the credentials has \"<\" or \">\" in it.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_FORM,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 3261", "22.4",
		  "the uri parameter is a Request-URI in quotes (items 2 and 3)" },
		{ "RFC 3261", "25.1",
		  "a Request-URI is a URI alone; the brackets are those of name-addr" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Take the URI out of the brackets, in the header and in the "
		  "hash." },
		{ PARTY_SERVER,
		  "Nothing." },
	},
	.lookalikes = {
		{ "digest-uri-mismatch",
		  "there the URI is a bare one, and another" },
	},
	.reasons = { "invalid uri in auth*", "bad digest uri", "invalid digest uri", "bad digest-uri", "invalid digest-uri", "malformed digest-uri" },
	.needs = FACT_ANSWER,
	.judge = judge,
};
