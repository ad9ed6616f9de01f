/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The sentences of a diagnosis: how sure, and on what evidence; which other causes were considered.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <sipwhy/hypothesis.h>

#include "engine_priv.h"

/* Append to `why`; what does not fit is cut off at its end. */
static void __attribute__((format(printf, 2, 3))) say(struct diagnosis *d, const char *fmt, ...)
{
	size_t used = strlen(d->why);
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(d->why + used, sizeof(d->why) - used, fmt, args);
	va_end(args);
}

static const char *
plural(uint64_t n)
{
	return n == 1 ? "" : "s";
}

/* The address of the peer that was accepted without what the lead finds; the same account first. */
static const struct contrast_peer *
peer_without(const struct engine *e, const struct diagnosis *d)
{
	size_t index = engine_index(e, d->lead->rule);

	for (size_t i = 0; i < d->contrast.row_count; i++) {
		if (!rule_set_has(&d->contrast.rows[i].peer->found, index))
			return d->contrast.rows[i].peer;
	}
	return NULL;
}

static void
say_contrast(const struct engine *e, struct diagnosis *d, const struct grade *g)
{
	const struct contrast_peer *p = peer_without(e, d);
	char at[ENDPOINT_TEXT];

	if (g->tolerated) {
		say(d,
		    " The server accepted %" PRIu64
		    " answer%s that had the same fault, so it may not mind it.",
		    g->peers.with, plural(g->peers.with));
		return;
	}
	if (p == NULL)
		return;
	if (g->peers.same_without)
		say(d, " The server accepted the same account from %s, where this fault is absent.",
		    endpoint_text(&p->client, at));
	else if (g->peers.without > 0)
		say(d,
		    " The server accepted %" PRIu64
		    " answer%s of other accounts of this realm, none with this "
		    "fault; another account is weaker evidence than the same one.",
		    g->peers.without, plural(g->peers.without));
}

static void
say_digest(struct diagnosis *d, const struct grade *g)
{
	const struct verify *v = d->digest;
	const char *secret = v->from_ha1 ? "HA1" : "password";

	if (g->digest_right && v->form == DIGEST_FORM_2069 && d->dossier.round->cred != NULL)
		say(d,
		    " The %s shows the RFC 2069 form of the digest, which this answer uses, to be right.",
		    secret);
	else if (g->digest_right)
		say(d, " The %s shows that the digest is right as it was sent.", secret);
	else if (v->hashed != NULL)
		say(d, " The %s shows what was hashed: %s.", secret, v->hashed->text);
	else if (v->check == VERIFY_MISMATCH)
		say(d,
		    " The digest is not made from the supplied %s in any form tried (%" PRIu64 ").",
		    secret, v->tried);
}

static void
say_what_would_help(struct diagnosis *d, const struct grade *g)
{
	bool header_rule = d->lead->rule->basis == BASIS_DEFECT;

	if (d->digest->reason == VERIFY_SECRET_CONTRADICTED)
		say(d,
		    " The supplied secret does not make an answer of this account that the server accepted, "
		    "so it was not used.");
	else if (d->digest->check == VERIFY_NOT_ATTEMPTED && header_rule)
		say(d, " With the password (--ask-password) the digest could be checked.");
	if (header_rule && g->peers.with + g->peers.without == 0)
		say(d, " No accepted answer for this realm is in the capture to compare with.");
}

static void
explain_defect(const struct engine *e, struct diagnosis *d, const struct grade *g)
{
	say(d, "The fault itself is proven by the packets.");
	if (!str_absent(g->reason)) {
		char quote[FINDING_QUOTE];

		say(d, " The server's reason names it: \"%s\".", finding_quote(g->reason, quote));
	}
	say_digest(d, g);
	say_contrast(e, d, g);
	say_what_would_help(d, g);
	if (d->causality == CAUSALITY_POSSIBLE)
		say(d,
		    " That it is why the server refused is only possible: many servers accept it.");
}

/* Which causes would leave the same packets: that is what keeps a cause from being proven. */
static void
say_not_ruled_out(const struct engine *e, struct diagnosis *d)
{
	const struct rule *lead = d->lead->rule;
	struct finding f;
	unsigned named = 0;

	if (d->causality == CAUSALITY_PROVEN)
		return;
	for (size_t i = 0; i < RULE_LOOKALIKES && lead->lookalikes[i].code != NULL; i++) {
		const struct rule *rule = engine_find(e, lead->lookalikes[i].code);

		if (rule != NULL && rule_apply(rule, &d->dossier, &f) == VERDICT_NO)
			continue;
		say(d, "%s%s",
		    named == 0 ? " Not proven, since these would leave the same packets: " : ", ",
		    lead->lookalikes[i].code);
		named++;
	}
	if (named > 0)
		say(d, ".");
}

