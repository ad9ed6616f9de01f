/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which other body may have been hashed, where qop=auth-int covers it.  None, where the capture lacks the one that
 * was sent: that of another request may be the same, and hashing it no fault.
 */
#include "near.h"
#include "rewrite.h"
#include "texts.h"

void
rewrite_body_empty(struct search *s)
{
	if (s->answer->body_missing)
		return;
	/* RFC 3261 22.4 item 7 has the hash of nothing for an empty body only. */
	search_propose_body(s, GUESS_TEXT, S(""), S("an empty body"));
}

void
rewrite_body_lines(struct search *s)
{
	struct str lf;

	if (s->answer->body_missing)
		return;
	lf = text_replaced(s, s->sent.body, S("\r\n"), S("\n"));
	if (!str_absent(lf))
		search_propose_body(s, GUESS_TEXT, lf, S("the body with LF for CRLF"));
	/* From LF alone, so that no CR is doubled. */
	lf = text_replaced(s, str_absent(lf) ? s->sent.body : lf, S("\n"), S("\r\n"));
	if (!str_absent(lf))
		search_propose_body(s, GUESS_TEXT, lf, S("the body with CRLF for LF"));
}

void
rewrite_body_other(struct search *s)
{
	const struct message *near[NEAR_REQUESTS];
	const struct str body = s->sent.body;
	size_t kept = body.len;

	if (s->answer->body_missing)
		return;
	near_requests(s, near);
	for (size_t i = 0; i < COUNT(near); i++) {
		if (near[i] != NULL && sip_msg_body_whole(&near[i]->sip))
			search_propose_body(s, GUESS_TEXT, near[i]->sip.body,
					    S("the body of another request"));
	}
	while (kept > 0 && (body.p[kept - 1] == '\r' || body.p[kept - 1] == '\n'))
		kept--;
	search_propose_body(s, GUESS_TEXT, str_sub(body, 0, kept),
			    S("the body without the line ends at its end"));
	if (body.len >= 2 && str_eq(str_sub(body, body.len - 2, 2), S("\r\n")))
		search_propose_body(s, GUESS_TEXT, str_sub(body, 0, body.len - 2),
				    S("the body without its last CRLF"));
	search_propose_body(s, GUESS_TEXT, text_join(s, (struct str[]){ body, S("\r\n") }, 2),
			    S("the body with a CRLF behind it"));
}

void
rewrite_body_bare(struct search *s)
{
	if (s->answer->body_missing)
		return;
	search_propose_body(s, BODY_RAW, s->sent.body, S("the body itself"));
	search_propose_body(s, BODY_LEFT_OUT, S(""), S("no body"));
}
