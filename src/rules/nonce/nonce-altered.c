/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* The number of leading octets that two views have in common. */
static size_t
common_start(struct str a, struct str b)
{
	size_t n = 0;

	while (n < a.len && n < b.len && a.p[n] == b.p[n])
		n++;
	return n;
}

/* Of several offers, the one that the nonce used is most like. */
static const struct challenge *
origin_of(const struct round *r)
{
	const struct challenge *best = r->offer;

	for (size_t i = 0; i < r->offer_count; i++) {
		const struct challenge *c = &r->offers[i];

		if (c->is_digest && common_start(c->nonce, r->cred->nonce) >
					    common_start(best->nonce, r->cred->nonce))
			best = c;
	}
	return best;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	struct str issued, used = r->cred->nonce;
	size_t same;

	if (r->nonce == NONCE_UNKNOWN || r->nonce == NONCE_ABSENT) {
		f->missing = FACT_OFFER;
		return VERDICT_CANNOT_TELL;
	}
	if (r->nonce != NONCE_ALTERED)
		return VERDICT_NO;

	issued = origin_of(r)->nonce;
	/* nonce-quoted-badly: the text itself came back whole. */
	if (nonce_differs_by_quotes(used, issued))
		return VERDICT_NO;
	finding_cite_offer(f, r, "nonce", issued, NULL);
	finding_cite_cred_text(f, r, "nonce", used, issued);
	same = common_start(issued, used);
	if (same == used.len)
		finding_detail(f, "of the nonce's %zu octets the first %zu came back", issued.len,
			       used.len);
	else if (same == issued.len)
		finding_detail(f, "the nonce came back with %zu octets more at its end",
			       used.len - issued.len);
	else
		finding_detail(f, "the nonce came back changed from octet %zu on", same + 1);
	return VERDICT_YES;
}

const struct rule rule_nonce_altered = {
	.code = "nonce-altered",
	.title = "the client sends back a damaged copy of the nonce",
	.meaning = "The nonce must come back as it was issued. This one is the challenge's "
		   "nonce with octets cut off, escaped, decoded or added, or "
		   "in letters of another case: a buffer that is too "
		   "short, or a parser that trips over \"=\" or \"+\" in base64. The server "
		   "does not know such a nonce.",
	.evidence = "The nonce of the credentials is the challenge's with octets cut, changed or "
		    "added, or with letters of another case. A difference in quotes alone is another cause.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 2617", "3.2.1", "the nonce is opaque to the client" },
		{ "RFC 2617", "3.3",
		  "a session lasts until the next challenge; requests within it should be made "
		  "with its nonce" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Copy the nonce whole and unchanged: look for a fixed buffer length, for "
		  "splitting at \"=\" or \",\", and for URL decoding." },
		{ PARTY_SERVER,
		  "A shorter nonce of hexadecimal digits gets by such clients, where the server "
		  "can be told to make one." },
		{ PARTY_MIDDLEBOX,
		  "If the client sent it whole, something between has changed it: capture on "
		  "both sides." },
	},
	.lookalikes = {
		{ "nonce-quoted-badly", "there only quotes around the nonce are wrong" },
		{ "nonce-unknown", "there the nonce has nothing in common with the challenge" },
		{ "credentials-for-other-nonce",
		  "there the nonce is the intact one of another challenge" },
	},
	.yields_to = { "wrong-authorization-header", "required-param-missing", "empty-value-in-credentials", "literal-undefined-value", "challenge-malformed-params" },
	.needs = FACT_OFFER | FACT_ANSWER,
	.judge = judge,
};
