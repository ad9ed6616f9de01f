/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As t-hypothesis_property, for the rows that look around: at the challenged request, at other challenges, at other
 * secrets, at what a SIM makes; and for those of answers without qop.
 */
#include <stdio.h>
#include <string.h>

#include <openssl/evp.h>

#include <sipwhy/hypothesis.h>

#include "digest_round.h"
#include "plain_random.h"
#include "tap.h"

enum { WORLDS = 40, LONG = 4096, RES = 8, KEY = 16, NONCE = 36 };

struct world {
	struct plain_inputs sent;
	const char *label;
	bool without_set; /* of qop, nc and cnonce */
	struct plain_text offer_realm, other_realm, other_nonce;
	struct plain_text method, uri, body; /* of the challenged request */
	struct plain_text secret;            /* as a credentials file has it */
	unsigned char res[RES], ck[KEY], ik[KEY];
};

static void
octets(uint64_t *state, unsigned char *out, size_t len)
{
	for (size_t i = 0; i < len; i++)
		out[i] = (unsigned char)plain_dice(state, 256);
}

static struct plain_text
join(const char *a, const char *b, const char *c, const char *d)
{
	return plain_put(plain_put(a, ":", b).s, ":", plain_put(c, ":", d).s);
}

static struct world
world_any(uint64_t *state)
{
	static const char *const methods[] = { "SUBSCRIBE", "MESSAGE", "PUBLISH", "UPDATE" };
	struct world w = { .other_realm = plain_word(state),
			   .other_nonce = plain_word(state),
			   .method = plain_put(methods[plain_dice(state, 4)], "", ""),
			   .uri = plain_put("sip:", plain_word(state).s, "@first.example"),
			   .body = plain_put(plain_word(state).s, "\r\n", "z\r\n") };
	struct plain_inputs *in = &w.sent;

	w.label = plain_any(state, in);
	in->uri = plain_put("sip:", plain_word(state).s, ".example");
	w.offer_realm = in->realm;
	w.secret = join(in->user.s, in->realm.s, "plain", in->password.s);
	octets(state, w.res, sizeof(w.res));
	octets(state, w.ck, sizeof(w.ck));
	octets(state, w.ik, sizeof(w.ik));
	return w;
}

/*
 * What a client of that row sends, in `w`, and what it hashes, in `in`, which begins as w->sent.  False: the row has
 * nothing to say of this world.
 */
struct property {
	const char *row;
	bool (*rewrite)(struct world *w, struct plain_inputs *in);
};

#define REWRITE(name) static bool name(struct world *w, struct plain_inputs *in)

/* An answer without qop; -sess cannot be made without a cnonce. */
static bool
leave_set_out(struct world *w, struct plain_inputs *in)
{
	w->without_set = true;
	w->sent.form = 1;
	w->sent.with_body = in->with_body = false;
	return w->sent.session == 0;
}

REWRITE(form_with_default_set)
{
	in->nc = plain_put("00000001", "", "");
	in->cnonce.s[0] = '\0';
	in->qop = plain_put("auth", "", "");
	return leave_set_out(w, in);
}

REWRITE(form_of_null)
{
	in->nc = in->cnonce = in->qop = plain_put("null", "", "");
	return leave_set_out(w, in);
}

REWRITE(form_2069_of_body)
{
	bool is_some = leave_set_out(w, in);

	in->form = 1;
	in->with_body = true;
	return is_some;
}

REWRITE(uri_earlier)
{
	in->uri = w->uri;
	return true;
}

REWRITE(method_challenged)
{
	in->method = w->method;
	return true;
}

REWRITE(user_alone)
{
	w->sent.user = plain_put(in->user.s, "@", w->other_nonce.s);
	w->secret = join(w->sent.user.s, in->realm.s, "plain", in->password.s);
	return true;
}

REWRITE(realm_of_challenge)
{
	w->offer_realm = in->realm = plain_put(w->sent.realm.s, "-", w->other_nonce.s);
	return true;
}

