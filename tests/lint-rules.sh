#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# A rule is wholly there: its file, its line in the build, its case and its near miss.  What is
# in the record itself is t-rules' to check.
. "${top_srcdir:-.}/tests/tap.sh"
cd "$top_srcdir" || exit 99

# "group/code" of each line of the list.
sed -n 's/^[ 	]*%D%\/\([a-z0-9-]*\/[a-z0-9-]*\)\.c[ 	]*\\\{0,1\}$/\1/p' src/rules/local.mk >"$tmp/listed"
find src/rules -mindepth 2 -name '*.c' | sed 's/^src\/rules\///; s/\.c$//' | LC_ALL=C sort >"$tmp/there"

empty "every file under src/rules is listed in src/rules/local.mk" \
	"$(LC_ALL=C sort "$tmp/listed" | comm -13 - "$tmp/there")"
empty "every rule listed in src/rules/local.mk is there" \
	"$(LC_ALL=C sort "$tmp/listed" | comm -23 - "$tmp/there")"
empty "no code is used twice" "$(sed 's/.*\///' "$tmp/listed" | sort | uniq -d)"
is "the list is in the order of the codes" "$(sed 's/.*\///' "$tmp/listed")" \
	"$(sed 's/.*\///' "$tmp/listed" | LC_ALL=C sort)"

# missing_of GROUP/CODE: what a whole rule has and this one has not.
missing_of()
{
	code=${1##*/}
	file=src/rules/$1.c
	grep -Eq "^const struct rule rule_$(echo "$code" | tr - _) = \{" "$file" ||
		echo "$file defines no rule_$(echo "$code" | tr - _)"
	grep -Eq "^	\.code = \"$code\",$" "$file" || echo "$file has no .code = \"$code\""
	for member in title meaning evidence clauses advice judge; do
		grep -Eq "^	\.$member = " "$file" || echo "$file has no .$member"
	done
	! grep -q 'SEVERITY_CAUSE,' "$file" || grep -Eq "^	\.rank = " "$file" || echo "$file has no .rank"
	! grep -Eq 'BASIS_(GRADE|SILENCE),' "$file" || grep -Eq "^	\.sure = " "$file" || echo "$file has no .sure"
	# Phrases that are read are told by --explain, from the same list.
	! grep -Eq '(refusal_of\(d, [a-z]|response_says\(|dossier_minds\()' "$file" ||
		grep -Eq "^	\.words = " "$file" || echo "$file reads words of the server and has no .words"
	! grep -q 'refusal_of(d, words,' "$file" || grep -Eq "^	\.unless = words_of_credentials,$" "$file" ||
		echo "$file has no .unless"
	for case in "tests/cases/$1.sip" "tests/cases/$1.ok.sip"; do
		[ -s "$case" ] || echo "$case is missing"
	done
}

while read -r rule; do
	empty "$rule is whole" "$(missing_of "$rule" 2>&1)"
done <"$tmp/listed"

# A case of no rule is a case that nobody judges.
empty "every case belongs to a rule" "$(find tests/cases -name '*.sip' 2>/dev/null |
	sed 's/^tests\/cases\///; s/\(\.ok\)\{0,1\}\.sip$//' | LC_ALL=C sort -u |
	comm -23 - "$tmp/there")"
done_testing
