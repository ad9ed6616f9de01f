/* SPDX-License-Identifier: BSD-2-Clause */
#include "subject.h"

#define BOTH_WAYS                                                                                   \
	"Capture where both directions pass: next to the client or on the server itself. A mirror " \
	"port may have to be told to copy both."

static const struct loss_row rows[LOSS_ROWS] = {
	{ LOSS_CUT, "octets", "messages were cut short", "Capture whole packets: tcpdump -s 0." },
	{ LOSS_REQUEST, "requests", "a request whose response was captured", BOTH_WAYS },
	{ LOSS_RESPONSE, "responses", "a response that a later request shows was sent", BOTH_WAYS },
	{ LOSS_DIRECTION, "server-to-client", "everything from the server to this client",
	  BOTH_WAYS },
	{ LOSS_START, "start", "the challenge, sent before the capture began",
	  "Start the capture first, then make the client register anew (restart it, or wait until its "
	  "registration expires)." },
	{ LOSS_END, "end", "what came after the end of the capture",
	  "Let the capture run for 32 seconds after the last try (64*T1, RFC 3261 17.1)." },
	{ LOSS_UNPLACED, "unplaced",
	  "messages between these hosts that were cut before they could be placed",
	  "Capture whole packets: tcpdump -s 0." },
	{ LOSS_FRAGMENTS, "fragments", "messages in IP fragments between these hosts",
	  "Capture next to the client, before its messages are split, or let it use TCP." },
	{ LOSS_DROPS, "dropped", "packets that the capturing host dropped",
	  "Capture with a bigger buffer (-B) and a filter (-f), straight to a file." },
	{ LOSS_EVICTED, "evicted",
	  "the rest, since a limit of the program ended this exchange early",
	  "Give sipwhy a smaller part of the capture; limits_hit in the summary names the limit." },
};

const struct loss_row *
loss_row(size_t index)
{
	return &rows[index];
}

unsigned
subject_missing_facts(const struct diagnosis *d)
{
	const unsigned of_messages = FACT_REQUEST | FACT_CHALLENGE | FACT_OFFER | FACT_ANSWER |
				     FACT_ANSWER_HEADERS | FACT_OUTCOME | FACT_BOTH_DIRECTIONS;

	/* Without any loss, what is not there was not sent: no lack of the capture. */
	return d->exchange->loss == 0 ? 0 : d->undecided & of_messages;
}
