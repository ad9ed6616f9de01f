/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How messages are joined into exchanges: written as short dialogues, in which "R 1" stands for a REGISTER
 * with CSeq 1, and so on; see expand().
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sipwhy/dialog.h>
#include <sipwhy/exchange.h>
#include <sipwhy/transaction.h>

#include "tap.h"

/*
 * One message: when, by whom, and what.  `auth` is put in as a header field of its own, "" for none.
 */
struct line {
	int ms;
	const char *call; /* Call-ID */
	unsigned cseq;
	const char *what; /* "REGISTER", "INVITE", or a status: "401", "200" */
	const char *auth;
	unsigned port; /* of the client; 0: 5060 */
};

enum { LINES = 10, SUMS = 3 };

/* What an exchange should come to. */
struct sum {
	enum outcome outcome;
	enum outcome_how how;
	unsigned rounds, answered, bare;
	enum nonce_relation nonce; /* of the last answer */
	unsigned loss;             /* these bits are set */
};

#define CH(nonce) "WWW-Authenticate: Digest realm=\"r\", nonce=\"" nonce "\", qop=\"auth\""
#define STALE(nonce) CH(nonce) ", stale=TRUE"
#define PCH(nonce) "Proxy-Authenticate: Digest realm=\"p\", nonce=\"" nonce "\", qop=\"auth\""
#define PCH2(nonce) "Proxy-Authenticate: Digest realm=\"q\", nonce=\"" nonce "\", qop=\"auth\""
#define A_OF(realm, nonce)                                                                          \
	"Digest username=\"u\", realm=\"" realm "\", nonce=\"" nonce                                \
	"\", uri=\"sip:r\", response=\"00000000000000000000000000000000\", qop=auth, nc=00000001, " \
	"cnonce=\"c\""
#define A(nonce) "Authorization: " A_OF("r", nonce)
#define PA(nonce) "Proxy-Authorization: " A_OF("p", nonce)

#define EMPTY                                                                            \
	"Authorization: Digest username=\"u\", realm=\"r\", nonce=\"\", uri=\"sip:r\", " \
	"response=\"\""

