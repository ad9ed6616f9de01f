/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct answer_seen *o = d->kin != NULL ? d->kin->copy : NULL;
	const struct round *r = d->round;
	char at[ENDPOINT_TEXT];

	if (o == NULL)
		return VERDICT_NO;
	finding_cite_cred(f, r, "response", r->cred->response, NULL);
	finding_cite_cred(f, r, "cnonce", r->cred->cnonce, "one of its own");
	finding_cite_witness(f, &o->where, "response", o->cred.response);
	finding_detail(f, "%s sent the same nonce, cnonce, nc and response in another call.",
		       endpoint_text(&o->client, at));
	return VERDICT_YES;
}

const struct rule rule_credentials_replayed = {
	.code = "credentials-replayed",
	.title = "another host sent the very same credentials",
	.meaning = "Nonce, cnonce, nc and response are those of a request from another host, in "
		   "another call. A cnonce is random, so one is a copy of the other: somebody "
		   "replays what was overheard, or one client changed its address and sent its "
		   "last credentials again. Packets do not tell which.",
	.evidence = "Nonce, cnonce, nc and response are compared with those of all other answers "
		    "with this nonce; it takes another host and another call.",
	.sure = "That the two are the same is proven by the octets; who copied from whom is not "
		"told. It is no cause of a refusal by itself.",
	.party = PARTY_ATTACKER,
	.severity = SEVERITY_WARNING,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 2617", "4.5",
		  "good making and checking of nonces gives some protection against replays" },
		{ "RFC 7616", "5.5", "the same" },
	},
	.advice = {
		{ PARTY_SERVER,
		  "Take each nonce and count once, or bind the nonce to the client's address "
		  "(Kamailio: nonce_count or one_time_nonce; OpenSIPS: disable_nonce_check=0)." },
		{ PARTY_CLIENT,
		  "After a change of address ask for a new challenge. Use TLS, so that nobody can "
		  "read credentials on the way." },
	},
	.lookalikes = {
		{ "nonce-count-replayed", "there the same host sends them" },
	},
	.needs = FACT_ANSWER,
	.judge = judge,
};
