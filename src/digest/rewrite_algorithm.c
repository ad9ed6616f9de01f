/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * With which other hashes the response may have been made.
 */
#include "rewrite.h"

static struct recipe
as_sent(const struct search *s)
{
	enum digest_function f = digest_function_of(s->sent.alg);

	return (struct recipe){ .ha1 = f,
				.rest = f,
				.session = auth_algorithm_is_sess(s->sent.alg) ? SESSION_HEX
									       : SESSION_NONE };
}

static bool
is_sess(const struct search *s)
{
	return auth_algorithm_is_sess(s->sent.alg);
}

void
rewrite_algorithm_md5(struct search *s)
{
	if (digest_function_of(s->sent.alg) != DIGEST_MD5)
		search_propose_recipe(s, &(struct recipe){ .ha1 = DIGEST_MD5, .rest = DIGEST_MD5 },
				      S("MD5"));
}

void
rewrite_algorithm_no_sess(struct search *s)
{
	struct recipe r = as_sent(s);

	r.session = SESSION_NONE;
	if (is_sess(s))
		search_propose_recipe(s, &r, S("without the -sess step"));
}

void
rewrite_algorithm_md5_sess(struct search *s)
{
	if (s->sent.alg != ALGORITHM_MD5_SESS)
		search_propose_recipe(s,
				      &(struct recipe){ .ha1 = DIGEST_MD5,
							.rest = DIGEST_MD5,
							.session = SESSION_HEX },
				      S("MD5-sess"));
}

void
rewrite_algorithm_raw(struct search *s)
{
	struct recipe r = as_sent(s);

	r.session = SESSION_RAW;
	if (is_sess(s))
		search_propose_recipe(s, &r, S("the -sess step from the octets of HA1"));
}

static void
propose_other(struct search *s, enum digest_function f, struct str plain, struct str sess)
{
	struct recipe r = { .ha1 = f, .rest = f };

	if (f == digest_function_of(s->sent.alg))
		return;
	search_propose_recipe(s, &r, plain);
	r.session = SESSION_HEX;
	search_propose_recipe(s, &r, sess);
}

void
rewrite_algorithm_other(struct search *s)
{
	propose_other(s, DIGEST_SHA_256, S("SHA-256"), S("SHA-256-sess"));
	propose_other(s, DIGEST_SHA_512_256, S("SHA-512-256"), S("SHA-512-256-sess"));
}

static void
propose_512(struct search *s, enum digest_function f, struct str shown)
{
	struct recipe r = as_sent(s);

	if (r.rest != DIGEST_SHA_512_256)
		return;
	r.ha1 = r.rest = f;
	search_propose_recipe(s, &r, shown);
}

void
rewrite_algorithm_cut(struct search *s)
{
	propose_512(s, DIGEST_SHA_512_CUT, S("SHA-512 cut to 256 bits"));
}

void
rewrite_algorithm_sha512(struct search *s)
{
	propose_512(s, DIGEST_SHA_512, S("SHA-512"));
}

void
rewrite_algorithm_upper(struct search *s)
{
	struct recipe r = as_sent(s);

	r.upper_ha1 = true;
	search_propose_recipe(s, &r, S("HA1 in upper-case digits"));
	r.upper_ha2 = true;
	search_propose_recipe(s, &r, S("HA1 and HA2 in upper-case digits"));
	r.upper_ha1 = false;
	search_propose_recipe(s, &r, S("HA2 in upper-case digits"));
}

void
rewrite_algorithm_mixed(struct search *s)
{
	static const struct {
		enum digest_function ha1;
		const char *shown;
	} other[] = {
		{ DIGEST_MD5, "HA1 of MD5" },
		{ DIGEST_SHA_256, "HA1 of SHA-256" },
		{ DIGEST_SHA_512_256, "HA1 of SHA-512-256" },
	};

	for (size_t i = 0; i < COUNT(other); i++) {
		struct recipe r = as_sent(s);

		if (r.ha1 == other[i].ha1)
			continue;
		r.ha1 = other[i].ha1;
		search_propose_recipe(s, &r, str_of(other[i].shown));
	}
}
