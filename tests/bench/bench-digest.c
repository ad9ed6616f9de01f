/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How many candidate responses a second, against a bare loop of OpenSSL over one ready text.  The
 * ratio is what our own joining, hexadecimal and cleansing cost.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <openssl/evp.h>

#include <sipwhy/digest.h>

enum { ROUNDS = 1000000 };

static double
seconds(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double
bare(const char *name, const char *text)
{
	EVP_MD *md = EVP_MD_fetch(NULL, name, NULL);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	unsigned char out[EVP_MAX_MD_SIZE];
	size_t len = strlen(text);
	double begun = seconds();

	for (int i = 0; md != NULL && ctx != NULL && i < ROUNDS; i++) {
		(void)EVP_DigestInit_ex2(ctx, md, NULL);
		(void)EVP_DigestUpdate(ctx, text, len);
		(void)EVP_DigestFinal_ex(ctx, out, NULL);
	}
	begun = seconds() - begun;
	EVP_MD_CTX_free(ctx);
	EVP_MD_free(md);
	return ROUNDS / begun;
}

static double
joined(struct digest *d, enum auth_algorithm alg, struct str ha1, struct str ha2)
{
	struct digest_input in = { .alg = alg,
				   .nonce = S("dcd98b7102dd2f0e8b11d0f600bfb0c093"),
				   .nc = S("00000001"),
				   .cnonce = S("0a4f113b"),
				   .qop = S("auth") };
	struct digest_hex out;
	double begun = seconds();

	for (int i = 0; i < ROUNDS; i++)
		(void)digest_join(d, ha1, ha2, &in, &out);
	return ROUNDS / (seconds() - begun);
}

static void
compare(struct digest *d, enum auth_algorithm alg, const char *name)
{
	char hex[DIGEST_HEX_MAX + 1], text[512];
	size_t len = auth_algorithm_hex(alg);
	double ours, theirs;

	memset(hex, 'a', len);
	hex[len] = '\0';
	(void)snprintf(text, sizeof(text),
		       "%s:dcd98b7102dd2f0e8b11d0f600bfb0c093:00000001:0a4f113b:auth:%s", hex, hex);
	theirs = bare(name, text);
	ours = joined(d, alg, (struct str){ hex, len }, (struct str){ hex, len });
	printf("%-12s %9.0f candidates/s, bare EVP %9.0f/s, ratio %.2f\n", name, ours, theirs,
	       ours / theirs);
}

int
main(void)
{
	struct err err = { "" };
	struct digest *d = digest_new(&err);

	if (d == NULL) {
		fprintf(stderr, "%s\n", err.text);
		return 1;
	}
	compare(d, ALGORITHM_MD5, "MD5");
	compare(d, ALGORITHM_SHA_256, "SHA2-256");
	compare(d, ALGORITHM_SHA_512_256, "SHA2-512/256");
	digest_free(d);
	return 0;
}
