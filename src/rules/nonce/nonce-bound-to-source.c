/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* To the same server and at the same hop, from another address than the one that was challenged. */
static bool
source_changed(const struct round *r)
{
	return r->nonce == NONCE_OF_OFFER && r->challenge.msg != NULL && round_same_hop(r) &&
	       round_re_challenged(r) &&
	       address_eq(&r->challenge.msg->seen.src.ip, &r->answer.msg->seen.dst.ip) &&
	       !address_eq(&r->challenge.msg->seen.dst.ip, &r->answer.msg->seen.src.ip);
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = dossier_answered(d, NULL);
	char before[ADDRESS_TEXT], after[ADDRESS_TEXT];

	while (r != NULL && !source_changed(r))
		r = dossier_answered(d, r);
	if (r == NULL)
		return VERDICT_NO;
	/* Seen on both sides of a NAT, one and the same answer has two addresses. */
	if (d->exchange->translated) {
		f->missing = FACT_NO_GAP;
		return VERDICT_CANNOT_TELL;
	}
	finding_cite_offer(f, r, "nonce", r->offer->nonce, NULL);
	finding_cite_cred(f, r, "nonce", r->cred->nonce, NULL);
	finding_cite_line(f, r->outcome.msg, "response to it");
	finding_detail(f, "The nonce was issued to %s and came back from %s%s.",
		       address_text(&r->challenge.msg->seen.dst.ip, before),
		       address_text(&r->answer.msg->seen.src.ip, after),
		       r->nonce_time.form == NONCE_FORM_ASTERISK
			       ? "; it has Asterisk's form, which holds a hash of the address"
			       : "");
	return VERDICT_YES;
}

/* stale=true leaves the nonce; a nonce of Asterisk's form is known to hold the address. */
static enum causality
grade(const struct dossier *d)
{
	struct challenge stale;

	return round_met_stale(d->round, &stale) || d->digest->check == VERIFY_MATCH ||
			       d->round->nonce_time.form == NONCE_FORM_ASTERISK
		       ? CAUSALITY_LIKELY
		       : CAUSALITY_POSSIBLE;
}

const struct rule rule_nonce_bound_to_source = {
	.code = "nonce-bound-to-source",
	.title = "the nonce was issued to one address and comes back from another",
	.meaning = "Between challenge and answer the client's address changed: a carrier's NAT with "
		   "several addresses, a host with two ways out, a change of network. Servers that "
		   "write the client's address into the nonce do not take it from another one.",
	.evidence = "The answer comes from another IP address than its challenge went to, goes to "
		    "the server that sent it, at the same hop, and is challenged again. It says "
		    "nothing of requests that were seen on both sides of a NAT.",
	.sure = "Likely, if the server says stale=true, if the password shows that the digest is "
		"right, or if the nonce has Asterisk's form, which holds the address; possible "
		"otherwise.",
	.party = PARTY_SERVER,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_GRADE,
	.grade = grade,
	.clauses = {
		{ "RFC 2617", "3.2.1",
		  "the client's address in a nonce would seem to keep it to that client, but "
		  "fails where the requests of one user come through different proxies" },
		{ "RFC 2617", "4.3", "a server is free to make nonces that serve one client only" },
	},
	.advice = {
		{ PARTY_NETWORK,
		  "Keep one mapping: TCP or TLS instead of UDP, keep-alives, one public address "
		  "for a client at the NAT." },
		{ PARTY_SERVER,
		  "Kamailio: leave the source address out of auth_checks_register, "
		  "auth_checks_no_dlg and auth_checks_in_dlg. Asterisk's res_pjsip always binds "
		  "the nonce to the address." },
	},
	.lookalikes = {
		{ "nonce-from-other-server", "there the server's address changed" },
		{ "retry-changed-call-id", "a nonce may be bound to the Call-ID as well" },
		{ "retry-changed-from-tag", "a nonce may be bound to the From tag as well" },
		{ "wrong-password", "the password shows whether the digest is right" },
	},
	.needs = FACT_OFFER | FACT_ANSWER,
	.judge = judge,
};
