/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/limits.h>

static const struct limit_row rows[LIMIT_COUNT_] = {
	[LIMIT_OPEN_TRANSACTIONS] = { "open_transactions", "transactions", 262144,
				      "a request is copied until its answer is settled" },
	[LIMIT_TRANSACTION_BYTES] = { "transaction_bytes", "bytes", (uint64_t)512 << 20,
				      "a request is copied with its body" },
	[LIMIT_OPEN_DIALOGS] = { "open_dialogs", "dialogs", 262144,
				 "a call or registration is remembered while it lasts" },
	[LIMIT_OPEN_EXCHANGES] = { "open_exchanges", "exchanges", 131072,
				   "an exchange keeps its messages until it ends" },
	[LIMIT_EXCHANGE_BYTES] = { "exchange_bytes", "bytes", (uint64_t)1 << 30,
				   "the messages that it keeps may be long" },
	[LIMIT_NONCES] = { "nonces", "nonces", 262144,
			   "each is remembered to recognise its reuse" },
	[LIMIT_ANSWERS] = { "answers", "answers", 65536,
			    "each is remembered to be compared with others of its nonce" },
	[LIMIT_NONCE_SERVERS] = { "nonce_servers", "servers", 65536,
				  "what each does with its nonces is remembered" },
	[LIMIT_LEGS] = { "legs", "pairs of addresses", 131072,
			 "each remembers what was seen between two hosts" },
	[LIMIT_LEG_BYTES] = { "leg_bytes", "bytes", (uint64_t)16 << 20,
			      "challenges seen behind a proxy wait for the leg in front of it" },
	[LIMIT_EARLY_BYTES] = { "early_bytes", "bytes", (uint64_t)16 << 20,
				"what came before its request or challenge waits for it" },
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
	[LIMIT_STREAMS] = { "streams", "TCP connections", 65536,
			    "each remembers how far it was read; about 1 KiB once it carries SIP" },
	[LIMIT_STREAM_BYTES] = { "stream_bytes", "bytes", (uint64_t)256 * 1024,
				 "one direction waits with what came before its turn" },
	[LIMIT_STREAM_PIECES] = { "stream_pieces", "segments", 1024,
				  "the same: each new one is to be put among them" },
	[LIMIT_STREAM_MEMORY] = { "stream_memory", "bytes", (uint64_t)64 * 1024 * 1024,
				  "all streams together wait with what is not whole yet" },
	[LIMIT_FRAGMENTED] = { "fragmented", "datagrams", 16384,
			       "the fragments of one wait for the others" },
	[LIMIT_FRAGMENT_BYTES] = { "fragment_bytes", "bytes", (uint64_t)64 << 20,
				   "fragments wait with their octets" },
	[LIMIT_FRAGMENT_PIECES] = { "fragment_pieces", "fragments", 1024,
				    "the largest datagram in fragments of 64 octets" },
	[LIMIT_OPEN_FILES] = { "open_files", "files", 64,
			       "files of the same time are read together, each with a buffer" },
	[LIMIT_EXPANSION_RATIO] = { "expansion_ratio", "times", 500,
				    "no honest capture packs so well; looked at from 64 MiB on" },
	[LIMIT_EXPANSION_BYTES] = { "expansion_bytes", "bytes", (uint64_t)1 << 40,
				    "a compressed capture must end some time" },
	[LIMIT_INTERFACES] = { "interfaces", "interfaces", 65536,
			       "a pcapng section describes each before its packets" },
	[LIMIT_INTERFACE_NAMES] = { "interface_names", "names", 1024,
				    "the names of interfaces are kept while captures are read" },
	[LIMIT_SECRET_BYTES] = { "secret_bytes", "bytes", (uint64_t)16 << 20,
				 "keys that a pcapng file brings along are kept" },
	[LIMIT_INFLATERS] = { "inflaters", "directions", 2048,
			      "a compressed WebSocket needs a window of up to 32 KiB each way" },
	[LIMIT_MESSAGE_EXPANSION] = { "message_expansion", "times", 200,
				      "no honest SIP over WebSocket packs so well" },
	[LIMIT_SCTP_FLOWS] = { "sctp_flows", "directions", 16384,
			       "each remembers what it read, to know it when it is sent again" },
	[LIMIT_SCTP_PIECES] = { "sctp_pieces", "DATA chunks", 256,
				"one direction waits with the pieces of its messages" },
	[LIMIT_SCTP_BYTES] = { "sctp_bytes", "bytes", (uint64_t)16 << 20,
			       "all pieces of SCTP messages wait with their octets" },
	[LIMIT_ENCRYPTED_FLOWS] = { "encrypted_flows", "flows", 16384,
				    "each is remembered to be counted once" },
	[LIMIT_OBSERVATIONS] = { "observations", "messages", 65536,
				 "each is remembered for 100 ms to know it when it is seen twice" },
	[LIMIT_HYPOTHESES] = { "hypotheses", "responses", 200000,
			       "so many are computed to find what one client hashed" },
	[LIMIT_HABITS] = { "habits", "clients", 16384,
			   "what each was found to hash is remembered" },
	[LIMIT_AGENTS] = { "agents", "agents", 1024,
			   "each capture agent that sends HEP is remembered by its name" },
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
