/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	const struct challenge *o = r->offer;
	char text[FINDING_QUOTE];

	/* The challenge that was answered is another one, and not in the capture. */
	if (!str_eq(r->cred->nonce, o->nonce)) {
		f->missing = FACT_OFFER;
		return VERDICT_CANNOT_TELL;
	}
	if (str_absent(o->opaque))
		return dossier_no_occasion(d);
	if (str_eq(o->opaque, r->cred->opaque) || (r->cred->forms.broken & AUTH_NAME_OPAQUE) != 0)
		return VERDICT_NO;
	finding_cite_offer(f, r, "opaque", o->opaque, NULL);
	finding_cite_cred_text(f, r, "opaque", r->cred->opaque, o->opaque);
	finding_detail(f, "the challenge has opaque=\"%s\", the answer %s",
		       finding_quote(o->opaque, text),
		       str_absent(r->cred->opaque) ? "has none" : "has another");
	return VERDICT_YES;
}

const struct rule rule_opaque_not_echoed = {
	.code = "opaque-not-echoed",
	.title = "the client does not send back the opaque of the challenge",
	.meaning = "A client returns opaque octet by octet. Most servers do not "
		   "look at it; one that finds its challenges again by their "
		   "opaque takes such an answer for none at all and challenges "
		   "anew.",
	.evidence = "The opaque of the challenge is not that of the credentials with its nonce, "
		    "octet by octet, or they have none.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_FORM,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 2617", "3.2.1",
		  "opaque should be returned unchanged in the requests that follow" },
		{ "RFC 2617", "3.2.2",
		  "opaque and algorithm are those supplied in the challenge" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Copy opaque from the challenge as it stands, an empty one too. "
		  "ESP32: update esp_sip." },
		{ PARTY_SERVER,
		  "If this client cannot be changed, send challenges without "
		  "opaque. sofia-sip: the opaque of the auth module; it skips "
		  "credentials that have another one." },
	},
	.lookalikes = {
		{ "wrong-password",
		  "with the password the digest tells; opaque is not hashed" },
		{ "opaque-or-value-double-quoted",
		  "there opaque came back, with quotes too many" },
	},
	.reasons = { "invalid opaque", "bad opaque", "wrong opaque", "missing opaque", "opaque missing", "opaque mismatch" },
	.needs = FACT_OFFER | FACT_ANSWER,
	.judge = judge,
};
