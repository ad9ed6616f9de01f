# SPDX-License-Identifier: BSD-2-Clause
#
# A new test program t-x.c is one line in unit_tests, a new script one in script_tests, a new fuzz
# harness fuzz-x.c one in fuzz_harnesses and one for its _LDFLAGS below.  Several sources:
# tests_t_x_SOURCES = %D%/t-x.c %D%/other.c.

unit_tests = \
	%D%/t-flow \
	%D%/t-frame \
	%D%/t-ip \
	%D%/t-link \
	%D%/t-live \
	%D%/t-rules \
	%D%/t-source \
	%D%/t-source-use \
	%D%/t-tap \
	%D%/t-udp

script_tests = \
	%D%/fuzz-replay.sh \
	%D%/lint-build.sh \
	%D%/lint-layers.sh \
	%D%/lint-rules.sh \
	%D%/lint-style.sh \
	%D%/t-sip2pcap.sh

fuzz_harnesses = \
	%D%/fuzz-link \
	%D%/fuzz-source
# Of use with --with-fuzzer only, as in: tests_fuzz_x_LDFLAGS = $(fuzz_ldflags)
fuzz_ldflags = $(AM_LDFLAGS) $(FUZZER_LDFLAGS)
%C%_fuzz_link_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_source_LDFLAGS = $(fuzz_ldflags)

TESTS += $(unit_tests) $(script_tests)
check_PROGRAMS += $(unit_tests) $(fuzz_harnesses)
EXTRA_DIST += $(script_tests) %D%/tap.sh

# What every test program links; the replaying main is in it for the harnesses that have none.
check_LIBRARIES += %D%/libtest.a
%C%_libtest_a_SOURCES = \
	%D%/guard.c \
	%D%/guard.h \
	%D%/tap.c \
	%D%/tap.h
if !FUZZER
%C%_libtest_a_SOURCES += %D%/fuzz-main.c
endif

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
