#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Live, with real parts: sipsak, sipp and baresip register at a Kamailio on loopback, one way that
# works and all the ways that do not, while one sipwhy listens there, another reads what tcpdump
# pipes to it, with the password, and a third gets what Kamailio tells of its traffic by HEP.  Takes
# some 45 seconds, since an exchange ends 32 seconds after its outcome (64*T1).
# shellcheck source=tests/lab/setup.sh
. "${top_srcdir:-.}/tests/lab/setup.sh"
port=$base
hep_port=$((base + 19))
lenient=127.0.0.1
strict=127.0.0.2
silent=127.0.0.3

kamailio -DD -E -f "$lab/kamailio.cfg" -m 16 -M 4 -Y "$tmp" -P "$tmp/kamailio.pid" \
	-A "HEP_TO=\"sip:127.0.0.1:$hep_port\"" \
	-l udp:$lenient:$port -l udp:$strict:$port -l udp:$silent:$port >kamailio.log 2>&1 &
running=$!
wait_for 10 answers $strict $port || { diag "$(cat kamailio.log)"; skip_all "kamailio does not start here"; }

# The two that watch.
only="udp port $port"
"$sipwhy" -j --sessions -i lo -f "$only" >live.json 2>live.err &
live=$!
mkfifo feed
(umask 077 && echo "alice:lab.example:plain:correct-horse" >accounts)
"$sipwhy" -j --sessions --credentials accounts - <feed >piped.json 2>piped.err &
piped=$!
"$sipwhy" -j --sessions -L udp:127.0.0.1:$hep_port >hep.json 2>hep.err &
hep=$!
tcpdump -Z root -i lo -U -s 0 -w - "$only" >feed 2>feed.err &
feeder=$!
running="$running $live $piped $hep $feeder"
wait_for 10 grep -q 'listening on' live.err ||
	{ diag "$(cat live.err)"; skip_all "no right to capture on lo"; }
wait_for 10 grep -q 'listening on' feed.err || { diag "$(cat feed.err)"; skip_all "tcpdump cannot capture on lo"; }

# A client has its port to be known by: tens are the tool, ones the scenario.
sipsak_as()
{
	timeout 10 sipsak -S -U -H 127.0.0.1 -l "$1" -s "sip:alice@$2:$port" -u alice -a "$3" \
		-C "sip:alice@127.0.0.1:$1" -x 60 >>sipsak.log 2>&1 || :
}
# sipp_as PORT SERVER SCENARIO SECONDS OPTION...
sipp_as()
{
	sipp_port=$1 sipp_server=$2 sipp_scenario=$3 sipp_seconds=$4
	shift 4
	timeout $((sipp_seconds + 2)) sipp -sf "$lab/$sipp_scenario.xml" -s alice -m 1 -i 127.0.0.1 -p "$sipp_port" \
		-timeout "$sipp_seconds" -nostdin "$@" "$sipp_server:$port" >>"sipp.$sipp_port.log" 2>&1 || :
}
# without_qop PORT SERVER: a challenge, and the answer to it in the form of RFC 2069.
without_qop()
{
	sipp_as "$1" "$2" ask 5 -cid_str "without-qop-$1@lab" -trace_logs -log_file "nonce.$1"
	nonce=$(head -n 1 "nonce.$1")
	sipp_as "$1" "$2" answer 5 -cid_str "without-qop-$1@lab" -key nonce "$nonce" -key response \
		"$(md5_of "$(md5_of alice:lab.example:correct-horse):$nonce:$(md5_of REGISTER:sip:lab.example)")"
}
# Four times in five seconds: enough to know that it hears nothing.
sipp_as $((base + 9)) $silent right 5 &
patient=$!
sipsak_as $((base + 1)) $lenient correct-horse
sipp_as $((base + 2)) $strict right 5
sipsak_as $((base + 3)) $lenient wrong
sipsak_as $((base + 4)) $strict wrong
without_qop $((base + 5)) $strict
without_qop $((base + 6)) $lenient
sipp_as $((base + 7)) $lenient deaf 5
sipp_as $((base + 8)) $lenient ask 5

phone=
if a_telephone; then
	phone=yes
	baresip_as $((base + 11)) $lenient correct-horse &
	phones=$!
	baresip_as $((base + 13)) $lenient wrong &
	phones="$phones $!"
	baresip_as $((base + 15)) $strict wrong &
	# shellcheck disable=SC2086
	wait $phones $!
fi

# Events come as exchanges end, the last to end being the one that nobody answered.
client()
{
	printf '"client":\{"ip":"[0-9.]+","port":%s,' "$1"
}
ok "events come while the capture goes on" wait_for 60 grep -qE "$(client $((base + 9)))" live.json
wait $patient
# Who was challenged is there, and does not answer.  The time in a pipe is that of its packets.
sipp_as $((base + 8)) $lenient alive 5
ok "from an agent too" wait_for 10 grep -qE "$(client $((base + 9)))" hep.json
ok "from a pipe as well" wait_for 5 grep -qE "$(client $((base + 9)))" piped.json
# And one that cannot have ended yet.
sipp_as $((base + 10)) $lenient ask 5 -s carol
sleep 1
cp live.json live.before

