/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Any octets as a file of credentials: no crash, and no error that shows what stands in it.  The same
 * octets as a password of many forms, as an AKA nonce, and as a text in which secrets are looked for.
 */
#include <stdlib.h>
#include <string.h>

#include "../src/digest/aka.h"
#include "../src/digest/forms.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every secret has an account, and just one of password, HA1 and keys of a SIM. */
static bool
is_whole(const struct secret *one)
{
	const struct secret_aka *aka = one->aka;

	if (!str_absent(one->password) + !str_absent(one->ha1) + (aka != NULL) != 1)
		return false;
	if (!str_absent(one->ha1) && one->ha1.len != 32 && one->ha1.len != 64)
		return false;
	if (aka == NULL)
		return true;
	if (!str_absent(aka->res))
		return aka->res.len >= 4 && aka->res.len <= 16 && str_absent(aka->k);
	return aka->k.len == 16 && str_absent(aka->op) != str_absent(aka->opc) &&
	       aka->op.len + aka->opc.len == 16;
}

static void
look_at(const struct secrets *s, struct str user, struct str realm)
{
	const struct secret *one;

	for (size_t i = 0; (one = secrets_find(s, user, realm, i)) != NULL; i++) {
		if (!is_whole(one))
			abort();
	}
}

static void
on_form(void *ctx, struct str form, const char *what)
{
	const struct str *password = ctx;

	if (what == NULL || form.len > FORMS_ROOM || str_eq(form, *password))
		abort();
}

static void
make_forms(struct str password)
{
	static void (*const groups[])(struct forms * f) = {
		forms_newline, forms_escape, forms_cut,     forms_shell,  forms_case,
		forms_empty,   forms_const,  forms_charset, forms_quoted,
	};
	struct forms f;

	if (!forms_begin(&f, password, S("alice")))
		return;
	f.fn = on_form;
	f.ctx = &password;
	for (size_t i = 0; i < COUNT(groups); i++)
		groups[i](&f);
	forms_end(&f);
}

/* What is found lies in the text. */
static void
look_for(struct secrets *s, struct str text)
{
	struct err err;
	size_t at = 0, len;

	if (!secrets_watch(s, NULL, &err))
		return;
	len = secrets_spot(s, text, &at);
	if (len > 0 && (len < SECRET_WATCHED_MIN || at + len > text.len))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned char auts[AKA_AUTS_BYTES];
	struct aka_nonce nonce;
	struct str text = { (const char *)data, size };
	struct err err = { "" };
	struct secrets *s = secrets_new(&err);

	if (s == NULL)
		return 0;
	/* The first three octets are the account that is looked for. */
	if (!secrets_parse(s, str_sub(text, 3, size), "f", &err) &&
	    strncmp(err.text, "f: ", 3) != 0 && strcmp(err.text, "out of memory") != 0)
		abort();
	look_at(s, str_sub(text, 0, 1), str_sub(text, 1, 2));
	look_at(s, S("alice"), S("r"));
	look_for(s, text);
	make_forms(text);
	(void)aka_nonce_read(text, &nonce);
	(void)aka_auts_read(text, auts);
	secrets_free(s);
	return 0;
}
