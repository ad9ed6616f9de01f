/* SPDX-License-Identifier: BSD-2-Clause */
#include "rewrite.h"

#define FORMULA_2617 S("H(HA1:nonce:nc:cnonce:qop:HA2)")
#define FORMULA_2069 S("H(HA1:nonce:HA2)")

const struct hypothesis hypotheses_all[] = {
	{ .id = "as-sent", .input = "", .text = "hashed what was sent", .part = HYPOTHESIS_NONE },
	{ .id = "2069-form",
	  .input = "formula",
	  .cause = "hashed-2069-but-sent-qop",
	  .text = "hashed by the formula of RFC 2069, which leaves out the qop, cnonce and nc that were sent",
	  .part = HYPOTHESIS_JOIN,
	  .propose = rewrite_form_2069 },
	{ .id = "uri=request-uri",
	  .input = "uri",
	  .cause = "client-hashed-request-uri",
	  .text = "hashed the Request-URI instead of the uri parameter",
	  .part = HYPOTHESIS_HA2,
	  .propose = rewrite_uri_request },
	{ .id = "uri-no-params",
	  .input = "uri",
	  .cause = "client-hashed-request-uri",
	  .text = "hashed a URI without its parameters instead of the uri parameter",
	  .part = HYPOTHESIS_HA2,
	  .propose = rewrite_uri_params },
	{ .id = "uri-no-port",
	  .input = "uri",
	  .cause = "client-hashed-request-uri",
	  .text = "hashed a URI with another port, or none, instead of the uri parameter",
	  .part = HYPOTHESIS_HA2,
	  .propose = rewrite_uri_port },
	{ .id = "uri-local-or-public-ip",
	  .input = "uri",
	  .cause = "client-hashed-request-uri",
	  .text = "hashed a URI with another host of this call in it instead of the uri parameter",
	  .part = HYPOTHESIS_HA2,
	  .propose = rewrite_uri_host },
	{ .id = "pw-is-ha1",
	  .input = "password",
	  .cause = "ha1-used-as-password",
	  .text = "used the HA1 as if it were the password, so that it was hashed twice",
	  .part = HYPOTHESIS_HA1,
	  .propose = rewrite_password_ha1 },
};

const size_t hypotheses_count = COUNT(hypotheses_all);

void
rewrite_form_2069(struct search *s)
{
	struct digest_input in = s->sent;

	/* The formula is all that changes: what it leaves out was sent, and is told as sent. */
	in.form = DIGEST_FORM_2069;
	if (s->sent.form == DIGEST_FORM_2617)
		search_propose_join(s, &in, FORMULA_2617, FORMULA_2069);
}

/* HA1 = H(user:realm:HA1).  It is known when the password is, and also when only the HA1 is. */
static void
propose_twice(struct search *s, enum auth_algorithm alg)
{
	const struct account *account = s->account;
	struct digest_hex ha1, twice;

	if (account_ha1(s->digest, account, alg, &ha1)) {
		s->failed |= !digest_ha1(s->digest, s->sent.alg, account->user, account->realm,
					 digest_hex_str(&ha1), &twice);
		search_propose_ha1(s, digest_hex_str(&twice));
		secret_cleanse(&twice, sizeof(twice));
	}
	secret_cleanse(&ha1, sizeof(ha1));
}

void
rewrite_password_ha1(struct search *s)
{
	propose_twice(s, s->sent.alg);
	/* What is stored is often the MD5 one, whatever the client answers with. */
	if (auth_algorithm_hex(s->sent.alg) != auth_algorithm_hex(ALGORITHM_MD5))
		propose_twice(s, ALGORITHM_MD5);
}
