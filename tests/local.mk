# SPDX-License-Identifier: BSD-2-Clause
#
# A new test program t-x.c is one line in unit_tests, a new script one in script_tests, a new fuzz
# harness fuzz-x.c one in fuzz_harnesses and one for its _LDFLAGS below.  Several sources:
# tests_t_x_SOURCES = %D%/t-x.c %D%/other.c.

unit_tests = \
	%D%/t-aka \
	%D%/t-answered \
	%D%/t-answers \
	%D%/t-auth_hdr \
	%D%/t-auth_info \
	%D%/t-auth_param \
	%D%/t-auth_token \
	%D%/t-call-memory \
	%D%/t-capture-memory \
	%D%/t-causes \
	%D%/t-clock \
	%D%/t-dialog \
	%D%/t-differs \
	%D%/t-digest \
	%D%/t-digest-memory \
	%D%/t-dtls \
	%D%/t-early \
	%D%/t-elsewhere \
	%D%/t-escape \
	%D%/t-exchange \
	%D%/t-expected \
	%D%/t-expected_diff \
	%D%/t-flood \
	%D%/t-flow \
	%D%/t-forms \
	%D%/t-frag \
	%D%/t-frag-lost \
	%D%/t-frame \
	%D%/t-framer \
	%D%/t-framer-use \
	%D%/t-guarantees \
	%D%/t-guarantees-loss \
	%D%/t-guarantees-order \
	%D%/t-guarantees-tcp \
	%D%/t-guarantees-tcp-order \
	%D%/t-hep \
	%D%/t-habit \
	%D%/t-hep_listen \
	%D%/t-hypothesis \
	%D%/t-hypothesis_any \
	%D%/t-hypothesis_around \
	%D%/t-hypothesis_password \
	%D%/t-hypothesis_property \
	%D%/t-hypothesis_rows \
	%D%/t-hypothesis_wrong \
	%D%/t-inflow \
	%D%/t-ip \
	%D%/t-link \
	%D%/t-live \
	%D%/t-matrix \
	%D%/t-memory \
	%D%/t-merge \
	%D%/t-metamorphic \
	%D%/t-metamorphic-files \
	%D%/t-metamorphic-paths \
	%D%/t-milenage \
	%D%/t-nonce_time \
	%D%/t-observe \
	%D%/t-pcap_file \
	%D%/t-pcapng \
	%D%/t-pcapng-bad \
	%D%/t-profile \
	%D%/t-realm_relation \
	%D%/t-reorder \
	%D%/t-report_json \
	%D%/t-report_memory \
	%D%/t-report_text \
	%D%/t-rspauth \
	%D%/t-rules \
	%D%/t-sctp \
	%D%/t-sec_agree \
	%D%/t-secret \
	%D%/t-secret_file \
	%D%/t-server-formula \
	%D%/t-sip_cut \
	%D%/t-sip_hdr \
	%D%/t-sip_msg \
	%D%/t-sip_torture \
	%D%/t-sip_uri \
	%D%/t-source \
	%D%/t-source-use \
	%D%/t-stream-memory \
	%D%/t-streams \
	%D%/t-tap \
	%D%/t-tcp \
	%D%/t-tcp-bounds \
	%D%/t-transaction \
	%D%/t-traps \
	%D%/t-tunnel \
	%D%/t-udp \
	%D%/t-verify \
	%D%/t-walk \
	%D%/t-walk-memory \
	%D%/t-walk-wrapped \
	%D%/t-websocket \
	%D%/t-websocket-loss

script_tests = \
	%D%/fuzz-replay.sh \
	%D%/lab.sh \
	%D%/lab-more.sh \
	%D%/lint-build.sh \
	%D%/lint-layers.sh \
	%D%/lint-rules.sh \
	%D%/lint-style.sh \
	%D%/t-cli-secrets.sh \
	%D%/t-cli.sh \
	%D%/t-day.sh \
	%D%/t-explain.sh \
	%D%/t-hep-live.sh \
	%D%/t-inputs.sh \
	%D%/t-kamailio.sh \
	%D%/t-lints.sh \
	%D%/t-live-missing-right.sh \
	%D%/t-man.sh \
	%D%/t-milenage-openssl.sh \
	%D%/t-schema.sh \
	%D%/t-secrets-hidden.sh \
	%D%/t-sip2pcap.sh \
	%D%/t-tshark.sh

fuzz_harnesses = \
	%D%/fuzz-auth_param \
	%D%/fuzz-framer \
	%D%/fuzz-hep \
	%D%/fuzz-inflow \
	%D%/fuzz-link \
	%D%/fuzz-pcapng \
	%D%/fuzz-quote \
	%D%/fuzz-sctp \
	%D%/fuzz-secret \
	%D%/fuzz-sip_msg \
	%D%/fuzz-source \
	%D%/fuzz-tcp \
	%D%/fuzz-walk \
	%D%/fuzz-websocket
