/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which other method may have been hashed.
 */
#include "rewrite.h"
#include "texts.h"

static void
propose_of(struct search *s, const struct step_message *m)
{
	if (m->msg != NULL)
		search_propose(s, m->msg->sip.method);
}

void
rewrite_method_earlier(struct search *s)
{
	const struct exchange *x = s->near->exchange;

	propose_of(s, &s->round->request);
	/* Of a response it is that of its CSeq. */
	propose_of(s, &s->round->challenge);
	for (size_t i = 0; x != NULL && i < x->kept; i++) {
		propose_of(s, &x->rounds[i]->request);
		propose_of(s, &x->rounds[i]->answer);
	}
	/* Within a call it was most likely an INVITE that was challenged before. */
	if (str_eq(s->sent.method, S("ACK")) || str_eq(s->sent.method, S("BYE")) ||
	    str_eq(s->sent.method, S("CANCEL")) || str_eq(s->sent.method, S("PRACK")))
		search_propose(s, S("INVITE"));
}

void
rewrite_method_fixed(struct search *s)
{
	search_propose(s, S("REGISTER"));
	search_propose(s, S("INVITE"));
}

void
rewrite_method_spelling(struct search *s)
{
	search_propose(s, text_lower(s, s->sent.method));
	search_propose(s, text_upper(s, s->sent.method));
	/* As for rspauth: RFC 2617 3.2.3. */
	search_propose(s, S(""));
}
