/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <string.h>

#include "text.h"

void
text_clauses(struct page *p, const struct rule *rule)
{
	for (size_t i = 0; i < RULE_CLAUSES && rule->clauses[i].doc != NULL; i++) {
		const struct clause *c = &rule->clauses[i];

		text_item(p, 2);
		page_ours(p, c->doc);
		if (c->section != NULL)
			page_f(p, " %s", c->section);
		if (c->demand != NULL) {
			page_ours(p, ": ");
			page_ours(p, c->demand);
		}
	}
}

void
text_why(struct page *p, const struct diagnosis *d)
{
	const struct rule *rule = d->lead != NULL ? d->lead->rule : NULL;

	if (rule == NULL)
		return;
	text_heading(p, "Why it matters");
	text_item(p, 0);
	page_ours(p, rule->meaning != NULL ? rule->meaning : rule->title);
	text_clauses(p, rule);
	page_end_line(p);
}

static void
put_difference(struct page *p, const struct contrast_view *v, const struct contrast_peer *peer,
	       unsigned param)
{
	page_f(p, "%s ", contrast_param_name((enum contrast_param)param));
	page_text(p, str_absent(peer->param[param]) ? S("none") : peer->param[param]);
	page_ours(p, " (");
	page_text(p, str_absent(v->here[param]) ? S("none") : v->here[param]);
	page_ours(p, ")");
}

static void
put_accepted(struct page *p, const struct contrast_view *v, const struct contrast_row *row)
{
	const struct contrast_peer *peer = row->peer;
	char client[ENDPOINT_TEXT];
	bool first = true;

	text_item(p, 2);
	page_f(p, "%s", endpoint_text(&peer->client, client));
	if (!str_absent(peer->user_agent)) {
		page_ours(p, ", ");
		page_text(p, peer->user_agent);
	}
	page_f(p, ", %s account, accepted %" PRIu64 " time%s, answer in frame %" PRIu64,
	       row->same_account ? "same" : "another", peer->count, peer->count == 1 ? "" : "s",
	       peer->seen.frame);
	for (unsigned i = 0; i < CONTRAST_PARAMS_; i++) {
		if ((row->differs & 1u << i) == 0)
			continue;
		page_ours(p, first ? ". There (and here): " : "; ");
		put_difference(p, v, peer, i);
		first = false;
	}
	page_ours(p, first ? ". It sent the same parameters." : ".");
	for (size_t i = 0; i < rules_count; i++) {
		if (!rule_set_has(&peer->found, i))
			continue;
		text_item(p, 2);
		page_f(p, "  of that one too: %s: %s (%s)", rules_all[i]->code, rules_all[i]->title,
		       severity_name(rules_all[i]->severity));
	}
}

void
text_contrast(struct page *p, const struct diagnosis *d)
{
	const struct contrast_view *v = &d->contrast;
	size_t shown = p->options->verbose > 0 ? v->row_count : v->row_count < 2 ? v->row_count : 2;

	if (v->row_count == 0)
		return;
	text_heading(p, "Accepted by the same server");
	for (size_t i = 0; i < shown; i++)
		put_accepted(p, v, &v->rows[i]);
	page_end_line(p);
}

static const char *
secret_name(const struct verify *v)
{
	return v->from_aka ? "key of the SIM" : v->from_ha1 ? "HA1" : "password";
}

/* OP and OPc are mistaken for each other more often than a key is wrong. */
static void
put_slip(struct page *p, const struct verify *v)
{
	bool op = v->aka.slip == VERIFY_AKA_SLIP_OP_AS_OPC;
	const char *given = op ? "OP" : "OPc", *taken = op ? "OPc" : "OP";

	if (!op && v->aka.slip != VERIFY_AKA_SLIP_OPC_AS_OP)
		return;
	page_f(p, " The %s given fits the AUTN of the network as %s", given, taken);
	if (v->aka.mended)
		page_f(p,
		       ", and the answer too: the client is right, and %s= belongs where the "
		       "credentials file has %s=.",
		       op ? "opc" : "op", op ? "op" : "opc");
	else if (v->check == VERIFY_MATCH)
		page_f(p, ", and the answer as %s: the network and the client differ in it.",
		       given);
	else
		page_f(p,
		       ": either the credentials file has it under the wrong name, or the network "
		       "takes it so.");
}

static void
put_digest(struct page *p, const struct verify *v)
{
	const char *form = v->form == DIGEST_FORM_2069 ? "without qop, as RFC 2069" : "with qop";

	text_item(p, 0);
	page_ours(p, "The digest: ");
	switch (v->check) {
	case VERIFY_MATCH:
		page_f(p, "right for the given %s (%s, %s).", secret_name(v),
		       auth_algorithm_name(v->alg), form);
		break;
	case VERIFY_MISMATCH:
		page_f(p, "not made from the given %s as sent.", secret_name(v));
		break;
	case VERIFY_NOT_EVALUABLE:
		page_f(p, "cannot be checked: %s.", verify_reason_text(v->reason));
		break;
	case VERIFY_NOT_ATTEMPTED:
		page_ours(p, "not checked, no password given (--ask-password).");
		break;
	}
	if (v->check != VERIFY_NOT_ATTEMPTED)
		put_slip(p, v);
	text_hashed(p, v);
}

