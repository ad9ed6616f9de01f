#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# No false alarm: hours of healthy traffic, with its losses, copies and disorder, give no diagnosis,
# and each authentication in it is told as accepted.  How many there are tells tests/bench/day.py,
# which makes the traffic and computes its digests with Python's hashlib.
. "${top_srcdir:-.}/tests/tap.sh"

sipwhy=$top_builddir/sipwhy
[ -x "$sipwhy" ] || skip_all "the program is not built"
command -v python3 >/dev/null || skip_all "there is no python3"

count()
{
	grep -c "$1" "$2"
}

# healthy NAME OPTION...: of day.py.
healthy()
{
	name=$1
	shift
	python3 "$top_srcdir/tests/bench/day.py" -a "$tmp/accounts" "$@" >"$tmp/day.pcap" 2>"$tmp/told" ||
		diag "$(cat "$tmp/told")"
	want=$(sed -n 's/.*, \([0-9]*\) accepted$/\1/p' "$tmp/told")
	ok "$name: there is much of it" test "${want:-0}" -gt 500
	"$sipwhy" -j -e --sessions "$tmp/day.pcap" >"$tmp/out" 2>"$tmp/err"
	is "$name: no failure by the exit status" $? 0
	is "$name: no diagnosis" "$(grep '"event_type":"diagnosis"' "$tmp/out" | head -n 3)" ""
	is "$name: each is accepted" "$(count '"outcome":"accepted"' "$tmp/out")" "$want"
	is "$name: and nothing is wrong with any" "$(grep -v '"defects":\[\]' "$tmp/out" |
		grep '"event_type":"session"' | grep -o '"severity":"\(cause\|warning\)"' | head -n 1)" ""
	"$sipwhy" -j --sessions --credentials "$tmp/accounts" - <"$tmp/day.pcap" >"$tmp/out" 2>"$tmp/err"
	is "$name: nor through a pipe" "$(grep '"event_type":"diagnosis"' "$tmp/out" | head -n 3)" ""
	is "$name: with the passwords each digest is right" "$(count '"check":"match"' "$tmp/out")" "$want"
}
healthy "as it is" -u 60 -t 4 -s 1
healthy "without any loss" -u 60 -t 2 -s 2 -n
healthy "another day" -u 40 -t 4 -s 3

# What is uncertain is told as no more than possible, and accuses no client, server or password.
python3 "$top_srcdir/tests/bench/day.py" -d -u 60 -t 4 -s 4 >"$tmp/day.pcap" 2>"$tmp/told" || diag "$(cat "$tmp/told")"
"$sipwhy" -j "$tmp/day.pcap" >"$tmp/out" 2>"$tmp/err"
ok "doubtful refusals: there are some" grep -q '"code":"rejected-before-challenge"' "$tmp/out"
is "and they accuse nobody" "$(grep '"event_type":"diagnosis"' "$tmp/out" |
	grep -Ev '"party":"(policy|unknown|capture)","causality":"possible"' | head -n 2)" ""
done_testing
