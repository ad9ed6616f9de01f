/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * profile_priv.h - how profiles of servers, accounts and hosts are kept.
 *
 * Layer: 9 diag.
 */
#ifndef SIPWHY_DIAG_PROFILE_PRIV_H
#define SIPWHY_DIAG_PROFILE_PRIV_H

#include <sipwhy/profile.h>
#include <sipwhy/table.h>

/* An account at a server (host.family 0), or a host there (name absent). */
struct history_node {
	struct address server, host;
	struct str name;
	struct history history;
	struct way *own[WAYS]; /* the same as history.ways */
	struct table_node by_key;
};

struct profiles {
	struct limits *limits;
	struct table servers, histories;
	struct arena *texts;
	size_t kept;
};

/* What is known of an account or host; NULL for nothing. */
struct history_node *profiles_history(const struct profiles *p, const struct address *server,
				      const struct address *host, struct str name);
/* Note the way in which an account, and a host, were accepted.  False when it could not be kept. */
bool profiles_note_ways(struct profiles *p, const struct dossier *d);

#endif
