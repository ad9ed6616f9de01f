/* SPDX-License-Identifier: BSD-2-Clause */
#include "server_run.h"

bool
formula_hash(const struct formula_run *run, enum digest_function f, const struct str *parts,
	     size_t count, struct digest_hex *out)
{
	struct str all[2 * FORMULA_PARTS];
	struct digest_octets octets;
	size_t n = 0;
	bool ok;

	out->len = 0;
	for (size_t i = 0; i < count && i < FORMULA_PARTS; i++) {
		if (i > 0)
			all[n++] = S(":");
		all[n++] = parts[i];
	}
	ok = digest_plain(run->v->digest, f, all, n, &octets);
	if (ok)
		digest_print(&octets, out);
	/* It may have been an HA1. */
	secret_cleanse(&octets, sizeof(octets));
	return ok;
}

bool
formula_join(const struct formula_run *run, struct str ha1, struct str ha2,
	     const struct digest_input *in, struct digest_hex *out)
{
	return digest_join(run->v->digest, ha1, ha2, in, out);
}

/* Whether all that servers compute with was sent and captured: what is missing they treat in ways of their own. */
static bool
is_whole(const struct answer *a)
{
	return !a->account_cut && !a->cut && !a->incomplete && !a->set_broken && !a->body_missing &&
	       !str_absent(a->user) && !answer_lacks_session(a, a->algs[0]);
}

static bool
begin(struct formula_run *run, struct digest_hex *right)
{
	struct verifier *v = run->v;

	run->function = digest_function_of(run->in.alg);
	return run->function < DIGEST_FUNCTIONS_ &&
	       account_ha1(v->digest, run->account, run->in.alg, &run->ha1) &&
	       digest_session(v->digest, digest_hex_str(&run->ha1), &run->in, &run->session) &&
	       digest_ha2(v->digest, &run->in, &run->ha2) &&
	       digest_join(v->digest, digest_hex_str(&run->session), digest_hex_str(&run->ha2),
			   &run->in, right);
}

/* False when OpenSSL failed, or this secret is for another algorithm. */
static bool
try_account(struct formula_run *run, struct str response, struct server_fit *out)
{
	struct digest_hex right, made;
	bool ok = begin(run, &right);

	*out = (struct server_fit){ .known = ok };
	out->right = ok && str_eq_nocase(digest_hex_str(&right), response);
	for (size_t i = 0; ok && i < server_formula_count; i++) {
		int got = server_formulas[i].make(run, &made);

		ok = got >= 0;
		if (got <= 0)
			continue;
		if (str_eq_nocase(digest_hex_str(&made), response))
			out->makes |= (uint32_t)1 << i;
		if (!str_eq(digest_hex_str(&made), digest_hex_str(&right)))
			out->differs |= (uint32_t)1 << i;
	}
	secret_cleanse(&run->ha1, sizeof(run->ha1));
	secret_cleanse(&run->session, sizeof(run->session));
	return ok;
}

void
verify_server_fit(struct verifier *v, const struct round *r, struct server_fit *out)
{
	struct formula_run run = { .v = v, .round = r };
	struct accounts accounts;
	struct answer answer;

	*out = (struct server_fit){ 0 };
	if (r->cred == NULL || r->answer.msg == NULL || v->digest == NULL || v->secrets == NULL ||
	    secrets_count(v->secrets) == 0)
		return;
	arena_rewind(v->scratch);
	if (!answer_read(r, v->scratch, &answer) || !is_whole(&answer))
		return;
	accounts_of(v->digest, v->secrets, r, &answer, &accounts);
	run.in = answer.sent;
	for (size_t i = 0; i < accounts.count * answer.alg_count && !accounts.of_offer; i++) {
		struct server_fit fit;

		run.account = &accounts.list[i / answer.alg_count];
		run.in.alg = answer.algs[i % answer.alg_count];
		if (!try_account(&run, answer.response, &fit))
			continue;
		/* With several secrets, one that makes nothing may be the wrong one. */
		if (fit.right || fit.makes != 0 || accounts.count == 1)
			*out = fit;
		if (fit.right || fit.makes != 0)
			break;
	}
	accounts_end(&accounts);
	digest_forget(v->digest);
}
