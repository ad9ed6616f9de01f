/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whatever one row of the table says a client may hash, is found and told, on texts put together at random.  The
 * rewrites are written here once more, and the formulas in plain_digest.c.
 */
#include <stdio.h>
#include <string.h>

#include <sipwhy/hypothesis.h>

#include "digest_round.h"
#include "plain_random.h"
#include "tap.h"

enum { WORLDS = 40, LONG = 4096 };

struct world {
	struct plain_inputs sent;
	const char *label;
	struct plain_text ruri, from, to, contact, via, other_realm, other_nonce;
};

static struct world
world_any(uint64_t *state)
{
	struct world w = { .ruri = plain_put("sip:", plain_word(state).s, ".example;lr"),
			   .from = plain_word(state),
			   .to = plain_word(state),
			   .contact = plain_word(state),
			   .via = plain_word(state),
			   .other_realm = plain_word(state),
			   .other_nonce = plain_word(state) };

	w.label = plain_any(state, &w.sent);
	/* What forms of passwords have something to say of. */
	w.sent.password = plain_put(w.sent.password.s, "&\"\303\244", plain_word(state).s);
	w.sent.uri = plain_put("sip:o'b@", plain_word(state).s, ":5070;transport=udp");
	return w;
}

/* A rewrite: what a client of that row hashes.  False: the row has nothing to say of this world. */
struct property {
	const char *row;
	bool (*rewrite)(const struct world *w, struct plain_inputs *in);
};

/* The password with other octets between its two words. */
static struct plain_text
between(const struct world *w, const char *octets)
{
	struct plain_text first = w->sent.password;

	first.s[strcspn(first.s, "&")] = '\0';
	return plain_put(first.s, octets, strchr(w->sent.password.s, '\244') + 1);
}

/* Of the uri. */
static struct plain_text
host_of(const struct world *w)
{
	struct plain_text t = plain_put(strchr(w->sent.uri.s, '@') + 1, "", "");

	t.s[strcspn(t.s, ":")] = '\0';
	return t;
}

#define REWRITE(name) static bool name(const struct world *w, struct plain_inputs *in)
#define ALWAYS(name, what)   \
	REWRITE(name)        \
	{                    \
		(void)w;     \
		what;        \
		return true; \
	}

ALWAYS(form_2069, in->form = 1; in->with_body = false)
ALWAYS(form_no_nc, in->form = 2; in->with_body = false)
ALWAYS(form_twice, in->form = 3)
ALWAYS(uri_request, in->uri = w->ruri)
ALWAYS(uri_params, in->uri.s[strcspn(in->uri.s, ";")] = '\0')
ALWAYS(uri_user, in->uri = plain_put("sip:", strchr(w->sent.uri.s, '@') + 1, ""))
ALWAYS(uri_parties, in->uri = plain_put("sip:contact@", w->contact.s, ".example"))
ALWAYS(uri_scheme, in->uri = plain_put("sips", w->sent.uri.s + 3, ""))
ALWAYS(uri_spelling, in->uri = plain_put("<", w->sent.uri.s, ">"))
ALWAYS(uri_maddr, in->uri = plain_put(w->ruri.s, ";maddr=", w->via.s))
ALWAYS(method_fixed, in->method = plain_put("REGISTER", "", ""))
ALWAYS(method_lower, in->method = plain_put("options", "", ""))
ALWAYS(user_domain, in->user = plain_put(w->sent.user.s, "@", w->sent.realm.s))
ALWAYS(user_parties, in->user = plain_put("from", "", ""))
ALWAYS(user_quoted, in->user = plain_put("\"", w->sent.user.s, "\""))
ALWAYS(user_hash, in->user = plain_put(w->sent.user.s, ":", w->sent.realm.s);
       in->user = plain_hash(w->sent.hash, in->user.s, false))
