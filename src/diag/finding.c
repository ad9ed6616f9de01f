/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdarg.h>
#include <stdio.h>

#include <sipwhy/finding.h>

static struct citation *
next_cite(struct finding *f)
{
	struct citation *c = f->cites_used < FINDING_CITES ? &f->cites[f->cites_used++] : NULL;

	if (c != NULL)
		*c = (struct citation){ 0 };
	return c;
}

static bool
within(struct str part, struct str whole)
{
	return !str_absent(part) && part.p >= whole.p && part.p + part.len <= whole.p + whole.len;
}

/* The header field that a view lies in; absent for the start line or the body. */
static struct str
header_around(const struct message *m, struct str what)
{
	for (size_t i = 0; i < m->sip.hdr_count; i++) {
		if (within(what, m->sip.hdrs[i].raw))
			return m->sip.hdrs[i].name;
	}
	return STR_ABSENT;
}

void
finding_cite(struct finding *f, const struct message *m, struct str what, const char *label)
{
	struct citation *c = m == NULL ? NULL : next_cite(f);
	struct str span = within(what, m == NULL ? STR_ABSENT : m->sip.raw) ? what : STR_ABSENT;

	if (c == NULL)
		return;
	if (str_absent(span))
		span = m->sip.start_line;
	c->seen = m->seen;
	c->message = label;
	c->observed = what;
	c->header = header_around(m, span);
	c->offset = (size_t)(span.p - m->sip.raw.p);
	c->length = span.len;
}

void
finding_cite_line(struct finding *f, const struct message *m, const char *label)
{
	if (m != NULL)
		finding_cite(f, m, m->sip.start_line, label);
}

/* A citation of a parameter in a header field of a message that we hold. */
static struct citation *
cite_param(struct finding *f, const struct message *m, const struct sip_hdr *h, struct str whole,
	   struct str value)
{
	struct citation *c = next_cite(f);
	struct str span = within(value, m->sip.raw) ? value : whole;

	if (c == NULL)
		return NULL;
	c->seen = m->seen;
	c->header = h->name;
	c->observed = value;
	c->offset = (size_t)(span.p - m->sip.raw.p);
	c->length = span.len;
	return c;
}

void
finding_cite_cred(struct finding *f, const struct round *r, const char *param, struct str value,
		  const char *expected)
{
	struct citation *c;

	if (r->cred == NULL)
		return;
	c = cite_param(f, r->answer.msg, r->cred->hdr, r->cred->raw, value);
	if (c == NULL)
		return;
	c->message = "answer";
	c->param = param;
	c->expected = expected;
}

void
finding_cite_cred_text(struct finding *f, const struct round *r, const char *param,
		       struct str value, struct str expected)
{
	size_t before = f->cites_used;

	finding_cite_cred(f, r, param, value, NULL);
	if (f->cites_used > before)
		f->cites[before].expected_text = expected;
}

void
finding_cite_witness(struct finding *f, const struct witness *w, const char *param,
		     struct str value)
{
	struct citation *c = w == NULL ? NULL : next_cite(f);
	struct str span = c != NULL && within(value, w->text) ? value : STR_ABSENT;
	struct str rest;

	if (c == NULL)
		return;
	rest = w->text;
	c->seen = w->seen;
	c->param = param;
	c->header = str_trim_right(str_cut(&rest, ':'), str_is_lws);
	c->message = str_has_nocase(c->header, S("-Info"))           ? "earlier response"
		     : str_has_nocase(c->header, S("Authorization")) ? "another answer"
								     : "earlier challenge";
	c->observed = value;
	c->offset = w->offset + (str_absent(span) ? 0 : (size_t)(span.p - w->text.p));
	c->length = str_absent(span) ? w->text.len : span.len;
	c->is_witness = true;
}

void
finding_cite_gone(struct finding *f, const struct witness *w, const char *label)
{
	size_t before = f->cites_used;
	struct str value = w == NULL ? STR_ABSENT : w->text;

	(void)str_cut(&value, ':');
	finding_cite_witness(f, w, NULL, str_trim(value, str_is_lws));
	if (f->cites_used > before)
		f->cites[before].message = label;
}

void
finding_cite_offer(struct finding *f, const struct round *r, const char *param, struct str value,
		   const char *expected)
{
	struct citation *c;

	if (r->offer == NULL)
		return;
	if (r->witness != NULL) {
		/* A nextnonce stands in another message than the challenge that it goes with. */
		bool elsewhere = r->nonce_from != NULL && within(value, r->nonce_from->text);

		finding_cite_witness(f, elsewhere ? r->nonce_from : r->witness, param, value);
		return;
	}
	c = cite_param(f, r->challenge.msg, r->offer->hdr, r->offer->raw, value);
	if (c == NULL)
		return;
	c->message = "challenge";
	c->param = param;
	c->expected = expected;
}

void
finding_detail(struct finding *f, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(f->detail, sizeof(f->detail), fmt, args);
	va_end(args);
}

const char *
finding_quote(struct str s, char out[FINDING_QUOTE])
{
	static const char hex[] = "0123456789abcdef";
	size_t used = 0;

	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.p[i];

		/* Room for this octet as \xNN, and for the mark that something was cut off. */
		if (used + 4 + 4 > FINDING_QUOTE) {
			for (unsigned dots = 0; dots < 3; dots++)
				out[used++] = '.';
			break;
		}
		if (c >= 0x20 && c < 0x7f) {
			out[used++] = (char)c;
			continue;
		}
		out[used++] = '\\';
		out[used++] = 'x';
		out[used++] = hex[c >> 4];
		out[used++] = hex[c & 15];
	}
	out[used] = '\0';
	return out;
}
