#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# The command line: what is read, what is written, and what the exit status says of it.
. "${top_srcdir:-.}/tests/tap.sh"

sipwhy=$(cd "$top_builddir" && pwd)/sipwhy
[ -x "$sipwhy" ] || skip_all "the program is not built"
unset NO_COLOR

# A capture of a sample, and of one whose time goes on for long enough to end what is in it.
for name in healthy qop-missing realm-mismatch wrong-password; do
	"$top_builddir/tests/sip2pcap" -o "$tmp/$name.pcap" "$top_srcdir/samples/$name.sip" ||
		skip_all "no capture can be made"
done
bad=$tmp/qop-missing.pcap
{
	cat "$top_srcdir/samples/qop-missing.sip"
	echo '@ 100.000 udp 192.0.2.23:5060 > 203.0.113.93:5060'
	sed -n '/^REGISTER/,/^Content-Length/p;/^Content-Length/q' "$top_srcdir/samples/qop-missing.sip" |
		sed 's/c4f1e/c4f2e/'
} >"$tmp/later.sip"
"$top_builddir/tests/sip2pcap" -o "$tmp/later.pcap" "$tmp/later.sip" || diag "no later.pcap"
head -c 2900 "$bad" >"$tmp/cut.pcap"
sed '0,/^@ /s//@ all snap=300\n@ /' "$top_srcdir/samples/qop-missing.sip" >"$tmp/snapped.sip"
"$top_builddir/tests/sip2pcap" -o "$tmp/snapped.pcap" "$tmp/snapped.sip" || diag "no snapped.pcap"
echo "this was never a capture, though it is long enough to be one" >"$tmp/garbage"
: >"$tmp/nothing"

# exits NAME STATUS ARGUMENT...: leaves what was written in $tmp/out and $tmp/err.
exits()
{
	name=$1 want=$2
	shift 2
	"$sipwhy" "$@" >"$tmp/out" 2>"$tmp/err" </dev/null
	is "$name" "$?" "$want" || sed 's/^/# /' "$tmp/err"
}

said()
{
	has "$1" "$(cat "$tmp/err")" "$2"
}

count()
{
	grep -c "$1" "$2"
}

# Exit status.
exits "a failure that was explained is no failure of the program" 0 "$bad"
empty "and there is nothing to complain of" "$(cat "$tmp/err")"
exits "with -e it is 1" 1 -e "$bad"
exits "with -e and nothing to diagnose it is 0" 0 -e "$tmp/healthy.pcap"
exits "no input is an error" 2
said "and what to name is told" "name a capture file.*-i.*--help"
exits "an unknown option is one" 2 --nonsense "$bad"
exits "so is an option without its argument" 2 "$bad" -f
said "which is named" "-f' wants an argument"
exits "so is a missing file" 2 "$tmp/absent.pcap"
said "the file is named, and where a filter goes" "absent.pcap: no such file; a capture filter goes with -f"
exits "a filter in the place of a file is answered alike" 2 'udp port 5060'
said "with the option it needs" "a capture filter goes with -f"
mkdir "$tmp/no-captures"
exits "a directory without captures cannot be read" 2 "$tmp/no-captures"
said "and is called one" "no capture in this directory"
exits "nor can what is no capture" 2 "$tmp/garbage"
said "and what could is told" "garbage: not a capture \(pcap or pcapng\)"
exits "nor can an empty file" 2 "$tmp/nothing"
said "and is called empty" "nothing: the file is empty"
exits "files and an interface are not read together" 2 -i lo "$bad"
exits "nor are files and what agents send" 2 -L udp:127.0.0.1:0 "$bad"
exits "nor an interface and that" 2 -L udp:127.0.0.1:0 -i lo
exits "a filter does not go with what agents send" 2 -L udp:127.0.0.1:0 -f udp
said "since it is theirs" "-f does not go with -L"
exits "a place to listen that is none is an error" 2 -L udp:localhost:9060
said "with one that would do" "udp:192.0.2.1:9060"
exits "an interface that is not there is an error" 2 -i no-such-0
said "and those that are there are named" "no-such-0: .*(no such interface|right|permit)"
exits "standard input is not read twice" 2 - -
exits "a filter that is none is an error" 2 -f 'no filter (' "$bad"
said "with its text" "no filter \("
exits "a count that is none is one" 2 -c some "$bad"
exits "a count of 0 is one" 2 -c 0 "$bad"
exits "a format that is not known is one" 2 --format xml "$bad"
exits "a report that cannot be opened is one" 2 -o "$tmp/absent/report" "$bad"
said "with its name" "absent/report: No such file"