static const struct {
	const char *promise;
	struct line line[LINES];
	struct sum sum[SUMS];
	unsigned count;
} cases[] = {
	{ "challenge, answer, 200: accepted in one round",
	  { { 0, "a", 1, "REGISTER", "", 0 },
	    { 10, "a", 1, "401", CH("n1"), 0 },
	    { 20, "a", 2, "REGISTER", A("n1"), 0 },
	    { 30, "a", 2, "200", "", 0 } },
	  { { OUTCOME_ACCEPTED, HOW_NONE, 1, 1, 0, NONCE_OF_OFFER, 0 } },
	  1 },
	{ "the retry may have another Call-ID and port: the nonce joins them",
	  { { 0, "a", 1, "REGISTER", "", 0 },
	    { 10, "a", 1, "401", CH("n1"), 0 },
	    { 20, "b", 1, "REGISTER", A("n1"), 5062 },
	    { 30, "b", 1, "403", "", 5062 } },
	  { { OUTCOME_REJECTED, HOW_FORBIDDEN, 1, 1, 0, NONCE_OF_OFFER, 0 } },
	  1 },
	{ "asked again and again is one exchange of several rounds",
	  { { 0, "a", 1, "REGISTER", "", 0 },
	    { 10, "a", 1, "401", CH("n1"), 0 },
	    { 20, "a", 2, "REGISTER", A("n1"), 0 },
	    { 30, "a", 2, "401", CH("n2"), 0 },
	    { 40, "a", 3, "REGISTER", A("n2"), 0 },
	    { 50, "a", 3, "401", CH("n3"), 0 } },
	  { { OUTCOME_REJECTED, HOW_RE_CHALLENGED, 3, 2, 0, NONCE_OF_OFFER, 0 } },
	  1 },
	{ "a stale round and then 200 is accepted",
	  { { 0, "a", 1, "REGISTER", "", 0 },
	    { 10, "a", 1, "401", CH("n1"), 0 },
	    { 20, "a", 2, "REGISTER", A("n1"), 0 },
	    { 30, "a", 2, "401", STALE("n2"), 0 },
	    { 40, "a", 3, "REGISTER", A("n2"), 0 },
	    { 50, "a", 3, "200", "", 0 } },
	  { { OUTCOME_ACCEPTED, HOW_NONE, 2, 2, 0, NONCE_OF_OFFER, 0 } },
	  1 },
	{ "the input ends on stale=true: open, for a further round would tell",
	  { { 0, "a", 1, "REGISTER", "", 0 },
	    { 10, "a", 1, "401", CH("n1"), 0 },
	    { 20, "a", 2, "REGISTER", A("n1"), 0 },
	    { 30, "a", 2, "401", STALE("n2"), 0 } },
	  { { OUTCOME_OPEN, HOW_NONE, 2, 1, 0, NONCE_OF_OFFER, LOSS_END } },
	  1 },
	{ "two realms in a chain are two exchanges, both accepted",
	  { { 0, "a", 1, "INVITE", "", 0 },
	    { 10, "a", 1, "407", PCH("p1"), 0 },
	    { 20, "a", 2, "INVITE", PA("p1"), 0 },
	    { 30, "a", 2, "401", CH("n1"), 0 },
	    { 40, "a", 3, "INVITE", PA("p1") "\n" A("n1"), 0 },
	    { 50, "a", 3, "200", "", 0 } },
	  { { OUTCOME_ACCEPTED, HOW_NONE, 1, 1, 0, NONCE_OF_OFFER, 0 },
	    { OUTCOME_ACCEPTED, HOW_NONE, 1, 1, 0, NONCE_OF_OFFER, 0 } },
	  2 },
	{ "a refresh with the cached nonce is an exchange of its own",
	  { { 0, "a", 1, "REGISTER", "", 0 },
	    { 10, "a", 1, "401", CH("n1"), 0 },
	    { 20, "a", 2, "REGISTER", A("n1"), 0 },
	    { 30, "a", 2, "200", "", 0 },
	    { 3000, "a", 3, "REGISTER", A("n1"), 0 },
	    { 3010, "a", 3, "200", "", 0 } },
	  { { OUTCOME_ACCEPTED, HOW_NONE, 1, 1, 0, NONCE_OF_OFFER, 0 },
	    { OUTCOME_ACCEPTED, HOW_NONE, 1, 1, 0, NONCE_CACHED, 0 } },
	  2 },
	{ "credentials whose challenge was not captured say so",
	  { { 0, "a", 2, "REGISTER", A("n9"), 0 }, { 10, "a", 2, "403", "", 0 } },
	  { { OUTCOME_REJECTED, HOW_FORBIDDEN, 1, 1, 0, NONCE_UNKNOWN, LOSS_START } },
	  1 },
	{ "the request again without credentials is a bare retry",
	  { { 0, "a", 1, "REGISTER", "", 0 },
	    { 10, "a", 1, "401", CH("n1"), 0 },
	    { 6000, "a", 2, "REGISTER", "", 0 },
	    { 6010, "a", 2, "401", CH("n2"), 0 } },
	  { { OUTCOME_UNANSWERED, HOW_NONE, 2, 0, 1, NONCE_OF_OFFER, 0 } },
	  1 },
	{ "the answer was lost, its 403 was not: the loss is told",
	  { { 0, "a", 1, "REGISTER", "", 0 },
	    { 10, "a", 1, "401", CH("n1"), 0 },
	    { 30, "a", 2, "403", "", 0 } },
	  { { OUTCOME_REJECTED, HOW_FORBIDDEN, 1, 0, 0, NONCE_OF_OFFER, LOSS_REQUEST } },
	  1 },
	{ "the second challenge was lost: the next round shows it",
	  { { 0, "a", 1, "REGISTER", "", 0 },
	    { 10, "a", 1, "401", CH("n1"), 0 },
	    { 20, "a", 2, "REGISTER", A("n1"), 0 },
	    { 40, "a", 3, "REGISTER", A("n2"), 0 },
	    { 50, "a", 3, "403", "", 0 } },
	  { { OUTCOME_REJECTED, HOW_FORBIDDEN, 2, 2, 0, NONCE_UNKNOWN, LOSS_RESPONSE } },
	  1 },
	{ "403 to a request without credentials, never challenged",
	  { { 0, "a", 1, "REGISTER", "", 0 }, { 10, "a", 1, "403", "", 0 } },
	  { { OUTCOME_REJECTED, HOW_FORBIDDEN, 1, 0, 0, NONCE_OF_OFFER, 0 } },
	  1 },
	{ "a plain 404 without any challenge is no exchange",
	  { { 0, "a", 1, "INVITE", "", 0 }, { 10, "a", 1, "404", "", 0 } },
	  { { 0 } },
	  0 },
	{ "408 to the answer: authentication may have succeeded",
	  { { 0, "a", 1, "INVITE", "", 0 },
	    { 10, "a", 1, "407", PCH("p1"), 0 },
	    { 20, "a", 2, "INVITE", PA("p1"), 0 },
	    { 30, "a", 2, "408", "", 0 } },
	  { { OUTCOME_CANNOT_TELL, HOW_OTHER, 1, 1, 0, NONCE_OF_OFFER, 0 } },
	  1 },
	{ "180 to the answer is acceptance, whatever comes later",
	  { { 0, "a", 1, "INVITE", "", 0 },
	    { 10, "a", 1, "407", PCH("p1"), 0 },
	    { 20, "a", 2, "INVITE", PA("p1"), 0 },
	    { 30, "a", 2, "100", "", 0 },
	    { 40, "a", 2, "180", "", 0 },
	    { 50, "a", 2, "404", "", 0 } },
	  { { OUTCOME_ACCEPTED, HOW_NONE, 1, 1, 0, NONCE_OF_OFFER, 0 } },
	  1 },
	{ "CANCEL before the answer: nobody failed",
	  { { 0, "a", 1, "INVITE", "", 0 },
	    { 10, "a", 1, "407", PCH("p1"), 0 },
	    { 20, "a", 1, "CANCEL", "", 0 },
	    { 30, "a", 1, "200", "", 0 } },
	  { { OUTCOME_OPEN, HOW_NONE, 1, 0, 0, NONCE_OF_OFFER, LOSS_END } },
	  1 },
	{ "one message asks for two realms, one is answered, the other asked for again",
	  { { 0, "a", 1, "INVITE", "", 0 },
	    { 10, "a", 1, "407", PCH("p1") "\n" PCH2("q1"), 0 },
	    { 20, "a", 2, "INVITE", PA("p1"), 0 },
	    { 30, "a", 2, "407", PCH2("q2"), 0 } },
	  { { OUTCOME_ACCEPTED, HOW_NONE, 1, 1, 0, NONCE_OF_OFFER, 0 },
	    { OUTCOME_UNANSWERED, HOW_NONE, 2, 0, 0, NONCE_OF_OFFER, 0 } },
	  2 },
	{ "one message asks for two realms, and one is enough",
	  { { 0, "a", 1, "INVITE", "", 0 },
	    { 10, "a", 1, "407", PCH("p1") "\n" PCH2("q1"), 0 },
	    { 20, "a", 2, "INVITE", PA("p1"), 0 },
	    { 30, "a", 2, "200", "", 0 } },
	  { { OUTCOME_ACCEPTED, HOW_NONE, 2, 0, 0, NONCE_OF_OFFER, 0 },
	    { OUTCOME_ACCEPTED, HOW_NONE, 1, 1, 0, NONCE_OF_OFFER, 0 } },
	  2 },
	{ "the challenge is repeated, and so is the request: the client does not hear it",
	  { { 0, "a", 1, "REGISTER", "", 0 },
	    { 10, "a", 1, "401", CH("n1"), 0 },
	    { 500, "a", 1, "REGISTER", "", 0 },
	    { 510, "a", 1, "401", CH("n1"), 0 },
	    { 1500, "a", 1, "REGISTER", "", 0 },
	    { 1510, "a", 1, "401", CH("n1"), 0 } },
	  { { OUTCOME_UNANSWERED, HOW_NONE, 1, 0, 0, NONCE_OF_OFFER, 0 } },
	  1 },
	{ "PUBLISH meets 404 while the REGISTER is under way, which is then accepted",
	  { { 0, "a", 1, "REGISTER", "", 0 },
	    { 10, "a", 1, "401", CH("n1"), 0 },
	    { 15, "b", 1, "PUBLISH", "", 0 },
	    { 20, "a", 2, "REGISTER", A("n1"), 0 },
	    { 25, "b", 1, "404", "", 0 },
	    { 30, "a", 2, "200", "", 0 } },
	  { { OUTCOME_ACCEPTED, HOW_NONE, 1, 1, 0, NONCE_OF_OFFER, 0 },
	    { OUTCOME_CANNOT_TELL, HOW_NOT_FOUND, 1, 0, 0, NONCE_OF_OFFER, 0 } },
	  2 },
	{ "PUBLISH meets 404 after the REGISTER was accepted: no matter of authentication",
	  { { 0, "a", 1, "REGISTER", "", 0 },
	    { 10, "a", 1, "401", CH("n1"), 0 },
	    { 20, "a", 2, "REGISTER", A("n1"), 0 },
	    { 30, "a", 2, "200", "", 0 },
	    { 35, "b", 1, "PUBLISH", "", 0 },
	    { 45, "b", 1, "404", "", 0 } },
	  { { OUTCOME_ACCEPTED, HOW_NONE, 1, 1, 0, NONCE_OF_OFFER, 0 } },
	  1 },
	{ "the ACK with copied credentials is no attempt",
	  { { 0, "a", 1, "INVITE", "", 0 },
	    { 10, "a", 1, "407", PCH("p1"), 0 },
	    { 20, "a", 2, "INVITE", PA("p1"), 0 },
	    { 30, "a", 2, "403", "", 0 },
	    { 40, "a", 2, "ACK", PA("p1"), 0 } },
	  { { OUTCOME_REJECTED, HOW_FORBIDDEN, 1, 1, 0, NONCE_OF_OFFER, 0 } },
	  1 },
	{ "a nonce cut short is a damaged copy",
	  { { 0, "a", 1, "REGISTER", "", 0 },
	    { 10, "a", 1, "401", CH("0123456789abcdef"), 0 },
	    { 20, "a", 2, "REGISTER", A("0123456789ab"), 0 },
	    { 30, "a", 2, "403", "", 0 } },
	  { { OUTCOME_REJECTED, HOW_FORBIDDEN, 1, 1, 0, NONCE_ALTERED, 0 } },
	  1 },
	{ "the next nonce of a server that counts is not",
	  { { 0, "a", 1, "REGISTER", "", 0 },
	    { 10, "a", 1, "401", CH("1567308660"), 0 },
	    { 20, "a", 2, "REGISTER", A("1567308661"), 0 },
	    { 30, "a", 2, "403", "", 0 } },
	  { { OUTCOME_REJECTED, HOW_FORBIDDEN, 1, 1, 0, NONCE_UNKNOWN, 0 } },
	  1 },
	{ "the old nonce to a new challenge is told as such",
	  { { 0, "a", 1, "REGISTER", "", 0 },
	    { 10, "a", 1, "401", CH("n1"), 0 },
	    { 20, "a", 2, "REGISTER", A("n1"), 0 },
	    { 30, "a", 2, "401", STALE("n2"), 0 },
	    { 40, "a", 3, "REGISTER", A("n1"), 0 },
	    { 50, "a", 3, "403", "", 0 } },
	  { { OUTCOME_REJECTED, HOW_FORBIDDEN, 2, 2, 0, NONCE_CACHED, 0 } },
	  1 },
	{ "three copies on schedule and nothing back: the client heard nothing",
	  { { 0, "a", 1, "REGISTER", "", 0 },
	    { 10, "a", 1, "401", CH("n1"), 0 },
	    { 1000, "a", 2, "REGISTER", A("n1"), 0 },
	    { 1500, "a", 2, "REGISTER", A("n1"), 0 },
	    { 2500, "a", 2, "REGISTER", A("n1"), 0 },
	    { 4500, "a", 2, "REGISTER", A("n1"), 0 } },
	  { { OUTCOME_NO_RESPONSE, HOW_NONE, 1, 1, 0, NONCE_OF_OFFER, 0 } },
	  1 },
	{ "two copies are not enough to say that the client heard nothing",
	  { { 0, "a", 1, "REGISTER", "", 0 },
	    { 10, "a", 1, "401", CH("n1"), 0 },
	    { 1000, "a", 2, "REGISTER", A("n1"), 0 },
	    { 1500, "a", 2, "REGISTER", A("n1"), 0 } },
	  { { OUTCOME_OPEN, HOW_NONE, 1, 1, 0, NONCE_OF_OFFER, LOSS_END } },
	  1 },
	{ "another Call-ID soon after the challenge is another device's",
	  { { 0, "a", 1, "REGISTER", "", 0 },
	    { 10, "a", 1, "401", CH("n1"), 0 },
	    { 1000, "b", 1, "REGISTER", "", 0 },
	    { 1010, "b", 1, "401", CH("n2"), 0 } },
	  { { OUTCOME_OPEN, HOW_NONE, 1, 0, 0, NONCE_OF_OFFER, LOSS_END },
	    { OUTCOME_OPEN, HOW_NONE, 1, 0, 0, NONCE_OF_OFFER, LOSS_END } },
	  2 },
	{ "later, from the same port, it is the same client's bare retry",
	  { { 0, "a", 1, "REGISTER", "", 0 },
	    { 10, "a", 1, "401", CH("n1"), 0 },
	    { 6000, "b", 1, "REGISTER", "", 0 },
	    { 6010, "b", 1, "401", CH("n2"), 0 } },
	  { { OUTCOME_UNANSWERED, HOW_NONE, 2, 0, 1, NONCE_OF_OFFER, 0 } },
	  1 },
	{ "from another port it is another device behind the same address",
	  { { 0, "a", 1, "REGISTER", "", 0 },
	    { 10, "a", 1, "401", CH("n1"), 0 },
	    { 6000, "b", 1, "REGISTER", "", 5062 },
	    { 6010, "b", 1, "401", CH("n2"), 5062 } },
	  { { OUTCOME_OPEN, HOW_NONE, 1, 0, 0, NONCE_OF_OFFER, LOSS_END },
	    { OUTCOME_OPEN, HOW_NONE, 1, 0, 0, NONCE_OF_OFFER, LOSS_END } },
	  2 },
	{ "the nonce goes before the Call-ID",
	  { { 0, "a", 1, "REGISTER", "", 0 },
	    { 10, "a", 1, "401", CH("n1"), 0 },
	    { 20, "b", 1, "REGISTER", "", 5062 },
	    { 30, "b", 1, "401", CH("n2"), 5062 },
	    { 40, "a", 2, "REGISTER", A("n2"), 5062 },
	    { 50, "a", 2, "403", "", 5062 } },
	  { { OUTCOME_OPEN, HOW_NONE, 1, 0, 0, NONCE_OF_OFFER, LOSS_END },
	    { OUTCOME_REJECTED, HOW_FORBIDDEN, 1, 1, 0, NONCE_OF_OFFER, 0 } },
	  2 },
	{ "403 and a new try within 32 s: rounds of one exchange",
	  { { 0, "a", 1, "REGISTER", "", 0 },
	    { 10, "a", 1, "401", CH("n1"), 0 },
	    { 20, "a", 2, "REGISTER", A("n1"), 0 },
	    { 30, "a", 2, "403", "", 0 },
	    { 9000, "a", 3, "REGISTER", "", 0 },
	    { 9010, "a", 3, "401", CH("n2"), 0 },
	    { 9020, "a", 4, "REGISTER", A("n2"), 0 },
	    { 9030, "a", 4, "403", "", 0 } },
	  { { OUTCOME_REJECTED, HOW_FORBIDDEN, 2, 2, 0, NONCE_OF_OFFER, 0 } },
	  1 },
	{ "403 and a new try a minute later: two",
	  { { 0, "a", 1, "REGISTER", "", 0 },
	    { 10, "a", 1, "401", CH("n1"), 0 },
	    { 20, "a", 2, "REGISTER", A("n1"), 0 },
	    { 30, "a", 2, "403", "", 0 },
	    { 60000, "a", 3, "REGISTER", "", 0 },
	    { 60010, "a", 3, "401", CH("n2"), 0 },
	    { 60020, "a", 4, "REGISTER", A("n2"), 0 },
	    { 60030, "a", 4, "403", "", 0 } },
	  { { OUTCOME_REJECTED, HOW_FORBIDDEN, 1, 1, 0, NONCE_OF_OFFER, 0 },
	    { OUTCOME_REJECTED, HOW_FORBIDDEN, 1, 1, 0, NONCE_OF_OFFER, 0 } },
	  2 },
	{ "a challenge to CANCEL is one that nobody can answer, and not the call's",
	  { { 0, "a", 1, "INVITE", "", 0 },
	    { 10, "a", 1, "407", PCH("p1"), 0 },
	    { 20, "a", 2, "INVITE", PA("p1"), 0 },
	    { 30, "a", 2, "180", "", 0 },
	    { 40, "a", 2, "CANCEL", "", 0 },
	    { 50, "a", 2, "407", PCH("p2"), 0 } },
	  { { OUTCOME_ACCEPTED, HOW_NONE, 1, 1, 0, NONCE_OF_OFFER, 0 },
	    { OUTCOME_UNANSWERED, HOW_NONE, 1, 0, 0, NONCE_OF_OFFER, 0 } },
	  2 },
	{ "of old and new credentials for one realm the new ones are the answer",
	  { { 0, "a", 1, "REGISTER", "", 0 },
	    { 10, "a", 1, "401", CH("n1"), 0 },
	    { 20, "a", 2, "REGISTER", A("n0") "\n" A("n1"), 0 },
	    { 30, "a", 2, "403", "", 0 } },
	  { { OUTCOME_REJECTED, HOW_FORBIDDEN, 1, 1, 0, NONCE_OF_OFFER, 0 } },
	  1 },
	{ "empty credentials before any challenge are none: refused unasked",
	  { { 0, "a", 1, "REGISTER", EMPTY, 0 }, { 10, "a", 1, "400", "", 0 } },
	  { { OUTCOME_REJECTED, HOW_BAD_REQUEST, 1, 0, 0, NONCE_OF_OFFER, 0 } },
	  1 },
	{ "a plain 400 without them is no exchange",
	  { { 0, "a", 1, "REGISTER", "", 0 }, { 10, "a", 1, "400", "", 0 } },
	  { { 0 } },
	  0 },
	{ "between two bare requests a CSeq number is missing: so is the request",
	  { { 0, "a", 1, "REGISTER", "", 0 },
	    { 10, "a", 1, "401", CH("n1"), 0 },
	    { 6000, "a", 3, "REGISTER", "", 0 },
	    { 6010, "a", 3, "401", CH("n2"), 0 } },
	  { { OUTCOME_CANNOT_TELL, HOW_NONE, 2, 0, 0, NONCE_OF_OFFER, LOSS_REQUEST } },
	  1 },
};

