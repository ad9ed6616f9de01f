/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nonce_relation.h - whether one nonce is a damaged copy of another.
 *
 * Layer: 7 auth.
 */
#ifndef SIPWHY_AUTH_NONCE_RELATION_H
#define SIPWHY_AUTH_NONCE_RELATION_H

#include <sipwhy/str.h>

/*
 * Whether `used` is `issued` cut, decoded, or with octets lost or added that copying loses or adds.
 * Two nonces of a server that counts ("1001", "1002") are not: they differ in what copying keeps.
 */
bool nonce_is_damaged_copy(struct str used, struct str issued);

#endif
