/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * contrast_priv.h - how contrast keeps what was accepted.
 *
 * Layer: 9 diag.
 */
#ifndef SIPWHY_DIAG_CONTRAST_PRIV_H
#define SIPWHY_DIAG_CONTRAST_PRIV_H

#include <sipwhy/contrast.h>
#include <sipwhy/table.h>

/* Rules that an engine may have: room in struct rule_set. */
enum { CONTRAST_RULES = 64 * RULE_SET_WORDS, GROUP_SHAPES = 32 };

/* One way of being accepted, of whatever account. */
struct shape {
	struct contrast_peer peer;
	struct list_node in_group;
};

/* One server and realm. */
struct group {
	struct address server;
	struct str realm;
	uint64_t accepted;
	uint64_t with[CONTRAST_RULES];    /* accepted ones of which the rule says YES */
	uint64_t without[CONTRAST_RULES]; /* … NO */
	struct list shapes;               /* in the order first seen */
	size_t shape_count;
	struct table_node by_key;
	struct list_node in_all;
};

/* One account at one server and realm. */
struct account {
	struct group *group;
	struct str username;
	struct contrast_peer peer; /* the first way in which it was accepted */
	uint64_t accepted;
	struct rule_set ever, denied; /* rules that said YES, NO of any of its accepted exchanges */
	bool confirmed, contradicted; /* what they say of the operator's secret */
	int64_t confirmed_first_ns, confirmed_last_ns; /* … and when */
	struct table_node by_key;
	struct list_node in_all;
};

struct contrast {
	struct limits *limits;
	struct table groups, accounts;
	struct list all_groups, all_accounts;
	struct arena *texts;
	size_t kept; /* groups, accounts and shapes */
	bool whole_input;
};

/* Where this exchange belongs; NULL when nothing was accepted there yet. */
struct group *contrast_group(const struct contrast *c, const struct exchange *x);
struct account *contrast_account(const struct contrast *c, const struct exchange *x);
void contrast_params(const struct exchange *x, struct str out[CONTRAST_PARAMS_]);
/* The user name of the deciding answer; absent when there is none. */
struct str contrast_username(const struct exchange *x);

#endif