# Of use with --with-fuzzer only, as in: tests_fuzz_x_LDFLAGS = $(fuzz_ldflags)
fuzz_ldflags = $(AM_LDFLAGS) $(FUZZER_LDFLAGS)
%C%_fuzz_auth_param_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_framer_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_hep_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_sctp_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_tcp_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_walk_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_websocket_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_link_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_quote_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_secret_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_sip_msg_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_source_LDFLAGS = $(fuzz_ldflags)
# Fed from memory instead of from a file.
wrap_intake = -Wl,--wrap=intake_open,--wrap=intake_read,--wrap=intake_close,--wrap=inflow_more
%C%_fuzz_inflow_LDFLAGS = $(fuzz_ldflags) $(wrap_intake)
%C%_fuzz_inflow_SOURCES = %D%/fuzz-inflow.c %D%/fed.c %D%/fed.h
%C%_fuzz_pcapng_LDFLAGS = $(fuzz_ldflags) $(wrap_intake)
%C%_fuzz_pcapng_SOURCES = %D%/fuzz-pcapng.c %D%/fed.c %D%/fed.h $(capfile)

TESTS += $(unit_tests) $(script_tests)
check_PROGRAMS += $(unit_tests) $(fuzz_harnesses)
# What t-hypothesis_rows reads, and what wrote it.
EXTRA_DIST += %D%/hypotheses.txt %D%/hypotheses.py

EXTRA_DIST += $(script_tests) %D%/tap.sh %D%/lab %D%/cases %D%/causes.txt %D%/traps %D%/golden %D%/tshark
# What each fuzz harness begins with.
EXTRA_DIST += %D%/seeds
# The capture agent of t-hep-live.sh.
EXTRA_DIST += %D%/hep-send.py %D%/bench/day.py

# What the test programs share; the replaying main is in it for the harnesses that have none.
check_LIBRARIES += %D%/libtest.a
%C%_libtest_a_SOURCES = \
	%D%/cut-check.c \
	%D%/digest_round.c \
	%D%/digest_round.h \
	%D%/expected_text.c \
	%D%/expected_text.h \
	%D%/failing.c \
	%D%/failing.h \
	%D%/framed.c \
	%D%/framed.h \
	%D%/guard.c \
	%D%/guard.h \
	%D%/hep_octets.c \
	%D%/hep_octets.h \
	%D%/segments.c \
	%D%/segments.h \
	%D%/talk.c \
	%D%/talk.h \
	%D%/walk_seen.c \
	%D%/walk_seen.h \
	%D%/websocket_octets.c \
	%D%/websocket_octets.h \
	%D%/ws_stream.c \
	%D%/ws_stream.h \
	%D%/frag_part.c \
	%D%/frag_part.h \
	%D%/judged.c \
	%D%/judged.h \
	%D%/report_fake.c \
	%D%/report_fake.h \
	%D%/sanitized.h \
	%D%/scene.c \
	%D%/scene.h \
	%D%/sip-check.c \
	%D%/sip-check.h \
	%D%/tap.c \
	%D%/tap.h \
	%D%/trial.c \
	%D%/trial.h \
	%D%/trial_lose.c \
	%D%/trial_move.c
if !FUZZER
%C%_libtest_a_SOURCES += %D%/fuzz-main.c
endif

# Where the n-th allocation is made to fail.
wrap_alloc = -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=free
%C%_t_call_memory_LDFLAGS = $(AM_LDFLAGS) $(wrap_alloc)
%C%_t_early_LDFLAGS = $(AM_LDFLAGS) $(wrap_alloc)
%C%_t_digest_memory_LDFLAGS = $(AM_LDFLAGS) $(wrap_alloc),--wrap=mmap,--wrap=munmap
%C%_t_capture_memory_LDFLAGS = $(AM_LDFLAGS) $(wrap_alloc)
%C%_t_hep_listen_LDFLAGS = $(AM_LDFLAGS) $(wrap_alloc)
%C%_t_hep_LDFLAGS = $(AM_LDFLAGS) $(wrap_alloc)
%C%_t_dtls_LDFLAGS = $(AM_LDFLAGS) $(wrap_alloc)
%C%_t_websocket_loss_LDFLAGS = $(AM_LDFLAGS) $(wrap_alloc)
%C%_t_sctp_LDFLAGS = $(AM_LDFLAGS) $(wrap_alloc)
%C%_t_stream_memory_LDFLAGS = $(AM_LDFLAGS) $(wrap_alloc)
%C%_t_walk_memory_LDFLAGS = $(AM_LDFLAGS) $(wrap_alloc)
%C%_t_memory_LDFLAGS = $(AM_LDFLAGS) $(wrap_alloc)

