/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Offered and answered side by side, with what an accepted client answered as a third column.
 */
#include "text.h"

enum { NAME_COLUMNS = 11, COLUMN_GAP = 2, MOST_COLUMNS = 3 };

struct row {
	const char *name;
	struct str offered, answered, accepted;
	bool is_marked;    /* a finding says that it is wrong */
	bool is_wanted;    /* the answer should have it */
	bool is_offerable; /* a challenge may have it */
	bool is_compared;  /* with the accepted client */
	bool is_shown;
};

enum {
	ROW_SCHEME,
	ROW_REALM,
	ROW_NONCE,
	ROW_ALGORITHM,
	ROW_QOP,
	ROW_CNONCE,
	ROW_NC,
	ROW_OPAQUE,
	ROW_USERNAME,
	ROW_URI,
	ROW_RESPONSE,
	ROWS_
};

static const char *const names[ROWS_] = {
	"scheme", "realm",  "nonce",    "algorithm", "qop",      "cnonce",
	"nc",     "opaque", "username", "uri",       "response",
};

bool
text_table_has(const char *param)
{
	for (size_t i = 0; param != NULL && i < ROW_RESPONSE; i++)
		if (str_eq_nocase(str_of(param), str_of(names[i])))
			return true;
	return false;
}

static void
fill_offer(struct row rows[ROWS_], const struct challenge *c)
{
	rows[ROW_SCHEME].offered = c->scheme;
	rows[ROW_REALM].offered = c->realm;
	rows[ROW_NONCE].offered = c->nonce;
	rows[ROW_ALGORITHM].offered = c->algorithm;
	rows[ROW_QOP].offered = c->qop;
	rows[ROW_OPAQUE].offered = c->opaque;
	for (size_t i = 0; i < ROWS_; i++)
		rows[i].is_wanted = !str_absent(rows[i].offered) && i != ROW_ALGORITHM;
	rows[ROW_CNONCE].is_wanted = rows[ROW_NC].is_wanted = !str_absent(c->qop);
}

static void
fill_answer(struct row rows[ROWS_], const struct credentials *c)
{
	rows[ROW_SCHEME].answered = c->scheme;
	rows[ROW_REALM].answered = c->realm;
	rows[ROW_NONCE].answered = c->nonce;
	rows[ROW_ALGORITHM].answered = c->algorithm;
	rows[ROW_QOP].answered = c->qop;
	rows[ROW_CNONCE].answered = c->cnonce;
	rows[ROW_NC].answered = c->nc;
	rows[ROW_OPAQUE].answered = c->opaque;
	rows[ROW_USERNAME].answered = str_absent(c->username) ? c->username_star : c->username;
	rows[ROW_URI].answered = c->uri;
	/* Never its value, which the caller of page_value would have to hide. */
	rows[ROW_RESPONSE].answered = str_absent(c->response) ? STR_ABSENT : S("(not shown)");
}

/* The contrast keeps the form of a user name and of a uri, not their values. */
static void
fill_accepted(struct row rows[ROWS_], const struct contrast_row *row)
{
	static const unsigned char where[CONTRAST_PARAMS_] = {
		[CONTRAST_HEADER] = ROWS_,
		[CONTRAST_ALGORITHM] = ROW_ALGORITHM,
		[CONTRAST_QOP] = ROW_QOP,
		[CONTRAST_CNONCE] = ROW_CNONCE,
		[CONTRAST_NC] = ROW_NC,
		[CONTRAST_OPAQUE] = ROW_OPAQUE,
		[CONTRAST_USERNAME_FORM] = ROW_USERNAME,
		[CONTRAST_URI_FORM] = ROW_URI,
	};

	for (size_t i = 0; i < CONTRAST_PARAMS_; i++) {
		if (where[i] == ROWS_)
			continue;
		rows[where[i]].accepted = row->peer->param[i];
		rows[where[i]].is_compared = true;
		rows[where[i]].is_shown = (row->differs & 1u << i) != 0;
	}
}

/* Whether the citation says that something is wrong in the challenge or the answer; others only show
 * where to look. */
static bool
is_fault(const struct citation *c, const struct subject *s)
{
	bool here = (s->request != NULL && c->seen.frame == s->request->seen.frame) ||
		    (s->round->challenge.msg != NULL &&
		     c->seen.frame == s->round->challenge.msg->seen.frame);

	if (!here || c->is_witness)
		return false;
	if (str_absent(c->observed) || c->expected != NULL)
		return true;
	return !str_absent(c->expected_text) && !str_eq(c->observed, c->expected_text);
}

static void
mark(struct row rows[ROWS_], const struct finding *f, const struct subject *s)
{
	for (size_t i = 0; i < f->cites_used; i++)
		for (size_t n = 0; n < ROWS_ && is_fault(&f->cites[i], s); n++)
			if (str_eq_nocase(str_of(f->cites[i].param), str_of(names[n])))
				rows[n].is_marked = true;
}

static void
choose(struct row rows[ROWS_])
{
	for (size_t i = 0; i < ROWS_; i++) {
		struct row *r = &rows[i];

		if (i < ROW_USERNAME && i != ROW_SCHEME)
			r->is_shown = r->is_wanted || !str_absent(r->offered) ||
				      !str_absent(r->answered) || !str_absent(r->accepted);
		r->is_shown = r->is_shown || r->is_marked;
	}
	if (!str_absent(rows[ROW_SCHEME].offered) &&
	    !str_eq_nocase(rows[ROW_SCHEME].offered, S("Digest")))
		rows[ROW_SCHEME].is_shown = true;
}

