/* SPDX-License-Identifier: BSD-2-Clause */
#include "plain_digest.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <openssl/evp.h>

#include <sipwhy/str.h>

enum { LONG = 4096 };

struct plain_text
plain_put(const char *a, const char *b, const char *c)
{
	const char *const parts[] = { a, b, c };
	struct plain_text t = { "" };
	size_t used = 0;

	for (size_t i = 0; i < COUNT(parts); i++) {
		for (const char *p = parts[i]; *p != '\0' && used + 1 < sizeof(t.s); p++)
			t.s[used++] = *p;
	}
	t.s[used] = '\0';
	return t;
}

static struct plain_text
hash_octets(const char *name, const char *data, size_t len, bool upper)
{
	unsigned char out[EVP_MAX_MD_SIZE];
	struct plain_text t = { "" };
	size_t got = 0;

	(void)EVP_Q_digest(NULL, name, NULL, data, len, out, &got);
	for (size_t i = 0; i < got; i++) {
		t.s[2 * i] = (upper ? "0123456789ABCDEF" : "0123456789abcdef")[out[i] >> 4];
		t.s[2 * i + 1] = (upper ? "0123456789ABCDEF" : "0123456789abcdef")[out[i] & 15];
	}
	t.s[2 * got] = '\0';
	return t;
}

struct plain_text
plain_hash(const char *name, const char *text, bool upper)
{
	return hash_octets(name, text, strlen(text), upper);
}

static struct plain_text
shortened(const struct plain_inputs *in, struct plain_text digits)
{
	if (in->cut)
		digits.s[64] = '\0';
	return digits;
}

static struct plain_text
session(const struct plain_inputs *in, struct plain_text ha1)
{
	char line[LONG];
	size_t len = 0;

	if (in->session == 0)
		return ha1;
	if (in->session == 1) {
		len = (size_t)snprintf(line, sizeof(line), "%s", ha1.s);
	} else {
		for (const char *p = ha1.s; p[0] != '\0'; p += 2, len++) {
			uint64_t octet = 0;

			(void)str_hex_to_u64((struct str){ p, 2 }, 255, &octet);
			line[len] = (char)octet;
		}
	}
	len += (size_t)snprintf(line + len, sizeof(line) - len, ":%s:%s", in->nonce.s,
				in->cnonce.s);
	return hash_octets(in->hash, line, len, in->upper);
}

struct plain_text
plain_response(const struct plain_inputs *in)
{
	char line[LONG];
	struct plain_text ha1, ha2, body;

	(void)snprintf(line, sizeof(line), "%s:%s:%s", in->user.s, in->realm.s, in->password.s);
	ha1 = in->ha1.s[0] != '\0' ? in->ha1
				   : shortened(in, plain_hash(in->ha1_hash, line, in->upper));
	ha1 = session(in, ha1);
	body = shortened(in, plain_hash(in->hash, in->body.s, in->upper));
	(void)snprintf(line, sizeof(line), "%s:%s%s%s", in->method.s, in->uri.s,
		       in->with_body ? ":" : "", in->with_body ? body.s : "");
	ha2 = shortened(in, plain_hash(in->hash, line, in->upper));
	if (in->form == 1)
		(void)snprintf(line, sizeof(line), "%s:%s:%s", ha1.s, in->nonce.s, ha2.s);
	else if (in->form == 2)
		(void)snprintf(line, sizeof(line), "%s:%s:%s:%s", ha1.s, in->nonce.s, in->cnonce.s,
			       ha2.s);
	else
		(void)snprintf(line, sizeof(line), "%s%s%s:%s:%s:%s:%s:%s",
			       in->form == 3 ? ha1.s : "", in->form == 3 ? ":" : "", ha1.s,
			       in->nonce.s, in->nc.s, in->cnonce.s, in->qop.s, ha2.s);
	return shortened(in, plain_hash(in->hash, line, false));
}
