# SPDX-License-Identifier: BSD-2-Clause
#
# Samples are kept as text and made into captures by the build: one line a sample.

samplesdir = $(pkgdatadir)/samples
dist_samples_DATA =
nodist_samples_DATA = $(sample_sources:.sip=.pcap)
sample_sources =
