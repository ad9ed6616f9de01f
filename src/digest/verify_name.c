/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include <sipwhy/hypothesis.h>

static const struct {
	const char *name, *text;
} reasons[] = {
	[VERIFY_REASON_NONE] = { "", "" },
	[VERIFY_NO_SECRET] = { "no-secret",
			       "no password or HA1 was given for this user and realm" },
	[VERIFY_NO_ANSWER] = { "no-answer", "no credentials were sent" },
	[VERIFY_PARAM_MISSING] = { "param-missing",
				   "username, realm, nonce, uri or response was not sent" },
	[VERIFY_PARAM_CUT] = { "param-cut", "the capture cuts the credentials off" },
	[VERIFY_QOP_SET_INCOMPLETE] = { "qop-set-incomplete",
					"qop was sent without cnonce or nc, so what must be hashed is "
					"not defined" },
	[VERIFY_ALGORITHM_UNKNOWN] = { "algorithm-unknown",
				       "the algorithm is none that can be computed here" },
	[VERIFY_HA1_OTHER_ALGORITHM] = { "ha1-other-algorithm",
					 "only an HA1 of another algorithm was given" },
	[VERIFY_BODY_MISSING] = { "body-missing",
				  "qop=auth-int covers the body, and the capture lacks some of it" },
	[VERIFY_USERHASH] = { "userhash", "the user name is hashed, and it is the hash of no user "
					  "whose password or HA1 was given for this realm" },
	[VERIFY_AKA_NO_KEY] = { "aka-no-key",
				"the algorithm is AKA, and neither RES nor K with OP or OPc was given for "
				"this user (AKAv2 needs CK and IK beside RES)" },
	[VERIFY_AKA_NONCE] = { "aka-nonce",
			       "the nonce does not hold RAND and AUTN, so that K makes "
			       "no answer of it" },
	[VERIFY_AKA_KEY] = { "aka-key",
			     "the key given for this SIM does not make the AUTN of the challenge, so "
			     "that it or the network's key is wrong, and it tells nothing of the "
			     "answer" },
	[VERIFY_SECRET_CONTRADICTED] = { "secret-contradicted",
					 "the server accepted an answer of this account that the given "
					 "secret does not make, so the secret is not the account's" },
	[VERIFY_OUT_OF_MEMORY] = { "out-of-memory", "memory was short" },
};

const char *
verify_check_name(enum verify_check c)
{
	static const char *const names[] = {
		[VERIFY_NOT_ATTEMPTED] = "not-attempted",
		[VERIFY_NOT_EVALUABLE] = "not-evaluable",
		[VERIFY_MISMATCH] = "mismatch",
		[VERIFY_MATCH] = "match",
	};

	return names[c];
}

const char *
verify_reason_name(enum verify_reason r)
{
	return reasons[r].name;
}

const char *
verify_reason_text(enum verify_reason r)
{
	return reasons[r].text;
}

bool
verify_proves(const struct verify *v, const char *cause)
{
	for (size_t i = 0; i < v->substitutions && i < VERIFY_DIFFS; i++) {
		const struct hypothesis *row = v->differs[i].row;

		if (row != NULL && row->cause != NULL && strcmp(row->cause, cause) == 0)
			return true;
	}
	return false;
}

enum verify_habit
verify_habit_of(const struct verify_seen *seen)
{
	if (seen->answers < 2 || seen->explained == 0)
		return HABIT_UNKNOWN;
	if (seen->explained == seen->answers)
		return HABIT_PERSISTENT;
	return seen->explained == 1 ? HABIT_ONCE : HABIT_SOMETIMES;
}

const char *
verify_habit_name(enum verify_habit habit)
{
	static const char *const names[] = {
		[HABIT_UNKNOWN] = NULL,
		[HABIT_PERSISTENT] = "persistent",
		[HABIT_SOMETIMES] = "sometimes",
		[HABIT_ONCE] = "once",
	};

	return names[habit];
}

unsigned
verify_untried(const struct verify *v)
{
	/* A fixed word in the place of the password needs no password; nor does the HA1 itself. */
	return v->from_ha1
		       ? 1u << HYPOTHESIS_USER | 1u << HYPOTHESIS_REALM | 1u << HYPOTHESIS_PASSWORD
		       : 0;
}

const char *
verify_aka_check_name(enum verify_aka_check c)
{
	static const char *const names[] = {
		[VERIFY_AKA_UNTOLD] = "untold",
		[VERIFY_AKA_MALFORMED] = "malformed",
		[VERIFY_AKA_WRONG] = "wrong",
		[VERIFY_AKA_RIGHT] = "right",
	};

	return names[c];
}

const char *
verify_aka_slip_name(enum verify_aka_slip s)
{
	static const char *const names[] = {
		[VERIFY_AKA_SLIP_NONE] = "none",
		[VERIFY_AKA_SLIP_OP_AS_OPC] = "op-as-opc",
		[VERIFY_AKA_SLIP_OPC_AS_OP] = "opc-as-op",
		[VERIFY_AKA_SLIP_AMF] = "amf",
		[VERIFY_AKA_SLIP_SQN_OPEN] = "sqn-open",
	};

	return names[s];
}
