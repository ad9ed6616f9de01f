#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# The manual page is well formed and tells every option of --help, and no other.
. "${top_srcdir:-.}/tests/tap.sh"

for page in "$top_srcdir"/man/*.[1-9]; do
	if command -v mandoc >/dev/null; then
		empty "${page##*/} is well formed" \
			"$(mandoc -T lint -W warning "$page" | grep -v 'mandoc.db')"
	else
		skip "mandoc is not installed"
	fi
done

"$top_builddir/sipwhy" --help >"$tmp/help" 2>&1 || diag "no --help"
grep -oE -e '(^|[ ,])--[a-z][a-z-]*' "$tmp/help" | tr -d ' ,' | LC_ALL=C sort -u >"$tmp/in-help"
sed -n 's/^\.It \(.*Fl .*\)/\1/p' "$top_srcdir/man/sipwhy.1" | grep -oE 'Fl -[a-z][a-z-]*' |
	sed 's/^Fl /-/' | LC_ALL=C sort -u >"$tmp/in-man"
ok "--help has options" test -s "$tmp/in-help"
empty "every option of --help is in the manual page" "$(comm -23 "$tmp/in-help" "$tmp/in-man")"
empty "every option of the manual page is in --help" "$(comm -13 "$tmp/in-help" "$tmp/in-man")"
done_testing
