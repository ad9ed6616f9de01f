/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rewrite.h - the functions behind the rows of hypothesis.c.
 *
 * Layer: 8 digest.
 */
#ifndef SIPWHY_REWRITE_H
#define SIPWHY_REWRITE_H

#include "search.h"

void rewrite_form_2069(struct search *s);
void rewrite_uri_request(struct search *s);
void rewrite_uri_params(struct search *s);
void rewrite_uri_port(struct search *s);
void rewrite_uri_host(struct search *s);
void rewrite_password_ha1(struct search *s);

#endif
