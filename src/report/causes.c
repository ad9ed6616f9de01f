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

	if (rule->severity != SEVERITY_CAUSE)
		return "It is proven by the octets, and is no cause of a refusal by itself.";
	switch (rule->basis) {
	case BASIS_DEFECT:
		return "The fault itself is proven by the octets. That the refusal came of it is possible; "
		       "likely, if the server accepts other answers without the fault, or if the password "
		       "shows that the digest is right all the same, or if the server's reason names it; "
		       "proven, if the same account is accepted without it and the digest is right, or if "
		       "the server says so.";
	case BASIS_HASH:
		return "The password, or its HA1, is needed. A rewrite that gives the very response that was "
		       "sent makes it likely; proven, if the server accepted an answer of this account "
		       "that the same password makes.";
	case BASIS_FACT:
		return ceilings[rule->ceiling];
	case BASIS_GRADE:
		break;
	}
	return "How sure depends on what else the capture shows; each diagnosis says why.";
}

const char *
causes_needs(const struct rule *rule, size_t n)
{
	for (unsigned bit = 0; bit < 32 && rule->needs >> bit != 0; bit++) {
		if ((rule->needs >> bit & 1) != 0 && n-- == 0)
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
	bool secret = (rule->needs & FACT_DIGEST) != 0 || rule->basis == BASIS_HASH ||
		      causes_row(rule, 0) != NULL;

	if (rule->party == PARTY_CAPTURE)
		(void)snprintf(out, room, "tcpdump -i any -s 0 -w new.pcap port 5060");
	else
		(void)snprintf(out, room,
			       "sipwhy --sessions -j %scapture.pcap | jq -c "
			       "'select(any(.defects[]?; .code == \"%s\"))'",
			       secret ? "--ask-password --user USER " : "", rule->code);
}
