/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The architecture on one page: each stage is made with the function of the next one, packets go in at
 * one end, judged exchanges come out at the other.
 */
#include <stdlib.h>
#include <string.h>

#include <sipwhy/dialog.h>
#include <sipwhy/early.h>
#include <sipwhy/pipeline.h>
#include <sipwhy/transaction.h>

#include "clock.h"
#include "judge.h"
#include "tally.h"
#include "wire.h"

struct pipeline {
	struct pipeline_options o;
	struct limits lim;
	struct wire *wire;
	struct early *early;
	struct txns *txns;
	struct dialogs *dialogs;
	struct exchanges *exchanges;
	struct judge *judge;
	struct arena *scratch; /* of one packet */
	struct tally tally;
	struct clock clock;
	int64_t first_ns, last_ns; /* of the first packet by time, of the last that came */
	int64_t last_seen_ns;      /* the greatest of a packet */
	int64_t now_ns;            /* the same, or the clock when nothing comes */
	bool any_packet;
	uint64_t backward, sip_messages, dropped_memory;
};

static void
on_diagnosis(void *ctx, const struct diagnosis *d)
{
	struct pipeline *p = ctx;

	tally_diagnosis(&p->tally, d);
	if (p->o.on_diagnosis != NULL && (!d->is_session || p->o.sessions))
		p->o.on_diagnosis(p->o.ctx, d);
}

static void
on_exchange(void *ctx, struct exchange *x)
{
	struct pipeline *p = ctx;

	judge_add(p->judge, x);
}

static void
on_dialog(void *ctx, const struct call_step *step)
{
	struct pipeline *p = ctx;

	exchanges_add(p->exchanges, step);
}

static void
on_txn(void *ctx, const struct call_step *step)
{
	struct pipeline *p = ctx;

	dialogs_add(p->dialogs, step);
}

static void
expire(struct pipeline *p)
{
	early_expire(p->early, p->now_ns);
	txns_expire(p->txns, p->now_ns);
	dialogs_expire(p->dialogs, p->now_ns);
	exchanges_expire(p->exchanges, p->now_ns);
}

static void
on_turn(void *ctx, const struct message *m)
{
	struct pipeline *p = ctx;

	if (!txns_add(p->txns, m)) {
		tally_odd(&p->tally.unplaced, m->seen.input, m->seen.frame);
		exchanges_note_loss(p->exchanges, &m->seen, LOSS_UNPLACED);
	}
}

static void
on_message(void *ctx, const struct seen *seen, struct str raw, size_t missing)
{
	struct pipeline *p = ctx;
	struct message m = { .seen = *seen,
			     .missing_bytes = missing,
			     .correlation_id = wire_correlation_id(p->wire) };

	expire(p);
	arena_rewind(p->scratch);
	p->sip_messages++;
	if (!sip_msg_parse(raw, missing, p->lim.max[LIMIT_HEADERS], p->scratch, &m.sip)) {
		p->dropped_memory++;
		return;
	}
	for (unsigned i = 0; m.sip.odd >> i != 0 && i < TALLY_SIP_BITS; i++) {
		if ((m.sip.odd >> i & 1) == 0)
			continue;
		tally_odd(&p->tally.sip[i], seen->input, seen->frame);
		if (p->o.on_odd != NULL)
			p->o.on_odd(p->o.ctx, sip_odd_name(1u << i), sip_odd_text(1u << i), seen);
	}
	if ((m.sip.odd & SIP_HEADERS_MANY) != 0)
		p->lim.hit[LIMIT_HEADERS]++;
	early_add(p->early, &m, p->now_ns);
}

static void
on_odd(void *ctx, const char *name, const char *text, const struct seen *seen)
{
	struct pipeline *p = ctx;

	p->o.on_odd(p->o.ctx, name, text, seen);
}

static void
on_loss(void *ctx, const struct seen *seen, enum loss loss)
{
	struct pipeline *p = ctx;

	exchanges_note_loss(p->exchanges, seen, loss);
}

static void
note_time(struct pipeline *p, int64_t ts_ns)
{
	if (!p->any_packet || ts_ns < p->first_ns)
		p->first_ns = ts_ns;
	if (p->any_packet && ts_ns < p->last_ns)
		p->backward++;
	p->last_ns = ts_ns;
	if (!p->any_packet || ts_ns > p->last_seen_ns)
		p->last_seen_ns = ts_ns;
	p->now_ns = p->clock.now_ns;
	p->any_packet = true;
}

