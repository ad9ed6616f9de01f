# SPDX-License-Identifier: BSD-2-Clause
#
# A new test program t-x.c is one line in unit_tests, a new script one in script_tests, a new fuzz
# harness fuzz-x.c one in fuzz_harnesses and one for its _LDFLAGS below.  Several sources:
# tests_t_x_SOURCES = %D%/t-x.c %D%/other.c.

unit_tests = \
	%D%/t-auth_hdr \
	%D%/t-auth_param \
	%D%/t-auth_token \
	%D%/t-call-memory \
	%D%/t-dialog \
	%D%/t-digest \
	%D%/t-digest-memory \
	%D%/t-escape \
	%D%/t-exchange \
	%D%/t-expected \
	%D%/t-flow \
	%D%/t-frame \
	%D%/t-guarantees \
	%D%/t-hypothesis \
	%D%/t-hypothesis_any \
	%D%/t-ip \
	%D%/t-link \
	%D%/t-live \
	%D%/t-matrix \
	%D%/t-memory \
	%D%/t-report_json \
	%D%/t-report_memory \
	%D%/t-report_text \
	%D%/t-rules \
	%D%/t-secret \
	%D%/t-secret_file \
	%D%/t-sip_cut \
	%D%/t-sip_hdr \
	%D%/t-sip_msg \
	%D%/t-sip_torture \
	%D%/t-sip_uri \
	%D%/t-source \
	%D%/t-source-use \
	%D%/t-tap \
	%D%/t-transaction \
	%D%/t-traps \
	%D%/t-udp \
	%D%/t-verify

script_tests = \
	%D%/fuzz-replay.sh \
	%D%/lab.sh \
	%D%/lint-build.sh \
	%D%/lint-layers.sh \
	%D%/lint-rules.sh \
	%D%/lint-style.sh \
	%D%/t-cli-secrets.sh \
	%D%/t-cli.sh \
	%D%/t-kamailio.sh \
	%D%/t-lints.sh \
	%D%/t-live-missing-right.sh \
	%D%/t-man.sh \
	%D%/t-schema.sh \
	%D%/t-sip2pcap.sh

fuzz_harnesses = \
	%D%/fuzz-auth_param \
	%D%/fuzz-link \
	%D%/fuzz-quote \
	%D%/fuzz-secret \
	%D%/fuzz-sip_msg \
	%D%/fuzz-source
# Of use with --with-fuzzer only, as in: tests_fuzz_x_LDFLAGS = $(fuzz_ldflags)
fuzz_ldflags = $(AM_LDFLAGS) $(FUZZER_LDFLAGS)
%C%_fuzz_auth_param_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_link_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_quote_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_secret_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_sip_msg_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_source_LDFLAGS = $(fuzz_ldflags)

TESTS += $(unit_tests) $(script_tests)
check_PROGRAMS += $(unit_tests) $(fuzz_harnesses)
EXTRA_DIST += $(script_tests) %D%/tap.sh %D%/lab %D%/cases %D%/traps %D%/golden

# What the test programs share; the replaying main is in it for the harnesses that have none.
check_LIBRARIES += %D%/libtest.a
%C%_libtest_a_SOURCES = \
	%D%/cut-check.c \
	%D%/digest_round.c \
	%D%/digest_round.h \
	%D%/guard.c \
	%D%/guard.h \
	%D%/judged.c \
	%D%/judged.h \
	%D%/report_fake.c \
	%D%/report_fake.h \
	%D%/scene.c \
	%D%/scene.h \
	%D%/sip-check.c \
	%D%/sip-check.h \
	%D%/tap.c \
	%D%/tap.h
if !FUZZER
%C%_libtest_a_SOURCES += %D%/fuzz-main.c
endif

# Where the n-th allocation is made to fail.
wrap_alloc = -Wl,--wrap=malloc,--wrap=calloc,--wrap=free
%C%_t_call_memory_LDFLAGS = $(AM_LDFLAGS) $(wrap_alloc)
%C%_t_digest_memory_LDFLAGS = $(AM_LDFLAGS) $(wrap_alloc),--wrap=realloc,--wrap=mmap,--wrap=munmap
%C%_t_memory_LDFLAGS = $(AM_LDFLAGS) $(wrap_alloc),--wrap=realloc

# Capture files made octet by octet.
capfile = %D%/capfile.c %D%/capfile.h
%C%_t_source_SOURCES = %D%/t-source.c $(capfile)
%C%_t_source_use_SOURCES = %D%/t-source-use.c $(capfile)

# Dialogues as text, and the captures of them.
noinst_LIBRARIES += %D%/libsipcase.a
%C%_libsipcase_a_SOURCES = \
	%D%/sipcase.c \
	%D%/sipcase.h \
	%D%/sipcase_at.c \
	%D%/sipcase_priv.h \
	%D%/sipwire.c \
	%D%/sipwire.h \
	%D%/sipwire_file.c \
	%D%/sipwire_priv.h \
	%D%/sipwire_tcp.c

noinst_PROGRAMS += %D%/sip2pcap
%C%_sip2pcap_LDADD = %D%/libsipcase.a libsipwhy.a

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
	%D%/bench/bench-parse
EXTRA_PROGRAMS += $(benches)
CLEANFILES += $(benches)
.PHONY: bench
bench: $(benches)
	@for b in $(benches); do echo "== $$b"; ./$$b || exit 1; done