# Capture files made octet by octet.
capfile = %D%/capfile.c %D%/capfile.h
%C%_t_source_SOURCES = %D%/t-source.c $(capfile)
%C%_t_source_use_SOURCES = %D%/t-source-use.c $(capfile)
%C%_t_pcap_file_SOURCES = %D%/t-pcap_file.c $(capfile)
capng = %D%/capng.c %D%/capng.h $(capfile)
%C%_t_pcapng_SOURCES = %D%/t-pcapng.c $(capng)
%C%_t_pcapng_bad_SOURCES = %D%/t-pcapng-bad.c $(capng)
packed = %D%/packed.c %D%/packed.h
%C%_t_inflow_SOURCES = %D%/t-inflow.c $(capfile) $(packed)
%C%_t_merge_SOURCES = %D%/t-merge.c $(capng) $(packed)
%C%_t_capture_memory_SOURCES = %D%/t-capture-memory.c $(capng) $(packed)
flood = %D%/flood.c %D%/flood.h %D%/flood_run.c
%C%_t_flood_SOURCES = %D%/t-flood.c $(flood)
# One conversation carried in many ways.
morph = \
	%D%/morph.c \
	%D%/morph.h \
	%D%/morph_carry.c \
	%D%/morph_make.c \
	%D%/morph_priv.h \
	%D%/morph_result.c \
	%D%/morph_result.h \
	%D%/morph_stream.c
plain = %D%/plain_digest.c %D%/plain_digest.h %D%/plain_random.c %D%/plain_random.h
%C%_t_hypothesis_any_SOURCES = %D%/t-hypothesis_any.c $(plain)
%C%_t_hypothesis_around_SOURCES = %D%/t-hypothesis_around.c $(plain)
%C%_t_hypothesis_property_SOURCES = %D%/t-hypothesis_property.c $(plain)
%C%_t_metamorphic_SOURCES = %D%/t-metamorphic.c $(morph)
%C%_t_metamorphic_paths_SOURCES = %D%/t-metamorphic-paths.c $(morph)
%C%_t_metamorphic_files_SOURCES = %D%/t-metamorphic-files.c $(morph) $(capfile) $(packed)

# Dialogues as text, and the captures of them.
noinst_LIBRARIES += %D%/libsipcase.a
%C%_libsipcase_a_SOURCES = \
	%D%/sipcase.c \
	%D%/sipcase.h \
	%D%/sipcase_at.c \
	%D%/sipcase_priv.h \
	%D%/sipwire.c \
	%D%/sipwire.h \
	%D%/sipwire_deflate.c \
	%D%/sipwire_file.c \
	%D%/sipwire_priv.h \
	%D%/sipwire_sctp.c \
	%D%/sipwire_tcp.c \
	%D%/sipwire_ws.c \
	%D%/wrap.c \
	%D%/wrap_link.c \
	%D%/wrap_tunnel.c \
	%D%/wrap.h \
	%D%/wrap_priv.h

noinst_PROGRAMS += %D%/sip2pcap %D%/wire-list
%C%_sip2pcap_LDADD = %D%/libsipcase.a libsipwhy.a $(third_party_libs)

LDADD = %D%/libtest.a %D%/libsipcase.a libsipwhy.a $(third_party_libs)

TEST_EXTENSIONS = .sh
LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
SH_LOG_DRIVER = $(LOG_DRIVER)
SH_LOG_COMPILER = $(SHELL)
AM_TESTS_ENVIRONMENT = \
	top_srcdir='$(top_srcdir)' top_builddir='$(top_builddir)' \
	fuzz_harnesses='$(fuzz_harnesses)'; \
	export top_srcdir top_builddir fuzz_harnesses;

# Takes minutes, so it is not among the TESTS; .ci/run calls it.
EXTRA_DIST += %D%/lint-tidy.sh
.PHONY: tidy
tidy: $(BUILT_SOURCES)
	@top_srcdir='$(top_srcdir)' $(SHELL) $(srcdir)/%D%/lint-tidy.sh \
		$(AM_CPPFLAGS) $(CPPFLAGS) -I'$(abs_builddir)' -Itests -std=c11

# What things cost; built and run by `make bench` only.
benches = \
	%D%/bench/bench-call \
	%D%/bench/bench-digest \
	%D%/bench/bench-flood \
	%D%/bench/bench-hypothesis \
	%D%/bench/bench-parse \
	%D%/bench/bench-read \
	%D%/bench/bench-tcp \
	%D%/bench/bench-walk
%C%_bench_bench_flood_SOURCES = %D%/bench/bench-flood.c $(flood)
EXTRA_PROGRAMS += $(benches)
CLEANFILES += $(benches)
.PHONY: bench
bench: $(benches)
	@for b in $(benches); do echo "== $$b"; ./$$b || exit 1; done
