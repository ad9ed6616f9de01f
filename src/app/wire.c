/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include <sipwhy/dtls.h>
#include <sipwhy/frame.h>
#include <sipwhy/hep.h>
#include <sipwhy/hep_order.h>
#include <sipwhy/observe.h>
#include <sipwhy/sctp.h>
#include <sipwhy/streams.h>
#include <sipwhy/walk.h>

#include "wire.h"

struct wire {
	struct wire_options o;
	struct walk *walk;
	struct tcps *tcps;
	struct sctps *sctps;
	struct dtls_flows *dtls;
	struct observer *observer;
	struct hep_agents *agents;
	struct hep_order hep_order;
	struct arena *scratch; /* for a compressed HEP payload */
	struct str correlation_id;
	uint64_t no_memory;
	struct tally_odd hep[HEP_ODD_COUNT_], sctp[SCTP_ODD_COUNT_];
	struct tally_odd not_hep;
	int64_t last_ns; /* the greatest time of a packet */
};

static void
note_loss(struct wire *w, const struct seen *seen, enum loss loss)
{
	if (w->o.on_loss != NULL && seen != NULL)
		w->o.on_loss(w->o.ctx, seen, loss);
}

static void
tell_odd(void *ctx, const char *name, const char *text, const struct seen *seen)
{
	struct wire *w = ctx;

	if (w->o.on_odd != NULL)
		w->o.on_odd(w->o.ctx, name, text, seen);
}

/* Whether it was seen before, at another point; then it is counted, and not handed on. */
static bool
is_duplicate(struct wire *w, const struct seen *seen, uint32_t ip_id, struct str raw)
{
	if (observer_note(w->observer, seen, ip_id, raw) != OBSERVED_DUPLICATE)
		return false;
	tally_odd(&w->o.tally->duplicate, seen->input, seen->frame);
	return true;
}

static void
take_message(struct wire *w, const struct seen *seen, uint32_t ip_id, struct str raw,
	     size_t missing)
{
	if (!is_duplicate(w, seen, ip_id, raw))
		w->o.on_message(w->o.ctx, seen, raw, missing);
}

/* Of a stream: TCP has told what was sent again from the sequence numbers; an agent may have seen it, too. */
static void
on_stream_message(void *ctx, const struct seen *seen, struct str raw, size_t missing)
{
	struct wire *w = ctx;

	take_message(w, seen, 0, raw, missing);
}

static void
on_stream_gap(void *ctx, const struct seen *seen, uint64_t bytes)
{
	(void)bytes;
	note_loss(ctx, seen, LOSS_UNPLACED);
}

static void
on_sctp_odd(void *ctx, enum sctp_odd odd, const struct seen *seen)
{
	struct wire *w = ctx;

	tally_odd(&w->sctp[odd], seen != NULL ? seen->input : 0, seen != NULL ? seen->frame : 0);
	if (seen != NULL)
		tell_odd(w, sctp_odd_name(odd), sctp_odd_text(odd), seen);
}

static void
on_hep_message(void *ctx, const struct hep_held *h)
{
	struct wire *w = ctx;

	w->correlation_id = h->correlation_id;
	w->o.on_message(w->o.ctx, &h->seen, h->raw, h->missing_bytes);
	w->correlation_id = STR_ABSENT;
}

static void
take_hep_message(struct wire *w, const struct seen *around, struct hep *h)
{
	struct hep_held held = { .missing_bytes = h->missing_bytes,
				 .correlation_id = h->correlation_id };
	struct seen arrived;

	if (frame_datagram(h->payload, &held.raw) != FRAME_SIP)
		return;
	held.seen = hep_seen(h, around);
	held.seen.path.agent = hep_agents_get(w->agents, h);
	/* Agents' clocks differ; what they saw together comes together. */
	arrived = held.seen;
	arrived.ts_ns = around->ts_ns;
	if (!is_duplicate(w, &arrived, 0, held.raw))
		hep_order_add(&w->hep_order, &held, around->ts_ns);
}

/* True if it was HEP, read or not. */
static bool
take_hep(struct wire *w, const struct seen *around, struct str packet, size_t missing)
{
	struct hep_in in = { .packet = packet,
			     .missing_bytes = missing,
			     .scratch = w->scratch,
			     .most_bytes = w->o.limits->max[LIMIT_MESSAGE_BYTES] };
	struct hep h;
	enum hep_kind kind;

	arena_rewind(w->scratch);
	kind = hep_decode(&in, &h);
	if (kind == HEP_NONE)
		return false;
	if (kind == HEP_MESSAGE)
		take_hep_message(w, around, &h);
	w->no_memory += h.no_memory;
	for (unsigned i = 0; i < HEP_ODD_COUNT_; i++) {
		if ((h.odd >> i & 1) == 0)
			continue;
		tally_odd(&w->hep[i], around->input, around->frame);
		tell_odd(w, hep_odd_name((enum hep_odd)i), hep_odd_text((enum hep_odd)i), around);
	}
	return true;
}

static void
take_datagram(struct wire *w, const struct unit *u)
{
	struct str message;
	enum dtls_odd odd;

	switch (frame_datagram(u->payload, &message)) {
	case FRAME_SIP:
		take_message(w, &u->seen, u->ip_id, message, u->missing_bytes);
		return;
	case FRAME_KEEPALIVE:
		tally_odd(&w->o.tally->keepalive, u->seen.input, u->seen.frame);
		return;
	case FRAME_NOT_SIP:
		break;
	}
	if (take_hep(w, &u->seen, u->payload, u->missing_bytes) ||
	    !dtls_is(u->payload, u->missing_bytes))
		return;
	odd = dtls_flows_add(w->dtls, &u->seen);
	if (odd != DTLS_ODD_COUNT_)
		tell_odd(w, dtls_odd_name(odd), dtls_odd_text(odd), &u->seen);
}

