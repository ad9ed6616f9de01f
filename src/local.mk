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
	include/sipwhy/options.h \
	include/sipwhy/pipeline.h \
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
	%D%/capture/file.c \
	%D%/capture/interfaces.c \
	%D%/capture/live.c \
	%D%/capture/live_open.c \
	%D%/capture/live_open.h \
	%D%/capture/pcap_common.c \
	%D%/capture/pcap_common.h \
	%D%/capture/source.c \
	%D%/capture/source_ops.h

libsipwhy_a_SOURCES += \
	%D%/net/decode.c \
	%D%/net/flow.c \
	%D%/net/ip.c \
	%D%/net/link.c \
	%D%/net/udp.c

libsipwhy_a_SOURCES += \
	%D%/stream/frame.c

libsipwhy_a_SOURCES += \
	%D%/sip/auth_hdr.c \
	%D%/sip/auth_param.c \
	%D%/sip/auth_section.c \
	%D%/sip/auth_section.h \
	%D%/sip/auth_token.c \
	%D%/sip/fields.c \
	%D%/sip/hdr.c \
	%D%/sip/line.c \
	%D%/sip/line.h \
	%D%/sip/message.c \
	%D%/sip/msg.c \
	%D%/sip/msg_parts.h \
	%D%/sip/octet.c \
	%D%/sip/octet.h \
	%D%/sip/odd.c \
	%D%/sip/param.c \
	%D%/sip/param.h \
	%D%/sip/start_line.c \
	%D%/sip/uri.c \
	%D%/sip/via.c

libsipwhy_a_SOURCES += \
	%D%/call/dialog.c \
	%D%/call/idle.c \
	%D%/call/idle.h \
	%D%/call/key_hash.c \
	%D%/call/key_hash.h \
	%D%/call/schedule.c \
	%D%/call/schedule.h \
	%D%/call/transaction.c \
	%D%/call/txn.c \
	%D%/call/txn.h \
	%D%/call/txn_index.c \
	%D%/call/txn_index.h \
	%D%/call/txn_key.c \
	%D%/call/txn_key.h

libsipwhy_a_SOURCES += \
	%D%/auth/asked.c \
	%D%/auth/asked.h \
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
	%D%/auth/on_challenge.c \
	%D%/auth/on_request.c \
	%D%/auth/on_response.c \
	%D%/auth/round.c \
	%D%/auth/round.h

libsipwhy_a_SOURCES += \
	%D%/digest/account.c \
	%D%/digest/account.h \
	%D%/digest/answer.c \
	%D%/digest/answer.h \
	%D%/digest/digest.c \
	%D%/digest/expected.c \
	%D%/digest/hosts.c \
	%D%/digest/hosts.h \
	%D%/digest/hypothesis.c \
	%D%/digest/locked.c \
	%D%/digest/locked.h \
	%D%/digest/rewrite.h \
	%D%/digest/rewrite_uri.c \
	%D%/digest/search.c \
	%D%/digest/search.h \
	%D%/digest/secret.c \
	%D%/digest/secret_file.c \
	%D%/digest/secret_parse.c \
	%D%/digest/secret_store.h \
	%D%/digest/verify.c \
	%D%/digest/verify_name.c

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
	%D%/diag/rule_names.c

libsipwhy_a_SOURCES += \
	%D%/report/buf.c \
	%D%/report/escape.c \
	%D%/report/event_id.c \
	%D%/report/json.c \
	%D%/report/json.h \
	%D%/report/json_cause.c \
	%D%/report/json_clean.c \
	%D%/report/json_event.c \
	%D%/report/json_event.h \
	%D%/report/json_summary.c \
	%D%/report/json_verdict.c \
	%D%/report/json_wire.c \
	%D%/report/ladder.c \
	%D%/report/ladder.h \
	%D%/report/loss.c \
	%D%/report/mask.c \
	%D%/report/page.c \
	%D%/report/page.h \
	%D%/report/quote.h \
	%D%/report/subject.c \
	%D%/report/subject.h \
	%D%/report/text.h \
	%D%/report/text_event.c \
	%D%/report/text_found.c \
	%D%/report/text_ladder.c \
	%D%/report/text_sections.c \
	%D%/report/text_summary.c \
	%D%/report/text_table.c \
	%D%/report/utf8.c

libsipwhy_a_SOURCES += \
	%D%/app/named.c \
	%D%/app/named.h \
	%D%/app/judge.c \
	%D%/app/judge.h \
	%D%/app/options.c \
	%D%/app/output.c \
	%D%/app/output.h \
	%D%/app/passwords.c \
	%D%/app/pipeline.c \
	%D%/app/progress.c \
	%D%/app/progress.h \
	%D%/app/records.c \
	%D%/app/records.h \
	%D%/app/run.c \
	%D%/app/run.h \
	%D%/app/tally.c \
	%D%/app/tally.h \
	%D%/app/users.c

include src/rules/local.mk
