/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>
#include <string.h>

#include "subject.h"

enum { ID_HEX = 32, ID_PARTS = 10 };

/* The message that tells what the first round was about. */
static const struct message *
first_message(const struct round *r)
{
	const struct message *all[] = { r->request.msg, r->answer.msg, r->challenge.msg,
					r->outcome.msg };

	for (size_t i = 0; i < COUNT(all); i++)
		if (all[i] != NULL)
			return all[i];
	return NULL;
}

/* No response among them: with the rest it would let anybody check guesses of the password. */
static void
id_parts(const struct diagnosis *d, char number[16], struct str parts[ID_PARTS])
{
	const struct exchange *x = d->exchange;
	const struct round *r = x->kept > 0 ? x->rounds[0] : NULL;
	const struct message *m = r == NULL ? NULL : first_message(r);
	struct buf cseq = { .p = number, .cap = 16 };

	for (size_t i = 0; i < ID_PARTS; i++)
		parts[i] = STR_ABSENT;
	parts[0] = S("1");
	parts[1] = d->is_session ? S("session") : S("diagnosis");
	if (m != NULL) {
		parts[2] = m->sip.call_id;
		parts[3] = m->sip.from_tag;
		if (!str_absent(m->sip.cseq.raw) && (m->sip.odd & SIP_NO_CSEQ) == 0) {
			buf_addf(&cseq, "%u", (unsigned)m->sip.cseq.number);
			parts[4] = buf_str(&cseq);
		}
		parts[5] = m->sip.method;
	}
	parts[6] = x->realm;
	if (r != NULL && r->cred != NULL) {
		parts[7] = r->cred->nonce;
		parts[8] = r->cred->cnonce;
		parts[9] = r->cred->nc;
	} else if (r != NULL && r->offer != NULL) {
		parts[7] = r->offer->nonce;
	}
}

/* One view of all parts, joined by 0x1F, an absent one as 0x00.  The caller frees it. */
static char *
join(const struct str parts[ID_PARTS], size_t *len)
{
	size_t need = ID_PARTS;
	struct buf joined;

	for (size_t i = 0; i < ID_PARTS; i++)
		need += parts[i].len + 1;
	joined = (struct buf){ .p = malloc(need), .cap = need };
	if (joined.p == NULL)
		return NULL;
	for (size_t i = 0; i < ID_PARTS; i++) {
		if (i > 0)
			buf_add(&joined, S("\x1f"));
		buf_add(&joined, str_absent(parts[i]) ? (struct str){ "", 1 } : parts[i]);
	}
	*len = joined.len;
	return joined.p;
}

bool
report_event_id(struct digest *digest, const struct diagnosis *d, char out[EVENT_ID_TEXT])
{
	struct str parts[ID_PARTS];
	struct digest_hex hex;
	char number[16];
	size_t len;
	char *text;
	bool done;

	id_parts(d, number, parts);
	text = join(parts, &len);
	if (text == NULL)
		return false;
	done = digest_hash(digest, ALGORITHM_SHA_256, &(struct str){ text, len }, 1, &hex);
	free(text);
	if (!done || hex.len < ID_HEX)
		return false;
	out[0] = d->is_session ? 's' : 'd';
	out[1] = '-';
	memcpy(out + 2, hex.text, ID_HEX);
	out[2 + ID_HEX] = '\0';
	return true;
}
