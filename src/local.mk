# SPDX-License-Identifier: BSD-2-Clause
#
# The library that the program, the tests and the fuzz harnesses share: everything but main.
# By layer, lowest first, and within a layer by the alphabet: one line a file.

noinst_LIBRARIES += libsipwhy.a
nodist_libsipwhy_a_SOURCES =
libsipwhy_a_SOURCES = \
	include/sipwhy/answers.h \
	include/sipwhy/arena.h \
	include/sipwhy/auth_hdr.h \
	include/sipwhy/auth_info.h \
	include/sipwhy/auth_param.h \
	include/sipwhy/bytes.h \
	include/sipwhy/call_step.h \
	include/sipwhy/causes.h \
	include/sipwhy/contrast.h \
	include/sipwhy/decisions.h \
	include/sipwhy/diagnosis.h \
	include/sipwhy/dialog.h \
	include/sipwhy/digest.h \
	include/sipwhy/dossier.h \
	include/sipwhy/dtls.h \
	include/sipwhy/err.h \
	include/sipwhy/exchange.h \
	include/sipwhy/expected.h \
	include/sipwhy/finding.h \
	include/sipwhy/flow.h \
	include/sipwhy/frag.h \
	include/sipwhy/frame.h \
	include/sipwhy/framer.h \
	include/sipwhy/gather.h \
	include/sipwhy/habit.h \
	include/sipwhy/hep.h \
	include/sipwhy/hep_order.h \
	include/sipwhy/hep_source.h \
	include/sipwhy/hypothesis.h \
	include/sipwhy/inputs.h \
	include/sipwhy/limits.h \
	include/sipwhy/merge.h \
	include/sipwhy/message.h \
	include/sipwhy/net.h \
	include/sipwhy/nonce_book.h \
	include/sipwhy/observe.h \
	include/sipwhy/options.h \
	include/sipwhy/pipeline.h \
	include/sipwhy/report.h \
	include/sipwhy/rspauth.h \
	include/sipwhy/rule.h \
	include/sipwhy/sctp.h \
	include/sipwhy/secret.h \
	include/sipwhy/server_formula.h \
	include/sipwhy/sip_hdr.h \
	include/sipwhy/sip_msg.h \
	include/sipwhy/sip_uri.h \
	include/sipwhy/source.h \
	include/sipwhy/str.h \
	include/sipwhy/streams.h \
	include/sipwhy/table.h \
	include/sipwhy/tcp.h \
	include/sipwhy/transaction.h \
	include/sipwhy/unit.h \
	include/sipwhy/verify.h \
	include/sipwhy/walk.h \
	include/sipwhy/websocket.h

libsipwhy_a_SOURCES += \
	%D%/base/arena.c \
	%D%/base/bytes.c \
	%D%/base/err.c \
	%D%/base/gather.c \
	%D%/base/hash.c \
	%D%/base/limits.c \
	%D%/base/list.c \
	%D%/base/str.c \
	%D%/base/table.c

libsipwhy_a_SOURCES += \
	%D%/capture/file.c \
	%D%/capture/file_head.c \
	%D%/capture/file_source.h \
	%D%/capture/hep_clients.c \
	%D%/capture/hep_listen.c \
	%D%/capture/hep_listen.h \
	%D%/capture/hep_open.c \
	%D%/capture/inflow.c \
	%D%/capture/inflow.h \
	%D%/capture/inputs.c \
	%D%/capture/intake.c \
	%D%/capture/intake.h \
	%D%/capture/interfaces.c \
	%D%/capture/links.c \
	%D%/capture/links.h \
	%D%/capture/live.c \
	%D%/capture/live_open.c \
	%D%/capture/live_open.h \
	%D%/capture/lz4.c \
	%D%/capture/merge.c \
	%D%/capture/merge_feed.c \
	%D%/capture/merge_priv.h \
	%D%/capture/names.c \
	%D%/capture/names.h \
	%D%/capture/pcap_common.c \
	%D%/capture/pcap_common.h \
	%D%/capture/pcap_file.c \
	%D%/capture/pcapng.c \
	%D%/capture/pcapng.h \
	%D%/capture/pcapng_side.c \
	%D%/capture/reorder.c \
	%D%/capture/reorder.h \
	%D%/capture/source.c \
	%D%/capture/source_ops.h \
	%D%/capture/unpack.c \
	%D%/capture/unpack.h \
	%D%/capture/zlib.c \
	%D%/capture/zstd.c