ALWAYS(realm_domains, in->realm = plain_put(w->from.s, ".example", ""))
ALWAYS(realm_fixed, in->realm = plain_put("asterisk", "", ""))
ALWAYS(realm_text, in->realm = plain_put(w->sent.realm.s, "\"", ""))
ALWAYS(realm_other, in->realm = w->other_realm)
ALWAYS(twice, in->password = plain_put(w->sent.user.s, ":", w->sent.realm.s);
       in->password = plain_put(in->password.s, ":", w->sent.password.s);
       in->password = plain_hash(w->sent.hash, in->password.s, false))
ALWAYS(bare_password, in->ha1 = w->sent.password)
ALWAYS(nc_short, in->nc = plain_put(w->sent.nc.s + strspn(w->sent.nc.s, "0"), "", ""))
ALWAYS(nc_quoted, in->nc = plain_put("\"", w->sent.nc.s, "\""))
ALWAYS(nc_one, in->nc = plain_put("00000001", "", ""))
ALWAYS(cnonce_none, in->cnonce.s[0] = '\0')
ALWAYS(cnonce_fixed, in->cnonce = plain_put("xyz", "", ""))
ALWAYS(qop_list, in->qop = plain_put("auth,auth-int", "", ""))
ALWAYS(qop_quoted, in->qop = plain_put("\"", w->sent.qop.s, "\""))
ALWAYS(nonce_earlier, in->nonce = w->other_nonce)
ALWAYS(nonce_quoted, in->nonce = plain_put("\"", w->sent.nonce.s, "\""))
ALWAYS(upper, in->upper = true)
ALWAYS(password_newline, in->password = plain_put(w->sent.password.s, "\n", ""))
ALWAYS(password_escaped, in->password = between(w, "%26%22%C3%A4"))
ALWAYS(password_entities, in->password = between(w, "&amp;&quot;\303\244"))
ALWAYS(password_cut, in->password.s[strcspn(in->password.s, "&")] = '\0')
ALWAYS(password_shell, in->password = between(w, "&\\\"\303\244"))
ALWAYS(password_latin1, in->password = between(w, "&\"\344"))
ALWAYS(password_nfd, in->password = between(w, "&\"a\314\210"))
ALWAYS(password_empty, in->password.s[0] = '\0')
ALWAYS(password_word, in->password = plain_put("undefined", "", ""))
ALWAYS(uri_port, in->uri = plain_put("sip:o'b@", host_of(w).s, ";transport=udp"))
ALWAYS(uri_host, in->uri = plain_put("sip:o'b@", w->via.s, ":5070;transport=udp"))
ALWAYS(uri_apostrophe, in->uri = plain_put("sip:o''", w->sent.uri.s + strlen("sip:o'"), ""))

REWRITE(password_case)
{
	char first = w->sent.password.s[0];

	in->password.s[0] = (char)(first - 'a' + 'A');
	return first >= 'a' && first <= 'z';
}

REWRITE(body_lines)
{
	char *to = in->body.s;

	for (const char *from = w->sent.body.s; *from != '\0'; from++) {
		if (*from != '\r')
			*to++ = *from;
	}
	*to = '\0';
	return w->sent.with_body;
}

REWRITE(sha512_cut)
{
	in->hash = in->ha1_hash = "SHA2-512";
	in->cut = true;
	return strcmp(w->sent.hash, "SHA2-512/256") == 0;
}

REWRITE(qop_token)
{
	in->with_body = !w->sent.with_body;
	in->qop = plain_put(in->with_body ? "auth-int" : "auth", "", "");
	return true;
}

REWRITE(md5)
{
	in->hash = in->ha1_hash = "MD5";
	return strcmp(w->sent.hash, "MD5") != 0;
}

REWRITE(sha)
{
	in->hash = in->ha1_hash = "SHA2-256";
	in->session = 0;
	return strcmp(w->sent.hash, "SHA2-256") != 0;
}

REWRITE(sha512_256_sess)
{
	in->hash = in->ha1_hash = "SHA2-512/256";
	in->session = 1;
	return strcmp(w->sent.hash, "SHA2-512/256") != 0;
}