static void
on_packet(void *ctx, uint32_t input, const struct packet *packet)
{
	struct pipeline *p = ctx;

	/* What has waited long enough comes before this packet, and at its own time: the clock has not moved yet. */
	wire_expire(p->wire, p->clock.now_ns);
	note_time(p, packet->ts_ns);
	wire_packet(p->wire, input, packet);
}

static void
on_odd_time(void *ctx, uint32_t input, const struct packet *packet)
{
	struct pipeline *p = ctx;
	struct seen seen = { .ts_ns = packet->ts_ns, .frame = packet->no, .input = input };

	tally_odd(&p->tally.time, input, packet->no);
	if (p->o.on_odd != NULL)
		p->o.on_odd(p->o.ctx, TALLY_TIME_NAME, TALLY_TIME_TEXT, &seen);
}

struct pipeline *
pipeline_new(const struct pipeline_options *o)
{
	struct pipeline *p = calloc(1, sizeof(*p));

	if (p == NULL)
		return NULL;
	p->o = *o;
	p->tally.secrets = o->secrets;
	limits_begin(&p->lim, o->key);
	clock_begin(&p->clock, on_packet, on_odd_time, p);
	p->scratch = arena_new((size_t)256 * 1024);
	p->judge = judge_new(&p->lim, o, on_diagnosis, p);
	p->exchanges = exchanges_new(&p->lim, on_exchange, p);
	p->dialogs = dialogs_new(&p->lim, on_dialog, p);
	p->txns = txns_new(&p->lim, on_txn, p);
	if (p->txns != NULL && p->exchanges != NULL)
		p->early = early_new(&(struct early_options){
			.limits = &p->lim,
			.txns = p->txns,
			.book = exchanges_book(p->exchanges),
			.fn = on_turn,
			.ctx = p,
		});
	p->wire = wire_new(&(struct wire_options){ .limits = &p->lim,
						   .tally = &p->tally,
						   .on_message = on_message,
						   .on_loss = on_loss,
						   .on_odd = o->on_odd != NULL ? on_odd : NULL,
						   .ctx = p });
	if (p->wire == NULL || p->scratch == NULL || p->judge == NULL || p->exchanges == NULL ||
	    p->dialogs == NULL || p->early == NULL) {
		pipeline_free(p);
		return NULL;
	}
	judge_book(p->judge, exchanges_book(p->exchanges));
	return p;
}

void
pipeline_free(struct pipeline *p)
{
	if (p == NULL)
		return;
	clock_end(&p->clock);
	wire_free(p->wire);
	early_free(p->early);
	txns_free(p->txns);
	dialogs_free(p->dialogs);
	exchanges_free(p->exchanges);
	judge_free(p->judge);
	arena_free(p->scratch);
	tally_free(&p->tally);
	free(p);
}

struct limits *
pipeline_limits(struct pipeline *p)
{
	return &p->lim;
}

void
pipeline_packet(struct pipeline *p, uint32_t input, const struct packet *packet)
{
	clock_packet(&p->clock, input, packet);
}

void
pipeline_pause(struct pipeline *p)
{
	clock_release(&p->clock);
}

void
pipeline_idle(struct pipeline *p, int64_t now_ns)
{
	clock_release(&p->clock);
	if (!p->any_packet)
		return;
	wire_expire(p->wire, now_ns > p->now_ns ? now_ns : p->now_ns);
	if (now_ns > p->now_ns)
		p->now_ns = now_ns;
	expire(p);
}

void
pipeline_drops(struct pipeline *p)
{
	judge_drops(p->judge);
}

void
pipeline_finish(struct pipeline *p)
{
	/* Nothing ends by the clock here: the input is over, and what was not seen may have come after it. */
	clock_release(&p->clock);
	wire_finish(p->wire);
	early_finish(p->early);
	expire(p);
	exchanges_finish(p->exchanges, p->now_ns);
	judge_finish(p->judge);
}

void
pipeline_summary(const struct pipeline *p, struct summary *out)
{
	*out = (struct summary){ .limits = &p->lim };
	tally_summary(&p->tally, out);
	wire_count(p->wire, out);
	out->first_ns = p->any_packet ? p->first_ns : 0;
	out->last_ns = p->any_packet ? p->last_seen_ns : 0;
	out->sip_messages = p->sip_messages;
	out->time_backward = p->backward;
	out->dropped_memory = p->dropped_memory + p->tally.memory + txns_dropped(p->txns) +
			      dialogs_dropped(p->dialogs) + wire_dropped(p->wire) +
			      exchanges_dropped(p->exchanges) + judge_dropped(p->judge);
}