/* Without the sentence that was said under "What was wrong". */
static void
put_why(struct page *p, const struct diagnosis *d)
{
	struct str why = str_of(d->why), detail = str_of(d->lead->detail);

	if (detail.len > 0 && str_starts(why, detail)) {
		/* The detail may have had no full stop of its own. */
		why = str_sub(why, detail.len, why.len);
		(void)str_take(&why, '.');
		why = str_trim(why, str_is_lws);
	}
	if (why.len == 0) {
		page_ours(p, ", by what is said above.");
		return;
	}
	page_ours(p, ": ");
	page_sentence(p, why);
}

void
text_sure(struct page *p, const struct diagnosis *d, const struct subject *s)
{
	text_heading(p, "How sure");
	if (d->lead != NULL) {
		text_item(p, 0);
		page_pen(p, PEN_BOLD);
		page_ours(p, causality_name(d->causality));
		page_pen(p, PEN_PLAIN);
		put_why(p, d);
	}
	if (d->digest != NULL && s->cred != NULL)
		put_digest(p, d->digest);
	if (d->alternative_count == 0) {
		page_end_line(p);
		return;
	}
	text_heading(p, "Also considered");
	for (size_t i = 0; i < d->alternative_count; i++) {
		const struct alternative *a = &d->alternatives[i];

		text_item(p, 2);
		page_ours(p, a->code);
		if (a->causality != CAUSALITY_NONE)
			page_f(p, " (%s)", causality_name(a->causality));
		page_ours(p, ": ");
		page_ours(p, a->why_not);
	}
	page_end_line(p);
}

static void
put_advice(struct page *p, const struct advice *a, const char *code)
{
	text_item(p, 2);
	page_pen(p, PEN_BOLD);
	page_ours(p, party_name(a->party));
	page_pen(p, PEN_PLAIN);
	page_f(p, "%s%s: ", code != NULL ? ", for " : "", code != NULL ? code : "");
	page_ours(p, a->text);
}

static void
put_all_advice(struct page *p, const struct rule *rule, const char *code)
{
	for (size_t i = 0; i < RULE_ADVICE && rule->advice[i].text != NULL; i++)
		put_advice(p, &rule->advice[i], code);
}

void
text_advice(struct page *p, const struct rule *rule, const struct diagnosis *d)
{
	bool first = rule->unchecked.text != NULL && (d == NULL || !diagnosis_is_checked(d));
	size_t joint = d != NULL ? d->joint_count : 0;

	if (rule->advice[0].text == NULL && !first && joint == 0)
		return;
	text_heading(p, joint > 0 ? "What to change, all of it" : "What to change");
	if (first)
		put_advice(p, &rule->unchecked, NULL);
	put_all_advice(p, rule, joint > 0 ? rule->code : NULL);
	for (size_t i = 0; i < joint; i++)
		put_all_advice(p, d->joint[i], d->joint[i]->code);
	page_end_line(p);
}

/* One sentence for all losses, and how to have none, once each, unless the cause's advice says it. */
static void
put_losses(struct page *p, const struct diagnosis *d)
{
	bool told = d->lead != NULL && d->lead->rule->party == PARTY_CAPTURE;
	const char *last = NULL;

	text_item(p, 0);
	for (size_t i = 0; i < LOSS_ROWS; i++) {
		if ((d->exchange->loss & loss_row(i)->bit) == 0)
			continue;
		page_ours(p, last == NULL ? "" : "; ");
		page_ours(p, last = loss_row(i)->text);
	}
	page_ours(p, ".");
	last = "";
	for (size_t i = 0; i < LOSS_ROWS && !told; i++) {
		const struct loss_row *row = loss_row(i);

		if ((d->exchange->loss & row->bit) == 0 || strcmp(row->advice, last) == 0)
			continue;
		text_item(p, 0);
		page_ours(p, last = row->advice);
	}
}

void
text_capture(struct page *p, const struct diagnosis *d)
{
	unsigned facts = subject_missing_facts(d);
	const char *before = "So the judgement is without ";

	if (d->exchange->loss == 0)
		return;
	text_heading(p, "What the capture lacks");
	put_losses(p, d);
	for (unsigned bit = 0; facts >> bit != 0; bit++) {
		if ((facts >> bit & 1u) == 0)
			continue;
		if (*before == 'S')
			text_item(p, 0);
		page_f(p, "%s%s", before, fact_text((enum fact)(1u << bit)));
		before = "; ";
	}
	page_ours(p, *before == ';' ? "." : "");
	page_end_line(p);
}
