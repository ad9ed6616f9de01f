/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whatever is hashed by one row of the table, or by two of different parts, is found and told
 * exactly; and a wrong password is never explained.  On calls put together at random, the same
 * ones each time.
 */
#include <stdio.h>
#include <string.h>

#include <sipwhy/hypothesis.h>

#include "digest_round.h"
#include "plain_random.h"
#include "tap.h"

enum { CALLS = 600, WORD = 12, URI_ROOM = 128 };

struct dice {
	uint64_t state;
};

static unsigned throw(struct dice * d, unsigned below)
{
	return plain_dice(&d->state, below);
}

struct word {
	char text[WORD + 1];
};

static struct word
word(struct dice *d)
{
	struct word w = { "" };
	unsigned len = 3 + throw(d, WORD - 3);

	for (unsigned i = 0; i < len; i++)
		w.text[i] = "abcdefghijklmnopqrstuvwxyz0123456789"[throw(d, 36)];
	return w;
}

struct uri {
	struct word host;
	char user[WORD + 2], port[8], params[2 * WORD];
};

static struct uri
uri_any(struct dice *d)
{
	struct uri u = { .host = word(d) };

	if (throw(d, 2) == 0)
		(void)snprintf(u.user, sizeof(u.user), "%s@", word(d).text);
	if (throw(d, 2) == 0)
		(void)snprintf(u.port, sizeof(u.port), ":%u", 1024 + throw(d, 60000));
	if (throw(d, 2) == 0)
		(void)snprintf(u.params, sizeof(u.params), ";transport=%s", word(d).text);
	return u;
}

static void
uri_write(const struct uri *u, char out[URI_ROOM])
{
	(void)snprintf(out, URI_ROOM, "sip:%s%s%s%s", u->user, u->host.text, u->port, u->params);
}

/* One call, and what its client did. */
struct call {
	struct word user, realm, password, nonce, cnonce;
	struct uri sent, request, hashed;
	struct word via;
	bool with_qop, as_2069, twice;
	enum auth_algorithm alg;
	char sent_text[URI_ROOM], request_text[URI_ROOM], hashed_text[URI_ROOM];
};

static void
choose_uri(struct dice *d, struct call *c)
{
	c->hashed = throw(d, 2) == 0 ? c->sent : c->request;
	switch (throw(d, 6)) {
	case 0:
		c->hashed = c->request;
		break;
	case 1:
		c->hashed.params[0] = '\0';
		break;
	case 2:
		c->hashed.port[0] = '\0';
		break;
	case 3:
		(void)snprintf(c->hashed.port, sizeof(c->hashed.port), ":506%u", throw(d, 2));
		break;
	case 4:
		c->hashed.host = c->via;
		break;
	default:
		c->hashed = c->sent;
		break;
	}
}

static struct call
call_any(struct dice *d)
{
	static const enum auth_algorithm algs[] = { ALGORITHM_MD5, ALGORITHM_MD5_SESS,
						    ALGORITHM_SHA_256, ALGORITHM_SHA_512_256 };
	struct call c = {
		.user = word(d),
		.realm = word(d),
		.password = word(d),
		.nonce = word(d),
		.cnonce = word(d),
		.sent = uri_any(d),
		.request = uri_any(d),
		.via = word(d),
		.with_qop = throw(d, 4) > 0,
		.alg = algs[throw(d, COUNT(algs))],
	};

	choose_uri(d, &c);
	c.as_2069 = c.with_qop && throw(d, 3) == 0;
	uri_write(&c.sent, c.sent_text);
	uri_write(&c.request, c.request_text);
	uri_write(&c.hashed, c.hashed_text);
	c.twice = throw(d, 3) == 0 && !(c.as_2069 && strcmp(c.hashed_text, c.sent_text) != 0);
	return c;
}