static void
on_unit(void *ctx, const struct unit *u)
{
	struct wire *w = ctx;

	switch (u->kind) {
	case UNIT_UDP:
		take_datagram(w, u);
		break;
	case UNIT_TCP:
		tcps_add(w->tcps, u);
		break;
	case UNIT_SCTP:
		sctps_add(w->sctps, u);
		break;
	}
}

static void
on_lost(void *ctx, const struct lost *l)
{
	/* Fragments come together: what is not there so much later will not come. */
	enum { SOON_NS = 1000000000 };
	struct wire *w = ctx;

	if (l->why == LOST_REPEATED || (l->why == LOST_END && w->last_ns - l->seen.ts_ns < SOON_NS))
		return;
	note_loss(w, &l->seen, LOSS_FRAGMENTS);
}

static void
on_odd(void *ctx, enum decode what, const struct seen *seen)
{
	struct wire *w = ctx;

	tally_odd(&w->o.tally->decode[what], seen->input, seen->frame);
	tell_odd(w, decode_name(what), decode_text(what), seen);
}

struct wire *
wire_new(const struct wire_options *o)
{
	struct wire *w = calloc(1, sizeof(*w));

	if (w == NULL)
		return NULL;
	w->o = *o;
	w->walk = walk_new(o->limits, on_unit, w);
	w->tcps = tcps_new(o->limits, on_stream_message, w);
	w->sctps = sctps_new(o->limits, on_stream_message, w);
	w->dtls = dtls_flows_new(o->limits);
	w->observer = observer_new(o->limits);
	w->agents = hep_agents_new(o->limits);
	w->hep_order = (struct hep_order){ .fn = on_hep_message, .ctx = w };
	w->scratch = arena_new(0);
	if (w->walk == NULL || w->tcps == NULL || w->sctps == NULL || w->dtls == NULL ||
	    w->observer == NULL || w->agents == NULL || w->scratch == NULL) {
		wire_free(w);
		return NULL;
	}
	walk_on_lost(w->walk, on_lost);
	walk_on_odd(w->walk, on_odd);
	tcps_on_gap(w->tcps, on_stream_gap);
	tcps_on_odd(w->tcps, tell_odd);
	sctps_on_odd(w->sctps, on_sctp_odd);
	return w;
}

void
wire_free(struct wire *w)
{
	if (w == NULL)
		return;
	if (w->walk != NULL)
		walk_free(w->walk);
	if (w->tcps != NULL)
		tcps_free(w->tcps);
	if (w->sctps != NULL)
		sctps_free(w->sctps);
	if (w->dtls != NULL)
		dtls_flows_free(w->dtls);
	hep_order_end(&w->hep_order);
	observer_free(w->observer);
	hep_agents_free(w->agents);
	arena_free(w->scratch);
	free(w);
}

void
wire_packet(struct wire *w, uint32_t input, const struct packet *packet)
{
	struct seen seen;

	if (packet->ts_ns > w->last_ns)
		w->last_ns = packet->ts_ns;
	if (packet->link != LINK_HEP) {
		walk_packet(w->walk, input, packet);
		return;
	}
	seen = (struct seen){ .ts_ns = packet->ts_ns,
			      .frame = packet->no,
			      .input = input,
			      .path.interface = packet->interface };
	if (!take_hep(w, &seen, packet->data, packet->wire_len - packet->data.len))
		tally_odd(&w->not_hep, input, packet->no);
}

struct str
wire_correlation_id(const struct wire *w)
{
	return w->correlation_id;
}

void
wire_expire(struct wire *w, int64_t now_ns)
{
	hep_order_expire(&w->hep_order, now_ns);
	walk_expire(w->walk, now_ns);
	tcps_expire(w->tcps, now_ns);
	sctps_expire(w->sctps, now_ns);
}

void
wire_finish(struct wire *w)
{
	walk_finish(w->walk);
	hep_order_expire(&w->hep_order, INT64_MAX);
	tcps_finish(w->tcps);
	sctps_finish(w->sctps);
}

void
wire_count(struct wire *w, struct summary *out)
{
	struct stream_oddity odd[STREAM_ODDITIES];
	size_t n = tcps_oddities(w->tcps, odd);

	for (size_t i = 0; i < n; i++) {
		struct tally_odd one = { odd[i].count, odd[i].first_frame, odd[i].first_input };

		tally_oddity(out, odd[i].name, odd[i].text, &one);
	}
	for (unsigned i = 0; i < SCTP_ODD_COUNT_; i++)
		tally_oddity(out, sctp_odd_name((enum sctp_odd)i), sctp_odd_text((enum sctp_odd)i),
			     &w->sctp[i]);
	tally_oddity(out, "hep.none", "packets that came in and are no HEP", &w->not_hep);
	for (unsigned i = 0; i < HEP_ODD_COUNT_; i++)
		tally_oddity(out, hep_odd_name((enum hep_odd)i), hep_odd_text((enum hep_odd)i),
			     &w->hep[i]);
	for (unsigned i = 0; i < DTLS_ODD_COUNT_; i++) {
		struct dtls_count c = dtls_flows_count(w->dtls, (enum dtls_odd)i);
		struct tally_odd one = { c.flows, c.first_frame, c.first_input };

		tally_oddity(out, dtls_odd_name((enum dtls_odd)i), dtls_odd_text((enum dtls_odd)i),
			     &one);
	}
}

uint64_t
wire_dropped(const struct wire *w)
{
	return walk_dropped(w->walk) + tcps_dropped(w->tcps) + sctps_dropped(w->sctps) +
	       observer_dropped(w->observer) + w->no_memory;
}
