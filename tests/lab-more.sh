#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# With real parts, what lab.sh leaves out: registrars that differ in what they demand and in how
# they refuse, over UDP and TCP, with qop and without, with nonces that are soon too old or good for
# one use only.  One capture of it all, read without the passwords and with them.  Takes some 40
# seconds, since who gives up must be seen to live 32 seconds after (64*T1).
lab_ports=120
# shellcheck source=tests/lab/setup.sh
. "${top_srcdir:-.}/tests/lab/setup.sh"
[ -x /usr/bin/python3 ] || skip_all "python3 is not installed (Debian: apt-get install python3, or ./bootstrap --test)"

again=127.0.1.1 forbids=127.0.1.2 plain=127.0.1.3 plain_forbids=127.0.1.4
denies=127.0.1.5 lost=127.0.1.6 closed=127.0.1.7 bare=127.0.1.8 says_stale=127.0.1.9
# Kamailio, set up in five ways, all of them at all of the addresses.
stock=$base once=$((base + 1)) brief=$((base + 2)) counted=$((base + 3)) sha=$((base + 4))

# registrar PORT OPTION...
registrar()
{
	at=$1
	shift
	# shellcheck disable=SC2046
	kamailio -DD -E -f "$lab/policies.cfg" -m 16 -M 4 -Y "$tmp" -P "$tmp/kamailio.$at.pid" "$@" \
		$(for i in 1 2 3 4 5 6 7 8 9; do echo "-l udp:127.0.1.$i:$at -l tcp:127.0.1.$i:$at"; done) \
		>"kamailio.$at.log" 2>&1 &
	running="$running $!"
}
registrar "$stock"
registrar "$once" -A ONE_TIME
registrar "$brief" -A BRIEF
registrar "$counted" -A COUNTED
registrar "$sha" -A SHA256
for port in "$stock" "$once" "$brief" "$counted" "$sha"; do
	wait_for 10 answers $again "$port" ||
		{ diag "$(cat "kamailio.$port.log")"; skip_all "kamailio does not start here"; }
done
tcpdump -Z root -i lo -U -s 0 -w lab.pcap "portrange $base-$((base + 4))" 2>tcpdump.err &
feeder=$!
running="$running $feeder"
wait_for 10 grep -q 'listening on' tcpdump.err || { diag "$(cat tcpdump.err)"; skip_all "no right to capture on lo"; }

# Each scenario is a user, by whom it is known; who asks, whom, over what, with which password.
# sipsak_for USER SERVER PORT TRANSPORT PASSWORD [OPTION...]
sipsak_for()
{
	user=$1 to=$2:$3 socket=$4 word=$5
	shift 5
	timeout 10 sipsak -S -U -H 127.0.0.1 -E "$socket" -s "sip:$user@$to" -u "$user" -a "$word" \
		-C "sip:$user@127.0.0.1" -x 60 "$@" >"$user.log" 2>&1 || :
}
# sipp_for USER SERVER PORT TRANSPORT PASSWORD SCENARIO OPTION...
sipp_for()
{
	user=$1 to=$2:$3 socket=$4 word=$5 scene=$6
	shift 6
	mine=$((mine + 1))
	case $socket in tcp) socket=t1 ;; *) socket=u1 ;; esac
	timeout 50 sipp -sf "$lab/$scene.xml" -s "$user" -au "$user" -ap "$word" -m 1 -i 127.0.0.1 -p $mine -t $socket \
		-timeout 48 -nostdin "$@" "$to" >"$user.log" 2>&1 || :
}
right=correct-horse
mine=$((base + 50))

