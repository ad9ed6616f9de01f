/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench-call.c - what the call layer costs: ns a message, and how many times as long it takes as
 * sip_msg_parse of the same messages in the same run.
 *
 * Usage: bench-call [REGISTRATIONS]   Each line is the best of several runs, taken in turn.
 *
 * Registrations of four messages each; once with few transactions open at a time, as in most
 * captures, and once with as many as on a busy link, when they fit no cache and every look at
 * one waits for memory.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <sipwhy/dialog.h>
#include <sipwhy/transaction.h>

enum { RUNS = 5, REGISTRATIONS = 20000, TEXT = 1024, EACH = 4 };

static const struct {
	const char *name;
	int64_t gap_ns; /* between two messages */
	size_t open;    /* transactions at a time, by 64*T1: two messages each */
} loads[] = {
	{ "800 transactions open", 20000000, 800 },
	{ "16000 transactions open", 1000000, 16000 },
};

static const char request[] =
	"REGISTER sip:pbx.example.com SIP/2.0\r\n"
	"Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK-524287-%u-%u-8f3c1d2e7a9b4c56;rport\r\n"
	"Max-Forwards: 70\r\n"
	"Contact: <sip:1001@192.0.2.10:5060;rinstance=1b2c3d4e5f607182;transport=UDP>\r\n"
	"To: \"Alice\" <sip:1001@pbx.example.com;transport=UDP>\r\n"
	"From: \"Alice\" <sip:1001@pbx.example.com;transport=UDP>;tag=6f1d2a3b\r\n"
	"Call-ID: Yk3vJ0hQm1x2o9Tz7bN5cA%u..\r\n"
	"CSeq: %u REGISTER\r\n"
	"Expires: 60\r\n"
	"Allow: INVITE, ACK, CANCEL, BYE, NOTIFY, REFER, MESSAGE, OPTIONS, INFO, SUBSCRIBE\r\n"
	"User-Agent: Softphone v1.2.3 rv42\r\n"
	"Content-Length: 0\r\n\r\n";

static const char response[] =
	"SIP/2.0 %u Whatever\r\n"
	"Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK-524287-%u-%u-8f3c1d2e7a9b4c56;rport=5060\r\n"
	"To: \"Alice\" <sip:1001@pbx.example.com>;tag=as0d1e2f3a\r\n"
	"From: \"Alice\" <sip:1001@pbx.example.com;transport=UDP>;tag=6f1d2a3b\r\n"
	"Call-ID: Yk3vJ0hQm1x2o9Tz7bN5cA%u..\r\n"
	"CSeq: %u REGISTER\r\n"
	"Server: PBX 18.2\r\n"
	"WWW-Authenticate: Digest realm=\"pbx.example.com\",nonce=\"1700000000/4f3e2d1c0b\","
	"opaque=\"0a1b2c3d\",algorithm=MD5,qop=\"auth\"\r\n"
	"Content-Length: 0\r\n\r\n";

struct traffic {
	char (*texts)[TEXT];
	struct str *raw;
	size_t count;
	struct arena *scratch;
	struct limits limits;
	int64_t gap_ns;
	size_t open;
	double start_ns, took_ns; /* for a message of the second half */
};

