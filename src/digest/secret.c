/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "secret_store.h"

/* How closely a secret names its account; the closest come first. */
enum scope {
	SCOPE_ACCOUNT,
	SCOPE_USER,  /* any realm */
	SCOPE_REALM, /* any user */
	SCOPE_ANY,
};

struct entry {
	struct secret secret;
	enum scope scope;
	size_t serial; /* in the order given */
};

/* Only texts are secret, and those are the vault's; the list holds views of them. */
struct secrets {
	struct vault *vault;
	struct entry *list; /* ordered by `compare` */
	size_t count, room;
	struct watch *watch;
};

struct secrets *
secrets_new(struct err *err)
{
	struct secrets *s = calloc(1, sizeof(*s));

	if (s != NULL)
		s->vault = vault_new();
	if (s == NULL || s->vault == NULL) {
		free(s);
		(void)err_memory(err);
		return NULL;
	}
	return s;
}

void
secrets_free(struct secrets *s)
{
	if (s == NULL)
		return;
	watch_free(s->watch);
	vault_free(s->vault);
	free(s->list);
	free(s);
}

struct vault *
secrets_vault(struct secrets *s)
{
	return s->vault;
}

struct watch **
secrets_place_watch(struct secrets *s)
{
	return &s->watch;
}

const struct watch *
secrets_watched(const struct secrets *s)
{
	return s->watch;
}

bool
secrets_put(struct secrets *s, const struct secret *one, struct err *err)
{
	if (s->count == s->room) {
		size_t room = s->room > 0 ? 2 * s->room : 16;
		struct entry *wider = realloc(s->list, room * sizeof(*wider));

		if (wider == NULL)
			return err_memory(err);
		s->list = wider;
		s->room = room;
	}
	s->list[s->count] = (struct entry){ .secret = *one, .serial = s->count };
	s->count++;
	return true;
}

static enum scope
scope_of(const struct secret *one)
{
	if (str_absent(one->user))
		return str_absent(one->realm) ? SCOPE_ANY : SCOPE_REALM;
	return str_absent(one->realm) ? SCOPE_USER : SCOPE_ACCOUNT;
}

/* Of the account alone: what a search compares. */
static int
compare_account(const struct entry *a, const struct entry *b)
{
	int order;

	if (a->scope != b->scope)
		return a->scope < b->scope ? -1 : 1;
	order = str_cmp(a->secret.user, b->secret.user);
	return order != 0 ? order : str_cmp(a->secret.realm, b->secret.realm);
}

static int
compare(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;
	int order = compare_account(a, b);

	return order != 0 ? order : (a->serial > b->serial) - (a->serial < b->serial);
}

void
secrets_index(struct secrets *s)
{
	for (size_t i = 0; i < s->count; i++)
		s->list[i].scope = scope_of(&s->list[i].secret);
	if (s->count > 1)
		qsort(s->list, s->count, sizeof(*s->list), compare);
}

bool
secrets_add_password(struct secrets *s, struct str user, struct str realm, struct str password,
		     struct err *err)
{
	bool ok = true;
	struct secret one = {
		.user = vault_dup(s->vault, user, &ok),
		.realm = vault_dup(s->vault, realm, &ok),
		.password = vault_dup(s->vault, str_absent(password) ? S("") : password, &ok),
	};

	if (!ok)
		return err_memory(err);
	if (!secrets_put(s, &one, err))
		return false;
	secrets_index(s);
	return true;
}

size_t
secrets_count(const struct secrets *s)
{
	return s->count;
}

const struct secret *
secrets_at(const struct secrets *s, size_t i)
{
	return i < s->count ? &s->list[i].secret : NULL;
}

bool
secrets_bind_user(struct secrets *s, struct str user, struct err *err)
{
	bool ok = true;
	struct str own = vault_dup(s->vault, user, &ok);

	if (!ok)
		return err_memory(err);
	for (size_t i = 0; i < s->count; i++) {
		if (str_absent(s->list[i].secret.user))
			s->list[i].secret.user = own;
	}
	secrets_index(s);
	return true;
}

bool
secrets_has_bare(const struct secrets *s)
{
	/* Those stand at the end of the list. */
	return s->count > 0 && str_absent(s->list[s->count - 1].secret.user);
}

/* Index of the first entry that is not before `key`. */
static size_t
lower_bound(const struct secrets *s, const struct entry *key)
{
	size_t low = 0, high = s->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_account(&s->list[middle], key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct secret *
secrets_find(const struct secrets *s, struct str user, struct str realm, size_t index)
{
	for (enum scope scope = SCOPE_ACCOUNT; scope <= SCOPE_ANY; scope++) {
		bool any_user = scope == SCOPE_REALM || scope == SCOPE_ANY;
		bool any_realm = scope == SCOPE_USER || scope == SCOPE_ANY;
		struct entry key = {
			.secret.user = any_user ? STR_ABSENT : user,
			.secret.realm = any_realm ? STR_ABSENT : realm,
			.scope = scope,
		};

		for (size_t i = lower_bound(s, &key); i < s->count; i++) {
			if (compare_account(&s->list[i], &key) != 0)
				break;
			if (index-- == 0)
				return &s->list[i].secret;
		}
	}
	return NULL;
}

bool
secret_is_for(const struct secret *s, enum auth_algorithm alg)
{
	static const enum auth_algorithm plain[] = {
		[ALGORITHM_MD5_SESS] = ALGORITHM_MD5,
		[ALGORITHM_SHA_256_SESS] = ALGORITHM_SHA_256,
		[ALGORITHM_SHA_512_256_SESS] = ALGORITHM_SHA_512_256,
	};

	if (s->aka != NULL)
		return alg == ALGORITHM_AKAV1_MD5 || alg == ALGORITHM_AKAV2_MD5;
	if (str_absent(s->ha1))
		return true;
	if (s->ha1_alg_known)
		return (auth_algorithm_is_sess(alg) ? plain[alg] : alg) == s->ha1_alg;
	return s->ha1.len == auth_algorithm_hex(alg);
}
