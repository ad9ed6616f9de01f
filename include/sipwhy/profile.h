/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * profile.h - what a server, an account and a client host were seen to do in this capture.
 *
 * Layer: 9 diag.  Each exchange that ends is noted.  Bounded by LIMIT_CONTRAST_PEERS: what comes after is not kept.
 * What a product is known for is a prior only: it words advice, and never proves anything.
 */
#ifndef SIPWHY_PROFILE_H
#define SIPWHY_PROFILE_H

#include <sipwhy/exchange.h>
#include <sipwhy/limits.h>

/* How a product is known to refuse, as delivered.  A script or a setting may make it do otherwise. */
enum refusing {
	REFUSING_UNKNOWN,
	REFUSING_BY_403,       /* a wrong digest is met with 403 */
	REFUSING_BY_CHALLENGE, /* … with a new challenge */
};

struct server_product {
	const char *name;  /* "Kamailio" */
	const char *token; /* with which its Server or User-Agent field tells it, in any case */
	enum refusing refusing;
	bool takes_rfc2069; /* an answer without qop to an offer of qop */
};

/* One server (by address) and realm. */
struct server_profile {
	struct str text; /* Server, else User-Agent, of its responses; absent: not told */
	const struct server_product *product; /* NULL: none that is known */
	struct str version;                   /* in `text`; absent: not told */
	uint64_t accepted;                    /* exchanges; so are the others */
	/* Accepted though … */
	uint64_t without_qop;      /* … qop was offered and the answer has none */
	uint64_t uri_unlike;       /* … uri is not the Request-URI, octet by octet */
	uint64_t aor_user;         /* … the user name is user@domain */
	uint64_t nc_not_raised;    /* … nc was not above the last one with this nonce */
	uint64_t user_unlike_from; /* … the user name is not the user of From (To in a REGISTER) */
	/* Refused after credentials. */
	uint64_t forbade;              /* with 403 */
	uint64_t asked_again;          /* with a challenge that does not say stale=true */
	uint64_t failed;               /* with 5xx */
	uint64_t said_stale;           /* challenges with stale=true in any exchange */
	uint64_t other_realm_accepted; /* exchanges that this server accepted for other realms */
};

/* One way in which something was accepted. */
struct way {
	struct endpoint client, server;
	enum transport transport;
	struct str user_agent, realm, product; /* absent: not told */
	struct witness place; /* a header field of the answer, to cite: User-Agent, else From */
	bool registered;      /* it was a REGISTER */
	/* Of the first of them: later ones may have gone elsewhere.  `shown` is the user in From, or asserted. */
	struct str method, target, shown;
	uint64_t count;
	int64_t first_ns, last_ns;
};

enum { WAYS = 8 };

/* An account (user name) at a server, or a client host at a server, of whatever realm: see dossier_way. */
struct history {
	const struct way *ways[WAYS]; /* in the order first seen; more than these are not kept */
	size_t way_count;
	bool ways_full;
	uint64_t accepted;
};

struct profiles;

struct profiles *profiles_new(struct limits *limits);
void profiles_free(struct profiles *p);

struct dossier;

/* Note an exchange that ended.  False when it could not be kept (memory, or a limit: counted). */
bool profiles_note(struct profiles *p, const struct dossier *d);
/* Fill in d->server, d->account and d->host; they are the profiles' and good as long. */
void profiles_tell(const struct profiles *p, struct dossier *d);

/* What nothing is known of. */
extern const struct server_profile server_unknown;
extern const struct history history_none;

/* The product that a Server or User-Agent value names, or NULL; *version as far as it tells. */
const struct server_product *server_product_of(struct str text, struct str *version);
/* Server, else User-Agent, of a response; absent when there is none. */
struct str server_text_of(const struct message *response);

#endif
