/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* The port of the topmost Via, 5060 by default (RFC 3261 18.1.1). */
static uint64_t
via_port(const struct via *v)
{
	struct str rest = v->sent_by, port;
	uint64_t number = 5060;

	/* An IPv6 address has colons of its own. */
	if (str_index(rest, ']') >= 0)
		(void)str_cut(&rest, ']');
	(void)str_cut(&rest, ':');
	port = str_trim(rest, str_is_lws);
	return str_empty(port) || !str_to_u64(port, UINT16_MAX, &number) ? 5060 : number;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct round *r = exchange_last_round(d->exchange);
	const struct message *q = r->request.msg, *c = r->challenge.msg;
	struct via v;
	uint64_t port;

	f->missing = (FACT_REQUEST | FACT_CHALLENGE | FACT_NO_ANSWER) & ~d->facts;
	if (q == NULL || c == NULL)
		return f->missing != 0 ? VERDICT_CANNOT_TELL : VERDICT_NO;
	via_parse(q->sip.via, &v);
	port = via_port(&v);
	if (q->seen.transport != TRANSPORT_UDP || str_empty(v.sent_by) ||
	    q->seen.src.port == port || c->seen.dst.port != port)
		return VERDICT_NO;
	if (f->missing != 0)
		return VERDICT_CANNOT_TELL;
	finding_cite(f, q, v.sent_by, "challenged request");
	if (!str_absent(v.rport))
		finding_cite(f, q, v.rport, "challenged request");
	finding_cite_line(f, c, "challenge");
	finding_detail(f,
		       "The request came from port %u, its Via says %u %s rport, and the challenge "
		       "went to %u.",
		       (unsigned)q->seen.src.port, (unsigned)port,
		       str_absent(v.rport) ? "without" : "with", (unsigned)c->seen.dst.port);
	return VERDICT_YES;
}

const struct rule rule_response_to_wrong_port = {
	.code = "response-to-wrong-port",
	.title = "the challenge goes to a port that the client does not send from",
	.meaning = "The response was sent to the port that the Via header field names, and the "
		   "request came from another one, as behind a NAT. The challenge most likely "
		   "never reached the client, which then cannot answer it.",
	.evidence = "Over UDP the request came from another port than its topmost Via names, the "
		    "challenge went to the port in the Via, and no answer came.",
	.asks = FACT_REQUEST | FACT_CHALLENGE | FACT_NO_ANSWER,
	.party = PARTY_MIDDLEBOX,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_OUTCOME,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_LIKELY,
	.clauses = {
		{ "RFC 3261", "18.2.2",
		  "without rport a response over UDP goes to the port in sent-by, 5060 by "
		  "default" },
		{ "RFC 3581", "3",
		  "a client may put rport into its Via, and is then to receive the response on "
		  "the port that it sends from" },
		{ "RFC 3581", "4",
		  "a server that finds rport sends the response to the port the request came "
		  "from" },
	},
	.advice = {
		{ PARTY_CLIENT,
		  "Switch rport (symmetric response routing) on, and send from the port that is "
		  "listened on. Cisco 79xx: nat_enable and nat_received_processing." },
		{ PARTY_SERVER,
		  "Answer to the source port all the same: force_rport() in Kamailio and "
		  "OpenSIPS, force_rport=yes in Asterisk, NDLB-force-rport in FreeSWITCH." },
		{ PARTY_MIDDLEBOX, "Switch the SIP ALG of the router off." },
	},
	.lookalikes = {
		{ "challenge-unanswered",
		  "the challenge reached the client, which has no credentials for it" },
	},
	.needs = 0,
	.judge = judge,
};
