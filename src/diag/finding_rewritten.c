/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <string.h>

#include <sipwhy/finding.h>

/* The parameter of the credentials that carries an input of the digest; false when none does. */
static bool
param_of(const struct credentials *c, enum hypothesis_input input, struct str *value)
{
	const struct str params[HYPOTHESIS_INPUTS_] = {
		[HYPOTHESIS_ALGORITHM] = c->algorithm,
		[HYPOTHESIS_URI] = c->uri,
		[HYPOTHESIS_USER] = str_absent(c->username) ? c->username_star : c->username,
		[HYPOTHESIS_REALM] = c->realm,
		[HYPOTHESIS_NONCE] = c->nonce,
		[HYPOTHESIS_NC] = c->nc,
		[HYPOTHESIS_CNONCE] = c->cnonce,
		[HYPOTHESIS_QOP] = c->qop,
	};

	*value = params[input];
	return input != HYPOTHESIS_FORM && input != HYPOTHESIS_METHOD && input != HYPOTHESIS_BODY &&
	       input != HYPOTHESIS_PASSWORD;
}

static void
cite(struct finding *f, const struct round *r, const struct verify_diff *diff)
{
	struct str value;

	if (param_of(r->cred, diff->row->input, &value))
		finding_cite_cred_text(f, r, diff->input, value, diff->hashed);
	else if (diff->row->input == HYPOTHESIS_METHOD)
		finding_cite_line(f, r->answer.msg, "answer");
	else if (diff->row->input == HYPOTHESIS_PASSWORD)
		finding_cite_cred(f, r, "username", r->cred->username, NULL);
	else if (diff->row->input == HYPOTHESIS_FORM)
		finding_cite_cred(f, r, "qop", r->cred->qop, NULL);
}

static void
tell(struct finding *f, const struct verify_diff *diff)
{
	char sent[FINDING_QUOTE], hashed[FINDING_QUOTE];

	/* Of a password nothing is told, and of a body it is told in words. */
	if (str_absent(diff->hashed) || diff->row->input == HYPOTHESIS_BODY)
		finding_detail(f, "The client %s%s%s%s.", diff->row->text,
			       diff->what != NULL ? " (" : "", diff->what != NULL ? diff->what : "",
			       diff->what != NULL ? ")" : "");
	else if (str_absent(diff->sent))
		finding_detail(f, "No %s was sent, \"%s\" was hashed.", diff->input,
			       finding_quote(diff->hashed, hashed));
	else
		finding_detail(f, "%s: \"%s\" was sent, \"%s\" was hashed.", diff->input,
			       finding_quote(diff->sent, sent),
			       finding_quote(diff->hashed, hashed));
}

enum verdict
finding_rewritten(struct finding *f, const struct dossier *d, const char *code)
{
	const struct verify *v = d->digest;
	bool told = false;

	if (!verify_proves(v, code))
		return VERDICT_NO;
	finding_cite_cred(f, d->round, "response", d->round->cred->response,
			  "made from what was sent");
	for (size_t i = 0; i < v->substitutions && i < VERIFY_DIFFS; i++) {
		const struct verify_diff *diff = &v->differs[i];
		bool own = diff->row != NULL && diff->row->cause != NULL &&
			   strcmp(diff->row->cause, code) == 0;

		if (diff->row != NULL)
			cite(f, d->round, diff);
		if (own && !told)
			tell(f, diff);
		told = told || own;
	}
	return VERDICT_YES;
}