# What could not be read whole.
exits "a capture that is cut short gives 3" 3 -j "$tmp/cut.pcap"
is "and what was read is reported" "$(count '"code":"qop-missing-in-response","group"' "$tmp/out")" 1
has "as partial" "$(tail -n 1 "$tmp/out")" '"partial":true'
said "and where it ends is told" "cut.pcap: the capture is cut short after packet 6"
exits "1 goes before 3" 1 -e "$tmp/cut.pcap"
said "and the partial input is still told" "cut short after packet 6"
exits "what is whole is read after what is not" 3 -j "$tmp/cut.pcap" "$tmp/realm-mismatch.pcap"
is "and reported too" "$(count '"event_type":"diagnosis"' "$tmp/out")" 2

exits "with -v what could not be read is told on the spot, by its frame and in plain words" 0 -v -o "$tmp/snapped.report" "$tmp/snapped.pcap"
said "with who sent it" "frame 1 of .*snapped.pcap, 192.0.2.23:5060 > 203.0.113.93:5060: sip.cut: "
is "of each kind ten" "$(grep -c 'sip.cut' "$tmp/err")" "$(grep -c 'sip.headers-open' "$tmp/err")"
exits "without it the summary has their number" 0 -j "$tmp/snapped.pcap"
empty "and nothing else is said" "$(cat "$tmp/err")"
has "with the first frame" "$(tail -n 1 "$tmp/out")" '"name":"sip.cut"'

# Inputs.
exits "several files are one report" 0 -j "$bad" "$tmp/realm-mismatch.pcap"
is "with the events of each" "$(count '"event_type":"diagnosis"' "$tmp/out")" 2
is "and one summary" "$(count '"event_type":"summary"' "$tmp/out")" 1
has "that names both" "$(tail -n 1 "$tmp/out")" 'qop-missing.pcap".*realm-mismatch.pcap"'
cp "$tmp/out" "$tmp/several"
exits "-r names a file" 0 -j -r "$bad" -r "$tmp/realm-mismatch.pcap"
ok "just as without it" cmp "$tmp/out" "$tmp/several"
exits "a bad name among good ones shows before any is read" 2 -o "$tmp/report" "$bad" "$tmp/garbage"
ok "so that no report is begun" test ! -e "$tmp/report"
exits "a report does not go over its own input" 2 -o "$tmp/later.pcap" "$tmp/later.pcap"
ok "which is still there" test -s "$tmp/later.pcap"
exits "-c ends after so many packets" 0 -j -c 3 "$bad"
has "of all that there are" "$(cat "$tmp/out")" '"packets":3,'
exits "-f keeps packets back" 0 -j -f 'host 198.51.100.42' "$bad"
is "and what it lets pass is explained" "$(count '"event_type":"diagnosis"' "$tmp/out")" 0
exits "-n is accepted" 0 -n "$bad"
exits "and so are the options of a live capture" 0 -p -s 2000 -B 1024 "$bad"

stdin()
{
	"$sipwhy" "$@" >"$tmp/out" 2>"$tmp/err"
}
is "'-' reads standard input" "$(cat "$bad" | stdin -j -; echo $?)" 0
is "and finds the same" "$(count '"event_type":"diagnosis"' "$tmp/out")" 1
is "also from a file" "$(stdin -j - <"$bad"; echo $?)" 0
is "what is cut short gives 3 there too" "$(cat "$tmp/cut.pcap" | stdin -j -; echo $?)" 3
said "and has a name" "standard input: the capture is cut short"
is "an empty standard input is an error" "$(stdin - </dev/null; echo $?)" 2

mkfifo "$tmp/pipe"
(cat "$bad" >"$tmp/pipe") &
exits "a pipe with a name is read as one" 0 -j "$tmp/pipe"
wait
has "with what was seen so far" "$(cat "$tmp/out")" '"scope":"so-far"'

