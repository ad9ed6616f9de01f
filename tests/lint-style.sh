#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# What a reviewer should not have to say: the shape of the code, and the functions that have no
# place where captured octets are handled.
. "${top_srcdir:-.}/tests/tap.sh"
cd "$top_srcdir" || exit 99

find include src tests -name '*.[ch]' ! -name rules_all.c ! -name 'schema_text.c' | LC_ALL=C sort >"$tmp/c"
find . \( -name '.git' -o -name build-aux -o -name autom4te.cache \) -prune -o -type f \
	\( -name '*.sh' -o -name '*.mk' -o -name '*.am' -o -name '*.ac' -o -name bootstrap \) -print |
	LC_ALL=C sort >"$tmp/other"

if command -v clang-format >/dev/null; then
	while read -r f; do
		ok "$f is as clang-format has it" clang-format --style=file --dry-run -Werror "$f"
	done <"$tmp/c"
else
	skip "clang-format is not installed"
fi

empty "no file is over 500 lines" "$(xargs awk '
	FNR == 501 { print FILENAME }' <"$tmp/c")"

# Comments and literals out, then whole words followed by a parenthesis.
empty "no function that trusts its input to end" "$(xargs awk '
	{ line = $0; gsub(/"([^"\\]|\\.)*"/, "\"\"", line); sub(/^[ \t]*\*.*|\/\*.*/, "", line) }
	line ~ /(^|[^A-Za-z0-9_])(strcpy|strcat|strncpy|strncat|sprintf|vsprintf|strtok|strtok_r|atoi|atol|atof|sscanf|vsscanf|gets|alloca|system|popen)[ \t]*\(/ {
		print FILENAME ":" FNR ": " $0 }' <"$tmp/c")"
empty "nothing is left to do in a comment" "$(cat "$tmp/c" "$tmp/other" | grep -v 'lint-style' |
	xargs grep -nE 'TODO|FIXME|XXX' | grep -v 'XXXXXX')"
empty "each file names its licence" "$(cat "$tmp/c" "$tmp/other" | while read -r f; do
	sed -n 1,3p "$f" | grep -q 'SPDX-License-Identifier: BSD-2-Clause' || echo "$f"
done)"
empty "no blanks at the end of a line" "$(cat "$tmp/c" "$tmp/other" | xargs grep -n '[ 	]$')"
done_testing
