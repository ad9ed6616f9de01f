/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The formulas themselves.  Each is one that a server or a library is known, or was reported, to compute by.
 */
#include <string.h>

#include "server_run.h"

enum { MADE = 1, NOT_MADE = 0, FAILED = -1, URI_ROOM = 512 };

static int
result(bool ok)
{
	return ok ? MADE : FAILED;
}

/* JAIN-SIP's DigestServerAuthenticationHelper: nc and qop are left out, cnonce is hashed when it is there. */
static int
make_without_nc_and_qop(struct formula_run *run, struct digest_hex *out)
{
	struct str parts[FORMULA_PARTS] = { digest_hex_str(&run->session), run->in.nonce };
	size_t n = 2;

	if (!str_empty(run->in.cnonce))
		parts[n++] = run->in.cnonce;
	parts[n++] = digest_hex_str(&run->ha2);
	return result(formula_hash(run, run->function, parts, n, out));
}

/* SIPp's verifyauth: whatever was sent, the form of RFC 2069. */
static int
make_2069(struct formula_run *run, struct digest_hex *out)
{
	struct str parts[] = { digest_hex_str(&run->session), run->in.nonce,
			       digest_hex_str(&run->ha2) };

	return result(formula_hash(run, run->function, parts, COUNT(parts), out));
}

/* Values that were not sent are joined all the same, as this text. */
static int
make_with_text(struct formula_run *run, struct str absent, struct digest_hex *out)
{
	const struct digest_input *in = &run->in;
	struct str parts[] = { digest_hex_str(&run->session),
			       in->nonce,
			       str_absent(in->nc) ? absent : in->nc,
			       str_absent(in->cnonce) ? absent : in->cnonce,
			       str_absent(in->qop) ? absent : in->qop,
			       digest_hex_str(&run->ha2) };

	return result(formula_hash(run, run->function, parts, COUNT(parts), out));
}

static int
make_with_null(struct formula_run *run, struct digest_hex *out)
{
	return make_with_text(run, S("null"), out);
}

static int
make_with_empty(struct formula_run *run, struct digest_hex *out)
{
	return make_with_text(run, S(""), out);
}

static int
make_with(struct formula_run *run, const struct digest_input *in, struct digest_hex *out)
{
	return result(formula_join(run, digest_hex_str(&run->session), digest_hex_str(&run->ha2),
				   in, out));
}

static int
make_with_nc_1(struct formula_run *run, struct digest_hex *out)
{
	struct digest_input in = run->in;

	in.nc = S("00000001");
	return make_with(run, &in, out);
}

/* A number was made of it, and printed without the zeros that it came with. */
static int
make_with_bare_nc(struct formula_run *run, struct digest_hex *out)
{
	struct digest_input in = run->in;

	while (in.nc.len > 1 && in.nc.p[0] == '0')
		in.nc = str_sub(in.nc, 1, in.nc.len);
	return make_with(run, &in, out);
}

/* The list that was offered, in the place of the token that was chosen from it. */
static int
make_with_offered_qop(struct formula_run *run, struct digest_hex *out)
{
	struct digest_input in = run->in;

	if (run->round->offer == NULL || str_empty(run->round->offer->qop))
		return NOT_MADE;
	in.qop = run->round->offer->qop;
	return make_with(run, &in, out);
}

static bool
is_sess(const struct formula_run *run)
{
	return auth_algorithm_is_sess(run->in.alg);
}

/* Kamailio, and the sample code of RFC 2617 5: the octets of HA1, not its digits. */
static int
make_session_of_octets(struct formula_run *run, struct digest_hex *out)
{
	char octets[DIGEST_OCTETS_MAX];
	struct str ha1 = digest_hex_str(&run->ha1);
	struct digest_hex session = { .len = 0 };
	uint64_t octet = 0;
	bool ok = ha1.len / 2 <= sizeof(octets);

	if (!is_sess(run))
		return NOT_MADE;
	for (size_t i = 0; ok && 2 * i < ha1.len; i++) {
		ok = str_hex_to_u64(str_sub(ha1, 2 * i, 2), UINT8_MAX, &octet);
		octets[i] = (char)octet;
	}
	if (ok)
		ok = formula_hash(run, run->function,
				  (struct str[]){
					  { octets, ha1.len / 2 }, run->in.nonce, run->in.cnonce },
				  3, &session) &&
		     formula_join(run, digest_hex_str(&session), digest_hex_str(&run->ha2),
				  &run->in, out);
	secret_cleanse(octets, sizeof(octets));
	secret_cleanse(&session, sizeof(session));
	return result(ok);
}

/* A -sess algorithm taken for its plain one. */
static int
make_without_session(struct formula_run *run, struct digest_hex *out)
{
	if (!is_sess(run))
		return NOT_MADE;
	return result(formula_join(run, digest_hex_str(&run->ha1), digest_hex_str(&run->ha2),
				   &run->in, out));
}

/* auth-int with the hash of an empty body, as RFC 3261 22.4 item 7 asks for where there is none. */
static int
make_with_empty_body(struct formula_run *run, struct digest_hex *out)
{
	struct digest_input in = run->in;
	struct digest_hex ha2;

	if (!digest_is_auth_int(&in))
		return NOT_MADE;
	in.body = S("");
	if (!digest_ha2(run->v->digest, &in, &ha2))
		return FAILED;
	return result(formula_join(run, digest_hex_str(&run->session), digest_hex_str(&ha2),
				   &run->in, out));
}

