#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Each fuzz harness reads all that we have: cases, samples, the seeds of its own.
. "${top_srcdir:-.}/tests/tap.sh"

[ -n "${fuzz_harnesses:-}" ] || skip_all "no fuzz harness is built"
find "$top_srcdir/tests/cases" "$top_srcdir/samples" "$top_builddir/samples" \
	-name '*.sip' -o -name '*.pcap' 2>/dev/null | LC_ALL=C sort -u >"$tmp/files"
# As captures, too: what a harness of a lower layer wants to see.
mkdir "$tmp/pcap"
n=0
for f in $(grep '\.sip$' "$tmp/files"); do
	n=$((n + 1))
	"$top_builddir/tests/sip2pcap" -o "$tmp/pcap/$n.pcap" "$f" && echo "$tmp/pcap/$n.pcap" >>"$tmp/files"
done

for h in $fuzz_harnesses; do
	seeds=$top_srcdir/tests/seeds/${h##*/fuzz-}
	if [ -d "$seeds" ]; then
		find "$seeds" -type f >"$tmp/seeds"
	else
		: >"$tmp/seeds"
	fi
	# An empty input first; the lists come by xargs, which keeps to the longest command line.
	: >"$tmp/empty"
	ok "${h##*/} takes every file" sh -c \
		'h=$1; shift; echo "$3" | cat - "$1" "$2" | xargs "$h"' \
		sh "$top_builddir/$h" "$tmp/files" "$tmp/seeds" "$tmp/empty"
done
done_testing
