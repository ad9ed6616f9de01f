/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * txn_key.h - what makes two messages belong to one transaction.
 *
 * Layer: 6 call, for its own files.  Views into the message it was made from.
 *
 * RFC 3261 17.1.3, 17.2.3: branch and method, if the branch begins with the magic cookie; without
 * it (RFC 2543) the top Via, From tag, Call-ID and CSeq.  To these we add, for any branch, the
 * pair of hosts: one capture sees many clients on many legs.  Real clients reuse branches, so Call-ID
 * and CSeq number have to agree too, where they are known: the capture may have cut them off
 * (txn_key_agrees).  Ports are left out here, as responses may come from or go to another
 * port than the request's (RFC 3261 18.2.2, RFC 3581); txn_index.c prefers the same ones.
 * Of the sent-by only RFC 2543 keys make use, by txn_key_sent_by: with the cookie a response needs
 * no more than the branch, and a retransmission has the same octets anyway.
 */
#ifndef SIPWHY_CALL_TXN_KEY_H
#define SIPWHY_CALL_TXN_KEY_H

#include <sipwhy/message.h>

struct txn_key {
	struct address client, server; /* source and destination of the request */
	struct str call_id, method, branch, from_tag;
	uint32_t number;
	/* call_id, from_tag and number are absent where the branch begins with z9hG4bK */
};

/* Whether header fields that are absent may have been sent all the same (sip_msg.h). */
bool txn_key_is_partial(const struct sip_msg *m);
/* Whether enough of `m` was captured to say which transaction it belongs to. */
bool txn_key_placeable(const struct sip_msg *m);
/* The key of a request, or of the request that a response answers, with this method. */
struct txn_key txn_key_of(const struct message *m, struct str method);
/* The method that the key of a request goes by. */
struct str txn_key_method(const struct sip_msg *request);
/* Whether Call-ID and CSeq number of two messages are the same, as far as both were captured. */
bool txn_key_agrees(const struct sip_msg *request, const struct sip_msg *other);
uint64_t txn_key_hash(const struct hash_key *key, const struct txn_key *k);
bool txn_key_eq(const struct txn_key *a, const struct txn_key *b);
/* Whether `request` and `other`, of equal keys, agree in the sent-by as far as it matters. */
bool txn_key_sent_by(const struct sip_msg *request, const struct sip_msg *other);

#endif