# All that needs no time, one after the other.
at_once()
{
	for over in udp tcp; do
		sipsak_for $over-sipsak $again "$once" $over $right
		sipp_for $over-sipp $forbids "$once" $over $right try
		sipsak_for $over-no-qop $plain "$once" $over $right
		sipp_for $over-no-qop-sipp $plain_forbids "$once" $over $right try
		sipsak_for $over-wrong $again "$once" $over wrong
		sipp_for $over-wrong-sipp $again "$once" $over wrong try
		sipsak_for $over-wrong-403 $forbids "$once" $over wrong
		sipp_for $over-wrong-no-qop $plain "$once" $over wrong try
		sipsak_for $over-wrong-no-qop-403 $plain_forbids "$once" $over wrong
		sipp_for moved-$over $again "$once" $over $right try
		sipp_for moved-403-$over $forbids "$once" $over $right try
		sipp_for $over-denied $denies "$once" $over $right try
		sipp_for $over-lost $lost "$once" $over $right try
		sipp_for $over-closed $closed "$once" $over $right refused
		sipp_for $over-bare $bare "$once" $over $right refused
		sipp_for $over-once-403 $forbids "$once" $over $right again
		sipp_for $over-once-heeds $says_stale "$once" $over $right again-heed
		sipp_for $over-once-tries $again "$once" $over $right again-heed
		sipp_for $over-counted $again "$counted" $over $right again
		sipp_for $over-stock $again "$stock" $over $right again
	done
	# Within a second, and so with the same nonce, at a server that makes it of the time alone.
	for i in 1 2 3; do
		sipp_for same-$i $again "$stock" udp $right try
	done
	# It cannot do that, and asks again as it did.
	sipsak_for sha $again "$sha" udp $right -l $((base + 49))
	sipsak_for sha $again "$sha" udp $right -l $((base + 49))
}
at_once &
lanes=$!
mine=$((base + 5))
# Those who have to wait, all at the same time.
beside()
{
	mine=$((mine + 1))
	"$@" &
	lanes="$lanes $!"
}
for over in udp tcp; do
	beside sipp_for $over-late-403 $forbids "$brief" $over $right try -d 4000
	beside sipp_for $over-late $again "$brief" $over $right try -d 4000
	beside sipp_for $over-late-tries $again "$brief" $over $right heed -d 4000
	beside sipp_for $over-late-stale $says_stale "$brief" $over $right give-up -d 4000
	beside sipp_for $over-late-heeds $says_stale "$brief" $over $right heed -d 4000
	beside sipp_for $over-late-thrice $says_stale "$brief" $over $right late-thrice -d 4000
	beside sipp_for $over-expired $again "$brief" $over $right again-give-up -d 4000
	beside sipp_for $over-expired-stale $says_stale "$brief" $over $right again-give-up -d 4000
	beside sipp_for $over-expired-heeds $says_stale "$brief" $over $right again-heed -d 4000
	beside sipp_for $over-once $again "$once" $over $right again-give-up
	beside sipp_for $over-once-stale $says_stale "$once" $over $right again-give-up
done
phone=
if a_telephone; then
	phone=yes
	port=$once
	beside baresip_as $((base + 33)) $again $right tel-tcp ';transport=tcp'
	beside baresip_as $((base + 35)) $again wrong tel-tcp-wrong ';transport=tcp'
	beside baresip_as $((base + 37)) $forbids wrong tel-tcp-403 ';transport=tcp'
	beside baresip_as $((base + 39)) $plain $right tel-no-qop
	beside baresip_as $((base + 41)) $denies $right tel-denied
	port=$sha
	beside baresip_as $((base + 43)) $again $right tel-sha
	port=$brief
	beside baresip_as $((base + 45)) $says_stale $right tel-brief "" 6
	beside baresip_as $((base + 47)) $again $right tel-brief-again "" 6
fi
# shellcheck disable=SC2086
wait $lanes
# The kernel hands over what it has at least once a second.
sleep 2
kill -INT $feeder
wait $feeder

# In the table: a scenario, then what is said without the passwords and with them; "*" is udp and tcp.
sed -n '/^[a-z]/p; s/^\*\(.*\)/udp\1\
tcp\1/p' "$lab/policies.txt" >expected
[ -n "$phone" ] || { skip "baresip cannot be had here"; grep -v '^tel-' expected >some && mv some expected; }
(umask 077 && sed "s/ *;.*/:lab.example:plain:$right/" expected >accounts)
"$sipwhy" -j --sessions lab.pcap >without.json 2>without.err
is "what was captured is read with 0" $? 0
"$sipwhy" -j --sessions --credentials accounts lab.pcap >with.json 2>with.err
is "and with the passwords" $? 0
empty "there is no more to say" "$(cat without.err with.err)"
empty "no password is in what is said" "$(grep -ho "$right" without.json with.json)"
# verdicts FILE: a line for each scenario, the events of it in order.
verdicts()
{
	/usr/bin/python3 - "$1" <<'END'
import json, re, sys
said = {}
for event in map(json.loads, open(sys.argv[1])):
    if event["event_type"] == "summary":
        continue
    words = [event["outcome"]]
    if event["event_type"] == "diagnosis":
        cause = event["cause"]
        words += [event.get("how") or "-", cause["code"], cause["causality"], cause["party"]]
    elif event["outcome"] == "accepted":
        words += ["+" + d["code"] for d in event["defects"] if d["severity"] != "note"]
    if event["digest"]["check"] in ("match", "mismatch"):
        words.append(event["digest"]["check"])
    user = re.search("sip:([^@]*)@", event["sip"]["from"]).group(1)
    said.setdefault(user, []).append(" ".join(words))
for user, events in said.items():
    print(user + ": " + ", ".join(events))
END
}
verdicts without.json >without
verdicts with.json >with
while IFS=';' read -r name lone informed; do
	is "$name" "$(sed -n "s/^$name: //p" without)" "${lone# }"
	is "$name, with the passwords" "$(sed -n "s/^$name: //p" with)" "${informed# }"
done <expected
is "and nobody else is spoken of" "$(sed 's/:.*//' without | LC_ALL=C sort)" "$(sed 's/ *;.*//' expected | LC_ALL=C sort)"
done_testing