static struct digest_hex
response_of(struct digest *d, const struct call *c)
{
	struct digest_input in = {
		.alg = c->alg,
		.form = c->with_qop && !c->as_2069 ? DIGEST_FORM_2617 : DIGEST_FORM_2069,
		.nonce = str_of(c->nonce.text),
		.nc = S("00000001"),
		.cnonce = str_of(c->cnonce.text),
		.qop = S("auth"),
		.method = S("REGISTER"),
		.uri = str_of(c->hashed_text),
	};
	struct str user = str_of(c->user.text), realm = str_of(c->realm.text);
	struct digest_hex ha1, out;

	(void)digest_ha1(d, c->alg, user, realm, str_of(c->password.text), &ha1);
	if (c->twice)
		(void)digest_ha1(d, c->alg, user, realm, digest_hex_str(&ha1), &ha1);
	(void)digest_response(d, digest_hex_str(&ha1), &in, &out);
	return out;
}

static void
write_answer(struct digest *d, const struct call *c, struct digest_round *t)
{
	struct digest_hex response = response_of(d, c);
	char text[1024];
	int len = snprintf(text, sizeof(text),
			   "REGISTER %s SIP/2.0\nVia: SIP/2.0/UDP %s\nAuthorization: Digest "
			   "username=\"%s\",realm=\"%s\",nonce=\"%s\",uri=\"%s\",cnonce=\"%s\","
			   "algorithm=%s%s,response=\"%.*s\"\nContent-Length: 0\n\n",
			   c->request_text, c->via.text, c->user.text, c->realm.text, c->nonce.text,
			   c->sent_text, c->cnonce.text, auth_algorithm_name(c->alg),
			   c->with_qop ? ",qop=auth,nc=00000001" : "",
			   STR_ARG(digest_hex_str(&response)));

	digest_round_answer(t, (struct str){ text, (size_t)len }, STR_ABSENT);
}

static bool
is_explained(const struct call *c, const struct verify *got)
{
	bool other_uri = strcmp(c->hashed_text, c->sent_text) != 0;
	unsigned count = 0;

	if (c->as_2069 && strcmp(got->differs[count++].input, "formula") != 0)
		return false;
	if (other_uri && (!str_eq(got->differs[count].hashed, str_of(c->hashed_text)) ||
			  !str_eq(got->differs[count++].sent, str_of(c->sent_text))))
		return false;
	if (c->twice && (strcmp(got->differs[count].input, "password") != 0 ||
			 !str_absent(got->differs[count++].hashed)))
		return false;
	return got->substitutions == count &&
	       got->check == (count > 0 ? VERIFY_MISMATCH : VERIFY_MATCH);
}

static struct verify
verify_with(struct digest *d, const struct call *c, const struct word *password,
	    struct digest_round *t)
{
	struct err err = { "" };
	struct secrets *s = secrets_new(&err);
	struct verifier *v = verifier_new(d, s);
	struct verify got;

	(void)secrets_add_password(s, str_of(c->user.text), str_of(c->realm.text),
				   str_of(password->text), &err);
	verify_round(v, &t->round, t->arena, &got);
	verifier_free(v);
	secrets_free(s);
	return got;
}

int
main(void)
{
	struct dice dice = { 0x9e3779b97f4a7c15u };
	struct err err = { "" };
	struct digest *d = digest_new(&err);
	unsigned explained = 0, refused = 0, pairs = 0;

	if (d == NULL)
		return skip_all("%s", err.text);
	for (unsigned i = 0; i < CALLS; i++) {
		struct call c = call_any(&dice);
		struct word wrong = c.password;
		struct digest_round t;
		struct verify right, other;

		wrong.text[throw(&dice, (unsigned)strlen(wrong.text))] ^= 1;
		digest_round_begin(&t);
		write_answer(d, &c, &t);
		right = verify_with(d, &c, &c.password, &t);
		other = verify_with(d, &c, &wrong, &t);
		explained += is_explained(&c, &right);
		pairs += right.substitutions == 2;
		refused += other.check == VERIFY_MISMATCH && other.hashed == NULL;
		digest_round_end(&t);
	}
	is_int(explained, CALLS, "what was hashed is found and told, of %d calls", CALLS);
	is_int(refused, CALLS, "with one bit of the password wrong nothing is ever found");
	ok(pairs > CALLS / 20, "two rewrites at once were among them: %u", pairs);
	digest_free(d);
	return done();
}
