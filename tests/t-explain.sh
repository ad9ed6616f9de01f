#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Every cause that a diagnosis may name can be looked up: by its code, in the list, and in the manual.
. "${top_srcdir:-.}/tests/tap.sh"

sipwhy=$top_builddir/sipwhy
[ -x "$sipwhy" ] || skip_all "the program is not built"
command -v python3 >/dev/null || skip_all "there is no python3"

find "$top_srcdir/src/rules" -mindepth 2 -name '*.c' | sed 's/.*\///; s/\.c$//' | LC_ALL=C sort >"$tmp/codes"
ok "there are causes" test -s "$tmp/codes"
"$sipwhy" --list-causes >"$tmp/list"
is "each is in the list, in order" "$(sed -n 's/^\([^ ][^ ]*\).*/\1/p' "$tmp/list")" "$(cat "$tmp/codes")"
"$sipwhy" --list-causes -j >"$tmp/json"
# Read by another's reader; what is lacking or wrong is printed.
empty "each is in the list for machines, wholly" "$(python3 - "$tmp/codes" "$tmp/json" <<'EOF'
import json, sys
codes = open(sys.argv[1]).read().split()
rows = [json.loads(line) for line in open(sys.argv[2])]
if [r["code"] for r in rows] != codes:
    print("other codes, or another order")
for r in rows:
    for key in "group party severity title meaning evidence how_sure command".split():
        if not r.get(key) or r[key].endswith("\u2026"):
            print(r["code"], "has no whole", key)
    for key in "rfc advice".split():
        if not r.get(key):
            print(r["code"], "has no", key)
EOF
)"
while read -r code; do
	"$sipwhy" --explain "$code" >"$tmp/text" 2>&1
	empty "$code is explained" "$(for part in 'What it means' 'How it is seen' 'How sure it can get' \
		'What to change' 'For example'; do
		grep -q "^  $part\$" "$tmp/text" || echo "no $part"
	done)"
	# What is looked at comes before what has to be there for it.
	empty "$code: its evidence comes first" \
		"$(sed -n '/^  How it is seen$/{n;/^    severity /p;}' "$tmp/text")"
done <"$tmp/codes"
"$sipwhy" --explain qop-missing-in-response -j >"$tmp/one"
is "one alone is as in the list" "$(cat "$tmp/one")" "$(grep '"code":"qop-missing-in-response","group"' "$tmp/json")"
is "the manual has them all" "$(sed -n 's/^\.Ss \([a-z0-9-]*\)$/\1/p' "$top_builddir/man/sipwhy-causes.7")" \
	"$(cat "$tmp/codes")"
# The same texts in the manual, put together by another's reader.
empty "wholly, as the list has them" "$(python3 - "$tmp/json" "$top_builddir/man/sipwhy-causes.7" <<'EOF'
import json, re, sys
page = " ".join(open(sys.argv[2]).read().replace("\\&", "").replace("\\e", "\\").split())
parts = dict(zip(re.findall(r"\.Ss (\S+)", page), re.split(r"\.Ss \S+", page)[1:]))
for r in map(json.loads, open(sys.argv[1])):
    texts = [r["title"], r["meaning"], r["evidence"], r["how_sure"], r["command"]]
    texts += ['"%s"' % w for w in r["words"] + r["words_against"]] + r["needs"]
    texts += [a["text"] for a in r["advice"]] + [l["tell"] for l in r["lookalikes"]]
    for text in texts:
        if " ".join(text.split()) not in parts[r["code"]]:
            print(r["code"], "lacks", text)
EOF
)"
"$sipwhy" --explain registration-limit | tr -s ' \n' ' ' >"$tmp/text"
has "words of servers that name it are told" "$(cat "$tmp/text")" '"too many registrations", "too many contacts"'
has "and those beside which they do not count" "$(cat "$tmp/text")" 'not beside any of: "password",'
has "of reasons as of other words" "$("$sipwhy" --explain opaque-not-echoed)" 'words of a server that name it: "invalid opaque"'
has "the example gives a password where one is needed" "$("$sipwhy" --explain valid-digest-refused)" '--ask-password'
has "and the key of a SIM as it can be given" "$("$sipwhy" --explain aka-res-form)" '-j --credentials FILE capture'
if command -v mandoc >/dev/null; then
	empty "and is well formed" "$(mandoc -T lint -W warning "$top_builddir/man/sipwhy-causes.7" | grep -v mandoc.db)"
else
	skip "mandoc is not installed"
fi
# Those that packets do not show are told of, too.
sed -n 's/^	{ "\([a-z0-9-]*\)",.*/\1/p' "$top_srcdir/src/report/causes_absent.c" >"$tmp/absent"
ok "some are not found" test -s "$tmp/absent"
while read -r code; do
	has "$code: why it is not found" "$("$sipwhy" --explain "$code" 2>&1)" "Why not"
	has "$code: so in the manual" "$(cat "$top_builddir/man/sipwhy-causes.7")" "It Sy $code"
done <"$tmp/absent"
empty "none of them is found all the same" "$(LC_ALL=C sort "$tmp/absent" | LC_ALL=C comm -12 - "$tmp/codes")"
"$sipwhy" --explain qop-missing >"$tmp/out" 2>"$tmp/err"
is "a code that is none is an error" $? 2
has "with those that look like it" "$(cat "$tmp/err")" 'qop-missing.; like it are qop-missing-in-response'
"$sipwhy" --explain '%s%n' >"$tmp/out" 2>"$tmp/err"
is "whatever it is" $? 2
done_testing
