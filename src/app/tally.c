/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>
#include <string.h>

#include <sipwhy/secret.h>

#include "tally.h"

#define ELLIPSIS "\xe2\x80\xa6"

void
tally_odd(struct tally_odd *o, uint32_t input, uint64_t frame)
{
	if (o->count++ == 0) {
		o->first_frame = frame;
		o->first_input = input;
	}
}

/* Put an address into a sorted set, unless it is there or the set is full. */
static void
set_add(struct tally *t, struct address **set, size_t *count, const struct address *a)
{
	size_t low = 0, high = *count;

	if (*set == NULL)
		*set = calloc(TALLY_HOSTS, sizeof(**set));
	if (*set == NULL) {
		t->memory++;
		return;
	}
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int order = memcmp(&(*set)[mid], a, sizeof(*a));

		if (order == 0)
			return;
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	if (*count == TALLY_HOSTS)
		return;
	memmove(&(*set)[low + 1], &(*set)[low], (*count - low) * sizeof(*a));
	(*set)[low] = *a;
	++*count;
}

/*
 * The report hides secrets that it sees whole.  Of one that lies across the cut it would see the beginning only, so
 * that goes here.
 */
static void
cut_agent(const struct secrets *secrets, struct str name, struct tally_agent *out)
{
	size_t keep = name.len < SUMMARY_AGENT ? name.len : SUMMARY_AGENT;
	size_t at, len, from = 0;

	*out = (struct tally_agent){ .hides_secret = false };
	while (name.len > keep &&
	       (len = secrets_spot(secrets, str_sub(name, from, name.len), &at)) > 0 &&
	       from + at < keep) {
		from += at + len;
		if (from > keep) {
			keep = from - len;
			out->hides_secret = true;
		}
	}
	memcpy(out->name, name.p, keep);
	if (out->hides_secret)
		memcpy(out->name + keep, ELLIPSIS, sizeof(ELLIPSIS) - 1);
}

static void
add_agent(const struct secrets *secrets, struct tally_cause *c, struct str name)
{
	struct tally_agent agent;
	size_t i = 0;

	if (str_absent(name))
		return;
	cut_agent(secrets, name, &agent);
	while (i < c->agent_count && memcmp(c->agents[i].name, agent.name, sizeof(agent.name)) != 0)
		i++;
	if (i == TALLY_AGENTS)
		return;
	if (i == c->agent_count)
		c->agents[c->agent_count++] = agent;
	c->agents[i].count++;
}

static struct tally_cause *
cause_of(struct tally *t, const char *code)
{
	struct tally_cause *c;

	for (size_t i = 0; i < t->cause_count; i++) {
		if (strcmp(t->causes[i]->code, code) == 0)
			return t->causes[i];
	}
	if (t->cause_count == SUMMARY_CAUSES || (c = calloc(1, sizeof(*c))) == NULL) {
		t->memory++;
		return NULL;
	}
	c->code = code;
	t->causes[t->cause_count++] = c;
	return c;
}

void
tally_diagnosis(struct tally *t, const struct diagnosis *d)
{
	const struct exchange *x = d->exchange;
	const struct message *answer, *request;
	struct tally_cause *c;

	t->outcomes[x->outcome]++;
	if (d->is_session || d->lead == NULL)
		return;
	answer = d->dossier.round->answer.msg;
	request = answer != NULL ? answer : d->dossier.round->request.msg;
	t->parties[d->lead->rule->party]++;
	c = cause_of(t, d->lead->rule->code);
	if (c == NULL)
		return;
	if (c->count++ == 0 || x->first_ns < c->first_ns)
		c->first_ns = x->first_ns;
	if (c->count == 1 || x->decided_ns > c->last_ns)
		c->last_ns = x->decided_ns;
	set_add(t, &c->clients, &c->client_count, &x->client.ip);
	set_add(t, &c->servers, &c->server_count, &x->server.ip);
	if (request != NULL)
		add_agent(t->secrets, c, request->sip.user_agent);
}

static void
top_agents(const struct tally_cause *c, struct summary_cause *out)
{
	bool taken[TALLY_AGENTS] = { false };

	for (size_t k = 0; k < SUMMARY_TOP; k++) {
		size_t best = TALLY_AGENTS;

		for (size_t i = 0; i < c->agent_count; i++) {
			if (!taken[i] &&
			    (best == TALLY_AGENTS || c->agents[i].count > c->agents[best].count))
				best = i;
		}
		if (best == TALLY_AGENTS)
			return;
		taken[best] = true;
		memcpy(out->user_agents[k].name, c->agents[best].name,
		       sizeof(c->agents[best].name));
		out->user_agents[k].hides_secret = c->agents[best].hides_secret;
		out->user_agents[k].count = c->agents[best].count;
	}
}

static int
by_count(const void *pa, const void *pb)
{
	const struct summary_cause *a = pa, *b = pb;

	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	return strcmp(a->code, b->code);
}

void
tally_oddity(struct summary *s, const char *name, const char *text, const struct tally_odd *o)
{
	if (o->count == 0 || s->oddity_count == SUMMARY_ODDITIES)
		return;
	s->oddities[s->oddity_count++] =
		(struct summary_oddity){ name, text, o->count, o->first_frame, o->first_input };
}

void
tally_summary(const struct tally *t, struct summary *out)
{
	out->cause_count = t->cause_count;
	for (size_t i = 0; i < t->cause_count; i++) {
		const struct tally_cause *c = t->causes[i];
		struct summary_cause *s = &out->causes[i];

		*s = (struct summary_cause){ .code = c->code,
					     .count = c->count,
					     .clients = c->client_count,
					     .servers = c->server_count,
					     .first_ns = c->first_ns,
					     .last_ns = c->last_ns };
		top_agents(c, s);
	}
	if (out->cause_count > 1)
		qsort(out->causes, out->cause_count, sizeof(out->causes[0]), by_count);
	memcpy(out->outcomes, t->outcomes, sizeof(out->outcomes));
	memcpy(out->parties, t->parties, sizeof(out->parties));
	out->oddity_count = 0;
	for (unsigned i = DECODE_OK + 1; i < DECODE_COUNT_; i++)
		tally_oddity(out, decode_name((enum decode)i), decode_text((enum decode)i),
			     &t->decode[i]);
	for (unsigned i = 0; i < TALLY_SIP_BITS; i++) {
		if (t->sip[i].count > 0)
			tally_oddity(out, sip_odd_name(1u << i), sip_odd_text(1u << i), &t->sip[i]);
	}
	tally_oddity(out, "sip.unplaced",
		     "SIP messages without what would tell to which transaction they belong",
		     &t->unplaced);
	tally_oddity(out, "sip.duplicate", "packets that were seen twice: read once",
		     &t->duplicate);
	tally_oddity(out, TALLY_TIME_NAME, TALLY_TIME_TEXT, &t->time);
	tally_oddity(out, "udp.keepalive", "keep-alives", &t->keepalive);
}

void
tally_free(struct tally *t)
{
	for (size_t i = 0; i < t->cause_count; i++) {
		free(t->causes[i]->clients);
		free(t->causes[i]->servers);
		free(t->causes[i]);
	}
}
