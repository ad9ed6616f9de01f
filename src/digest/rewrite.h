/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rewrite.h - the functions behind the rows of hypothesis.c; those of one input in one or two files.
 *
 * Layer: 8 digest.
 */
#ifndef SIPWHY_REWRITE_H
#define SIPWHY_REWRITE_H

#include "search.h"

void rewrite_form_2069(struct search *s);
void rewrite_form_2617(struct search *s);
void rewrite_form_colons(struct search *s);
void rewrite_form_no_nc(struct search *s);
void rewrite_form_2069_body(struct search *s);
void rewrite_form_null(struct search *s);

void rewrite_algorithm_md5(struct search *s);
void rewrite_algorithm_other(struct search *s);
void rewrite_algorithm_no_sess(struct search *s);
void rewrite_algorithm_md5_sess(struct search *s);
void rewrite_algorithm_raw(struct search *s);
void rewrite_algorithm_cut(struct search *s);
void rewrite_algorithm_sha512(struct search *s);
void rewrite_algorithm_upper(struct search *s);
void rewrite_algorithm_mixed(struct search *s);

void rewrite_method_earlier(struct search *s);
void rewrite_method_fixed(struct search *s);
void rewrite_method_spelling(struct search *s);

void rewrite_uri_request(struct search *s);
void rewrite_uri_earlier(struct search *s);
void rewrite_uri_params(struct search *s);
void rewrite_uri_port(struct search *s);
void rewrite_uri_user(struct search *s);
void rewrite_uri_parties(struct search *s);
void rewrite_uri_scheme(struct search *s);
void rewrite_uri_spelling(struct search *s);
void rewrite_uri_maddr(struct search *s);
void rewrite_uri_host(struct search *s);
void rewrite_uri_apostrophe(struct search *s);

void rewrite_body_empty(struct search *s);
void rewrite_body_lines(struct search *s);
void rewrite_body_other(struct search *s);
void rewrite_body_bare(struct search *s);

void rewrite_user_domain(struct search *s);
void rewrite_user_alone(struct search *s);
void rewrite_user_parties(struct search *s);
void rewrite_user_spelling(struct search *s);
void rewrite_user_hash(struct search *s);

void rewrite_realm_challenge(struct search *s);
void rewrite_realm_domains(struct search *s);
void rewrite_realm_fixed(struct search *s);
void rewrite_realm_spelling(struct search *s);
void rewrite_realm_other(struct search *s);

void rewrite_password_newline(struct search *s);
void rewrite_password_escaped(struct search *s);
void rewrite_password_cut(struct search *s);
void rewrite_password_shell(struct search *s);
void rewrite_password_case(struct search *s);
void rewrite_password_charset(struct search *s);
void rewrite_password_empty(struct search *s);
void rewrite_password_fixed(struct search *s);
void rewrite_password_is_ha1(struct search *s);
void rewrite_ha1_is_password(struct search *s);
void rewrite_ha1_other_account(struct search *s);
void rewrite_ha1_other_algorithm(struct search *s);
void rewrite_password_res(struct search *s);
void rewrite_password_v2_hash(struct search *s);

void rewrite_nonce_issued(struct search *s);
void rewrite_nonce_earlier(struct search *s);
void rewrite_nonce_other(struct search *s);
void rewrite_nonce_spelling(struct search *s);

void rewrite_nc_digits(struct search *s);
void rewrite_nc_spelling(struct search *s);
void rewrite_nc_other(struct search *s);

void rewrite_cnonce_other(struct search *s);
void rewrite_cnonce_fixed(struct search *s);

void rewrite_qop_token(struct search *s);
void rewrite_qop_list(struct search *s);
void rewrite_qop_spelling(struct search *s);

#endif
