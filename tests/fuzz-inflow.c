/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Compressed octets, or what claims to be: unpacked to an end or to an error that is told, never
 * beyond the bound, and the same however they arrive and however much is asked for at a time.
 */
#include <string.h>

#include "../src/capture/inflow.h"
#include "fed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST = 1 << 20 };

struct outcome {
	enum inflow_step end;
	bool limited;
	size_t len;
	char out[2 * MOST];
	struct err err;
};

static void
keep(struct outcome *o, struct inflow *f, size_t n)
{
	must(o->len + n <= sizeof(o->out));
	memcpy(o->out + o->len, inflow_at(f), n);
	o->len += n;
	inflow_pass(f, n);
}

static void
read_all(struct str octets, size_t piece, size_t bite, bool pauses, struct outcome *o)
{
	struct inflow f;
	struct limits l;

	limits_begin(&l, (struct hash_key){ 1, 2 });
	l.max[LIMIT_EXPANSION_BYTES] = MOST;
	o->len = 0;
	fed_begin(octets, piece, pauses);
	must(inflow_open(&f, "fed", &l, &o->err));
	while ((o->end = inflow_need(&f, bite)) <= INFLOW_IDLE) {
		if (o->end == INFLOW_READY)
			keep(o, &f, bite);
	}
	keep(o, &f, inflow_held(&f));
	/* The end stays. */
	must(inflow_need(&f, bite) == o->end);
	o->err = f.err;
	o->limited = l.hit[LIMIT_EXPANSION_BYTES] > 0;
	must((o->end == INFLOW_ERROR) == (o->err.text[0] != '\0'));
	must(!inflow_is_cut(&f) || o->end == INFLOW_ERROR);
	inflow_close(&f);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct outcome whole, pieces;
	struct str octets = { (const char *)data + 1, size - 1 };
	size_t len;

	if (size == 0)
		return 0;
	read_all(octets, 1 << 20, 4096, false, &whole);
	read_all(octets, 1 + data[0] % 16U, 1 + data[0] / 16U * 50, true, &pieces);
	if (whole.limited || pieces.limited)
		return 0;
	must(whole.end == pieces.end);
	/* How much comes before an error is the libraries' to say; it is the same octets. */
	len = whole.len < pieces.len ? whole.len : pieces.len;
	must(memcmp(whole.out, pieces.out, len) == 0);
	must(whole.end == INFLOW_ERROR || whole.len == pieces.len);
	return 0;
}
