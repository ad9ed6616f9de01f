# SPDX-License-Identifier: BSD-2-Clause
#
# Samples are kept as text and made into captures by the build: a new one is a line here.
# (tests/cases are made into captures by the tests themselves, and need no line anywhere.)

sample_sources = \
	%D%/hashed-request-uri.sip \
	%D%/healthy.sip \
	%D%/nonce-cut.sip \
	%D%/policy-403.sip \
	%D%/qop-missing.sip \
	%D%/realm-mismatch.sip \
	%D%/stale-loop.sip \
	%D%/unanswered.sip \
	%D%/wrong-password.sip

samplesdir = $(pkgdatadir)/samples
dist_samples_DATA = %D%/README.md $(sample_sources)
nodist_samples_DATA = $(sample_sources:.sip=.pcap)
CLEANFILES += $(sample_sources:.sip=.pcap)
$(nodist_samples_DATA): tests/sip2pcap$(EXEEXT)

SUFFIXES += .sip .pcap
.sip.pcap:
	$(AM_V_GEN)$(MKDIR_P) $(@D) && tests/sip2pcap$(EXEEXT) -o $@ $<