# told FILE PORT NAME PATTERN: of the one exchange of that client.
told()
{
	has "$3" "$(grep -E "$(client "$2")" "$1" | head -n 1)" "$4"
}
# both PORT NAME PATTERN: with and without the password, and by HEP.
both()
{
	told live.json "$1" "live: $2" "$3"
	told piped.json "$1" "pipe: $2" "$3"
	told hep.json "$1" "HEP: $2" "$3"
}
events()
{
	grep -E "$(client "$1")" "$2" | grep -c "$3"
}

# Both are told to end.
kill -INT $live
wait $live
is "an interrupt ends the capture with 0" $? 0
kill -INT $hep
wait $hep
is "and the listening for HEP" $? 0
kill -TERM $feeder
wait $feeder
wait $piped
is "the end of the pipe with 0" $? 0
running=${running%% *}
has "what had not ended is told then" "$(events $((base + 10)) live.before . | tr '\n' ' '; events $((base + 10)) live.json '"outcome":"open"')" '^0 1$'
has "the summary comes last" "$(tail -n 1 live.json)" '"event_type":"summary".*"interrupted":true'
has "with what the kernel dropped" "$(tail -n 1 live.json)" '"dropped":\{"kernel":0,"interface":0,"memory":0\}'
has "and so of the pipe" "$(tail -n 1 piped.json)" '"event_type":"summary".*"truncated":false.*"interrupted":false'
is "who listens has no more to say" "$(grep -vc 'listening on' live.err)" 0
empty "nor who reads" "$(cat piped.err)"
ids()
{
	grep -oE '"event_id":"[ds]-[0-9a-f]{32}"' "$1" | LC_ALL=C sort
}
has "an agent's name is in its events" "$(head -n 1 hep.json)" '"source":"hep".*"capture_id":2001'
is "an agent's exchanges are the same" "$(ids hep.json)" "$(ids live.json)"
is "both saw the same exchanges" "$(ids live.json)" "$(ids piped.json)"

# What they said of each.
port=$((base + 1))
both $port "a registration that works is a session" "$accepted.*$no_defect"
told piped.json $port "and its digest is right" '"check":"match".*"form":"rfc2617"'
port=$((base + 2))
both $port "with sipp too" "$accepted.*$no_defect"
told piped.json $port "with a right digest" '"check":"match"'
port=$((base + 3))
told live.json $port "a wrong password that is challenged again: likely" \
	"$rejected,\"how\":\"re-challenged\",$(cause wrong-password likely)"
told piped.json $port "and with the password" \
	"$rejected,\"how\":\"re-challenged\",$(cause wrong-password '(likely|proven)').*\"check\":\"mismatch\""
port=$((base + 4))
told live.json $port "a wrong password that is forbidden may be anything" \
	"$rejected,\"how\":\"forbidden\",$(cause rejected-by-403 possible)"
told piped.json $port "with the password it is known" \
	"$rejected,\"how\":\"forbidden\",$(cause wrong-password '(likely|proven)').*\"check\":\"mismatch\""
port=$((base + 5))
told live.json $port "a missing qop that a strict server refuses: likely, since others are accepted" \
	"$rejected,\"how\":\"forbidden\",$(cause qop-missing-in-response likely)"
told piped.json $port "with the password proven" \
	"$(cause qop-missing-in-response proven).*\"check\":\"match\".*\"form\":\"rfc2069\""
port=$((base + 6))
both $port "a missing qop that a lenient server accepts is a session" \
	"$accepted.*\"code\":\"qop-missing-in-response\""
port=$((base + 7))
both $port "a challenge that is not heeded" \
	"$unanswered.*$(cause retry-without-credentials '[a-z]+')"
port=$((base + 8))
both $port "a challenge that is never answered, though the client lives" \
	"$unanswered.*$(cause challenge-unanswered '[a-z]+')"
port=$((base + 9))
both $port "credentials that nobody answers" \
	"\"event_type\":\"diagnosis\",.*\"outcome\":\"no-response\".*$(cause silent-drop-after-credentials '[a-z]+')"
if [ -n "$phone" ]; then
	port=$((base + 11))
	both $port "a telephone registers" "$accepted.*$no_defect"
	is "and takes it back" "$(events $port live.json '"outcome":"accepted"')" 2
	port=$((base + 13))
	both $port "a telephone with a wrong password" \
		"$rejected,\"how\":\"re-challenged\",$(cause wrong-password '(likely|proven)')"
	is "is one failure, however often it tries" "$(events $port live.json '"diagnosis"')" 1
	port=$((base + 15))
	told piped.json $port "and where it is forbidden" \
		"$rejected,\"how\":\"forbidden\",$(cause wrong-password '(likely|proven)')"
else
	skip "baresip cannot be had here"
fi
is "what works is never diagnosed" "$(events "($((base + 1))|$((base + 2))|$((base + 6))|$((base + 11)))" live.json '"diagnosis"')" 0
empty "and no password is in what they wrote" "$(grep -ho correct-horse live.json piped.json live.err piped.err)"
done_testing
