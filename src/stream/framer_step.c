/* SPDX-License-Identifier: BSD-2-Clause */
/* The states of a framer: each step takes octets off the front, or waits for more. */
#include "framer_step.h"
#include "start.h"

static bool
is_between(unsigned char c)
{
	return c == '\r' || c == '\n' || c == '\0';
}

static size_t
longest(const struct framer *f)
{
	return (size_t)f->shared->limits->max[LIMIT_MESSAGE_BYTES];
}

void
framer_tell(struct framer *f, enum framer_odd odd, const struct seen *seen)
{
	if (f->shared->odd != NULL)
		f->shared->odd(f->ctx, odd, seen);
}

/* Octets `n` and before are dealt with. */
static void
advance(struct framer *f, struct str *in, size_t n, enum framer_state state)
{
	*in = str_sub(*in, n, in->len);
	f->line = f->looked = f->length = f->body = f->end = 0;
	f->state = state;
}

/* The end of the line at f->line, past its LF; 0: it is not there yet. */
static size_t
line_end(struct framer *f, struct str in)
{
	size_t from = f->looked > f->line ? f->looked : f->line;
	ptrdiff_t at = str_index(str_sub(in, from, in.len), '\n');

	f->looked = at < 0 ? in.len : from + (size_t)at;
	return at < 0 ? 0 : f->looked + 1;
}

static void
hand_on(struct framer *f, const struct seen *seen, struct str raw, uint64_t missing)
{
	if (missing > 0)
		framer_tell(f, FRAMER_ODD_CUT, seen);
	f->shared->fn(f->ctx, seen, raw, (size_t)missing);
}

/* Over the bound: the first `n` octets are handed on, the next start line is looked for. */
static bool
too_long(struct framer *f, const struct seen *seen, struct str *in, uint64_t length)
{
	size_t n = f->state == FRAMER_BODY ? f->end : longest(f);

	f->shared->limits->hit[LIMIT_MESSAGE_BYTES]++;
	framer_tell(f, FRAMER_ODD_LONG, seen);
	f->shared->fn(f->ctx, seen, str_sub(*in, 0, n), (size_t)length);
	advance(f, in, n, f->state == FRAMER_BODY ? FRAMER_LOST : FRAMER_LOST_MID);
	return true;
}

static bool
step_between(struct framer *f, struct str *in)
{
	(void)str_take_while(in, is_between);
	if (in->len == 0)
		return false;
	advance(f, in, 0, FRAMER_START);
	return true;
}

static bool
step_start(struct framer *f, const struct seen *seen, struct str *in)
{
	size_t end = line_end(f, *in), max = longest(f);

	if (end == 0 && in->len <= max && start_may_be(*in))
		return false;
	if (end > 0 && end <= max && start_is(str_sub(*in, 0, end))) {
		f->state = FRAMER_HEADER;
		f->line = end;
		return true;
	}
	framer_tell(f, FRAMER_ODD_GARBAGE, seen);
	advance(f, in, end > 0 ? end : in->len, end > 0 ? FRAMER_LOST : FRAMER_LOST_MID);
	return true;
}

/* The header ends at `end`; so does the message, without a Content-Length to go by. */
static bool
header_ends(struct framer *f, const struct seen *seen, struct str *in, size_t end)
{
	uint64_t length = 0;

	if (f->length > 0 && !start_length(str_sub(*in, f->length, end - f->length), &length))
		length = 0;
	f->state = FRAMER_BODY;
	f->body = f->end = end;
	if (length > longest(f) - end)
		return too_long(f, seen, in, length);
	f->end += (size_t)length;
	return true;
}

/* The end of the line at f->line, if it is empty, past its LF; 0: it is not, or not all there.
 * Nothing but CRs is empty, as for sip_msg_parse. */
static size_t
empty_line_end(const struct framer *f, struct str in)
{
	size_t at = f->line;

	while (at < in.len && in.p[at] == '\r')
		at++;
	return at < in.len && in.p[at] == '\n' ? at + 1 : 0;
}

static bool
step_header(struct framer *f, const struct seen *seen, struct str *in)
{
	size_t max = longest(f);

	for (;;) {
		size_t end = empty_line_end(f, *in);

		if (end > 0 && end <= max)
			return header_ends(f, seen, in, end);
		end = line_end(f, *in);
		if (end == 0 || end > max)
			return in->len > max ? too_long(f, seen, in, 1) : false;
		if (f->length == 0 && start_is_length(str_sub(*in, f->line, end - f->line)))
			f->length = f->line;
		f->line = end;
	}
}

/* A body may well be a SIP message if the header says so: message/sip, message/sipfrag, parts. */
static bool
tells_of_sip(struct str header)
{
	return str_has_nocase(header, S("message/sip")) || str_has_nocase(header, S("multipart/"));
}

