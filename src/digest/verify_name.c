/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/verify.h>

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