/* Our own share of the processor, so that other programs disturb less. */
static double
now_ns(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void
write_traffic(struct traffic *t)
{
	for (unsigned i = 0; i < t->count; i++) {
		unsigned client = i / EACH, cseq = i % EACH / 2 + 1;
		char *to = t->texts[i];
		int len;

		if (i % 2 == 0)
			len = snprintf(to, TEXT, request, client, cseq, client, cseq);
		else
			len = snprintf(to, TEXT, response, i % EACH == 1 ? 401u : 200u, client,
				       cseq, client, cseq);
		t->raw[i] = (struct str){ to, (size_t)len };
	}
}

static struct message
read_message(struct traffic *t, size_t i)
{
	static const struct endpoint client = { { 4, { 192, 0, 2, 10 } }, 5060 };
	static const struct endpoint server = { { 4, { 192, 0, 2, 1 } }, 5060 };
	struct message m = { .seen = { .ts_ns = (int64_t)i * t->gap_ns, .frame = i + 1 } };

	m.seen.src = i % 2 == 0 ? client : server;
	m.seen.dst = i % 2 == 0 ? server : client;
	/* Until then the transactions of 64*T1 come together, in memory new from the system. */
	if (i == t->count / 2)
		t->start_ns = now_ns();
	arena_rewind(t->scratch);
	if (!sip_msg_parse(t->raw[i], 0, 512, t->scratch, &m.sip))
		exit(EXIT_FAILURE);
	return m;
}

static void
stop(struct traffic *t)
{
	size_t timed = t->count - t->count / 2;

	t->took_ns = (now_ns() - t->start_ns) / (double)timed;
}

static volatile uint64_t sink;

static void
take(void *ctx, const struct call_step *step)
{
	(void)ctx;
	sink += step->transaction + step->dialog;
}

static void
to_dialogs(void *ctx, const struct call_step *step)
{
	dialogs_add(ctx, step);
}

static void
only_parse(struct traffic *t)
{
	for (size_t i = 0; i < t->count; i++)
		sink += read_message(t, i).sip.hdr_count;
	stop(t);
}

/* The copy that the transactions keep of each request, as many of them at a time. */
static void
and_copy(struct traffic *t)
{
	struct arena **kept = calloc(t->open, sizeof(struct arena *));

	for (size_t i = 0; kept != NULL && i < t->count; i++) {
		struct message m = read_message(t, i);
		struct arena **slot = &kept[i / 2 % t->open];

		if (!m.sip.is_request)
			continue;
		arena_free(*slot);
		*slot = arena_new(sizeof(m) + m.sip.raw.len +
				  m.sip.hdr_count * sizeof(struct sip_hdr) + 64);
		if (*slot == NULL || message_adopt(&m, *slot) == NULL)
			exit(EXIT_FAILURE);
	}
	stop(t);
	for (size_t i = 0; kept != NULL && i < t->open; i++)
		arena_free(kept[i]);
	free(kept);
}

static void
and_transactions(struct traffic *t)
{
	struct txns *txns = txns_new(&t->limits, take, NULL);

	for (size_t i = 0; txns != NULL && i < t->count; i++) {
		struct message m = read_message(t, i);

		(void)txns_add(txns, &m);
	}
	stop(t);
	txns_free(txns);
}

static void
and_dialogs(struct traffic *t)
{
	struct dialogs *dialogs = dialogs_new(&t->limits, take, NULL);
	struct txns *txns = dialogs ? txns_new(&t->limits, to_dialogs, dialogs) : NULL;

	for (size_t i = 0; txns != NULL && i < t->count; i++) {
		struct message m = read_message(t, i);

		(void)txns_add(txns, &m);
	}
	stop(t);
	txns_free(txns);
	dialogs_free(dialogs);
}

static const struct {
	const char *name;
	void (*run)(struct traffic *);
} passes[] = {
	{ "sip_msg_parse", only_parse },
	{ "  and the copies alone", and_copy },
	{ "  and transactions", and_transactions },
	{ "  and dialogs", and_dialogs },
};

static void
measure(struct traffic *t, const char *name)
{
	double best[COUNT(passes)] = { 0 };

	for (size_t i = 0; i < RUNS * COUNT(passes); i++) {
		size_t which = i % COUNT(passes);

		passes[which].run(t);
		if (i < COUNT(passes) || t->took_ns < best[which])
			best[which] = t->took_ns;
	}
	printf("%-24s %10s %10s %8s\n", name, "ns/message", "added ns", "x parse");
	for (size_t i = 0; i < COUNT(passes); i++)
		printf("%-24s %10.0f %10.0f %8.2f\n", passes[i].name, best[i], best[i] - best[0],
		       (best[i] - best[0]) / best[0]);
}

int
main(int argc, char **argv)
{
	long n = argc > 1 ? strtol(argv[1], NULL, 10) : REGISTRATIONS;
	struct traffic t = { .count = EACH * (n > 0 ? (size_t)n : 1), .scratch = arena_new(0) };

	t.texts = calloc(t.count, sizeof(*t.texts));
	t.raw = calloc(t.count, sizeof(*t.raw));
	if (t.texts == NULL || t.raw == NULL || t.scratch == NULL)
		exit(EXIT_FAILURE);
	limits_begin(&t.limits, (struct hash_key){ 0x123456789abcdef0u, 0xfedcba9876543210u });
	write_traffic(&t);
	for (size_t i = 0; i < COUNT(loads); i++) {
		t.gap_ns = loads[i].gap_ns;
		t.open = loads[i].open;
		measure(&t, loads[i].name);
	}
	arena_free(t.scratch);
	free(t.texts);
	free(t.raw);
	return EXIT_SUCCESS;
}