/* A start line, and the Via that no message lacks (RFC 3261 8.1.1.7), which in a part of one may. */
static bool
is_start(struct str in)
{
	enum { LOOKED_AT = 2048 };
	struct str head = str_sub(in, 0, LOOKED_AT);
	ptrdiff_t end = start_is_known(in) == FRAMER_YES ? str_index(in, '\n') : -1;

	return end >= 0 && start_is_sure(in, (size_t)end + 1) == FRAMER_YES &&
	       (str_has_nocase(head, S("\nVia:")) || str_has_nocase(head, S("\nVia ")) ||
		str_has_nocase(head, S("\nv:")));
}

bool
framer_ends_before(const struct framer *f, struct str got, struct str next)
{
	return got.len < f->end && is_start(next) && !tells_of_sip(str_sub(got, 0, f->body));
}

void
framer_end_early(struct framer *f, const struct seen *seen, struct str got)
{
	framer_tell(f, FRAMER_ODD_LENGTH, seen);
	hand_on(f, seen, got, 0);
	advance(f, &got, got.len, FRAMER_BETWEEN);
}

/* A body has a type (RFC 3261 20.15); what has none, and begins like a message, is the next one. */
static bool
is_no_body(const struct framer *f, struct str in)
{
	struct str header = str_sub(in, 0, f->body);

	return f->end > f->body && is_start(str_sub(in, f->body, in.len)) &&
	       !str_has_nocase(header, S("\nContent-Type")) && !str_has_nocase(header, S("\nc:")) &&
	       !str_has_nocase(header, S("\nc "));
}

static bool
step_body(struct framer *f, const struct seen *seen, struct str *in)
{
	size_t end = f->end;

	if (f->end > f->body && in->len > f->body && is_no_body(f, *in)) {
		framer_tell(f, FRAMER_ODD_LENGTH, seen);
		end = f->body;
	} else if (in->len < f->end) {
		return false;
	}
	hand_on(f, seen, str_sub(*in, 0, end), 0);
	advance(f, in, end, FRAMER_BETWEEN);
	return true;
}

static bool
step_lost(struct framer *f, struct str *in)
{
	size_t end = line_end(f, *in), stray = start_stray(str_sub(*in, 0, end));
	enum framer_guess sure = FRAMER_NO;

	if (end > 0)
		sure = start_is_sure(str_sub(*in, stray, in->len), end - stray);
	if (in->len == 0)
		return false;
	if (end == 0 && in->len <= longest(f) && start_may_be(*in))
		return false;
	if (sure == FRAMER_MAYBE)
		return false;
	if (sure == FRAMER_YES) {
		advance(f, in, stray, FRAMER_HEADER);
		f->line = end - stray;
	} else {
		advance(f, in, end > 0 ? end : in->len, end > 0 ? FRAMER_LOST : FRAMER_LOST_MID);
	}
	return true;
}

static bool
step_lost_mid(struct framer *f, struct str *in)
{
	ptrdiff_t end = str_index(*in, '\n');

	advance(f, in, end < 0 ? in->len : (size_t)end + 1,
		end < 0 ? FRAMER_LOST_MID : FRAMER_LOST);
	return end >= 0;
}

static bool
step_lost_gap(struct framer *f, struct str *in)
{
	enum framer_guess known = start_is_known(*in);

	if (known == FRAMER_MAYBE)
		return false;
	advance(f, in, 0, known == FRAMER_YES ? FRAMER_LOST : FRAMER_LOST_MID);
	return true;
}

static bool
step(struct framer *f, const struct seen *seen, struct str *in)
{
	switch (f->state) {
	case FRAMER_BETWEEN:
		return step_between(f, in);
	case FRAMER_START:
		return step_start(f, seen, in);
	case FRAMER_HEADER:
		return step_header(f, seen, in);
	case FRAMER_BODY:
		return step_body(f, seen, in);
	case FRAMER_LOST:
		return step_lost(f, in);
	case FRAMER_LOST_MID:
		return step_lost_mid(f, in);
	case FRAMER_LOST_GAP:
		return step_lost_gap(f, in);
	}
	return false;
}

struct str
framer_run(struct framer *f, const struct seen *seen, struct str in)
{
	while (step(f, seen, &in)) {
	}
	return in;
}

void
framer_interrupt(struct framer *f, const struct seen *seen, struct str got, uint64_t bytes)
{
	enum framer_state lost = bytes > 0 ? FRAMER_LOST_GAP : FRAMER_LOST_MID;
	uint64_t left;

	switch (f->state) {
	case FRAMER_BETWEEN:
		if (bytes <= f->skip) {
			f->skip -= bytes;
			return;
		}
		break;
	case FRAMER_START:
		framer_tell(f, FRAMER_ODD_HEADLESS, seen);
		break;
	case FRAMER_HEADER:
		hand_on(f, seen, got, bytes > 0 ? bytes : 1);
		break;
	case FRAMER_BODY:
		left = f->end - got.len;
		hand_on(f, seen, got, left);
		if (bytes <= left) {
			advance(f, &got, got.len, FRAMER_BETWEEN);
			f->skip = left - bytes;
			return;
		}
		break;
	case FRAMER_LOST:
	case FRAMER_LOST_GAP:
		if (bytes == 0 && got.len == 0)
			return;
		break;
	case FRAMER_LOST_MID:
		break;
	}
	f->skip = 0;
	advance(f, &got, got.len, lost);
}
