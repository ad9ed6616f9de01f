/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The architecture on one page: each stage is made with the function of the next one, packets go in at
 * one end, judged exchanges come out at the other.
 */
#include <stdlib.h>
#include <string.h>

#include <sipwhy/dialog.h>
#include <sipwhy/frame.h>
#include <sipwhy/pipeline.h>
#include <sipwhy/transaction.h>

#include "judge.h"
#include "tally.h"

struct pipeline {
	struct pipeline_options o;
	struct limits lim;
	struct txns *txns;
	struct dialogs *dialogs;
	struct exchanges *exchanges;
	struct judge *judge;
	struct arena *scratch; /* of one packet */
	struct tally tally;
	int64_t first_ns, last_ns, now_ns; /* now: the greatest capture time seen */
	bool any_packet;
	uint32_t input;       /* of the last packet */
	int64_t last_seen_ns; /* the greatest time of all inputs */
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

struct pipeline *
pipeline_new(const struct pipeline_options *o)
{
	struct pipeline *p = calloc(1, sizeof(*p));

	if (p == NULL)
		return NULL;
	p->o = *o;
	limits_begin(&p->lim, o->key);
	p->scratch = arena_new((size_t)256 * 1024);
	p->judge = judge_new(&p->lim, o, on_diagnosis, p);
	p->exchanges = exchanges_new(&p->lim, on_exchange, p);
	p->dialogs = dialogs_new(&p->lim, on_dialog, p);
	p->txns = txns_new(&p->lim, on_txn, p);
	if (p->scratch == NULL || p->judge == NULL || p->exchanges == NULL || p->dialogs == NULL ||
	    p->txns == NULL) {
		pipeline_free(p);
		return NULL;
	}
	return p;
}

void
pipeline_free(struct pipeline *p)
{
	if (p == NULL)
		return;
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

static void
expire(struct pipeline *p)
{
	txns_expire(p->txns, p->now_ns);
	dialogs_expire(p->dialogs, p->now_ns);
	exchanges_expire(p->exchanges, p->now_ns);
}

static void
take_message(struct pipeline *p, const struct seen *seen, struct str raw, size_t missing)
{
	struct message m = { .seen = *seen, .missing_bytes = missing };

	p->sip_messages++;
	if (!sip_msg_parse(raw, missing, p->lim.max[LIMIT_HEADERS], p->scratch, &m.sip)) {
		p->dropped_memory++;
		return;
	}
	for (unsigned i = 0; m.sip.odd >> i != 0 && i < TALLY_SIP_BITS; i++) {
		if (m.sip.odd >> i & 1)
			tally_odd(&p->tally.sip[i], seen->input, seen->frame);
	}
	if ((m.sip.odd & SIP_HEADERS_MANY) != 0)
		p->lim.hit[LIMIT_HEADERS]++;
	if (!txns_add(p->txns, &m)) {
		tally_odd(&p->tally.unplaced, seen->input, seen->frame);
		exchanges_note_loss(p->exchanges, seen, LOSS_UNPLACED);
	}
}

/* What stands in a packet that is not read, where it tells something of the SIP around it. */
static void
take_unread(struct pipeline *p, enum decode why, const struct ip_view *ip, struct seen *seen)
{
	struct str message;

	tally_odd(&p->tally.decode[why], seen->input, seen->frame);
	seen->src.ip = ip->src;
	seen->dst.ip = ip->dst;
	if (why == DECODE_IP_FRAGMENT)
		exchanges_note_loss(p->exchanges, seen, LOSS_FRAGMENTS);
	/* Behind a TCP header of 20 to 60 octets. */
	if (why == DECODE_TCP && ip->payload.len > 20) {
		size_t header = (size_t)((unsigned char)ip->payload.p[12] >> 4) * 4;

		if (frame_datagram(str_sub(ip->payload, header, ip->payload.len), &message) ==
		    FRAME_SIP)
			tally_odd(&p->tally.sip_over_tcp, seen->input, seen->frame);
	}
}

static void
take_datagram(struct pipeline *p, struct seen *seen, const struct ip_view *ip,
	      const struct udp_view *udp)
{
	struct str message;

	seen->src = (struct endpoint){ ip->src, udp->src_port };
	seen->dst = (struct endpoint){ ip->dst, udp->dst_port };
	switch (frame_datagram(udp->payload, &message)) {
	case FRAME_SIP:
		expire(p);
		take_message(p, seen, message, udp->missing_bytes);
		break;
	case FRAME_KEEPALIVE:
		tally_odd(&p->tally.keepalive, seen->input, seen->frame);
		break;
	case FRAME_NOT_SIP:
		break;
	}
}

/*
 * The next file begins before the one before it ended: to its timers what is still open from that one is
 * of another time.
 */
static void
next_epoch(struct pipeline *p, int64_t ts_ns)
{
	struct txns *txns = txns_new(&p->lim, on_txn, p);
	struct dialogs *dialogs = dialogs_new(&p->lim, on_dialog, p);

	exchanges_finish(p->exchanges, p->now_ns);
	p->now_ns = p->last_ns = ts_ns;
	if (txns == NULL || dialogs == NULL) {
		/* The old ones do: they forget late, and are bounded. */
		p->dropped_memory++;
		txns_free(txns);
		dialogs_free(dialogs);
		return;
	}
	p->dropped_memory += txns_dropped(p->txns) + dialogs_dropped(p->dialogs);
	txns_free(p->txns);
	dialogs_free(p->dialogs);
	p->txns = txns;
	p->dialogs = dialogs;
}

static void
note_time(struct pipeline *p, uint32_t input, int64_t ts_ns)
{
	if (p->any_packet && input != p->input && ts_ns < p->now_ns)
		next_epoch(p, ts_ns);
	p->input = input;
	if (!p->any_packet || ts_ns < p->first_ns)
		p->first_ns = ts_ns;
	if (p->any_packet && ts_ns < p->last_ns)
		p->backward++;
	p->last_ns = ts_ns;
	if (!p->any_packet || ts_ns > p->now_ns)
		p->now_ns = ts_ns;
	if (!p->any_packet || ts_ns > p->last_seen_ns)
		p->last_seen_ns = ts_ns;
	p->any_packet = true;
}

void
pipeline_packet(struct pipeline *p, uint32_t input, const struct packet *packet)
{
	struct seen seen = { .ts_ns = packet->ts_ns, .frame = packet->no, .input = input };
	struct link_view link = { 0 };
	struct ip_view ip = { 0 };
	struct udp_view udp = { 0 };
	enum decode d;

	note_time(p, input, packet->ts_ns);
	arena_rewind(p->scratch);
	d = link_decode(packet, &link);
	if (d == DECODE_OK)
		d = ip_decode(&link, &ip);
	if (d == DECODE_OK)
		d = udp_decode(&ip, &udp);
	seen.path = link.path;
	if (d == DECODE_OK)
		take_datagram(p, &seen, &ip, &udp);
	else
		take_unread(p, d, &ip, &seen);
}

void
pipeline_idle(struct pipeline *p, int64_t now_ns)
{
	if (now_ns > p->now_ns)
		p->now_ns = now_ns;
	if (p->any_packet)
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
	expire(p);
	exchanges_finish(p->exchanges, p->now_ns);
	judge_finish(p->judge);
}

void
pipeline_summary(const struct pipeline *p, struct summary *out)
{
	*out = (struct summary){ .limits = &p->lim };
	tally_summary(&p->tally, out);
	out->first_ns = p->any_packet ? p->first_ns : 0;
	out->last_ns = p->any_packet ? p->last_seen_ns : 0;
	out->sip_messages = p->sip_messages;
	out->time_backward = p->backward;
	out->dropped_memory = p->dropped_memory + p->tally.memory + txns_dropped(p->txns) +
			      dialogs_dropped(p->dialogs) + exchanges_dropped(p->exchanges) +
			      judge_dropped(p->judge);
}
