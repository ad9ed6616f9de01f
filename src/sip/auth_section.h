/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * auth_section.h - one challenge, or one set of credentials, within a header value.
 *
 * Layer: 5 sip.  Private to src/sip.  Views only.  Challenges and credentials differ in the
 * parameters that are looked for; how they are told apart in one line is the same.
 */
#ifndef SIPWHY_SIP_AUTH_SECTION_H
#define SIPWHY_SIP_AUTH_SECTION_H

#include <sipwhy/auth_hdr.h>

/* A parameter that is looked for, and where its view goes in the caller's struct. */
struct auth_slot {
	struct str name;
	enum auth_name bit;
	size_t at;           /* offsetof a struct str */
	unsigned odd_quoted; /* enum auth_odd: what it is to have it in quotes */
	unsigned odd_bare;   /* … and without */
	bool list;           /* a bare value may go on behind commas: qop=auth,auth-int */
};

struct auth_form {
	const struct auth_slot *slots;
	size_t count;
};

struct auth_section {
	struct str raw; /* from its scheme to its last parameter */
	struct str scheme;
	bool is_digest;
	unsigned odd; /* enum auth_odd */
	struct auth_forms forms;
};

/* The way through one header field. */
struct auth_walk {
	const struct sip_hdr *hdr;
	struct str rest;
	bool begun;
};

void auth_walk_begin(struct auth_walk *w, const struct sip_hdr *hdr);

/*
 * The next section, its parameters put into the struct at `into` as `form` says.  False at the
 * end of the field.  A field without anything in it gives one section without anything in it.
 */
bool auth_walk_next(struct auth_walk *w, const struct auth_form *form, void *into,
		    struct auth_section *out);

#endif
