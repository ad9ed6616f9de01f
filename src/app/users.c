/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The user names in a capture, for a password that came without one.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <sipwhy/auth_hdr.h>
#include <sipwhy/message.h>

#include "named.h"
#include "run.h"
#include "wire.h"

/* Names beyond this are only known to be too many. */
enum { USERS = 16, AUTH_MAX = 16 };

struct users {
	struct arena *texts, *scratch;
	struct str name[USERS];
	size_t count;
	bool memory;
	struct limits limits;
	struct tally tally;
};

static void
add_user(struct users *u, struct str name)
{
	bool ok = true;

	name = auth_unquote(name, u->scratch, &ok);
	if (str_empty(name) || u->count == USERS)
		return;
	for (size_t i = 0; i < u->count; i++) {
		if (str_eq(u->name[i], name))
			return;
	}
	name = arena_dup(u->texts, name, &ok);
	u->memory = u->memory || !ok;
	if (ok)
		u->name[u->count++] = name;
}

static void
on_message(void *ctx, const struct seen *seen, struct str raw, size_t missing)
{
	struct users *u = ctx;
	struct credentials creds[AUTH_MAX];
	struct sip_msg m;
	size_t n;

	(void)seen;
	arena_rewind(u->scratch);
	if (!sip_msg_parse(raw, missing, u->limits.max[LIMIT_HEADERS], u->scratch, &m)) {
		u->memory = true;
		return;
	}
	n = m.is_request ? credentials_of(&m, creds, COUNT(creds)) : 0;
	for (size_t i = 0; i < n && i < COUNT(creds); i++) {
		if (creds[i].is_digest && (creds[i].odd & AUTH_CUT) == 0)
			add_user(u, creds[i].username);
	}
}

static bool
scan(struct users *u, const char *path, const char *filter, struct err *err)
{
	struct wire_options wo = {
		.limits = &u->limits, .tally = &u->tally, .on_message = on_message, .ctx = u
	};
	struct source *s = source_open_file(path, filter, err);
	struct wire *w = s != NULL ? wire_new(&wo) : NULL;
	struct packet p;
	enum step step;

	if (s != NULL && w == NULL)
		err_memory(err);
	/* A broken file is told of when it is read in earnest. */
	while (w != NULL && (step = source_next(s, &p)) <= STEP_IDLE) {
		if (step == STEP_MORE)
			wire_packet(w, 0, &p);
	}
	if (w != NULL)
		wire_finish(w);
	wire_free(w);
	source_free(s);
	return w != NULL;
}

/* A name that repeats a secret is not told. */
static struct str
shown_name(const struct secrets *s, struct str name)
{
	size_t at;

	return secrets_spot(s, name, &at) > 0 ? S("(a given secret)") : name;
}

static bool
tell(const struct users *u, const struct secrets *s, struct err *err)
{
	char list[300];
	size_t used = 0;

	if (u->count == 0)
		return err_set(err,
			       "no credentials in the capture, so the password cannot be checked "
			       "against anything");
	list[0] = '\0';
	for (size_t i = 0; i < u->count && used < sizeof(list) - 80; i++) {
		struct str name = shown_name(s, u->name[i]);

		used += (size_t)snprintf(list + used, sizeof(list) - used, "%s", i > 0 ? ", " : "");
		for (size_t k = 0; k < name.len && k < 60; k++) {
			char c = name.p[k];

			list[used++] = c >= 0x20 && c < 0x7f ? c : '?';
		}
		list[used] = '\0';
	}
	return err_set(
		err, "say with --user USER[@REALM] whose password it is; the capture has %s%zu: %s",
		u->count == USERS ? "at least " : "", u->count, list);
}

bool
run_bind_user(struct secrets *s, const struct options *o, struct err *err)
{
	struct users u = { 0 };
	bool ok;

	if (!secrets_has_bare(s))
		return true;
	/* A look for names would take the packets away. */
	if (named_are_streams(o))
		return err_set(err, "say with --user USER[@REALM] whose password it is");

	if (!secrets_watch(s, NULL, err))
		return false;
	limits_begin(&u.limits, (struct hash_key){ (uint64_t)time(NULL), (uint64_t)getpid() });
	u.texts = arena_new(0);
	u.scratch = arena_new((size_t)128 * 1024);
	ok = u.texts != NULL && u.scratch != NULL;
	if (!ok)
		err_memory(err);
	for (size_t i = 0; ok && i < o->input_count; i++)
		ok = scan(&u, o->inputs[i], o->filter, err);
	if (ok && u.memory)
		ok = err_memory(err);
	else if (ok)
		ok = u.count == 1 ? secrets_bind_user(s, u.name[0], err) : tell(&u, s, err);
	arena_free(u.texts);
	arena_free(u.scratch);
	return ok;
}
