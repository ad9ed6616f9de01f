/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Any octets as a file of credentials: no crash, and no error that shows what stands in it.
 */
#include <stdlib.h>
#include <string.h>

#include <sipwhy/secret.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every secret has an account, and a password or an HA1, but not both. */
static void
look_at(const struct secrets *s, struct str user, struct str realm)
{
	const struct secret *one;

	for (size_t i = 0; (one = secrets_find(s, user, realm, i)) != NULL; i++) {
		if (str_absent(one->password) == str_absent(one->ha1))
			abort();
		if (!str_absent(one->ha1) && one->ha1.len != 32 && one->ha1.len != 64)
			abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
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
	secrets_free(s);
	return 0;
}
