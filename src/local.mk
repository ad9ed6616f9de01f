# SPDX-License-Identifier: BSD-2-Clause
#
# The library that the program, the tests and the fuzz harnesses share: everything but main.
# By layer, lowest first, and within a layer by the alphabet: one line a file.

noinst_LIBRARIES += libsipwhy.a
nodist_libsipwhy_a_SOURCES =
libsipwhy_a_SOURCES = \
	include/sipwhy/arena.h \
	include/sipwhy/auth_hdr.h \
	include/sipwhy/auth_param.h \
	include/sipwhy/bytes.h \
	include/sipwhy/call_step.h \
	include/sipwhy/contrast.h \
	include/sipwhy/diagnosis.h \
	include/sipwhy/dialog.h \
	include/sipwhy/digest.h \
	include/sipwhy/dossier.h \
	include/sipwhy/err.h \
	include/sipwhy/exchange.h \
	include/sipwhy/finding.h \
	include/sipwhy/flow.h \
	include/sipwhy/frame.h \
	include/sipwhy/hypothesis.h \
	include/sipwhy/limits.h \
	include/sipwhy/message.h \
	include/sipwhy/net.h \
	include/sipwhy/nonce_book.h \
	include/sipwhy/report.h \
	include/sipwhy/rule.h \
	include/sipwhy/secret.h \
	include/sipwhy/sip_hdr.h \
	include/sipwhy/sip_msg.h \
	include/sipwhy/sip_uri.h \
	include/sipwhy/source.h \
	include/sipwhy/str.h \
	include/sipwhy/table.h \
	include/sipwhy/transaction.h \
	include/sipwhy/verify.h

libsipwhy_a_SOURCES += \
	%D%/base/arena.c \
	%D%/base/bytes.c \
	%D%/base/err.c \
	%D%/base/hash.c \
	%D%/base/limits.c \
	%D%/base/list.c \
	%D%/base/str.c \
	%D%/base/table.c

libsipwhy_a_SOURCES += \
	%D%/auth/ending.c \
	%D%/auth/exchange.c \
	%D%/auth/exchanges.c \
	%D%/auth/exchanges.h \
	%D%/auth/find.c \
	%D%/auth/legs.c \
	%D%/auth/legs.h \
	%D%/auth/nonce_book.c \
	%D%/auth/nonce_relation.c \
	%D%/auth/nonce_relation.h \
	%D%/auth/on_request.c \
	%D%/auth/on_response.c \
	%D%/auth/round.c \
	%D%/auth/round.h

libsipwhy_a_SOURCES += \
	%D%/diag/contrast.c \
	%D%/diag/contrast_params.c \
	%D%/diag/contrast_priv.h \
	%D%/diag/dossier.c \
	%D%/diag/engine.c \
	%D%/diag/engine_priv.h \
	%D%/diag/explain.c \
	%D%/diag/finding.c \
	%D%/diag/grade.c \
	%D%/diag/names.c

include src/rules/local.mk
