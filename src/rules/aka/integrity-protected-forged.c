/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

enum { CREDS_READ = 8 };

/* A P-CSCF adds these when it passes a REGISTER on (3GPP TS 24.228 6.2). */
static bool
came_through_proxy(const struct sip_msg *m)
{
	return m->via_count != 1 || sip_msg_hdr_named(m, S("Path")) != NULL ||
	       sip_msg_hdr_named(m, S("P-Visited-Network-ID")) != NULL ||
	       sip_msg_hdr_named(m, S("P-Charging-Vector")) != NULL;
}

static enum verdict
look_at(const struct message *m, const struct credentials *all, size_t n, const char *label,
	struct finding *f)
{
	char quoted[FINDING_QUOTE];

	for (size_t i = 0; i < n; i++) {
		if (str_absent(all[i].integrity_protected))
			continue;
		if (!sip_msg_headers_whole(&m->sip))
			return VERDICT_CANNOT_TELL;
		if (came_through_proxy(&m->sip))
			return VERDICT_NO;
		finding_cite(f, m, all[i].integrity_protected, label);
		f->cites[f->cites_used - 1].param = "integrity-protected";
		f->cites[f->cites_used - 1].expected = "not sent by a client";
		finding_cite(f, m, m->sip.via, label);
		finding_detail(f,
			       "The client itself sends integrity-protected=%s; it is the first "
			       "hop, by its one Via.",
			       finding_quote(all[i].integrity_protected, quoted));
		return VERDICT_YES;
	}
	return VERDICT_NO;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	const struct message *request = r->request.msg;
	enum verdict v = look_at(r->answer.msg, r->creds, r->cred_count, "answer", f);

	if (v == VERDICT_NO && request != NULL) {
		struct credentials all[CREDS_READ];
		size_t n = credentials_of(&request->sip, all, COUNT(all));

		v = look_at(request, all, n < COUNT(all) ? n : COUNT(all), "request", f);
	}
	if (v == VERDICT_CANNOT_TELL)
		f->missing = FACT_ANSWER_HEADERS;
	return v;
}

const struct rule rule_integrity_protected_forged = {
	.code = "integrity-protected-forged",
	.title = "the client itself claims that its request came integrity protected",
	.meaning = "integrity-protected in Authorization is the word of the P-CSCF to the S-CSCF: "
		   "whether this REGISTER came through the IPsec tunnel or over TLS. It is not for "
		   "a client to say. An S-CSCF that is reached without a P-CSCF may believe it, "
		   "and treat the request as authenticated already.",
	.evidence = "A request with one Via, and no Path, P-Visited-Network-ID or "
		    "P-Charging-Vector, so that no P-CSCF has passed it on, has "
		    "integrity-protected in its credentials.",
	.party = PARTY_CLIENT,
	.severity = SEVERITY_WARNING,
	.basis = BASIS_DEFECT,
	.clauses = {
		{ "3GPP TS 24.229", "5.4.1.2.2",
		  "an S-CSCF must authenticate a REGISTER that comes without "
		  "integrity-protected; with \"yes\" it takes it for one that came protected" },
	},
	.advice = {
		{ PARTY_CLIENT, "Leave the parameter out." },
		{ PARTY_SERVER,
		  "P-CSCF: remove the parameter from what comes from clients before its own is "
		  "added. S-CSCF: take REGISTER only from I-CSCF and P-CSCF addresses." },
	},
	.needs = 0,
	.judge = judge,
};