REWRITE(md5_sess)
{
	in->hash = in->ha1_hash = "MD5";
	in->session = 1;
	return w->sent.session == 0;
}

REWRITE(no_sess)
{
	in->session = 0;
	return w->sent.session == 1;
}

REWRITE(raw_sess)
{
	in->session = 2;
	return w->sent.session == 1;
}

REWRITE(mixed)
{
	in->ha1_hash = "MD5";
	return strcmp(w->sent.hash, "MD5") != 0;
}

REWRITE(sha512)
{
	in->hash = in->ha1_hash = "SHA2-512";
	return strcmp(w->sent.hash, "SHA2-512/256") == 0;
}

REWRITE(body_empty)
{
	in->body.s[0] = '\0';
	return w->sent.with_body;
}

REWRITE(body_left_out)
{
	in->with_body = false;
	return w->sent.with_body;
}

static const struct property properties[] = {
	{ "2069-form", form_2069 },
	{ "kd-no-nc-qop", form_no_nc },
	{ "double-ha1", form_twice },
	{ "uri=request-uri", uri_request },
	{ "uri-no-params", uri_params },
	{ "uri-no-user", uri_user },
	{ "uri=to / from / contact", uri_parties },
	{ "uri-no-scheme", uri_scheme },
	{ "uri-decorated", uri_spelling },
	{ "uri-maddr", uri_maddr },
	{ "method-register", method_fixed },
	{ "method-lower", method_lower },
	{ "user@realm", user_domain },
	{ "from/to-user", user_parties },
	{ "user-case", user_quoted },
	{ "userhash", user_hash },
	{ "realm=domains", realm_domains },
	{ "realm-const", realm_fixed },
	{ "realm-text", realm_text },
	{ "realm-other-challenge", realm_other },
	{ "pw-is-ha1", twice },
	{ "ha1-is-pw", bare_password },
	{ "nc-1", nc_short },
	{ "nc-quoted", nc_quoted },
	{ "nc-plusminus", nc_one },
	{ "cnonce-empty", cnonce_none },
	{ "cnonce-const", cnonce_fixed },
	{ "qop-authint-token", qop_token },
	{ "qop-list", qop_list },
	{ "qop-quoted", qop_quoted },
	{ "nonce-prev", nonce_earlier },
	{ "nonce-text", nonce_quoted },
	{ "upper-hex-inside", upper },
	{ "alg-md5", md5 },
	{ "alg-other", sha },
	{ "alg-other", sha512_256_sess },
	{ "alg-sess-for-any", md5_sess },
	{ "alg-md5-sess-as-md5", no_sess },
	{ "sess-raw", raw_sess },
	{ "mixed-hash", mixed },
	{ "sha512-full", sha512 },
	{ "sha512-trunc", sha512_cut },
	{ "uri-no-port", uri_port },
	{ "uri-local-or-public-ip", uri_host },
	{ "uri-sql-quote", uri_apostrophe },
	{ "pw-newline", password_newline },
	{ "pw-urlescape", password_escaped },
	{ "pw-urlescape", password_entities },
	{ "pw-cut", password_cut },
	{ "pw-shell", password_shell },
	{ "pw-case", password_case },
	{ "pw-charset", password_latin1 },
	{ "pw-charset", password_nfd },
	{ "pw-empty", password_empty },
	{ "pw-const", password_word },
	{ "body-lf", body_lines },
	{ "body-empty", body_empty },
	{ "body-unhashed", body_left_out },
};