/* A realm that nothing captured names, or it were that. */
REWRITE(realm_of_account)
{
	struct plain_text realm = plain_put(w->other_realm.s, ".", w->other_nonce.s);
	struct plain_text name = plain_put(in->user.s, ":", realm.s);
	const char *plain = in->session != 0 ? "MD5" : w->label;

	in->ha1 = plain_hash(in->hash, plain_put(name.s, ":", in->password.s).s, false);
	name = plain_put(name.s, ":", plain_put(plain, ":", in->ha1.s).s);
	w->secret = plain_put(w->secret.s, "\n", name.s);
	return true;
}

REWRITE(ha1_of_md5)
{
	struct plain_text line =
		plain_put(in->user.s, ":", plain_put(in->realm.s, ":", in->password.s).s);

	in->ha1 = plain_hash("MD5", line.s, false);
	w->secret = join(in->user.s, in->realm.s, "MD5", in->ha1.s);
	return strcmp(in->hash, "MD5") != 0;
}

REWRITE(nonce_other)
{
	in->nonce = w->other_nonce;
	return true;
}

REWRITE(body_other)
{
	in->body = w->body;
	return in->with_body;
}

static struct plain_text
digits(const unsigned char *from, size_t len)
{
	struct plain_text t = { "" };

	for (size_t i = 0; i < len; i++)
		(void)snprintf(t.s + 2 * i, 3, "%02x", from[i]);
	return t;
}

/* RAND and AUTN are any octets: RES is given, so that they prove nothing. */
static void
use_sim(struct world *w, struct plain_inputs *in, const char *label)
{
	unsigned char nonce[NONCE];
	struct plain_text keys = plain_put(":ck=", digits(w->ck, KEY).s, ":ik=");

	for (size_t i = 0; i < sizeof(nonce); i++)
		nonce[i] = (unsigned char)(w->ck[i % KEY] ^ w->res[i % RES] ^ i);
	(void)EVP_EncodeBlock((unsigned char *)in->nonce.s, nonce, sizeof(nonce));
	w->sent.nonce = in->nonce;
	w->label = label;
	w->sent.hash = w->sent.ha1_hash = in->hash = in->ha1_hash = "MD5";
	w->sent.session = in->session = 0;
	w->secret = join(in->user.s, in->realm.s, "aka",
			 plain_put(digits(w->res, RES).s, keys.s, digits(w->ik, KEY).s).s);
}

REWRITE(res_in_digits)
{
	use_sim(w, in, "AKAv1-MD5");
	in->password = digits(w->res, RES);
	return true;
}

/* RFC 4169 3 has IK before CK. */
REWRITE(keys_the_other_way)
{
	static const char text[] = "http-digest-akav2-password";
	unsigned char key[RES + 2 * KEY], mac[EVP_MAX_MD_SIZE];
	size_t len = 0;

	use_sim(w, in, "AKAv2-MD5");
	memcpy(key, w->res, RES);
	memcpy(key + RES, w->ck, KEY);
	memcpy(key + RES + KEY, w->ik, KEY);
	(void)EVP_Q_mac(NULL, "HMAC", NULL, "MD5", NULL, key, sizeof(key),
			(const unsigned char *)text, sizeof(text) - 1, mac, sizeof(mac), &len);
	(void)EVP_EncodeBlock((unsigned char *)in->password.s, mac, (int)len);
	return len == KEY;
}

static const struct property properties[] = {
	{ "2617-form-default-nc", form_with_default_set },
	{ "kd-null-text", form_of_null },
	{ "2069-outer-authint-a2", form_2069_of_body },
	{ "uri=prev-request-uri", uri_earlier },
	{ "method-challenged", method_challenged },
	{ "user-only", user_alone },
	{ "realm=challenge", realm_of_challenge },
	{ "ha1-other-account", realm_of_account },
	{ "ha1-other-algorithm", ha1_of_md5 },
	{ "nonce-other", nonce_other },
	{ "body-other", body_other },
	{ "aka-res", res_in_digits },
	{ "aka-v2-hash", keys_the_other_way },
};

