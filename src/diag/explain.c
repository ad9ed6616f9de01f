/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The sentences of a diagnosis: how sure, and on what evidence.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <sipwhy/hypothesis.h>

#include <sipwhy/answers.h>

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
	if (g->peers.unsure)
		say(d, " It accepted one like this too, of which it cannot be told: its challenge "
		       "is not in the capture.");
}

static void
say_hashed(struct diagnosis *d, const char *secret)
{
	const struct verify *v = d->digest;

	say(d, " The %s shows that the client %s", secret, v->hashed->text);
	for (size_t i = 1; i < v->substitutions && i < VERIFY_DIFFS; i++) {
		if (v->differs[i].row != NULL)
			say(d, "; and %s", v->differs[i].row->text);
	}
	say(d, ".");
}

static void
say_digest(struct diagnosis *d, const struct grade *g)
{
	const struct verify *v = d->digest;
	const char *secret = v->from_aka ? "key of the SIM" : v->from_ha1 ? "HA1" : "password";

	if (g->digest_right && v->form == DIGEST_FORM_2069 && d->dossier.round->cred != NULL)
		say(d,
		    " The %s shows the RFC 2069 form of the digest, which this answer uses, to be right.",
		    secret);
	else if (g->digest_right)
		say(d, " The %s shows that the digest is right as it was sent.", secret);
	else if (v->hashed != NULL)
		say_hashed(d, secret);
	else if (v->check == VERIFY_MISMATCH && v->tried == 0)
		say(d, " No response of this form could be made from the %s to compare it with.",
		    secret);
	else if (v->check == VERIFY_MISMATCH)
		say(d,
		    " The digest is not made from the supplied %s in any form tried (%" PRIu64 ").",
		    secret, v->tried);
	if (v->check == VERIFY_MISMATCH && v->hashed == NULL && v->from_ha1)
		say(d, " With an HA1 other user names, realms and forms of the password cannot be "
		       "tried: one of these may be it as well.");
}

/* What two responses to one nonce tell, where no secret tells more and the lead does not say it. */
static void
say_kin(struct diagnosis *d)
{
	const struct answer_kin *kin = d->dossier.kin;

	if (kin == NULL || d->digest->check == VERIFY_MATCH ||
	    d->digest->check == VERIFY_MISMATCH || d->lead->rule->rank < RANK_DIGEST)
		return;
	if (kin->other_response != NULL && !kin->other_response->accepted)
		say(d,
		    " Another response was sent for the same nonce, uri and method: what is hashed "
		    "and not sent was changed, most likely the password.");
	if (kin->other_method != NULL && d->lead->rule->rank >= RANK_OUTCOME)
		say(d,
		    " The same response was sent with another method: it was copied, or the method "
		    "is not hashed.");
	if (kin->other_uri != NULL && d->lead->rule->rank >= RANK_OUTCOME)
		say(d,
		    " The same response was sent with another uri: it was copied, or the uri that "
		    "is sent is not hashed.");
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

/* Contrast tells nothing of which, where more than one fault is not in what was accepted. */
static void
say_rivals(struct diagnosis *d, const struct grade *g)
{
	if (g->rivals > 0 && d->causality == CAUSALITY_LIKELY)
		say(d,
		    " The same holds for %zu other fault%s found here: any of these may be the cause.",
		    g->rivals, plural(g->rivals));
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
	say_rivals(d, g);
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
	unsigned named = 0;

	if (d->causality == CAUSALITY_PROVEN)
		return;
	for (size_t i = 0; i < RULE_LOOKALIKES && lead->lookalikes[i].code != NULL; i++) {
		const struct rule *rule = engine_find(e, lead->lookalikes[i].code);

		if (rule != NULL && engine_rules_out(&d->dossier, rule))
			continue;
		say(d, "%s%s",
		    named == 0 ? " Not proven, since these would leave the same packets: " : ", ",
		    lead->lookalikes[i].code);
		named++;
	}
	if (named > 0)
		say(d, ".");
}

/* Rules may end it with a full stop, or not. */
static void
say_detail(struct diagnosis *d)
{
	const char *text = d->lead->detail;
	size_t n = strnlen(text, sizeof(d->lead->detail));

	if (n > 0)
		say(d, "%s%s", text, text[n - 1] == '.' ? "" : ".");
}

static void
explain_other(const struct engine *e, struct diagnosis *d, const struct grade *g)
{
	say_detail(d);
	say_digest(d, g);
	say_kin(d);
	if (d->dossier.secret_held)
		say(d,
		    " The server accepted answers of this account that the supplied secret makes, before "
		    "this one and after.");
	else if (d->dossier.secret_confirmed)
		say(d,
		    " The server accepted another answer of this account that the supplied secret makes; "
		    "whether it held that secret at this time is not seen.");
	else if (g->digest_right)
		say(d, " Whether the server holds the same secret is not seen.");
	say_what_would_help(d, g);
	say_not_ruled_out(e, d);
	if (d->why[0] == '\0')
		say(d, "%s", d->lead->rule->meaning);
}

void
engine_explain(const struct engine *e, const struct contrast *contrast, struct diagnosis *out)
{
	struct grade g;

	if (out->lead == NULL)
		return;
	g = engine_grade(e, contrast, out, out->lead->rule);
	if (out->lead->rule->basis == BASIS_DEFECT)
		explain_defect(e, out, &g);
	else
		explain_other(e, out, &g);
	/* A sentence may begin with a blank when it comes first. */
	if (out->why[0] == ' ')
		memmove(out->why, out->why + 1, strlen(out->why));
	engine_compare(e, contrast, out);
}