libsipwhy_a_SOURCES += \
	%D%/net/decode.c \
	%D%/net/flow.c \
	%D%/net/frag.c \
	%D%/net/frag_lost.c \
	%D%/net/frag_pieces.c \
	%D%/net/frag_pieces.h \
	%D%/net/frag_priv.h \
	%D%/net/gre.c \
	%D%/net/ip.c \
	%D%/net/ip_protocol.h \
	%D%/net/layers.h \
	%D%/net/link.c \
	%D%/net/mpls.c \
	%D%/net/peek.h \
	%D%/net/ppp.c \
	%D%/net/segment.c \
	%D%/net/segment.h \
	%D%/net/tcp.c \
	%D%/net/tcp_conn.c \
	%D%/net/tcp_half.c \
	%D%/net/tcp_odd.c \
	%D%/net/tcp_print.c \
	%D%/net/tcp_priv.h \
	%D%/net/tunnel.c \
	%D%/net/udp.c \
	%D%/net/udp_tunnel.c \
	%D%/net/walk.c \
	%D%/net/wifi.c

libsipwhy_a_SOURCES += \
	%D%/stream/begin.c \
	%D%/stream/begin.h \
	%D%/stream/dtls.c \
	%D%/stream/frame.c \
	%D%/stream/framer.c \
	%D%/stream/framer_step.c \
	%D%/stream/framer_step.h \
	%D%/stream/hep.c \
	%D%/stream/hep_odd.c \
	%D%/stream/hep_old.c \
	%D%/stream/hep_order.c \
	%D%/stream/hep_priv.h \
	%D%/stream/hep_seen.c \
	%D%/stream/inflate.c \
	%D%/stream/inflate.h \
	%D%/stream/observe.c \
	%D%/stream/octets.c \
	%D%/stream/octets.h \
	%D%/stream/sctp.c \
	%D%/stream/sctp_flow.c \
	%D%/stream/sctp_pieces.c \
	%D%/stream/sctp_priv.h \
	%D%/stream/start.c \
	%D%/stream/start.h \
	%D%/stream/stream.c \
	%D%/stream/streams.c \
	%D%/stream/streams_priv.h \
	%D%/stream/websocket.c \
	%D%/stream/websocket_frame.c \
	%D%/stream/websocket_http.c \
	%D%/stream/websocket_message.c \
	%D%/stream/websocket_odd.c \
	%D%/stream/websocket_priv.h

