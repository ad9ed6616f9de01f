/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Any octets as a HEP packet; the first says how many the capture cut off.
 */
#include <stdlib.h>

#include <sipwhy/hep.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool cond)
{
	if (!cond)
		abort();
}

static bool
within(struct str part, struct str whole)
{
	return part.p >= whole.p && part.p + part.len <= whole.p + whole.len;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum { MOST = 4096 };
	struct hep_in in = { .most_bytes = MOST };
	struct seen seen = { .ts_ns = 1 };
	struct hep h;
	enum hep_kind kind;
	char text[ENDPOINT_TEXT];

	if (size == 0)
		return 0;
	in.packet = (struct str){ (const char *)data + 1, size - 1 };
	in.missing_bytes = data[0] > 200 ? data[0] : 0;
	in.scratch = arena_new(MOST);
	if (in.scratch == NULL)
		return 0;
	kind = hep_decode(&in, &h);
	must(kind == HEP_NONE || (h.version >= 1 && h.version <= 3));
	must(kind == HEP_NONE || kind == HEP_MESSAGE || h.odd != 0 || h.no_memory);
	must(h.odd >> HEP_ODD_COUNT_ == 0);
	if (kind == HEP_MESSAGE) {
		must(h.src.ip.family != 0 && h.dst.ip.family != 0);
		must(within(h.payload, in.packet) || h.payload.len <= MOST);
		must(str_absent(h.node) || within(h.node, in.packet));
		must(str_absent(h.correlation_id) || within(h.correlation_id, in.packet));
		must(!h.has_time || h.ts_ns > 0);
		seen = hep_seen(&h, &seen);
		(void)endpoint_text(&seen.src, text);
	}
	arena_free(in.scratch);
	return 0;
}