static void
explain_other(const struct engine *e, struct diagnosis *d, const struct grade *g)
{
	if (d->lead->detail[0] != '\0')
		say(d, "%s", d->lead->detail);
	say_digest(d, g);
	if (d->dossier.secret_confirmed)
		say(d,
		    " The server accepted another answer of this account that the supplied secret makes.");
	say_what_would_help(d, g);
	say_not_ruled_out(e, d);
	if (d->why[0] == '\0')
		say(d, "%s", d->lead->rule->meaning);
}

static struct alternative *
add_alternative(struct diagnosis *d, const char *code, enum causality c)
{
	struct alternative *alt;

	for (size_t i = 0; i < d->alternative_count; i++) {
		if (strcmp(d->alternatives[i].code, code) == 0)
			return NULL;
	}
	if (d->alternative_count == DIAGNOSIS_ALTERNATIVES)
		return NULL;
	alt = &d->alternatives[d->alternative_count++];
	alt->code = code;
	alt->causality = c;
	return alt;
}

static const char *
lookalike_tell(const struct rule *rule, const char *code)
{
	for (size_t i = 0; i < RULE_LOOKALIKES && rule->lookalikes[i].code != NULL; i++) {
		if (strcmp(rule->lookalikes[i].code, code) == 0)
			return rule->lookalikes[i].tell;
	}
	return NULL;
}

/* Causes that are present too, and why they do not lead. */
static void
list_beaten(const struct engine *e, const struct contrast *contrast, struct diagnosis *d)
{
	for (size_t i = 0; i < d->finding_count; i++) {
		const struct finding *f = &d->findings[i],
				     *by = engine_beaten_by(e, contrast, d, f);
		struct alternative *alt;
		enum causality c;
		const char *tell;

		if (f == d->lead || f->rule->severity != SEVERITY_CAUSE)
			continue;
		c = engine_grade(e, &d->dossier, contrast, f->rule).causality;
		/* One refusal has one cause: what stands beside a sure one is less than that. */
		if (d->causality == CAUSALITY_PROVEN || c > d->causality)
			c = d->causality == CAUSALITY_PROVEN ? CAUSALITY_POSSIBLE : d->causality;
		alt = add_alternative(d, f->rule->code, c);
		if (alt == NULL)
			continue;
		tell = lookalike_tell(d->lead->rule, f->rule->code);
		if (tell != NULL)
			(void)snprintf(alt->why_not, sizeof(alt->why_not), "%s", tell);
		else if (by != NULL)
			(void)snprintf(alt->why_not, sizeof(alt->why_not),
				       "also present; %s says more of the same refusal",
				       by->rule->code);
		else
			(void)snprintf(alt->why_not, sizeof(alt->why_not),
				       "also present, and less sure");
	}
}

/* Causes that would look the same, unless the packets rule them out. */
static void
list_lookalikes(const struct engine *e, struct diagnosis *d)
{
	struct finding f;

	for (size_t i = 0; i < RULE_LOOKALIKES && d->lead->rule->lookalikes[i].code != NULL; i++) {
		const struct lookalike *l = &d->lead->rule->lookalikes[i];
		const struct rule *rule = engine_find(e, l->code);
		struct alternative *alt;

		if (rule != NULL && rule_apply(rule, &d->dossier, &f) == VERDICT_NO)
			continue;
		alt = add_alternative(d, l->code, CAUSALITY_POSSIBLE);
		if (alt != NULL)
			(void)snprintf(alt->why_not, sizeof(alt->why_not), "%s", l->tell);
	}
}

void
engine_explain(const struct engine *e, const struct contrast *contrast, struct diagnosis *out)
{
	struct grade g;

	if (out->lead == NULL)
		return;
	g = engine_grade(e, &out->dossier, contrast, out->lead->rule);
	if (out->lead->rule->basis == BASIS_DEFECT)
		explain_defect(e, out, &g);
	else
		explain_other(e, out, &g);
	/* A sentence may begin with a blank when it comes first. */
	if (out->why[0] == ' ')
		memmove(out->why, out->why + 1, strlen(out->why));
	list_beaten(e, contrast, out);
	list_lookalikes(e, out);
}
