/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct rspauth *p = d->rspauth;
	const struct round *r = d->round;
	const char *made;

	if (p == NULL || p->check == RSPAUTH_NONE || p->check == RSPAUTH_MATCH)
		return VERDICT_NO;
	if (p->check == RSPAUTH_NOT_EVALUABLE) {
		f->missing = FACT_DIGEST;
		return VERDICT_CANNOT_TELL;
	}
	finding_cite(f, r->outcome.msg, p->info.rspauth, "outcome");
	f->cites[f->cites_used - 1].param = "rspauth";
	f->cites[f->cites_used - 1].expected =
		"made from the secret that made the response, without the method";
	finding_cite_cred(f, r, "response", r->cred->response, NULL);
	made = rspauth_made_text(p->made);
	if (made != NULL)
		finding_detail(f, "The server made its rspauth %s.", made);
	else
		finding_detail(
			f, "The secret makes the response of the client, and not the rspauth of "
			   "the server, in any form tried.");
	return VERDICT_YES;
}

const struct rule rule_rspauth_mismatch = {
	.code = "rspauth-mismatch",
	.title = "the server's proof that it knows the password is wrong",
	.meaning = "With its Authentication-Info the server shows that it knows the secret too. "
		   "Here it shows it wrongly. A client that checks it takes the server for an "
		   "impostor and drops the response, though the server accepted the request.",
	.evidence = "The rspauth in Authentication-Info is not what the secret makes that made "
		    "the response of the client.",
	.sure = "The password, or its HA1, is needed, and must be the one that made the response; "
		"then it is proven. It is no cause of a refusal by itself.",
	.asks = FACT_OUTCOME | FACT_DIGEST,
	.party = PARTY_SERVER,
	.severity = SEVERITY_WARNING,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "RFC 2617", "3.2.3",
		  "rspauth is made like the response, but its second part begins with the colon "
		  "before the uri: no method" },
		{ "RFC 7616", "3.5", "the same, with the body of the response for auth-int" },
		{ "RFC 3261", "20.6",
		  "the field provides for mutual authentication in a 2xx response" },
	},
	.advice = {
		{ PARTY_SERVER,
		  "Leave rspauth out, or compute it over \":\" uri (Kamailio: add_authinfo_hdr of the "
		  "auth module switches the header off)." },
		{ PARTY_CLIENT,
		  "Where a response that was sent is reported as a failure, switch off the check of "
		  "the server's rspauth until the server is corrected." },
	},
	.lookalikes = {
		{ "client-401-ui-mislabel",
		  "there the client calls another refusal a wrong password" },
	},
	.needs = 0,
	.judge = judge,
};
