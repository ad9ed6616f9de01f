#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# The program gives the same answer however its input lies there: as a file or through a pipe,
# packed, as pcapng, in a directory, in pieces, growing.
. "${top_srcdir:-.}/tests/tap.sh"

sipwhy=$top_builddir/sipwhy
case=$top_srcdir/tests/cases/credentials/qop-missing-in-response.sip
[ -e "$case" ] || case=$(find "$top_srcdir/tests/cases" -name '*.sip' ! -name '*.ok.sip' | LC_ALL=C sort | head -1)
"$top_builddir/tests/sip2pcap" -o "$tmp/a.pcap" "$case" || skip_all "no capture can be made"

# Events without what names the input, and without the summary's figures of it.
events()
{
	grep '"event_type":"diagnosis"' | sed 's/"input":"[^"]*"//; s/"event_id":"[^"]*"//'
}

# same NAME ARGUMENT...: the program says of these what it says of the capture as it is.
want=$("$sipwhy" -j "$tmp/a.pcap" | events)
same()
{
	name=$1
	shift
	is "$name" "$("$sipwhy" -j "$@" 2>"$tmp/err" | events)" "$want"
}

ok "there is something to be said of it" test -n "$want"
"$sipwhy" -j - <"$tmp/a.pcap" | events >"$tmp/piped"
is "standard input" "$(sed 's/"scope":"so-far"/"scope":"input"/' "$tmp/piped")" "$want"
for tool in gzip zstd lz4; do
	if ! command -v $tool >/dev/null || ! $tool -c <"$tmp/a.pcap" >"$tmp/a.$tool" 2>/dev/null; then
		skip "there is no $tool"
	elif "$sipwhy" "$tmp/a.$tool" 2>&1 | grep -q 'built without'; then
		skip "built without $tool"
	else
		same "packed with $tool" "$tmp/a.$tool"
		(sleep 0.3; cat "$tmp/a.$tool") | "$sipwhy" -j - | events >"$tmp/piped"
		is "packed with $tool, through a pipe" \
			"$(sed 's/"scope":"so-far"/"scope":"input"/' "$tmp/piped")" "$want"
		head -c "$(($(wc -c <"$tmp/a.$tool") - 2))" "$tmp/a.$tool" >"$tmp/cut"
		"$sipwhy" "$tmp/cut" >"$tmp/out" 2>"$tmp/err"
		is "one that is cut is partial" "$?" 3
		has "which is told" "$(cat "$tmp/err")" "cut: the $tool data is cut short "
	fi
done
if command -v editcap >/dev/null; then
	editcap -F pcapng "$tmp/a.pcap" "$tmp/a.pcapng" && same "as pcapng" "$tmp/a.pcapng"
	editcap -F nsecpcap "$tmp/a.pcap" "$tmp/a.nsec" && same "with nanoseconds" "$tmp/a.nsec"
	# In two halves, the second named first.
	n=$(capinfos -c -M -T -r "$tmp/a.pcap" 2>/dev/null | cut -f2)
	editcap -r "$tmp/a.pcap" "$tmp/1.pcapng" "1-$((n / 2))"
	editcap -r "$tmp/a.pcap" "$tmp/2.pcapng" "$((n / 2 + 1))-$n"
	heads()
	{
		grep '"event_type":"diagnosis"' | grep -oE '"cause":\{"code":"[^"]*"|"observed":"[^"]*"'
	}
	is "in two files, by time" "$("$sipwhy" -j "$tmp/2.pcapng" "$tmp/1.pcapng" | heads)" \
		"$("$sipwhy" -j "$tmp/a.pcap" | heads)"
	mkdir "$tmp/dir"
	mv "$tmp/2.pcapng" "$tmp/dir/a"
	mv "$tmp/1.pcapng" "$tmp/dir/b"
	echo "notes" >"$tmp/dir/notes"
	is "in a directory, by time" "$("$sipwhy" -j "$tmp/dir" 2>"$tmp/err" | heads)" \
		"$("$sipwhy" -j "$tmp/a.pcap" | heads)"
	has "what is no capture is left out" "$(cat "$tmp/err")" '1 file in directories left out'
else
	skip "there is no editcap"
fi

"$sipwhy" "$tmp/dir/notes" >/dev/null 2>&1
is "what is no capture is refused when it is named" "$?" 2
"$sipwhy" "$tmp/a.pcap" "$tmp/missing" >"$tmp/out" 2>"$tmp/err"
is "all are opened before any is read" "$?$(cat "$tmp/out")" 2
"$sipwhy" -f 'udp prot 5060' "$tmp/a.pcap" >/dev/null 2>"$tmp/err"
is "a wrong filter is refused" "$?" 2
is "a filter keeps packets back" "$("$sipwhy" -j -f 'tcp port 9' "$tmp/a.pcap" | events)" ""

# A file that grows: what is reported comes before it ends.
size=$(wc -c <"$tmp/a.pcap")
head -c 1000 "$tmp/a.pcap" >"$tmp/growing"
"$sipwhy" -j --sessions --follow "$tmp/growing" >"$tmp/out" 2>"$tmp/err" &
pid=$!
sleep 0.5
tail -c +1001 "$tmp/a.pcap" >>"$tmp/growing"
sleep 0.7
kill -INT $pid
wait $pid
is "a followed file ends with a signal, well" "$?" 0
has "all of it was read" "$(cat "$tmp/out")" "\"bytes\":[0-9]+"
is "as many packets as in the file" \
	"$(grep -oE '"packets":[0-9]+' "$tmp/out")" \
	"$("$sipwhy" -j "$tmp/a.pcap" | grep -oE '"packets":[0-9]+')"
ok "the capture has octets to be appended" test "$size" -gt 1000
done_testing
