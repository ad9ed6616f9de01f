/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rule.h - one cause, wholly: how it is recognised and what is to be said of it.
 *
 * Layer: 9 diag.  A rule is a constant record and a pure function: no input or output, memory, clock, globals
 * or other rules.  It is judged only when every fact that it needs is there.
 */
#ifndef SIPWHY_RULE_H
#define SIPWHY_RULE_H

#include <sipwhy/differs.h>
#include <sipwhy/dossier.h>
#include <sipwhy/finding.h>
#include <sipwhy/hypothesis.h>
#include <sipwhy/identity.h>
#include <sipwhy/refusal.h>
#include <sipwhy/round_view.h>
#include <sipwhy/sip_uri.h>

enum party {
	PARTY_CLIENT,
	PARTY_SERVER,
	PARTY_CREDENTIALS,
	PARTY_POLICY,
	PARTY_MIDDLEBOX,
	PARTY_NETWORK,
	PARTY_ATTACKER,
	PARTY_CAPTURE,
	PARTY_UNKNOWN,
};

enum severity {
	SEVERITY_NOTE,    /* odd, and lawful */
	SEVERITY_WARNING, /* wrong, and may bite */
	SEVERITY_CAUSE,   /* can explain a refusal */
};

enum causality {
	CAUSALITY_NONE,
	CAUSALITY_POSSIBLE,
	CAUSALITY_LIKELY,
	CAUSALITY_PROVEN,
};

/* What the causality of a rule rests on (design: "The cause of this refusal"). */
enum basis {
	BASIS_DEFECT, /* a defect in a header: graded by server reason, secret and contrast */
	BASIS_HASH, /* a rewrite found with the secret: likely; proven by the same account's acceptance */
	BASIS_FACT,  /* the fact is the cause, as far as packets tell it: `ceiling` */
	BASIS_GRADE, /* `grade` decides */
	/*
	 * The same, of what did not come.  Over a transport that delivers, SIP sends nothing again
	 * (RFC 3261 17.1.1.2, 17.1.2.2), and how often TCP or SCTP tried is not looked at: there silence
	 * makes less sure.
	 */
	BASIS_SILENCE,
};

/*
 * Which of several causes of one refusal leads: the first that is there and not tolerated.  Within a rank
 * yields_to tells, then how sure each is, then who is accused least.
 */
enum rank {
	RANK_ROOT,    /* what makes all that follows wrong: another header, realm, nonce, … */
	RANK_DIGEST,  /* what the secret shows of the digest */
	RANK_FORM,    /* a form that some servers take and others refuse */
	RANK_OUTCOME, /* what the manner of the refusal tells */
	RANK_GENERAL, /* what can be said of any such refusal */
	RANK_CAPTURE, /* that nothing more can be told */
};

struct clause {
	const char *doc;     /* "RFC 3261" */
	const char *section; /* "22.4" */
	const char *demand;  /* what it asks, in one sentence */
};

struct advice {
	enum party party;
	const char *text;
};

/* Another cause that looks the same, and what would tell the two apart. */
struct lookalike {
	const char *code;
	const char *tell;
};

enum { RULE_CLAUSES = 4, RULE_ADVICE = 4, RULE_LOOKALIKES = 8, RULE_YIELDS = 12, RULE_REASONS = 6 };

struct rule {
	const char *code;    /* as in the catalogue; never changes once published */
	const char *title;   /* one line, present tense */
	const char *meaning; /* two or three sentences for --explain and the manual */
	/* "How it is seen": which part of which message judge() looks at, against what, and when it says nothing. */
	const char *evidence;
	/* How sure it can get, and on what, where the sentence of `basis` is not the whole of it; else NULL. */
	const char *sure;
	/* As `reasons`, for any basis and any number: read by judge() or grade() too.  NULL ends it; NULL for none. */
	const char *const *words;
	const char *const *unless; /* phrases beside which `words` do not count; likewise */
	/* enum fact: what judge() asks for by itself, since without the rest of it it says NO; told as `needs` is. */
	unsigned asks;
	enum party party; /* who must change something */
	enum severity severity;
	enum rank rank; /* of a SEVERITY_CAUSE */
	/* Of the request itself, not of its credentials: a response that does not speak of these may speak of it. */
	bool of_request;
	/* It is of the secret: a digest that is right for the one given does not rule it out, the server may hold another. */
	bool of_secret;
	/* It is of the credentials for all realms of a call: the exchange of one tells of it. */
	bool of_all_realms;
	enum basis basis;
	/* BASIS_FACT; of BASIS_DEFECT, how sure contrast alone can make, 0 for likely; 0 otherwise. */
	enum causality ceiling;
	enum causality (*grade)(
		const struct dossier *d); /* BASIS_GRADE, BASIS_SILENCE; NULL otherwise */
	struct clause clauses[RULE_CLAUSES];
	struct advice
		unchecked; /* given before the others while no secret was there to check with */
	struct advice advice[RULE_ADVICE];
	struct lookalike lookalikes[RULE_LOOKALIKES];
	const char *reasons
		[RULE_REASONS]; /* phrases with which servers name this cause, for BASIS_DEFECT */
	const char
		*yields_to[RULE_YIELDS]; /* codes of the same rank: if one is there too, it leads */
	unsigned needs;                  /* enum fact */
	enum verdict (*judge)(const struct dossier *d, struct finding *f);
};

/* All rules, in the order of their codes; src/rules. */
extern const struct rule *const rules_all[];
extern const size_t rules_count;
/* The group that a rule belongs to, "credentials", …; "" for a rule that is not in rules_all. */
const char *rule_group(const struct rule *rule);

/*
 * For rules of challenges that nobody answered: the method, absent when an answer came or none is waited for;
 * what is missing for saying that the client stayed silent (enum fact, 0 for nothing); and how sure that
 * makes: with drops, or on a transport that keeps its own retransmissions, silence is less of a fact.
 */
struct str unanswered_method(const struct exchange *x);
unsigned unanswered_missing(const struct dossier *d);
enum causality unanswered_grade(const struct dossier *d);

/* "client", …; "cause", …; "proven", … as in the events. */
const char *party_name(enum party p);
const char *severity_name(enum severity s);
const char *causality_name(enum causality c);

#endif
