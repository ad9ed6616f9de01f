/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sanitized.h - SANITIZED is defined when a sanitizer that watches memory is built in: then memory is not what
 * it would be, and all takes several times as long.
 */
#ifndef SIPWHY_TESTS_SANITIZED_H
#define SIPWHY_TESTS_SANITIZED_H

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define SANITIZED
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED
#endif

#endif