static int
make_without_body(struct formula_run *run, struct digest_hex *out)
{
	struct digest_input in = run->in;
	struct digest_hex ha2;

	if (!digest_is_auth_int(&in))
		return NOT_MADE;
	in.form = DIGEST_FORM_2069;
	if (!digest_ha2(run->v->digest, &in, &ha2))
		return FAILED;
	return result(formula_join(run, digest_hex_str(&run->session), digest_hex_str(&ha2),
				   &run->in, out));
}

static int
make_over_uri(struct formula_run *run, struct str uri, struct digest_hex *out)
{
	struct digest_input in = run->in;
	struct digest_hex ha2;

	in.uri = uri;
	if (!digest_ha2(run->v->digest, &in, &ha2))
		return FAILED;
	return result(formula_join(run, digest_hex_str(&run->session), digest_hex_str(&ha2),
				   &run->in, out));
}

/* RFC 3261 22.4 item 6: the two may differ, since proxies rewrite the Request-URI. */
static int
make_over_request_uri(struct formula_run *run, struct digest_hex *out)
{
	struct str uri = run->round->answer.msg->sip.request_uri;

	return str_empty(uri) ? NOT_MADE : make_over_uri(run, uri, out);
}

/* FreeSWITCH prints the uri by a format that doubles apostrophes. */
static int
make_over_doubled_quotes(struct formula_run *run, struct digest_hex *out)
{
	char text[URI_ROOM];
	size_t len = 0;

	if (str_index(run->in.uri, '\'') < 0 || 2 * run->in.uri.len > sizeof(text))
		return NOT_MADE;
	for (size_t i = 0; i < run->in.uri.len; i++) {
		if (run->in.uri.p[i] == '\'')
			text[len++] = '\'';
		text[len++] = run->in.uri.p[i];
	}
	return make_over_uri(run, (struct str){ text, len }, out);
}

/* HA1, the -sess step, HA2 and the join by another function; only a password can be hashed anew. */
static int
make_by(struct formula_run *run, enum digest_function f, struct digest_hex *out)
{
	const struct account *a = run->account;
	const struct digest_input *in = &run->in;
	struct str join[FORMULA_PARTS];
	struct digest_hex ha1, ha2;
	bool with_qop = in->form == DIGEST_FORM_2617;
	size_t n = 0;
	bool ok;

	if (str_absent(a->secret->password) || is_sess(run) || digest_is_auth_int(in))
		return NOT_MADE;
	ok = formula_hash(run, f, (struct str[]){ a->user, a->realm, a->secret->password }, 3,
			  &ha1) &&
	     formula_hash(run, f, (struct str[]){ in->method, in->uri }, 2, &ha2);
	join[n++] = digest_hex_str(&ha1);
	join[n++] = in->nonce;
	if (with_qop) {
		join[n++] = in->nc;
		join[n++] = in->cnonce;
		join[n++] = in->qop;
	}
	join[n++] = digest_hex_str(&ha2);
	ok = ok && formula_hash(run, f, join, n, out);
	secret_cleanse(&ha1, sizeof(ha1));
	return result(ok);
}

/* The examples of RFC 7616 3.9.2 were computed so; erratum 4897. */
static int
make_by_cut_sha512(struct formula_run *run, struct digest_hex *out)
{
	return run->function == DIGEST_SHA_512_256 ? make_by(run, DIGEST_SHA_512_CUT, out)
						   : NOT_MADE;
}

static int
make_by_md5(struct formula_run *run, struct digest_hex *out)
{
	return run->function != DIGEST_MD5 ? make_by(run, DIGEST_MD5, out) : NOT_MADE;
}

const struct server_formula server_formulas[] = {
	{ "no-nc-no-qop", "HA1:nonce:cnonce:HA2, without nc and qop", make_without_nc_and_qop },
	{ "2069-always", "HA1:nonce:HA2 (RFC 2069), whether qop is sent or not", make_2069 },
	{ "absent-is-null", "the text null for nc, cnonce and qop that are not sent",
	  make_with_null },
	{ "absent-is-empty", "empty texts for nc, cnonce and qop that are not sent",
	  make_with_empty },
	{ "nc-is-1", "00000001 for any nc", make_with_nc_1 },
	{ "nc-without-zeros", "nc without its leading zeros", make_with_bare_nc },
	{ "qop-as-offered", "the qop that was offered, not the one that was chosen",
	  make_with_offered_qop },
	{ "sess-of-octets", "the octets of HA1, not its digits, in the -sess step",
	  make_session_of_octets },
	{ "sess-as-plain", "HA1 without the -sess step", make_without_session },
	{ "body-is-empty", "an empty body for auth-int", make_with_empty_body },
	{ "body-left-out", "method and uri alone for auth-int", make_without_body },
	{ "request-uri", "the Request-URI instead of the uri parameter", make_over_request_uri },
	{ "uri-quotes-doubled", "the uri with its apostrophes doubled", make_over_doubled_quotes },
	{ "sha-512-cut", "SHA-512 cut to 256 bits, which is not SHA-512/256", make_by_cut_sha512 },
	{ "md5-always", "MD5, whatever algorithm is named", make_by_md5 },
};

const size_t server_formula_count = COUNT(server_formulas);
