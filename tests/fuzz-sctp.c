/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Any octets as the chunks of SCTP packets.  Each packet has a head of four octets: flags (which
 * ends, how much later), how many octets the capture cut off, its length.
 */
#include <stdlib.h>

#include <sipwhy/bytes.h>
#include <sipwhy/frame.h>
#include <sipwhy/sctp.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool cond)
{
	if (!cond)
		abort();
}

static void
on_message(void *ctx, const struct seen *seen, struct str raw, size_t missing)
{
	const struct limits *limits = ctx;
	struct str again;

	(void)missing;
	must(seen->src.port != 0 && seen->frame > 0);
	must(raw.len > 0 && raw.len <= 65535 && limits != NULL);
	must(frame_datagram(raw, &again) == FRAME_SIP);
}

static void
on_odd(void *ctx, enum sctp_odd odd, const struct seen *seen)
{
	(void)ctx;
	must(odd < SCTP_ODD_COUNT_ && seen != NULL && seen->frame > 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes b = bytes_of(data, size);
	struct unit u = { .kind = UNIT_SCTP, .seen.src.port = 1, .seen.dst.port = 2 };
	struct limits limits;
	struct sctps *s;

	limits_begin(&limits, (struct hash_key){ 5, 6 });
	limits.max[LIMIT_SCTP_FLOWS] = 3;
	limits.max[LIMIT_SCTP_PIECES] = 6;
	limits.max[LIMIT_SCTP_BYTES] = 4096;
	s = sctps_new(&limits, on_message, &limits);
	if (s == NULL)
		return 0;
	sctps_on_odd(s, on_odd);
	while (b.left > 4) {
		uint8_t flags = bytes_u8(&b), cut = bytes_u8(&b);
		size_t len = bytes_be16(&b);

		len = len < b.left ? len : b.left;
		u.seen.src.port = (uint16_t)(1 + (flags & 7));
		u.seen.ts_ns += (int64_t)(flags >> 3) * 1000000000;
		u.seen.frame++;
		u.missing_bytes = cut > 200 ? cut : 0;
		u.payload = (struct str){ (const char *)bytes_take(&b, len), len };
		sctps_add(s, &u);
		sctps_expire(s, u.seen.ts_ns);
		must(sctps_held(s) <= 4096 + 1024 + len);
	}
	sctps_finish(s);
	must(sctps_held(s) == 0);
	sctps_free(s);
	return 0;
}
