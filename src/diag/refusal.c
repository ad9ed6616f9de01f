/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>

static bool
is_word(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || str_is_digit(c);
}

static bool
is_no_blank(unsigned char c)
{
	return !str_is_lws(c);
}

/* Whether the word around `at` is a value that is only repeated, as in_uri=sip:…, and no word of the server. */
static bool
is_echo(struct str text, size_t at)
{
	struct str rest = text, word;

	do {
		str_take_while(&rest, str_is_lws);
		word = str_take_while(&rest, is_no_blank);
	} while (rest.len > 0 && (size_t)(rest.p - text.p) <= at);
	return str_index(word, '=') >= 0 || str_index(word, '@') >= 0 ||
	       str_has_nocase(word, S("sip:")) || str_has_nocase(word, S("sips:"));
}

/* Whether the phrase stands at `at` in whole words: "geo" is not in "George".  A plural is the same word. */
static bool
stands_at(struct str text, size_t at, struct str phrase, bool stem)
{
	size_t end = at + phrase.len;

	if (!str_starts_nocase(str_sub(text, at, text.len), phrase) ||
	    (at > 0 && is_word((unsigned char)text.p[at - 1])))
		return false;
	if (!stem && end < text.len && text.p[end] == 's' && phrase.p[phrase.len - 1] >= 'a')
		end++;
	return stem || end >= text.len || !is_word((unsigned char)text.p[end]) ||
	       !is_word((unsigned char)phrase.p[phrase.len - 1]);
}

/* `phrase`: with a "*" at its end any ending will do. */
static bool
has_phrase(struct str text, struct str phrase)
{
	bool stem = phrase.len > 0 && phrase.p[phrase.len - 1] == '*';
	bool echo = str_index(phrase, '=') >= 0;

	if (stem)
		phrase = str_sub(phrase, 0, phrase.len - 1);
	for (size_t i = 0; phrase.len > 0 && i + phrase.len <= text.len; i++) {
		/* Mostly the first letter tells, of whichever case. */
		if (((text.p[i] ^ phrase.p[0]) & ~0x20) == 0 && stands_at(text, i, phrase, stem) &&
		    (echo || !is_echo(text, i)))
			return true;
	}
	return false;
}

static bool
names_one(struct str text, const char *const phrases[], size_t count)
{
	for (size_t i = 0; i < count && phrases[i] != NULL; i++) {
		if (has_phrase(text, str_of(phrases[i])))
			return true;
	}
	return false;
}

/* What is said for people in Warning and Reason: between the quotes; before them stand hosts and codes. */
static struct str
said_in(const struct sip_hdr *h)
{
	struct str text = h->value;
	ptrdiff_t open = str_index(text, '"');

	if (h->id != HDR_WARNING && h->id != HDR_REASON)
		return text;
	if (open < 0)
		return S("");
	text = str_sub(text, (size_t)open + 1, text.len);
	while (text.len > 0 && text.p[text.len - 1] != '"')
		text.len--;
	return text;
}

/* Warning, Reason, and fields as X-Twilio-Error or X-Error-Reason. */
static bool
tells_why(const struct sip_hdr *h)
{
	return h->id == HDR_WARNING || h->id == HDR_REASON ||
	       (str_starts_nocase(h->name, S("X-")) && str_has_nocase(h->name, S("error")));
}

struct str
response_says(const struct message *m, const char *const phrases[], size_t count)
{
	if (m == NULL || m->sip.is_request)
		return STR_ABSENT;
	if (names_one(m->sip.reason, phrases, count))
		return m->sip.reason;
	for (size_t i = 0; i < m->sip.hdr_count; i++) {
		const struct sip_hdr *h = &m->sip.hdrs[i];

		if (tells_why(h) && names_one(said_in(h), phrases, count))
			return h->value;
	}
	return STR_ABSENT;
}

struct str
response_remark(const struct message *m)
{
	const struct sip_hdr *later;

	if (m == NULL || m->sip.is_request)
		return STR_ABSENT;
	for (size_t i = 0; i < m->sip.hdr_count; i++) {
		if (tells_why(&m->sip.hdrs[i]))
			return m->sip.hdrs[i].value;
	}
	later = sip_msg_hdr(&m->sip, HDR_RETRY_AFTER, 0);
	return later == NULL ? STR_ABSENT : later->value;
}

/* The nonce must be one that this server gave this client: another is a reason of its own. */
static enum verdict
digest_right(const struct dossier *d)
{
	const struct round *r = d->round;

	if (r->cred == NULL || (d->facts & FACT_DIGEST) == 0)
		return VERDICT_CANNOT_TELL;
	if (d->digest->check != VERIFY_MATCH)
		return VERDICT_NO;
	return r->nonce == NONCE_OF_OFFER || r->nonce == NONCE_CACHED ? VERDICT_YES
								      : VERDICT_CANNOT_TELL;
}

enum { ALL_WORDS = 64 };

const char *const words_of_credentials[] = { "password",
					     "passwd",
					     "pwd",
					     "digest",
					     "credential",
					     "bad auth",
					     "wrong auth",
					     "login",
					     "authentication failed",
					     "authentication failure",
					     NULL };

void
refusal_of(const struct dossier *d, const char *const words[], struct refusal *out)
{
	const struct round *r = d->round;

	*out = (struct refusal){ .digest_right = digest_right(d) };
	if (r->outcome.msg == NULL || r->outcome.msg->sip.is_request ||
	    r->outcome.msg->sip.status < 300)
		return;
	out->request = r->cred != NULL                 ? r->answer.msg
		       : d->exchange->never_challenged ? r->request.msg
						       : NULL;
	if (out->request == NULL)
		return;
	out->msg = r->outcome.msg;
	out->status = out->msg->sip.status;
	if (words != NULL && str_absent(response_says(out->msg, words_of_credentials, ALL_WORDS)))
		out->words = response_says(out->msg, words, ALL_WORDS);
}

bool
refusal_is_of(const struct refusal *r, struct str method)
{
	return r->request != NULL && str_eq(r->request->sip.method, method);
}

bool
refusal_is_403(const struct refusal *r)
{
	return r->status == 403;
}

enum verdict
refusal_verdict(const struct refusal *r, bool fits, struct finding *f)
{
	if (!str_absent(r->words))
		return VERDICT_YES;
	if (!fits || r->digest_right == VERDICT_NO)
		return VERDICT_NO;
	f->missing = r->digest_right == VERDICT_CANNOT_TELL ? FACT_DIGEST : 0;
	return r->digest_right;
}

enum causality
refusal_grade(const struct refusal *r)
{
	bool words = !str_absent(r->words);

	/* A digest that is wrong is a reason of its own. */
	if (r->digest_right == VERDICT_NO)
		return CAUSALITY_POSSIBLE;
	return words || r->digest_right == VERDICT_YES ? CAUSALITY_LIKELY : CAUSALITY_POSSIBLE;
}

void
refusal_cite(const struct refusal *r, struct finding *f)
{
	if (str_absent(r->words))
		finding_cite_line(f, r->msg, "outcome");
	else
		finding_cite(f, r->msg, r->words, "outcome");
}

void
finding_cite_remark(struct finding *f, const struct message *m)
{
	struct str remark = response_remark(m);

	if (!str_absent(remark))
		finding_cite(f, m, remark, "outcome");
}
