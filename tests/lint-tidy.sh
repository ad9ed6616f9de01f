#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# lint-tidy.sh [COMPILER-FLAG...] - clang-tidy over all sources, by `make tidy`: not one of
# make check's tests, since it takes minutes.  tidy_only='GLOB' narrows it to the paths that match.
. "${top_srcdir:-.}/tests/tap.sh"
cd "$top_srcdir" || exit 99
command -v clang-tidy >/dev/null || skip_all "clang-tidy is not installed"

find src tests -name '*.c' -path "${tidy_only:-*}" ! -name rules_all.c ! -name schema_text.c | LC_ALL=C sort >"$tmp/files"

# One file a process, as many at a time as there are processors; the output of each apart.
cat >"$tmp/one" <<'EOF'
out=$1; file=$2; shift 2
log=$out/$(echo "$file" | tr / _)
clang-tidy --quiet "$file" -- "$@" >"$log" 2>"$log.err" || echo "failed" >>"$log.failed"
EOF
xargs -P "$(nproc 2>/dev/null || echo 2)" -I FILE sh "$tmp/one" "$tmp" FILE "$@" <"$tmp/files"
while read -r f; do
	log=$tmp/$(echo "$f" | tr / _)
	empty "clang-tidy finds nothing in $f" "$([ ! -e "$log.failed" ] || grep -E " (error|warning): " "$log")"
done <"$tmp/files"
done_testing
