/* SPDX-License-Identifier: BSD-2-Clause */
/* What a framer keeps between two pieces of its stream. */
#include <string.h>

#include "framer_step.h"
#include "start.h"

/* Taken of a piece at a time while the end of a message is not known: bounds what is kept. */
enum { SLICE = 4096 };

static const struct {
	const char *name, *text;
} odds[FRAMER_ODD_COUNT_] = {
	[FRAMER_ODD_KEEPALIVE] = { "stream.keepalive", "keep-alives on streams" },
	[FRAMER_ODD_GARBAGE] = { "stream.garbage", "octets between SIP messages that are none" },
	[FRAMER_ODD_CUT] = { "stream.cut", "SIP messages on streams of which octets are missing" },
	[FRAMER_ODD_HEADLESS] = { "stream.headless",
				  "SIP messages on streams of which only a part of the first line"
				  " was read" },
	[FRAMER_ODD_LONG] = { "stream.long", "SIP messages on streams that are too long to read" },
	[FRAMER_ODD_LENGTH] = { "stream.length",
				"SIP messages on streams whose Content-Length is more than they have" },
};

const char *
framer_odd_name(enum framer_odd odd)
{
	return odds[odd].name;
}

const char *
framer_odd_text(enum framer_odd odd)
{
	return odds[odd].text;
}

void
framer_begin(struct framer *f, struct framer_shared *shared, void *ctx)
{
	*f = (struct framer){ .shared = shared, .ctx = ctx };
}

void
framer_free(struct framer *f)
{
	gather_free(&f->kept);
}

size_t
framer_held(const struct framer *f)
{
	return f->kept.room;
}

static bool
is_line_end(unsigned char c)
{
	return c == '\r' || c == '\n';
}

/* Octets of one input come in the order of their packets, of several by their times. */
static const struct seen *
later(const struct seen *a, const struct seen *b)
{
	bool after = a->input == b->input ? a->frame > b->frame : a->ts_ns > b->ts_ns;

	return after ? a : b;
}

static bool
keep(struct framer *f, const struct seen *seen, struct str octets)
{
	if (!gather_add(&f->kept, octets)) {
		f->shared->dropped++;
		return false;
	}
	if (seen != &f->seen)
		f->seen = *seen;
	return true;
}

/* Put the next octets behind those kept, and look at all; gives back what is left of `data`. */
static struct str
go_on(struct framer *f, const struct seen *seen, struct str data)
{
	size_t n = f->state == FRAMER_BODY ? f->end - f->kept.len : SLICE;
	const struct seen *last = later(&f->seen, seen);
	struct str piece = str_sub(data, 0, n);

	if (!keep(f, last, piece)) {
		framer_interrupt(f, last, gather_all(&f->kept), 0);
		framer_free(f);
		return data;
	}
	gather_keep_last(&f->kept, framer_run(f, last, gather_all(&f->kept)).len);
	return str_sub(data, piece.len, data.len);
}

/* What is whole is handed on as it lies in `data`; only the rest is copied. */
static void
go_on_in_place(struct framer *f, const struct seen *seen, struct str data)
{
	struct str rest = framer_run(f, seen, data);

	if (rest.len > 0 && !keep(f, seen, rest))
		framer_interrupt(f, seen, rest, 0);
}

/* Whether `data` goes on with the method that is kept, as ACK does with PR. */
static bool
goes_on_with_method(const struct framer *f, struct str data)
{
	enum { ENOUGH = 16 };
	struct str kept = gather_all(&f->kept);
	char both[ENOUGH];

	if (kept.len == 0 || kept.len >= ENOUGH)
		return false;
	data = str_sub(data, 0, ENOUGH - kept.len);
	memcpy(both, kept.p, kept.len);
	memcpy(both + kept.len, data.p, data.len);
	return start_is_known((struct str){ both, kept.len + data.len }) == FRAMER_YES;
}

void
framer_data(struct framer *f, const struct seen *seen, struct str data)
{
	struct str s = data;
	uint64_t skip = f->skip < data.len ? f->skip : data.len;
	bool unsure = f->state == FRAMER_START || f->state >= FRAMER_LOST;

	f->skip -= skip;
	data = str_sub(data, (size_t)skip, data.len);
	if (f->state == FRAMER_BETWEEN && skip == 0 && data.len > 0 &&
	    str_take_while(&s, is_line_end).len == data.len) {
		framer_tell(f, FRAMER_ODD_KEEPALIVE, seen);
		return;
	}
	if (f->state == FRAMER_BODY && skip == 0 &&
	    framer_ends_before(f, gather_all(&f->kept), data)) {
		framer_end_early(f, &f->seen, gather_all(&f->kept));
		gather_keep_last(&f->kept, 0);
	}
	/* Only half a line, and what follows can stand alone: what there was is garbage. */
	if (unsure && start_is_known(data) == FRAMER_YES && !goes_on_with_method(f, data)) {
		if (f->state == FRAMER_START)
			framer_tell(f, FRAMER_ODD_GARBAGE, &f->seen);
		framer_free(f);
		f->line = f->looked = 0;
		f->state = f->state == FRAMER_START ? FRAMER_BETWEEN : FRAMER_LOST;
	}
	while (f->kept.len > 0 && data.len > 0)
		data = go_on(f, seen, data);
	if (data.len > 0)
		go_on_in_place(f, seen, data);
}

void
framer_gap(struct framer *f, uint64_t bytes)
{
	framer_interrupt(f, &f->seen, gather_all(&f->kept), bytes);
	framer_free(f);
}
