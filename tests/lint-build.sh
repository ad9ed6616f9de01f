#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# A file that no local.mk names is neither built nor shipped, and a test that none names never
# runs: each is to be in its list.
. "${top_srcdir:-.}/tests/tap.sh"
cd "$top_srcdir" || exit 99

# The files that the lists name, %D% written out.
for mk in Makefile.am src/local.mk src/rules/local.mk data/local.mk tests/local.mk samples/local.mk man/local.mk; do
	[ -e "$mk" ] || continue
	sed "s|%D%|${mk%/*}|g" "$mk"
done | grep -v '^#' | tr -s ' \t' '\n\n' | LC_ALL=C sort -u >"$tmp/named"

# unnamed FILE...: those not in the lists, as they are or without their ending.
unnamed()
{
	for f; do
		[ -e "$f" ] || continue
		grep -qxF -e "$f" -e "${f%.c}" "$tmp/named" || echo "$f"
	done
}

empty "every public header is listed" "$(unnamed include/sipwhy/*.h)"
empty "every source is listed" "$(unnamed src/*.c src/*/*.[ch] src/rules/*/*.c man/*.c | grep -vE "rules_all.c|schema_text.c")"
empty "every test is listed" "$(unnamed tests/*.c tests/*.h tests/*.sh tests/bench/*.c)"
# Their results go to a file without the ending: of two with one name the second would never run.
empty "no two tests have one name" \
	"$(ls tests/t-*.c tests/*.sh 2>/dev/null | sed 's/\.[a-z]*$//' | LC_ALL=C sort | uniq -d)"
empty "every sample is listed" "$(unnamed samples/*.sip samples/*.md)"
empty "every manual page is listed" "$(unnamed man/*.[1-9])"
empty "every list names files that are there" \
	"$(grep -E '^(include|src|tests|samples|man)/.*\.([ch17]|sh|sip)$' "$tmp/named" |
		grep -vE 'rules_all.c|schema_text.c|sipwhy-causes.7' | while read -r f; do [ -e "$f" ] || echo "$f"; done)"
done_testing
