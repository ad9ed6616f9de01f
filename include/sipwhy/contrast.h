/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * contrast.h - what accepted exchanges of the same realm and server did otherwise.
 *
 * Layer: 9 diag.  Each different way of being accepted is kept once, with a count.
 */
#ifndef SIPWHY_CONTRAST_H
#define SIPWHY_CONTRAST_H

#include <sipwhy/finding.h>
#include <sipwhy/limits.h>

/* Rules by their index in the engine's list. */
enum { RULE_SET_WORDS = 4 };
struct rule_set {
	uint64_t word[RULE_SET_WORDS];
};
void rule_set_add(struct rule_set *s, size_t index);
bool rule_set_has(const struct rule_set *s, size_t index);

/* The parameters that are compared, in the order they are shown. */
enum contrast_param {
	CONTRAST_HEADER, /* Authorization or Proxy-Authorization */
	CONTRAST_ALGORITHM,
	CONTRAST_QOP,
	CONTRAST_CNONCE,
	CONTRAST_NC,
	CONTRAST_OPAQUE,
	CONTRAST_USERNAME_FORM, /* "user" or "user@host" */
	CONTRAST_URI_FORM,      /* "as the Request-URI" or "unlike the Request-URI" */
	CONTRAST_PARAMS_,
};

/* One way of being accepted; the texts are the contrast's. */
struct contrast_peer {
	struct endpoint client;
	struct str user_agent, username;
	struct str param[CONTRAST_PARAMS_]; /* absent: not sent */
	struct rule_set found;              /* rules that said YES of it: what this server let pass */
	uint64_t count;                     /* accepted exchanges of this way */
	struct seen seen;                   /* of the first one's answer */
	bool secret_confirmed;              /* the operator's secret makes this answer */
	bool secret_contradicted;           /* the operator's secret does not */
};

const char *contrast_param_name(enum contrast_param p);

enum { CONTRAST_SHOWN = 4 };

struct contrast_row {
	const struct contrast_peer *peer;
	bool same_account;
	unsigned differs; /* bits 1 << enum contrast_param */
};

/* What contrast says of one refused exchange. */
struct contrast_view {
	bool whole_input; /* scope "input"; false: "so-far" */
	struct str here[CONTRAST_PARAMS_];
	struct contrast_row rows[CONTRAST_SHOWN]; /* the same account first, then the most frequent */
	size_t row_count;
	uint64_t accepted;               /* exchanges accepted by this server for this realm */
	uint64_t accepted_same_account;
};

struct contrast;

struct contrast *contrast_new(struct limits *limits);
void contrast_free(struct contrast *c);
/* Note an accepted exchange.  False when it could not be kept (memory, limit: counted). */
bool contrast_add(struct contrast *c, const struct exchange *x, const struct rule_set *found,
		  enum verdict secret);
/* Look up what was accepted otherwise.  Texts are borrowed from the contrast and from `x`. */
void contrast_view_of(const struct contrast *c, const struct exchange *x, struct contrast_view *out);
/* Accepted exchanges of this server and realm without (with) what rule `index` finds; `same_account` narrows. */
uint64_t contrast_without(const struct contrast *c, const struct exchange *x, size_t index,
			  bool same_account);
uint64_t contrast_with(const struct contrast *c, const struct exchange *x, size_t index);
/* Whether the server accepted an answer of this account that the secret makes; that it does not make. */
bool contrast_confirms_secret(const struct contrast *c, const struct exchange *x);
bool contrast_contradicts_secret(const struct contrast *c, const struct exchange *x);

#endif