# wait_for FILE PATTERN: for five seconds.
wait_for()
{
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25; do
		grep -q "$2" "$1" && return
		sleep 0.2
	done
	return 1
}
"$sipwhy" -j - <"$tmp/pipe" >"$tmp/out" 2>"$tmp/err" &
pid=$!
exec 9>"$tmp/pipe"
cat "$tmp/later.pcap" >&9
ok "an event comes as soon as it is known, before the input ends" wait_for "$tmp/out" '"diagnosis"'
kill -INT $pid
wait $pid
is "an interrupt is a way to end" "$?" 0
exec 9>&-
has "with the summary" "$(tail -n 1 "$tmp/out")" '"event_type":"summary".*"interrupted":true'
empty "and no complaint" "$(cat "$tmp/err")"

# The report.
exits "elsewhere than on a terminal it is JSON" 0 "$bad"
empty "a line an event" "$(grep -v '^{"schema":"sipwhy.event/1",.*}$' "$tmp/out")"
cp "$tmp/out" "$tmp/json"
exits "-j is JSON" 0 -j "$bad"
ok "the same" cmp "$tmp/out" "$tmp/json"
exits "--format json is JSON" 0 --format json "$bad"
ok "the same again" cmp "$tmp/out" "$tmp/json"
exits "--format text is text" 0 --format text "$bad"
has "a line to search for comes first" "$(head -n 1 "$tmp/out")" \
	'^2026-01-01T00:00:00.066000Z  qop-missing-in-response  192.0.2.23:5060 -> 203.0.113.93:5060  23@proximiti  '
cp "$tmp/out" "$tmp/text"
exits "-o names the file for it" 0 --format text -o "$tmp/report" "$bad"
ok "which holds what would have been printed" cmp "$tmp/report" "$tmp/text"
empty "and nothing is printed" "$(cat "$tmp/out")"
exits "-q leaves the causes" 0 -q --format text "$bad" "$tmp/realm-mismatch.pcap" "$tmp/healthy.pcap"
is "a line each" "$(cat "$tmp/out" | wc -l)" 2
exits "-v shows evidence" 0 -v --format text "$bad"
cp "$tmp/out" "$tmp/evidence"
has "with offsets" "$(cat "$tmp/out")" '(octets?|offset) [0-9]'
ok "which the plain report leaves out" sh -c '[ "$(wc -l <"$1")" -gt "$(wc -l <"$2")" ]' sh "$tmp/evidence" "$tmp/text"
exits "-vv shows every message" 0 -vv --format text "$bad"
has "with its time and its challenge or credentials" "$(cat "$tmp/out")" '^ +WWW-Authenticate: Digest realm='
ok "which -v does not" sh -c '! grep -Eq "^ +WWW-Authenticate: Digest" "$1"' sh "$tmp/evidence"
exits "--sessions tells of what was accepted" 0 -j --sessions "$bad"
is "too" "$(count '"event_type":"session"' "$tmp/out")" 1
is "which is else left out" "$(count '"event_type":"session"' "$tmp/json")" 0
exits "-l is accepted" 0 -l "$bad"
ok "and changes nothing in a file" cmp "$tmp/out" "$tmp/json"