/* `body` ends with a line of one character. */
static int
write_request(char *out, const char *start, const char *header, const struct plain_text *body)
{
	return snprintf(out, LONG,
			"%s SIP/2.0\nFrom: <sip:f@f.example>;tag=1\nTo: <sip:t@t.example>\n"
			"CSeq: 2 %.*s\n%sContent-Length: %zu\n\n%.*s\n%c\n",
			start, (int)strcspn(start, " "), start, header, strlen(body->s),
			(int)strcspn(body->s, "\r"), body->s, body->s[strlen(body->s) - 3]);
}

static void
write_answer(const struct world *w, const char *resp, struct digest_round *t)
{
	char text[LONG], header[LONG], set[LONG] = "";
	struct plain_text start = plain_put("OPTIONS ", w->sent.uri.s, "");
	int len;

	if (!w->without_set)
		(void)snprintf(set, sizeof(set), "cnonce=\"%s\",nc=%s,qop=%s,", w->sent.cnonce.s,
			       w->sent.nc.s, w->sent.qop.s);
	(void)snprintf(header, sizeof(header),
		       "Authorization: Digest username=\"%s\",realm=\"%s\",nonce=\"%s\","
		       "uri=\"%s\",%salgorithm=%s,response=\"%s\"\n",
		       w->sent.user.s, w->sent.realm.s, w->sent.nonce.s, w->sent.uri.s, set,
		       w->label, resp);
	len = write_request(text, start.s, header, &w->sent.body);
	digest_round_answer(t, (struct str){ text, (size_t)len }, STR_ABSENT);
}

static void
write_round(const struct world *w, const char *resp, struct digest_round *t)
{
	char text[LONG];
	struct str raw;
	bool good = true;
	int len;

	write_answer(w, resp, t);
	len = snprintf(text, sizeof(text),
		       "SIP/2.0 401 Unauthorized\nWWW-Authenticate: Digest realm=\"%s\","
		       "nonce=\"%s\",qop=\"auth,auth-int\",algorithm=%s\n"
		       "WWW-Authenticate: Digest realm=\"%s\",nonce=\"%s\"\n\n",
		       w->offer_realm.s, w->sent.nonce.s, w->label, w->other_realm.s,
		       w->other_nonce.s);
	digest_round_challenge(t, (struct str){ text, (size_t)len });
	/* Its body has the CRLF that the header fields need too. */
	len = snprintf(text, sizeof(text),
		       "%s %s SIP/2.0\r\nCSeq: 1 %s\r\nContent-Length: %zu\r\n\r\n%s", w->method.s,
		       w->uri.s, w->method.s, strlen(w->body.s), w->body.s);
	raw = arena_dup(t->arena, (struct str){ text, (size_t)len }, &good);
	t->request = (struct message){ .missing_bytes = 0 };
	if (good && sip_msg_parse(raw, 0, DIGEST_ROUND_HEADERS, t->arena, &t->request.sip))
		t->round.request = (struct step_message){ .msg = &t->request, .copies = 1 };
}

static bool
is_found(const struct property *p, const struct verify *got)
{
	return got->hashed != NULL && got->substitutions == 1 &&
	       strcmp(got->hashed->id, p->row) == 0;
}

static bool
test_one(struct digest *d, const struct world *any, const struct property *p)
{
	struct world w = *any;
	struct plain_inputs in = any->sent;
	struct err err = { "" };
	struct digest_round t;
	struct verify got;
	struct secrets *s;
	struct verifier *v;
	bool good;

	if (!p->rewrite(&w, &in))
		return true;
	s = secrets_new(&err);
	v = verifier_new(d, s);
	digest_round_begin(&t);
	write_round(&w, plain_response(&in).s, &t);
	good = secrets_parse(s, str_of(w.secret.s), "secrets", &err);
	verify_round(v, &t.round, t.arena, &got);
	good = good && is_found(p, &got);
	if (!good)
		diag("%s: %s %s, %s, %u; %s", w.label, verify_check_name(got.check),
		     verify_reason_name(got.reason), got.hashed != NULL ? got.hashed->id : "-",
		     got.substitutions, err.text);
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
