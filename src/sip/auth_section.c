/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/auth_param.h>

#include "auth_section.h"
#include "octet.h"

static const struct str digest = { "Digest", 6 };

/* Schemes known by name: in the middle of a line they may stand alone ("Negotiate"), or before
 * what is no parameter ("Basic YTpi"). */
static const char *const schemes[] = {
	"Digest", "Basic", "Bearer", "NTLM", "Negotiate", "Kerberos", "TLS-DSK", "PGP",
};

/* What the parameters of one section are put into. */
struct reader {
	const struct auth_walk *walk;
	const struct auth_form *form;
	void *into;
	struct auth_section *out;
	bool any;         /* a parameter that is looked for was there */
	struct str *list; /* a bare list that ended the last parameter; NULL for none */
};

void
auth_walk_begin(struct auth_walk *w, const struct sip_hdr *hdr)
{
	*w = (struct auth_walk){ .hdr = hdr, .rest = hdr->value };
}

/* Whether the capture ends where this view does. */
static bool
is_cut(const struct auth_walk *w, struct str part)
{
	struct str value = w->hdr->value;

	return (w->hdr->odd & HDR_CUT) != 0 && part.p + part.len == value.p + value.len;
}

static const struct auth_slot *
slot_of(const struct auth_form *form, struct str name)
{
	for (size_t i = 0; i < form->count; i++) {
		if (octet_same_token(form->slots[i].name, name))
			return &form->slots[i];
	}
	return NULL;
}

static bool
is_known_scheme(struct str word)
{
	for (size_t i = 0; i < COUNT(schemes); i++) {
		if (str_eq_nocase(str_of(schemes[i]), word))
			return true;
	}
	return false;
}

/*
 * Length of the scheme that `e` begins with, 0 if it is a parameter.  A scheme is a word without
 * "=", at the beginning of the field, or before a parameter: "Basic realm=".  Or it is "Digest"
 * run together with the first parameter: "Digestusername=".
 */
static size_t
scheme_len(const struct auth_param *e, const struct auth_form *form, bool first)
{
	struct str behind = str_sub(e->name, digest.len, e->name.len);

	if (e->name.len == 0)
		return 0;
	if (!str_absent(e->value))
		return str_starts_nocase(e->name, digest) && slot_of(form, behind) != NULL
			       ? digest.len
			       : 0;
	if (is_known_scheme(e->name))
		return e->name.len;
	if (slot_of(form, e->name) != NULL)
		return 0;
	return first || (e->odd & AUTH_PARAM_NO_COMMA) != 0 ? e->name.len : 0;
}

/* A bare list went on behind a comma: the view grows over it. */
static bool
continues_list(struct reader *r, const struct auth_param *e)
{
	const unsigned word = AUTH_PARAM_NO_VALUE;

	if (r->list == NULL || e->odd != word || !str_absent(e->value) ||
	    !str_starts_nocase(e->name, S("auth")))
		return false;
	r->list->len = (size_t)(e->name.p + e->name.len - r->list->p);
	return true;
}

static void
note_form(struct auth_forms *forms, const struct auth_slot *slot, const struct auth_param *e)
{
	if (!e->quoted)
		forms->bare |= slot->bit;
	if ((e->odd & (AUTH_PARAM_TRAILING | AUTH_PARAM_OPEN_QUOTE)) != 0)
		forms->broken |= slot->bit;
	if ((e->odd & AUTH_PARAM_TYPOGRAPHIC) != 0)
		forms->typographic |= slot->bit;
	if (str_index(e->value, '\\') >= 0)
		forms->escaped |= slot->bit;
}

static void
store(struct reader *r, const struct auth_slot *slot, const struct auth_param *e)
{
	struct str *view = (struct str *)(void *)((char *)r->into + slot->at);

	note_form(&r->out->forms, slot, e);
	if (!str_absent(*view)) {
		r->out->odd |= AUTH_REPEATED_PARAM;
		r->out->forms.repeated |= slot->bit;
		return;
	}
	*view = e->value;
	if (str_absent(e->value))
		*view = str_sub(e->name, e->name.len, 0);
	else
		r->out->odd |= e->quoted ? slot->odd_quoted : slot->odd_bare;
	if (slot->list && !e->quoted)
		r->list = view;
}

/*
 * Whether the octets behind the cut may tell that this is another element than it seems: the
 * closing mark of its value may stand there, so that all behind the opening one belongs to it,
 * or it may turn out to be a scheme.
 */
