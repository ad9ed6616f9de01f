/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The texts that a report leaves out where captured text repeats them: secret_spot.c finds them.
 */
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "forms.h"
#include "secret_store.h"

/* What stands while the list is made. */
struct maker {
	struct watch *w;
	struct vault *vault;
	struct digest *digest;
	bool ok;
};

static void
add(struct maker *m, struct str text)
{
	struct watch *w = m->w;

	if (text.len < SECRET_WATCHED_MIN || !m->ok)
		return;
	if (w->count == w->room) {
		size_t room = w->room > 0 ? 2 * w->room : 64;
		struct str *wider = realloc(w->list, room * sizeof(*wider));

		if (wider == NULL) {
			m->ok = false;
			return;
		}
		w->list = wider;
		w->room = room;
	}
	w->list[w->count++] = text;
}

static void
add_copy(struct maker *m, struct str text)
{
	add(m, vault_dup(m->vault, text, &m->ok));
}

/* In either case, as programs write them. */
static void
add_digits(struct maker *m, struct str lower)
{
	char *upper = vault_take(m->vault, lower.len);

	if (upper == NULL) {
		m->ok = false;
		return;
	}
	for (size_t i = 0; i < lower.len; i++) {
		char c = lower.p[i];

		upper[i] = c >= 'a' && c <= 'f' ? (char)(c & ~0x20) : c;
	}
	add(m, lower);
	add(m, (struct str){ upper, lower.len });
}

static void
add_octets(struct maker *m, struct str octets)
{
	static const char digits[] = "0123456789abcdef";
	char *text = vault_take(m->vault, 2 * octets.len);

	if (text == NULL) {
		m->ok = false;
		return;
	}
	for (size_t i = 0; i < octets.len; i++) {
		text[2 * i] = digits[(unsigned char)octets.p[i] >> 4];
		text[2 * i + 1] = digits[(unsigned char)octets.p[i] & 15];
	}
	add(m, octets);
	add_digits(m, (struct str){ text, 2 * octets.len });
}

static void
on_form(void *ctx, struct str form, const char *what)
{
	(void)what;
	add_copy(ctx, form);
}

/* As finding_quote shows what is not printable, \xNN. */
static void
add_shown(struct maker *m, struct str text)
{
	static const char digits[] = "0123456789abcdef";
	char *p = vault_take(m->vault, 4 * text.len);
	size_t len = 0;

	if (p == NULL) {
		m->ok = false;
		return;
	}
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.p[i];

		if (c >= 0x20 && c < 0x7f) {
			p[len++] = (char)c;
			continue;
		}
		p[len++] = '\\';
		p[len++] = 'x';
		p[len++] = digits[c >> 4];
		p[len++] = digits[c & 15];
	}
	if (len != text.len)
		add(m, (struct str){ p, len });
}

/* RFC 7617 2: what the Basic scheme sends. */
static void
add_basic(struct maker *m, struct str user, struct str password)
{
	size_t len = user.len + 1 + password.len;
	char *p = vault_take(m->vault, len), *text = vault_take(m->vault, 4 * (len / 3 + 1) + 1);

	if (p == NULL || text == NULL || len > FORMS_ROOM) {
		m->ok = m->ok && p != NULL && text != NULL;
		return;
	}
	memcpy(p, user.p, user.len);
	p[user.len] = ':';
	if (password.len > 0)
		memcpy(p + user.len + 1, password.p, password.len);
	len = (size_t)EVP_EncodeBlock((unsigned char *)text, (const unsigned char *)p, (int)len);
	add(m, (struct str){ text, len });
}

static void
add_ha1s(struct maker *m, const struct secret *one)
{
	static const enum auth_algorithm algs[] = { ALGORITHM_MD5, ALGORITHM_SHA_256,
						    ALGORITHM_SHA_512_256 };
	struct digest_hex ha1;

	for (size_t i = 0; i < COUNT(algs) && m->digest != NULL && m->ok; i++) {
		struct str own;

		m->ok = digest_ha1(m->digest, algs[i], one->user, one->realm, one->password, &ha1);
		own = vault_dup(m->vault, digest_hex_str(&ha1), &m->ok);
		secret_cleanse(&ha1, sizeof(ha1));
		if (m->ok)
			add_digits(m, own);
	}
}

/* The password in every way that programs write it, and what follows from it and its account. */
static void
add_password(struct maker *m, const struct secret *one)
{
	struct forms f;

	add(m, one->password);
	if (one->password.len >= SECRET_WATCHED_MIN) {
		add_shown(m, one->password);
		if (!forms_begin(&f, one->password, STR_ABSENT)) {
			m->ok = false;
			return;
		}
		f.fn = on_form;
		f.ctx = m;
		forms_quoted(&f);
		forms_end(&f);
		if (!str_absent(one->user))
			add_basic(m, one->user, one->password);
	}
	if (!str_absent(one->user) && !str_absent(one->realm))
		add_ha1s(m, one);
}

static void
add_secret(struct maker *m, const struct secret *one)
{
	if (!str_absent(one->password))
		add_password(m, one);
	if (!str_absent(one->ha1))
		add_digits(m, one->ha1);
	if (one->aka != NULL) {
		const struct str keys[] = { one->aka->res, one->aka->ck, one->aka->ik,
					    one->aka->k,   one->aka->op, one->aka->opc };

		for (size_t i = 0; i < COUNT(keys); i++) {
			if (!str_absent(keys[i]))
				add_octets(m, keys[i]);
		}
	}
}

/* By octets, the shorter first. */
static int
compare(const void *x, const void *y)
{
	const struct str *a = x, *b = y;
	size_t len = a->len < b->len ? a->len : b->len;
	int order = memcmp(a->p, b->p, len);

	return order != 0 ? order : (a->len > b->len) - (a->len < b->len);
}

void
watch_free(struct watch *w)
{
	if (w != NULL)
		free(w->list);
	free(w);
}

bool
secrets_watch(struct secrets *s, struct digest *digest, struct err *err)
{
	struct watch **place = secrets_place_watch(s);
	struct watch *w = calloc(1, sizeof(*w));
	struct maker m = { .w = w, .vault = secrets_vault(s), .digest = digest, .ok = w != NULL };
	const struct secret *one;

	for (size_t i = 0; m.ok && (one = secrets_at(s, i)) != NULL; i++)
		add_secret(&m, one);
	if (digest != NULL)
		digest_forget(digest);
	if (!m.ok) {
		watch_free(w);
		return err_memory(err);
	}
	if (w->count > 1)
		qsort(w->list, w->count, sizeof(*w->list), compare);
	watch_free(*place);
	*place = w;
	return true;
}
