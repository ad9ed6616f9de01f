/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

/* What is missing, the most telling first. */
static const struct {
	enum loss loss;
	const char *text;
} gaps[] = {
	{ LOSS_DIRECTION, "nothing from the server to this client is in it" },
	{ LOSS_CUT, "octets of these messages were cut off" },
	{ LOSS_REQUEST, "a response is in it whose request is not" },
	{ LOSS_RESPONSE, "a response that the client acted on is not in it" },
	{ LOSS_FRAGMENTS, "IP fragments between these hosts were not put together" },
	{ LOSS_UNPLACED, "messages between these hosts could not be placed" },
	{ LOSS_START, "the challenge that was answered is not in it" },
	{ LOSS_DROPS, "the capturing host dropped packets" },
	{ LOSS_EVICTED, "a limit of sipwhy ended the exchange early" },
	{ LOSS_END, "it ends before the outcome" },
};

static unsigned
all_gaps(void)
{
	unsigned all = 0;

	for (size_t i = 0; i < COUNT(gaps); i++)
		all |= gaps[i].loss;
	return all;
}

/* Whether what is missing could have told why this answer was refused. */
static bool
refusal_lacks(const struct dossier *d)
{
	const struct exchange *x = d->exchange;
	const struct message *m = d->round->outcome.msg;
	unsigned lacks = (FACT_OFFER | FACT_ANSWER | FACT_OUTCOME) & ~d->facts;

	if ((x->loss & all_gaps()) == 0)
		return false;
	if (x->never_challenged)
		return (d->facts & FACT_REQUEST) == 0;
	/* A digest that is wrong for the secret is wrong for any challenge. */
	if ((d->facts & FACT_DIGEST) != 0 && d->digest->check == VERIFY_MISMATCH)
		lacks &= ~(unsigned)FACT_OFFER;
	if (lacks != 0)
		return true;
	/* stale=true may have stood in what was cut off. */
	return x->how == HOW_RE_CHALLENGED && m != NULL && !sip_msg_headers_whole(&m->sip);
}

static bool
lacks_evidence(const struct dossier *d)
{
	const struct exchange *x = d->exchange;

	/* Nothing more was to come. */
	if (exchange_nobody_failed(x))
		return false;
	switch (x->outcome) {
	case OUTCOME_ACCEPTED:
		return false;
	case OUTCOME_OPEN:
		return true;
	case OUTCOME_REJECTED:
		return refusal_lacks(d);
	case OUTCOME_CANNOT_TELL:
		/* With a status it is a failure after credentials, or of a request not there. */
		return x->how == HOW_NONE || d->round->cred == NULL ||
		       (x->refusal_shared && refusal_lacks(d));
	case OUTCOME_UNANSWERED:
	case OUTCOME_NO_RESPONSE:
		break;
	}
	return (x->loss & ~(unsigned)(LOSS_START | LOSS_END)) != 0 ||
	       (d->facts & FACT_BOTH_DIRECTIONS) == 0;
}

static enum verdict
judge(const struct dossier *d, struct finding *f)
{
	const struct exchange *x = d->exchange;
	const struct round *r = d->round;
	const char *first = NULL, *second = NULL;
	struct challenge stale;

	if (!lacks_evidence(d))
		return VERDICT_NO;
	for (size_t i = 0; i < COUNT(gaps) && second == NULL; i++) {
		if ((x->loss & (unsigned)gaps[i].loss) == 0)
			continue;
		*(first == NULL ? &first : &second) = gaps[i].text;
	}
	if (first == NULL)
		first = round_met_stale(r, &stale)
				? "after stale=true no request of the client is in it, though it goes "
				  "on"
				: "nothing more is in it within two minutes after this";
	finding_cite_line(f, exchange_deciding(x), "last message");
	if (r->answer.msg != NULL && r->answer.msg != exchange_deciding(x))
		finding_cite_line(f, r->answer.msg, "answer");
	finding_detail(f, "The capture is incomplete: %s%s%s.", first, second == NULL ? "" : "; ",
		       second == NULL ? "" : second);
	return VERDICT_YES;
}

const struct rule rule_capture_incomplete = {
	.code = "capture-incomplete",
	.title = "the capture lacks what would tell the cause",
	.meaning = "Messages, or parts of them, that a verdict needs are not in the capture: it "
		   "began late, ended early, saw one direction, cut packets short or lost some. "
		   "What failed cannot be told from it, and nobody is blamed.",
	.evidence = "The gaps known of the exchange (octets cut off, a direction, a message or "
		    "packets missing, the end of the input) are held against what a verdict needs.",
	.sure = "That the capture has this gap is a fact; what would have stood there is not "
		"known. Nobody is accused.",
	.party = PARTY_CAPTURE,
	.severity = SEVERITY_CAUSE,
	.rank = RANK_CAPTURE,
	.basis = BASIS_FACT,
	.ceiling = CAUSALITY_POSSIBLE,
	.clauses = {
		{ "RFC 3261", "22.2",
		  "a request without credentials can be met with a 401, and should then be sent "
		  "again with credentials" },
	},
	.advice = {
		{ PARTY_CAPTURE,
		  "Capture whole packets in both directions: tcpdump -i any -s 0 -w file.pcap "
		  "port 5060 (without \"src\" or \"dst\"), with -B 16384 where packets are "
		  "dropped." },
		{ PARTY_CAPTURE,
		  "Start before the client registers or calls: restart it, or wait for its next "
		  "registration, and stop 40 seconds after the failure." },
		{ PARTY_CAPTURE,
		  "Where requests and responses take different ways, capture at the client or at "
		  "the server itself. A mirror port has to send both directions. For fragments "
		  "filter by host, not by port: only the first fragment has one." },
	},
	.lookalikes = {
		{ "challenge-unanswered", "a whole capture shows whether the client answered" },
		{ "stale-ignored-by-client",
		  "later requests of the client would show that it lives, and gave up at "
		  "stale=true" },
		{ "silent-drop-after-credentials",
		  "a whole capture shows whether the server answered" },
		{ "rejected-by-403", "what is there shows a refusal, but not why" },
		{ "udp-fragment-loss",
		  "fragments that are lost on the way look the same: capture at the server, and by "
		  "host instead of by port" },
	},
	.needs = 0,
	.judge = judge,
};
