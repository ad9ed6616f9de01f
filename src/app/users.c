/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The user names in a capture, for a password that came without one.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sipwhy/auth_hdr.h>
#include <sipwhy/frame.h>
#include <sipwhy/message.h>
#include <sipwhy/net.h>

#include "named.h"
#include "run.h"

/* Names beyond this are only known to be too many. */
enum { USERS = 16, AUTH_MAX = 16 };

struct users {
	struct arena *texts, *scratch;
	struct str name[USERS];
	size_t count;
	bool memory;
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
take_packet(struct users *u, const struct packet *p)
{
	struct credentials creds[AUTH_MAX];
	struct link_view link;
	struct ip_view ip;
	struct udp_view udp;
	struct str raw;
	struct sip_msg m;
	size_t n;

	if (link_decode(p, &link) != DECODE_OK || ip_decode(&link, &ip) != DECODE_OK ||
	    udp_decode(&ip, &udp) != DECODE_OK || frame_datagram(udp.payload, &raw) != FRAME_SIP)
		return;
	arena_rewind(u->scratch);
	if (!sip_msg_parse(raw, udp.missing_bytes, 512, u->scratch, &m)) {
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
	struct source *s = source_open_file(path, filter, err);
	struct packet p;

	if (s == NULL)
		return false;
	/* A broken file is told of when it is read in earnest. */
	while (source_next(s, &p) == STEP_MORE)
		take_packet(u, &p);
	source_free(s);
	return true;
}

static bool
tell(const struct users *u, struct err *err)
{
	char list[300];
	size_t used = 0;

	if (u->count == 0)
		return err_set(err,
			       "no credentials in the capture, so the password cannot be checked "
			       "against anything");
	list[0] = '\0';
	for (size_t i = 0; i < u->count && used < sizeof(list) - 80; i++) {
		used += (size_t)snprintf(list + used, sizeof(list) - used, "%s", i > 0 ? ", " : "");
		for (size_t k = 0; k < u->name[i].len && k < 60; k++) {
			char c = u->name[i].p[k];

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
		ok = u.count == 1 ? secrets_bind_user(s, u.name[0], err) : tell(&u, err);
	arena_free(u.texts);
	arena_free(u.scratch);
	return ok;
}
