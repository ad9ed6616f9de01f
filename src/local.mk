# SPDX-License-Identifier: BSD-2-Clause
#
# The library that the program, the tests and the fuzz harnesses share: everything but main.
# By layer, lowest first, and within a layer by the alphabet: one line a file.

noinst_LIBRARIES += libsipwhy.a
libsipwhy_a_SOURCES = \
	include/sipwhy/arena.h \
	include/sipwhy/bytes.h \
	include/sipwhy/err.h \
	include/sipwhy/limits.h \
	include/sipwhy/str.h \
	include/sipwhy/table.h \
	%D%/base/arena.c \
	%D%/base/bytes.c \
	%D%/base/err.c \
	%D%/base/hash.c \
	%D%/base/limits.c \
	%D%/base/list.c \
	%D%/base/str.c \
	%D%/base/table.c
