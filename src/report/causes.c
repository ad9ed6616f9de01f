/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include <sipwhy/causes.h>

const struct rule *
causes_rule(const char *code)
{
	for (size_t i = 0; i < rules_count; i++) {
		if (strcmp(rules_all[i]->code, code) == 0)
			return rules_all[i];
	}
	return NULL;
}

/* Words of a code are set apart by "-". */
static bool
shares_word(struct str a, struct str b)
{
	while (a.len > 0) {
		struct str word = str_cut(&a, '-'), rest = b;

		while (word.len > 3 && rest.len > 0) {
			if (str_eq(str_cut(&rest, '-'), word))
				return true;
		}
	}
	return false;
}

size_t
causes_like(const char *code, const char *like[], size_t most)
{
	struct str wanted = str_of(code);
	size_t count = 0;

	/* Those that begin so, or have it within, first. */
	for (unsigned pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < rules_count && count < most; i++) {
			struct str have = str_of(rules_all[i]->code);
			bool within = wanted.len > 2 && str_has_nocase(have, wanted);

			if (pass == 0 ? within : !within && shares_word(have, wanted))
				like[count++] = rules_all[i]->code;
		}
	}
	return count;
}

#define DEFECT_IS                                                                                     \
	"The fault itself is proven by the octets. That the refusal came of it is possible; likely, " \
	"if the password shows that the digest is right all the same"
#define DEFECT_PEERS ", or if the server accepts answers without the fault"
#define DEFECT_PROVEN "; proven, if the same account is accepted without it and the digest is right"
#define DEFECT_NAMED ", or if the server's words name it"
#define DEFECT_BORNE ". What the server is seen to accept is possible at most."

/* Of a rule of BASIS_DEFECT, as grade.c decides. */
static const char *
how_sure_defect(const struct rule *rule)
{
	bool named = causes_words(rule, false, 0) != NULL;

	if (rule->ceiling == CAUSALITY_POSSIBLE)
		return named ? DEFECT_IS DEFECT_PROVEN DEFECT_NAMED DEFECT_BORNE
			     : DEFECT_IS DEFECT_PROVEN DEFECT_BORNE;
	return named ? DEFECT_IS DEFECT_PEERS DEFECT_PROVEN DEFECT_NAMED DEFECT_BORNE
		     : DEFECT_IS DEFECT_PEERS DEFECT_PROVEN DEFECT_BORNE;
}

const char *
causes_how_sure(const struct rule *rule)
{
	static const char *const ceilings[] = {
		[CAUSALITY_NONE] = "",
		[CAUSALITY_POSSIBLE] =
			"Possible at most: packets show that it is so, and not that the "
			"refusal came of it.",
		[CAUSALITY_LIKELY] =
			"Likely at most: packets show that it is so, and other causes that "
			"would leave the same packets are rare.",
		[CAUSALITY_PROVEN] = "Proven: what is seen leaves no other cause.",
	};

	if (rule->sure != NULL)
		return rule->sure;
	if (rule->severity != SEVERITY_CAUSE)
		return "It is proven by the octets, and is no cause of a refusal by itself.";
	switch (rule->basis) {
	case BASIS_DEFECT:
		return how_sure_defect(rule);
	case BASIS_HASH:
		return "The password, or its HA1, is needed. A rewrite that gives the very response that was "
		       "sent makes it likely; proven, if the server accepted an answer of this account "
		       "that the same password makes.";
	case BASIS_FACT:
		return ceilings[rule->ceiling];
	case BASIS_GRADE:
	case BASIS_SILENCE:
		break;
	}
	return "";
}

const char *
causes_words(const struct rule *rule, bool unless, size_t n)
{
	const char *const *list = unless ? rule->unless : rule->words;

	if (list == NULL && !unless)
		return n < RULE_REASONS ? rule->reasons[n] : NULL;
	for (size_t i = 0; list != NULL && list[i] != NULL; i++) {
		if (i == n)
			return list[i];
	}
	return NULL;
}

const char *
causes_needs(const struct rule *rule, size_t n)
{
	unsigned needs = rule->needs | rule->asks;

	for (unsigned bit = 0; bit < 32 && needs >> bit != 0; bit++) {
		if ((needs >> bit & 1) != 0 && n-- == 0)
			return fact_text((enum fact)(1u << bit));
	}
	return NULL;
}

const struct hypothesis *
causes_row(const struct rule *rule, size_t n)
{
	for (size_t i = 0; i < hypotheses_count; i++) {
		const struct hypothesis *h = &hypotheses_all[i];

		if (h->cause != NULL && strcmp(h->cause, rule->code) == 0 && n-- == 0)
			return h;
	}
	return NULL;
}

void
causes_command(const struct rule *rule, char *out, size_t room)
{
	bool secret = ((rule->needs | rule->asks) & FACT_DIGEST) != 0 ||
		      rule->basis == BASIS_HASH || causes_row(rule, 0) != NULL;

	/* The key of a SIM is given in a file of credentials only. */
	bool sim = strcmp(rule_group(rule), "aka") == 0;

	if (rule->party == PARTY_CAPTURE)
		(void)snprintf(out, room, "tcpdump -i any -s 0 -w new.pcap port 5060");
	else
		(void)snprintf(out, room,
			       "sipwhy --sessions -j %scapture.pcap | jq -c "
			       "'select(any(.defects[]?; .code == \"%s\"))'",
			       !secret ? ""
			       : sim   ? "--credentials FILE "
				       : "--ask-password --user USER ",
			       rule->code);
}
