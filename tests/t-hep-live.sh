#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# A capture that an agent sends packet by packet, by HEP over UDP or TCP, gives the diagnosis that it
# gives as a file.  The agent is tests/hep-send.py, which shares no code with the program.
. "${top_srcdir:-.}/tests/tap.sh"

sipwhy=$(cd "$top_builddir" && pwd)/sipwhy
send=$top_srcdir/tests/hep-send.py
[ -x "$sipwhy" ] || skip_all "the program is not built"
command -v python3 >/dev/null || skip_all "there is no python3"
"$top_builddir/tests/sip2pcap" -o "$tmp/a.pcap" "$top_srcdir/samples/qop-missing.sip" ||
	skip_all "no capture can be made"

wait_for()
{
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25; do
		grep -q "$2" "$1" 2>/dev/null && return
		sleep 0.2
	done
	return 1
}

# What does not hang on who saw it, when.
same()
{
	grep '"event_type":"diagnosis"' "$1" | sed -E \
		-e 's/,"observer":\{.*//' -e 's/"(frame|t_us|duration_us|nonce_age_us)":[0-9]+/"\1":0/g' \
		-e 's/"network":\{[^}]*\}//' -e 's/"[0-9-]+T[0-9:.]+Z"/""/g' -e 's/"scope":"[a-z-]+"/""/'
}
"$sipwhy" -j - <"$tmp/a.pcap" >"$tmp/file.json" 2>"$tmp/err"
same "$tmp/file.json" >"$tmp/want"
ok "there is something to be said of it" test -s "$tmp/want"

# heard NAME PLACE WAY...: what comes of it when it is sent this way.
heard()
{
	name=$1 place=$2
	shift 2
	rm -f "$tmp/err"
	"$sipwhy" -j -L "$place" >"$tmp/out" 2>"$tmp/err" &
	pid=$!
	if ! wait_for "$tmp/err" 'listening for HEP'; then
		kill $pid 2>/dev/null
		wait $pid
		skip "$name: $(cat "$tmp/err")"
		return
	fi
	port=$(sed -n 's/.*, port \([0-9]*\);.*/\1/p' "$tmp/err")
	python3 "$send" "$@" "${place%%:*}" "$host" "$port" "$tmp/a.pcap" || diag "the agent failed"
	sleep 1
	kill -INT $pid
	wait $pid
	is "$name: an interrupt ends it with 0" $? 0
	same "$tmp/out" >"$tmp/got"
	is "$name: the same diagnosis" "$(cat "$tmp/got")" "$(cat "$tmp/want")"
	has "$name: the agent and its correlation id are told" "$(head -n 1 "$tmp/out")" \
		'"network":\{[^}]*"tunnel":\["hep"\],"interface":"[^"]*","correlation_id":"corr-77".*"source":"hep","input":"[^"]*","capture_id":4711,"node":"edge-7"'
}
host=127.0.0.1
heard "over UDP" udp:127.0.0.1:0
heard "over TCP, in one stream" tcp:127.0.0.1:0
heard "its chunks the other way round, and one of a vendor" udp:127.0.0.1:0 --shuffled
heard "compressed" udp:127.0.0.1:0 --packed
heard "from two agents at once" udp:127.0.0.1:0 --twice
is "each message is read once" "$(grep -o '"sip_messages":[0-9]*' "$tmp/out")" \
	"$(grep -o '"sip_messages":[0-9]*' "$tmp/file.json")"
host=::1
heard "over IPv6" 'udp:[::1]:0'
host=127.0.0.1
heard "with lengths that are wrong before it" udp:127.0.0.1:0 --wrong
has "which is counted" "$(tail -n 1 "$tmp/out")" '"hep\.(length|chunk)"'
heard "with a clock an hour slow" udp:127.0.0.1:0 --slow
has "which is told" "$(tail -n 1 "$tmp/out")" '"hep\.clock"'
done_testing
