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
/* What rules say of one exchange; of those in neither the packets say no. */
struct examined {
	struct rule_set yes;
	struct rule_set unsure; /* cannot tell */
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
	struct endpoint client; /* of the first exchange of this way; so are the next three */
	struct str user_agent, username;
	struct seen seen;                   /* of its answer */
	struct str param[CONTRAST_PARAMS_]; /* absent: not sent */
	struct rule_set found;  /* rules that said YES of it: what this server let pass */
	struct rule_set unsure; /* rules that could not tell, of some of this way */
	uint64_t count;         /* accepted exchanges of this way */
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
	struct contrast_row
		rows[CONTRAST_SHOWN]; /* the same account first, then the most frequent */
	size_t row_count;
	uint64_t accepted; /* exchanges accepted by this server for this realm */
	uint64_t accepted_same_account;
};

/* What the acceptance of an answer says of the secret that the operator gave for its account. */
enum contrast_secret {
	CONTRAST_SECRET_UNKNOWN,   /* none was given, or it cannot be checked */
	CONTRAST_SECRET_CONFIRMED, /* it makes this answer */
	CONTRAST_SECRET_CONTRADICTED,
};

struct contrast;

struct contrast *contrast_new(struct limits *limits);
void contrast_free(struct contrast *c);
/* Say whether all of the input has been seen. */
void contrast_set_whole(struct contrast *c, bool whole_input);
/* Note an accepted exchange.  False when it could not be kept whole (memory, or a limit: counted). */
bool contrast_add(struct contrast *c, const struct exchange *x, const struct examined *examined,
		  enum contrast_secret secret);
/* Look up what was accepted otherwise.  Texts are borrowed from the contrast and from `x`. */
void contrast_view_of(const struct contrast *c, const struct exchange *x,
		      struct contrast_view *out);

/*
 * Accepted exchanges of this server and realm, of which rule `index` says NO; and YES.  Of what it cannot tell nothing
 * is counted: the defect may have been there and been let pass.
 */
struct contrast_count {
	uint64_t without, with;       /* of all accounts */
	bool same_without, same_with; /* some of this account */
	uint64_t same;                /* accepted exchanges of this account */
	bool unsure; /* of one whose answer had the same parameters as this one, it cannot be told */
};
struct contrast_count contrast_counts(const struct contrast *c, const struct exchange *x,
				      size_t index);
/* What the acceptances of this account say of its secret: contradicted before confirmed. */
enum contrast_secret contrast_secret_of(const struct contrast *c, const struct exchange *x);
/*
 * Whether the secret was confirmed both before `x` was decided and after: what a server holds may be changed
 * between two requests, and hardly there and back.
 */
bool contrast_secret_around(const struct contrast *c, const struct exchange *x);

#endif
