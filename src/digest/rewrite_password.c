/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which other password may have been hashed, and what else may stand where HA1 stands.
 */
#include <string.h>

#include "forms.h"
#include "rewrite.h"
#include "secret_store.h"

/* A copy that lasts as long as the search. */
static void
propose(struct search *s, enum guess_how how, struct str octets, const char *what)
{
	char *room = search_secret_room(s, octets.len);

	if (room == NULL)
		return;
	if (octets.len > 0)
		memcpy(room, octets.p, octets.len);
	s->what = what;
	search_propose_password(s, how, (struct str){ room, octets.len });
}

static void
on_form(void *ctx, struct str form, const char *what)
{
	propose(ctx, GUESS_TEXT, form, what);
}

/* RES is octets and no text: of a SIM only what needs no password is proposed. */
static void
propose_forms(struct search *s, void (*make)(struct forms *f))
{
	const struct secret *secret = s->account->secret;
	struct forms f;

	if (!forms_begin(&f, secret->aka != NULL ? STR_ABSENT : secret->password,
			 s->account->user)) {
		s->failed = true;
		return;
	}
	f.fn = on_form;
	f.ctx = s;
	make(&f);
	forms_end(&f);
}

void
rewrite_password_newline(struct search *s)
{
	propose_forms(s, forms_newline);
}

void
rewrite_password_escaped(struct search *s)
{
	propose_forms(s, forms_escape);
}

void
rewrite_password_cut(struct search *s)
{
	propose_forms(s, forms_cut);
}

void
rewrite_password_shell(struct search *s)
{
	propose_forms(s, forms_shell);
}

void
rewrite_password_case(struct search *s)
{
	propose_forms(s, forms_case);
}

void
rewrite_password_charset(struct search *s)
{
	propose_forms(s, forms_charset);
}

void
rewrite_password_empty(struct search *s)
{
	propose_forms(s, forms_empty);
}

void
rewrite_password_fixed(struct search *s)
{
	propose_forms(s, forms_const);
}

static void
propose_upper(struct search *s, const struct digest_hex *ha1)
{
	struct digest_hex upper = *ha1;

	for (size_t i = 0; i < upper.len; i++) {
		char c = upper.text[i];

		upper.text[i] = c >= 'a' && c <= 'f' ? (char)(c & ~0x20) : c;
	}
	propose(s, GUESS_TEXT, digest_hex_str(&upper), "its HA1 with digits in upper case");
	secret_cleanse(&upper, sizeof(upper));
}

/*
 * HA1 = H(user:realm:HA1).  It is known when the password is, and also when only the HA1 is.  What is stored
 * is often the MD5 one, whatever the client answers with.
 */
void
rewrite_password_is_ha1(struct search *s)
{
	static const enum auth_algorithm algs[] = { ALGORITHM_MD5, ALGORITHM_SHA_256,
						    ALGORITHM_SHA_512_256 };
	struct digest_hex ha1;

	for (size_t i = 0; i < COUNT(algs); i++) {
		if (account_ha1(s->digest, s->account, algs[i], &ha1)) {
			propose(s, GUESS_TEXT, digest_hex_str(&ha1), NULL);
			propose_upper(s, &ha1);
		}
		secret_cleanse(&ha1, sizeof(ha1));
	}
}

void
rewrite_ha1_is_password(struct search *s)
{
	search_propose_password(s, PASSWORD_HA1, s->account->secret->password);
}

/* Of all that were given, those of this user, and those of this realm. */
void
rewrite_ha1_other_account(struct search *s)
{
	const struct secret *one;

	for (size_t i = 0; (one = secrets_at(s->secrets, i)) != NULL; i++) {
		bool same_user = str_eq(one->user, s->account->user);
		bool same_realm = str_eq(one->realm, s->account->realm);

		if (!str_absent(one->ha1) && same_user != same_realm)
			search_propose_password(s, PASSWORD_HA1, one->ha1);
	}
}

void
rewrite_ha1_other_algorithm(struct search *s)
{
	if (!str_absent(s->account->secret->ha1) && !account_is_for(s->account, s->sent.alg))
		search_propose_password(s, PASSWORD_HA1, s->account->secret->ha1);
}