struct bench {
	struct limits lim;
	struct txns *txns;
	struct dialogs *dialogs;
	struct exchanges *exchanges;
	struct exchange *ended[LINES];
	size_t count;
	struct arena *arena;
	uint64_t frame;
};

static void
on_exchange(void *ctx, struct exchange *x)
{
	struct bench *b = ctx;

	if (b->count < LINES)
		b->ended[b->count++] = x;
	else
		exchange_free(x);
}

static void
on_dialog(void *ctx, const struct call_step *step)
{
	exchanges_add(((struct bench *)ctx)->exchanges, step);
}

static void
on_txn(void *ctx, const struct call_step *step)
{
	dialogs_add(((struct bench *)ctx)->dialogs, step);
}

/* The method of the last request with this Call-ID and CSeq, for the response to it. */
static const char *
method_for(const struct line *all, const struct line *l)
{
	for (const struct line *k = l; k-- > all;) {
		if (k->cseq == l->cseq && strcmp(k->call, l->call) == 0 && k->what[0] > '9')
			return k->what;
	}
	return "REGISTER";
}

static int
expand(char *out, size_t room, const struct line *all, const struct line *l)
{
	bool request = l->what[0] > '9';
	const char *method = request ? l->what : method_for(all, l);
	/* A CANCEL is matched by the branch of what it cancels. */
	const char *branch = strcmp(method, "CANCEL") == 0 ? "INVITE" : method;

	return snprintf(
		out, room,
		"%s%s%s\r\nVia: SIP/2.0/UDP 192.0.2.10;branch=z9hG4bK%s%s%u\r\nFrom: <sip:u@r>;tag=%s\r\n"
		"To: <sip:u@r>%s\r\nCall-ID: %s\r\nCSeq: %u %s\r\n%s%sContent-Length: 0\r\n\r\n",
		request ? method : "SIP/2.0 ", request ? " sip:r SIP/2.0" : l->what,
		request ? "" : " Reason", branch, l->call, l->cseq, l->call,
		request ? "" : ";tag=s", l->call, l->cseq, method, l->auth,
		l->auth[0] != '\0' ? "\r\n" : "");
}