# On a terminal.
esc=$(printf '\033')
on_terminal()
{
	script -qec "$*" /dev/null </dev/null | tr -d '\r'
}
if [ "$(on_terminal echo yes)" = yes ]; then
	has "on a terminal it is text" "$(on_terminal "$sipwhy" "$bad")" 'What to change'
	has "with colour" "$(on_terminal "$sipwhy" "$bad")" "$esc\["
	has "-j is JSON there too" "$(on_terminal "$sipwhy" -j "$bad")" '^\{"schema"'
	is "and has no colour" "$(on_terminal "$sipwhy" -j "$bad" | grep -c "$esc")" 0
	is "NO_COLOR is honoured" "$(on_terminal env NO_COLOR=1 "$sipwhy" "$bad" | grep -c "$esc")" 0
	has "unless it is empty" "$(on_terminal env NO_COLOR= "$sipwhy" "$bad")" "$esc\["
	is "--color=never goes before" "$(on_terminal "$sipwhy" --color=never "$bad" | grep -c "$esc")" 0
	has "--color=always goes before NO_COLOR" \
		"$(on_terminal env NO_COLOR=1 "$sipwhy" --color=always "$bad")" "$esc\["
	is "colour is never alone: the words are the same" \
		"$(on_terminal "$sipwhy" "$bad" | sed "s/$esc\[[0-9;]*m//g")" "$(cat "$tmp/text")"
else
	skip "script(1) gives no terminal"
fi
exits "elsewhere there is no colour" 0 --format text "$bad"
is "unless asked for" "$(count "$esc" "$tmp/out")" 0
exits "--color=always" 0 --format text --color=always "$bad"
has "colours" "$(cat "$tmp/out")" "$esc\["
exits "a colour that is not known is an error" 2 --color=maybe "$bad"

# A reader that goes away, and a disk that is full.
many=
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
	many="$many $bad $tmp/realm-mismatch.pcap"
done
# into_head ARGUMENT...: one line is read and no more; the status and what was complained of.
into_head()
{
	{
		"$sipwhy" "$@" 2>"$tmp/err"
		echo $? >"$tmp/status"
	} | head -n 1 >"$tmp/out"
	cat "$tmp/status" "$tmp/err"
}
# shellcheck disable=SC2086
is "a reader that stops reading ends the program quietly" "$(into_head -j $many)" 0
is "and got its line" "$(wc -l <"$tmp/out" | tr -d ' ')" 1
# shellcheck disable=SC2086
is "text too" "$(into_head --format text $many)" 0
# shellcheck disable=SC2086
is "and as it comes" "$(into_head -l $many)" 0
is "also what is printed instead of a report" "$(
	{
		sleep 0.3
		"$sipwhy" --print-schema 2>"$tmp/err"
		echo $? >"$tmp/status"
	} | :
	cat "$tmp/status" "$tmp/err"
)" 0
if [ -c /dev/full ]; then
	is "a full disk is an error" "$("$sipwhy" "$bad" 2>"$tmp/err" >/dev/full; echo $?)" 2
	said "with its reason" "cannot write: No space left on device"
	is "once" "$(wc -l <"$tmp/err" | tr -d ' ')" 1
	# shellcheck disable=SC2086
	is "also for much" "$("$sipwhy" -e $many 2>"$tmp/err" >/dev/full; echo $?)" 2
	said "alike" "cannot write: No space left on device"
	exits "also with -o" 2 -o /dev/full "$bad"
	for what in --help --version --print-schema; do
		is "also for $what" "$("$sipwhy" $what 2>"$tmp/err" >/dev/full; echo $?)" 2
		said "with its reason" "No space left on device"
	done
else
	skip "there is no /dev/full"
fi

# Help.
exits "--help is no failure" 0 --help
cp "$tmp/out" "$tmp/help"
ok "it goes to standard output, about one screen" sh -c \
	'[ "$(wc -l <"$1")" -le 60 ] && [ "$(wc -l <"$1")" -gt 20 ] && [ -z "$(grep -E ".{101}" "$1")" ]' sh "$tmp/help"
exits "-h is the same" 0 -h
ok "octet by octet" cmp "$tmp/out" "$tmp/help"
exits "--version" 0 --version
has "names program and version" "$(cat "$tmp/out")" '^sipwhy [0-9]'
exits "--print-schema" 0 --print-schema
ok "prints the schema that is installed" cmp "$tmp/out" "$top_srcdir/data/sipwhy.event-1.schema.json"
exits "-D" 0 -D
has "lists interfaces" "$(cat "$tmp/out")" '^(lo|any)'
sed -nE 's/^  -([A-Za-z]), --([a-z-]+).*/\1 \2/p' "$tmp/help" | LC_ALL=C sort >"$tmp/in-help"
sed -nE 's/^\.It Fl ([A-Za-z])( Ar [a-zA-Z]+)? , Fl -([a-z-]+).*/\1 \3/p' "$top_srcdir/man/sipwhy.1" |
	LC_ALL=C sort >"$tmp/in-man"
ok "letters are told" test -s "$tmp/in-help"
is "and the manual page gives them the same names" "$(cat "$tmp/in-man")" "$(cat "$tmp/in-help")"
done_testing
