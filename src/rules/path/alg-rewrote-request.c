/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = d->round;
	struct credentials room;
	const struct credentials *there;
	struct param_change change;
	char before[FINDING_QUOTE], after[FINDING_QUOTE];

	if (d->exchange->outcome == OUTCOME_ACCEPTED || r->answer.elsewhere == NULL)
		return VERDICT_NO;
	there = credentials_elsewhere(r, &room);
	if (there == NULL)
		return VERDICT_NO;
	change = credentials_change(r->cred, there);
	if (!credentials_altered(r))
		return VERDICT_NO;
	finding_cite_cred(f, r, change.param, change.here, NULL);
	finding_cite(f, r->answer.elsewhere, change.there, "the same request, forwarded");
	finding_cite_line(f, r->outcome.msg, "outcome");
	finding_detail(f,
		       "%s was \"%s\" where the client sent it and is \"%s\" further on, under "
		       "the same response.",
		       change.param, finding_quote(change.here, before),
		       finding_quote(change.there, after));
	return VERDICT_YES;
}

const struct rule rule_alg_rewrote_request = {
	.code = "alg-rewrote-request",
	.title = "something on the way changes the credentials after they were made",
	.meaning = "The request is in the capture at two points, and a value that the digest is "
		   "made from is not the same at both, while the digest is. What the server "
		   "computes from the new value is then another digest. SIP ALGs of routers, which "
		   "put their own address into every URI, do this.",
	.evidence = "The request with credentials was seen at two points. Its response is the "
		    "same at both, and another parameter that is hashed is not.",
	.party = PARTY_MIDDLEBOX,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_ROOT,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_LIKELY,
	.clauses = {
		{ "RFC 2617", "3.3", "a proxy forwards the Authorization header field untouched" },
		{ "RFC 2617", "3.2.2.3", "the digest is made from the value of the uri parameter" },
	},
	.advice = {
		{ PARTY_MIDDLEBOX,
		  "Switch the SIP ALG off. Cisco IOS: no ip nat service sip udp port 5060. "
		  "MikroTik: /ip firewall service-port disable sip. Linux: unload "
		  "nf_nat_sip and nf_conntrack_sip. An SBC must leave Authorization as it is." },
		{ PARTY_CLIENT, "As a way round, use TLS or another port than 5060." },
	},
	.lookalikes = {
		{ "proxy-stripped-credentials", "there the credentials are taken away as a whole" },
		{ "sbc-altered-body-auth-int", "there it is the body that changes" },
	},
	.needs = FACT_ANSWER,
	.judge = judge,
};