struct columns {
	const struct subject *subject;
	unsigned count, width;
	bool answer; /* there is a column of what was answered */
};

static unsigned
column_at(const struct columns *c, unsigned index)
{
	return TEXT_BODY + 2 + NAME_COLUMNS + index * (c->width + COLUMN_GAP);
}

static void
put_heading(struct page *p, const struct columns *c, const struct diagnosis *d)
{
	char client[ENDPOINT_TEXT];

	page_line(p, TEXT_BODY, TEXT_BODY);
	page_pen(p, PEN_FAINT);
	page_to(p, column_at(c, 0));
	page_ours(p, c->subject->offer != NULL ? "offered" : "offered (not captured)");
	if (c->answer) {
		page_to(p, column_at(c, 1));
		page_ours(p, "answered");
	}
	if (c->count == MOST_COLUMNS) {
		page_to(p, column_at(c, 2));
		page_f(p, "accepted: %s", endpoint_text(&d->contrast.rows[0].peer->client, client));
	}
	page_pen(p, PEN_PLAIN);
}

static bool
is_cut(const struct columns *c)
{
	return (c->subject->cred->odd & AUTH_CUT) != 0;
}

/* What is not there: said in words where it should be. */
static void
put_absent(struct page *p, const struct columns *c, const struct row *r)
{
	if (is_cut(c)) {
		page_ours(p, "not captured");
	} else if (r->is_wanted || r->is_marked) {
		page_pen(p, PEN_BAD);
		page_ours(p, "missing");
		page_pen(p, PEN_PLAIN);
	} else {
		page_ours(p, "-");
	}
}

/* Values that are too long for their column, and not the same, stand below each other, whole. */
static void
put_stacked(struct page *p, const struct columns *c, const struct row *r)
{
	unsigned at = column_at(c, 0), room = PAGE_COLUMNS - at - 10;

	page_ours(p, "offered");
	page_to(p, at + 10);
	page_value(p, r->offered, 4 * room);
	page_line(p, at, at);
	page_ours(p, "answered");
	page_to(p, at + 10);
	page_value(p, r->answered, 4 * room);
}

static void
put_cells(struct page *p, const struct columns *c, const struct row *r)
{
	bool same = str_eq(r->offered, r->answered);

	if (!str_absent(r->offered))
		page_value(p, r->offered, c->width);
	else if (c->subject->offer != NULL && r->is_offerable)
		page_ours(p, "-");
	if (!c->answer)
		return;
	page_to(p, column_at(c, 1));
	if (str_absent(r->answered))
		put_absent(p, c, r);
	else if (same && page_columns(p, r->answered) > c->width)
		page_ours(p, "the same");
	else
		page_value(p, r->answered, c->width);
	if (c->count < MOST_COLUMNS || !r->is_compared)
		return;
	page_to(p, column_at(c, 2));
	page_value(p, str_absent(r->accepted) ? S("-") : r->accepted, c->width);
}

static void
put_row(struct page *p, const struct columns *c, const struct row *r)
{
	bool wide =
		page_columns(p, r->offered) > c->width || page_columns(p, r->answered) > c->width;

	page_line(p, TEXT_BODY, TEXT_BODY);
	page_pen(p, r->is_marked ? PEN_BAD : PEN_PLAIN);
	page_ours(p, r->is_marked ? "!" : "");
	page_to(p, TEXT_BODY + 2);
	page_ours(p, r->name);
	page_pen(p, PEN_PLAIN);
	page_to(p, column_at(c, 0));
	if (wide && !str_absent(r->offered) && !str_absent(r->answered) &&
	    !str_eq(r->offered, r->answered))
		put_stacked(p, c, r);
	else
		put_cells(p, c, r);
}

void
text_table(struct page *p, const struct diagnosis *d, const struct subject *s)
{
	struct columns c = { .subject = s, .count = 1, .answer = s->cred != NULL };
	struct row rows[ROWS_] = { { .name = NULL } };

	if (s->offer == NULL && s->cred == NULL)
		return;
	for (size_t i = 0; i < ROWS_; i++)
		rows[i] = (struct row){ .name = names[i],
					.is_offerable = i <= ROW_QOP || i == ROW_OPAQUE };
	if (s->offer != NULL)
		fill_offer(rows, s->offer);
	if (s->cred != NULL)
		fill_answer(rows, s->cred);
	if (c.answer && d->contrast.row_count > 0)
		fill_accepted(rows, &d->contrast.rows[0]);
	for (size_t i = 0; i < d->finding_count; i++)
		if (d->findings[i].rule->severity != SEVERITY_NOTE)
			mark(rows, &d->findings[i], s);
	choose(rows);
	c.count = !c.answer ? 1 : d->contrast.row_count == 0 ? 2 : MOST_COLUMNS;
	c.width = (PAGE_COLUMNS - column_at(&c, 0)) / c.count - COLUMN_GAP;
	put_heading(p, &c, d);
	for (size_t i = 0; i < ROWS_; i++)
		if (rows[i].is_shown)
			put_row(p, &c, &rows[i]);
	page_end_line(p);
}