static void
feed(struct bench *b, const struct line *all, const struct line *l)
{
	struct endpoint client = { { 4, { 192, 0, 2, 10 } },
				   (uint16_t)(l->port != 0 ? l->port : 5060) };
	struct endpoint server = { { 4, { 192, 0, 2, 1 } }, 5060 };
	struct message m = { .seen = { .ts_ns = 1000000000 + (int64_t)l->ms * 1000000,
				       .frame = ++b->frame } };
	char text[2048];
	int len = expand(text, sizeof(text), all, l);
	bool request = l->what[0] > '9';

	/* "\n" between two header fields of one line of the table. */
	for (char *at = text; (at = strchr(at, '\n')) != NULL; at++) {
		if (at > text && at[-1] != '\r') {
			memmove(at + 1, at, strlen(at) + 1);
			*at++ = '\r';
			len++;
		}
	}
	m.seen.src = request ? client : server;
	m.seen.dst = request ? server : client;
	arena_rewind(b->arena);
	sip_msg_parse((struct str){ text, (size_t)len }, 0, 64, b->arena, &m.sip);
	txns_expire(b->txns, m.seen.ts_ns);
	exchanges_expire(b->exchanges, m.seen.ts_ns);
	txns_add(b->txns, &m);
}

static bool
comes_to(const struct exchange *x, const struct sum *s)
{
	const struct round *r = exchange_last_answered(x);

	if (x->outcome == s->outcome && x->how == s->how && x->round_count == s->rounds &&
	    x->answered_rounds == s->answered && x->retries_bare == s->bare &&
	    (x->loss & s->loss) == s->loss && (r == NULL || r->nonce == s->nonce))
		return true;
	diag("%s %s rounds %d answered %d bare %d nonce %d loss %#x", outcome_name(x->outcome),
	     outcome_how_name(x->how), (int)x->round_count, (int)x->answered_rounds,
	     (int)x->retries_bare, r != NULL ? (int)r->nonce : -1, x->loss);
	return false;
}