static bool
is_unsure(const struct auth_walk *w, const struct auth_param *e)
{
	struct str all = w->hdr->value;
	size_t from;

	if ((w->hdr->odd & HDR_CUT) == 0)
		return false;
	/* A plain mark closes a typographic one only at the end of a value. */
	if (is_cut(w, e->raw) && (str_absent(e->value) || (e->odd & AUTH_PARAM_TYPOGRAPHIC) != 0))
		return true;
	if (e->quoted || !str_starts(e->value, S("'")))
		return (e->odd & AUTH_PARAM_OPEN_QUOTE) != 0;
	from = (size_t)(e->value.p - all.p) + 1;
	return str_index(str_sub(all, from, all.len), '\'') < 0;
}

static void
read_param(struct reader *r, const struct auth_param *e)
{
	const struct auth_slot *slot = slot_of(r->form, e->name);

	if (is_cut(r->walk, e->raw)) {
		/* Only a closing quote, or a blank, tells that the value is all there. */
		if (is_cut(r->walk, e->value))
			return;
	} else if ((e->odd & ~(unsigned)AUTH_PARAM_NO_VALUE) != 0) {
		r->out->odd |= AUTH_MALFORMED_PARAM;
	}
	if (continues_list(r, e))
		return;
	r->list = NULL;
	if (slot != NULL)
		store(r, slot, e);
	else if ((e->odd & AUTH_PARAM_NO_NAME) != 0)
		r->out->forms.nameless = true;
	r->any = r->any || (slot != NULL && !str_absent(e->value));
}

/* Take the scheme; afterwards the first parameter begins w->rest. */
static void
read_scheme(struct auth_walk *w, const struct auth_param *e, size_t len, struct auth_section *out)
{
	struct str all = w->hdr->value;

	w->rest = str_sub(all, (size_t)(e->raw.p - all.p) + len, all.len);
	out->raw = str_sub(e->raw, 0, len);
	if (len == 0)
		out->odd |= AUTH_NO_SCHEME;
	else if (!is_cut(w, out->raw))
		out->scheme = out->raw;
}

static void
finish(const struct auth_walk *w, bool any, struct auth_section *out)
{
	/* Parameters of Digest without the word: the sender's fault, and nothing else can be meant. */
	out->is_digest =
		str_eq_nocase(out->scheme, digest) || (any && (out->odd & AUTH_NO_SCHEME) != 0);
	/* Of other schemes nothing is known that could be malformed. */
	if (!str_absent(out->scheme) && !out->is_digest)
		out->odd &= AUTH_COMMA_JOINED;
	if (str_index(out->raw, '\n') >= 0)
		out->odd |= AUTH_FOLDED;
	if (w->rest.len == 0 && (w->hdr->odd & HDR_CUT) != 0)
		out->odd |= AUTH_CUT;
}

bool
auth_walk_next(struct auth_walk *w, const struct auth_form *form, void *into,
	       struct auth_section *out)
{
	struct reader r = { .walk = w, .form = form, .into = into, .out = out };
	bool first = !w->begun, spaced;
	struct auth_param e;
	struct str before;

	*out = (struct auth_section){ .odd = first ? 0 : AUTH_COMMA_JOINED };
	w->begun = true;
	if (!auth_param_next(&w->rest, &e)) {
		out->raw = w->rest;
		finish(w, false, out);
		return first;
	}
	read_scheme(w, &e, scheme_len(&e, form, first), out);
	spaced = w->rest.len == 0 || octet_is(w->rest.p[0], OCTET_LWS) || out->raw.len == 0;
	for (before = w->rest; auth_param_next(&w->rest, &e); before = w->rest) {
		if (is_unsure(w, &e)) {
			w->rest = str_sub(w->rest, w->rest.len, 0);
			break;
		}
		if (out->raw.p != e.raw.p && scheme_len(&e, form, false) > 0) {
			w->rest = before;
			break;
		}
		out->raw.len = (size_t)(e.raw.p + e.raw.len - out->raw.p);
		read_param(&r, &e);
		if (!spaced)
			out->odd |= AUTH_SCHEME_NO_SPACE;
	}
	finish(w, r.any, out);
	if ((out->odd & AUTH_CUT) != 0 && r.list != NULL)
		*r.list = STR_ABSENT; /* more of it may have followed */
	return true;
}
