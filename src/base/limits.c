/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/limits.h>

static const struct limit_row rows[LIMIT_COUNT_] = {
	[LIMIT_OPEN_TRANSACTIONS] = { "open_transactions", "transactions", 262144,
				      "a request is copied until its answer is settled" },
	[LIMIT_OPEN_DIALOGS] = { "open_dialogs", "dialogs", 262144,
				 "a call or registration is remembered while it lasts" },
	[LIMIT_OPEN_EXCHANGES] = { "open_exchanges", "exchanges", 131072,
				   "an exchange keeps its messages until it ends" },
	[LIMIT_NONCES] = { "nonces", "nonces", 262144,
			   "each is remembered to recognise its reuse" },
	[LIMIT_LEGS] = { "legs", "pairs of addresses", 131072,
			 "each remembers what was seen between two hosts" },
	[LIMIT_RECORDS] = { "records", "exchanges", 200000,
			    "ended exchanges wait for the end of the input to be judged" },
	[LIMIT_RECORD_BYTES] = { "record_bytes", "bytes", (uint64_t)1 << 30,
				 "ended exchanges wait with their messages" },
	[LIMIT_CONTRAST_PEERS] = { "contrast_peers", "shapes", 65536,
				   "each different way of being accepted is kept once" },
	[LIMIT_MESSAGE_BYTES] = { "message_bytes", "bytes", 65535, "the largest UDP datagram" },
	[LIMIT_HEADERS] = { "headers", "header lines", 512, "no honest message has more" },
	[LIMIT_CHALLENGES] = { "challenges", "challenges", 16,
			       "challenges or credentials looked at in one message" },
	[LIMIT_ROUND_MESSAGES] = { "ladder", "messages", 64,
				   "a loop is told by its first and last rounds" },
};

const struct limit_row *
limit_row(enum limit which)
{
	return &rows[which];
}

void
limits_begin(struct limits *l, struct hash_key key)
{
	*l = (struct limits){ .key = key };
	for (size_t i = 0; i < LIMIT_COUNT_; i++)
		l->max[i] = rows[i].usual;
}

bool
limits_allow(struct limits *l, enum limit which, uint64_t value)
{
	if (value < l->max[which])
		return true;
	l->hit[which]++;
	return false;
}
