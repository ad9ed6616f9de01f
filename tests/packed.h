/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * packed.h - octets as the compressors pack them, for tests of what unpacks them.
 */
#ifndef SIPWHY_TESTS_PACKED_H
#define SIPWHY_TESTS_PACKED_H

#include <sipwhy/str.h>

enum packing {
	PACKED_NOT,
	PACKED_GZIP,
	PACKED_ZSTD,
	PACKED_LZ4,
	PACKINGS,
};

extern const char *const packing_names[PACKINGS];
/* Whether this build has the library. */
bool packing_there(enum packing how);
/* One member; the caller frees its `p`.  Ends the test when that fails. */
struct str pack(enum packing how, struct str octets);
/* Some octets that pack about as well as a capture: none is like its neighbours. */
void packed_fill(char *out, size_t len);

#endif
