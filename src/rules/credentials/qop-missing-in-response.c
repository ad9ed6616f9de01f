/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	const struct credentials *c = r->cred;
	bool auth = qop_has(r->offer->qop, S("auth"));
	char quoted[FINDING_QUOTE];

	/* The challenge that was answered is another one, and not in the capture. */
	if (r->nonce != NONCE_ALTERED && !str_eq(c->nonce, r->offer->nonce)) {
		f->missing = FACT_OFFER;
		return VERDICT_CANNOT_TELL;
	}
	/* Values that no standard defines are passed over by a client (RFC 2617 3.2.1). */
	if (!auth && !qop_has(r->offer->qop, S("auth-int")))
		return dossier_no_occasion(d);
	if (!str_absent(c->qop) || !str_absent(c->cnonce) || !str_absent(c->nc))
		return VERDICT_NO;

	finding_cite_offer(f, r, "qop", r->offer->qop, NULL);
	finding_cite_cred(f, r, "qop", STR_ABSENT, auth ? "auth" : "auth-int");
	finding_cite_cred(f, r, "cnonce", STR_ABSENT, "any text of the client's own, in quotes");
	finding_cite_cred(f, r, "nc", STR_ABSENT,
			  r->nonce_uses == 0 ? "00000001" : "one more than in the request before");
	finding_detail(f,
		       "qop=\"%s\" is offered; the answer has no qop, and so no cnonce and no nc",
		       finding_quote(r->offer->qop, quoted));
	return VERDICT_YES;
}

const struct rule rule_qop_missing_in_response = {
	.code = "qop-missing-in-response",
	.title = "the client leaves out qop although the server offers it",
	.meaning = "The challenge offers a quality of protection and the answer is in the form "
		   "of RFC 2069, without it. The missing qop is the root: cnonce and nc are "
		   "absent because they go with qop and may not be sent without it. SIP obliges "
		   "the client to send qop here, and obliges servers to accept its absence all "
		   "the same; most do, so that a refusal may have another reason.",
	.evidence = "The challenge offers auth or auth-int, and the credentials with its nonce "
		    "have none of qop, cnonce and nc.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_FORM,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 3261", "22.4",
		  "a client that receives qop in a challenge must send qop in the answer, and "
		  "servers must still be able to receive answers without it (item 8)" },
		{ "RFC 2617", "3.2.2",
		  "says less: qop is optional and should be used when the challenge offers it; "
		  "cnonce and nc are required only where qop is sent" },
		{ "RFC 8760", "2.6", "keeps the duty to send qop for every algorithm" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Send qop, cnonce and nc, and hash them too: H(HA1:nonce:nc:cnonce:qop:HA2). "
		  "Adding cnonce alone does not help. JAIN-SIP: let "
		  "AuthenticationHelper.handleChallenge build the header; "
		  "MessageDigestAlgorithm.calculateResponse falls back to the RFC 2069 form "
		  "without a word when nc, cnonce or qop is null. Otherwise upgrade the client." },
		{ PARTY_SERVER,
		  "Accept answers without qop, as RFC 3261 asks and as Kamailio, Asterisk, "
		  "FreeSWITCH and sofia-sip do. OpenSIPS 3.2 before January 2023 answers them "
		  "with stale=true for ever: upgrade. Until then challenge these clients "
		  "without qop. Kamailio: auth_challenge with flags 0; OpenSIPS: www_challenge "
		  "without its qop argument." },
	},
	.lookalikes = {
		{ "qop-incomplete-set", "there qop is sent, and cnonce or nc is not" },
		{ "cnonce-without-qop", "there cnonce or nc is sent, and qop is not" },
		{ "wrong-password",
		  "with the password the digest tells: right in the RFC 2069 form, or not" },
		{ "403-after-correct-digest",
		  "the server may accept the form and forbid the account: see what it accepts "
		  "from others" },
	},
	.reasons = { "missing qop", "qop missing", "qop is missing", "qop required", "no qop" },
	/* Many servers bear this; a digest that is wrong for the secret none bears. */
	.needs = FACT_OFFER | FACT_ANSWER,
	.judge = judge,
};