static void
write_round(const struct world *w, const char *resp, struct digest_round *t)
{
	char text[LONG];
	int len = snprintf(
		text, sizeof(text),
		"OPTIONS %s SIP/2.0\nVia: SIP/2.0/UDP %s\nFrom: <sip:from@%s.example>;tag=1\n"
		"To: <sip:to@%s.example>\nContact: <sip:contact@%s.example>\nCSeq: 2 OPTIONS\n"
		"Authorization: Digest username=\"%s\",realm=\"%s\",nonce=\"%s\",uri=\"%s\","
		"cnonce=\"%s\",nc=%s,qop=%s,algorithm=%s,response=\"%s\"\nContent-Length: %zu\n\n"
		"%.*s\nx\n",
		w->ruri.s, w->via.s, w->from.s, w->to.s, w->contact.s, w->sent.user.s,
		w->sent.realm.s, w->sent.nonce.s, w->sent.uri.s, w->sent.cnonce.s, w->sent.nc.s,
		w->sent.qop.s, w->label, resp, strlen(w->sent.body.s),
		(int)strcspn(w->sent.body.s, "\r"), w->sent.body.s);

	digest_round_answer(t, (struct str){ text, (size_t)len }, STR_ABSENT);
	len = snprintf(text, sizeof(text),
		       "SIP/2.0 401 Unauthorized\nWWW-Authenticate: Digest realm=\"%s\","
		       "nonce=\"%s\",qop=\"auth,auth-int\"\nWWW-Authenticate: Digest realm=\"%s\","
		       "nonce=\"%s\"\nWWW-Authenticate: Digest realm=\"%s\",nonce=\"q\"\n\n",
		       w->sent.realm.s, w->sent.nonce.s, w->sent.realm.s, w->other_nonce.s,
		       w->other_realm.s);
	digest_round_challenge(t, (struct str){ text, (size_t)len });
}

/* Found by this row, or by another one that has the same octets in the same place. */
static bool
is_found(const struct property *p, const struct plain_inputs *hashed, const struct verify *got)
{
	const struct verify_diff *d = &got->differs[0];
	const struct hypothesis *row = got->hashed;

	if (got->check != VERIFY_MISMATCH || row == NULL || got->substitutions != 1)
		return false;
	if (strcmp(row->id, p->row) == 0)
		return true;
	return (row->input == HYPOTHESIS_URI && str_eq(d->hashed, str_of(hashed->uri.s))) ||
	       (row->input == HYPOTHESIS_NC && str_eq(d->hashed, str_of(hashed->nc.s))) ||
	       (row->input == HYPOTHESIS_QOP && str_eq(d->hashed, str_of(hashed->qop.s)));
}

static bool
test_one(struct digest *d, const struct world *w, const struct property *p)
{
	struct plain_inputs in = w->sent;
	struct err err = { "" };
	struct digest_round t;
	struct verify got;
	struct secrets *s;
	struct verifier *v;
	bool good;

	if (!p->rewrite(w, &in) || strcmp(plain_response(&in).s, plain_response(&w->sent).s) == 0)
		return true;
	s = secrets_new(&err);
	v = verifier_new(d, s);
	digest_round_begin(&t);
	write_round(w, plain_response(&in).s, &t);
	(void)secrets_add_password(s, str_of(w->sent.user.s), str_of(w->sent.realm.s),
				   str_of(w->sent.password.s), &err);
	verify_round(v, &t.round, t.arena, &got);
	good = is_found(p, &in, &got);
	if (!good)
		diag("%s: %s %s, %u", w->label, verify_check_name(got.check),
		     got.hashed != NULL ? got.hashed->id : "-", got.substitutions);
	digest_round_end(&t);
	verifier_free(v);
	secrets_free(s);
	return good;
}

int
main(void)
{
	uint64_t state = PLAIN_SEED;
	struct world worlds[WORLDS];
	struct err err = { "" };
	struct digest *d = digest_new(&err);

	if (d == NULL)
		return skip_all("%s", err.text);
	for (size_t i = 0; i < WORLDS; i++)
		worlds[i] = world_any(&state);
	for (size_t k = 0; k < COUNT(properties); k++) {
		unsigned found = 0;

		for (size_t i = 0; i < WORLDS; i++)
			found += test_one(d, &worlds[i], &properties[k]);
		is_int(found, WORLDS, "%s is found", properties[k].row);
	}
	digest_free(d);
	return done();
}