libsipwhy_a_SOURCES += \
	%D%/sip/auth_hdr.c \
	%D%/sip/auth_info.c \
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
	%D%/digest/aka.c \
	%D%/digest/aka.h \
	%D%/digest/aka_look.c \
	%D%/digest/answer.c \
	%D%/digest/answer.h \
	%D%/digest/digest.c \
	%D%/digest/expected.c \
	%D%/digest/expected_choice.c \
	%D%/digest/expected_diff.c \
	%D%/digest/expected_priv.h \
	%D%/digest/expected_write.c \
	%D%/digest/forms.c \
	%D%/digest/forms.h \
	%D%/digest/forms_charset.c \
	%D%/digest/forms_escape.c \
	%D%/digest/forms_text.c \
	%D%/digest/guess.c \
	%D%/digest/habit.c \
	%D%/digest/hosts.c \
	%D%/digest/hosts.h \
	%D%/digest/hypothesis.c \
	%D%/digest/joining.c \
	%D%/digest/locked.c \
	%D%/digest/locked.h \
	%D%/digest/milenage.c \
	%D%/digest/milenage.h \
	%D%/digest/near.c \
	%D%/digest/near.h \
	%D%/digest/rewrite.h \
	%D%/digest/rewrite_aka.c \
	%D%/digest/rewrite_algorithm.c \
	%D%/digest/rewrite_body.c \
	%D%/digest/rewrite_form.c \
	%D%/digest/rewrite_method.c \
	%D%/digest/rewrite_nonce.c \
	%D%/digest/rewrite_password.c \
	%D%/digest/rewrite_realm.c \
	%D%/digest/rewrite_set.c \
	%D%/digest/rewrite_uri.c \
	%D%/digest/rewrite_uri_whole.c \
	%D%/digest/rewrite_user.c \
	%D%/digest/rspauth.c \
	%D%/digest/search.c \
	%D%/digest/search.h \
	%D%/digest/secret.c \
	%D%/digest/secret_aka.c \
	%D%/digest/secret_file.c \
	%D%/digest/secret_parse.c \
	%D%/digest/secret_spot.c \
	%D%/digest/secret_store.h \
	%D%/digest/secret_watch.c \
	%D%/digest/server_fit.c \
	%D%/digest/server_formula.c \
	%D%/digest/server_run.h \
	%D%/digest/texts.c \
	%D%/digest/texts.h \
	%D%/digest/verify.c \
	%D%/digest/verify_name.c

libsipwhy_a_SOURCES += \
	%D%/diag/alternatives.c \
	%D%/diag/answers.c \
	%D%/diag/contrast.c \
	%D%/diag/contrast_params.c \
	%D%/diag/contrast_priv.h \
	%D%/diag/decisions.c \
	%D%/diag/dossier.c \
	%D%/diag/engine.c \
	%D%/diag/engine_priv.h \
	%D%/diag/explain.c \
	%D%/diag/finding.c \
	%D%/diag/finding_rewritten.c \
	%D%/diag/grade.c \
	%D%/diag/rule_names.c

libsipwhy_a_SOURCES += \
	%D%/report/buf.c \
	%D%/report/causes.c \
	%D%/report/causes_absent.c \
	%D%/report/causes_json.c \
	%D%/report/causes_text.c \
	%D%/report/escape.c \
	%D%/report/event_id.c \
	%D%/report/json.c \
	%D%/report/json.h \
	%D%/report/json_cause.c \
	%D%/report/json_clean.c \
	%D%/report/json_event.c \
	%D%/report/json_event.h \
	%D%/report/json_expected.c \
	%D%/report/json_hashed.c \
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
	%D%/report/text_expected.c \
	%D%/report/text_found.c \
	%D%/report/text_hashed.c \
	%D%/report/text_ladder.c \
	%D%/report/text_sections.c \
	%D%/report/text_summary.c \
	%D%/report/text_table.c \
	%D%/report/utf8.c

libsipwhy_a_SOURCES += \
	%D%/app/clock.c \
	%D%/app/clock.h \
	%D%/app/named.c \
	%D%/app/named.h \
	%D%/app/evidence.c \
	%D%/app/evidence.h \
	%D%/app/fatal.c \
	%D%/app/fatal.h \
	%D%/app/judge.c \
	%D%/app/judge.h \
	%D%/app/options.c \
	%D%/app/oddities.c \
	%D%/app/oddities.h \
	%D%/app/output.c \
	%D%/app/output.h \
	%D%/app/passwords.c \
	%D%/app/pipeline.c \
	%D%/app/progress.c \
	%D%/app/progress.h \
	%D%/app/reading.c \
	%D%/app/reading.h \
	%D%/app/records.c \
	%D%/app/records.h \
	%D%/app/run.c \
	%D%/app/run.h \
	%D%/app/tally.c \
	%D%/app/tally.h \
	%D%/app/users.c \
	%D%/app/wire.c \
	%D%/app/wire.h

include src/rules/local.mk