static void
run_case(size_t n)
{
	struct bench b = { .count = 0 };
	bool same;

	limits_begin(&b.lim, (struct hash_key){ 7, n });
	b.arena = arena_new(0);
	b.exchanges = exchanges_new(&b.lim, on_exchange, &b);
	b.dialogs = dialogs_new(&b.lim, on_dialog, &b);
	b.txns = txns_new(&b.lim, on_txn, &b);
	for (size_t i = 0; i < LINES && cases[n].line[i].what != NULL; i++)
		feed(&b, cases[n].line, &cases[n].line[i]);
	exchanges_finish(b.exchanges, 0);
	same = b.count == cases[n].count;
	for (size_t i = 0; same && i < b.count; i++)
		same = comes_to(b.ended[i], &cases[n].sum[i]);
	ok(same, "%s", cases[n].promise);
	if (b.count != cases[n].count)
		diag("%d exchanges", (int)b.count);
	for (size_t i = 0; i < b.count; i++)
		exchange_free(b.ended[i]);
	txns_free(b.txns);
	dialogs_free(b.dialogs);
	exchanges_free(b.exchanges);
	arena_free(b.arena);
}

int
main(void)
{
	for (size_t i = 0; i < COUNT(cases); i++)
		run_case(i);
	return done();
}
