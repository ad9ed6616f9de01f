#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# A real client and a real registrar on the loopback interface, explained as it happens.
. "${top_srcdir:-.}/tests/tap.sh"

PATH=$PATH:/usr/sbin:/sbin
for tool in kamailio sipsak; do
	command -v $tool >/dev/null || skip_all "$tool is not installed"
done
[ "$(id -u)" -eq 0 ] || skip_all "capturing needs root"

# Nothing that is begun here outlives the test.
begun=
trap 'kill $begun 2>/dev/null; wait; rm -rf "$tmp"' EXIT

# until_says FILE TEXT: wait five seconds at most.
until_says()
{
	for i in 1 2 3 4 5 6 7 8 9 10; do
		grep -q "$2" "$1" && return
		sleep 0.5
	done
	return 1
}

port=$((20000 + $$ % 20000))
cat >"$tmp/kamailio.cfg" <<EOF
#!KAMAILIO
debug=-1
log_stderror=yes
fork=no
children=1
disable_tcp=yes
listen=udp:127.0.0.1:$port
loadmodule "sl.so"
loadmodule "pv.so"
loadmodule "auth.so"
modparam("auth", "qop", "auth")
request_route {
	if (method == "OPTIONS") {
		sl_send_reply("200", "OK");
		exit;
	}
	if (!pv_www_authenticate("pbx.example.com", "secret", "0")) {
		auth_challenge("pbx.example.com", "1");
		exit;
	}
	sl_send_reply("200", "OK");
}
EOF
kamailio -f "$tmp/kamailio.cfg" -m 16 -M 4 -DD -E >"$tmp/kamailio.log" 2>&1 &
begun="$begun $!"
answers()
{
	for i in 1 2 3 4 5 6 7 8 9 10; do
		sipsak -s "sip:127.0.0.1:$port" >/dev/null 2>&1 && return
		sleep 0.5
	done
	return 1
}
answers || {
	diag "$(cat "$tmp/kamailio.log")"
	skip_all "kamailio does not start here"
}

(umask 077 && printf '23:pbx.example.com:plain:secret\n24:pbx.example.com:plain:secret\n' >"$tmp/secrets")
"$top_builddir/sipwhy" -i lo -f "udp port $port" -j --sessions --credentials "$tmp/secrets" \
	-o "$tmp/events" 2>"$tmp/sipwhy.log" &
sipwhy=$!
begun="$begun $sipwhy"
until_says "$tmp/sipwhy.log" listening || {
	diag "$(cat "$tmp/sipwhy.log")"
	skip_all "lo cannot be captured from here"
}

# register USER PASSWORD
register()
{
	sipsak -U -C "sip:$1@127.0.0.1" -s "sip:$1@127.0.0.1:$port" -u "$1" -a "$2" \
		>"$tmp/sipsak.log" 2>&1
}

register 24 secret
is "the registrar takes the right password" "$?" 0
register 23 wrong
ok "and not a wrong one" [ "$?" -ne 0 ]
sleep 0.5
kill -INT $sipwhy
wait $sipwhy
is "an interrupt ends with 0" "$?" 0

# of FIELD... : these fields of each event but the last, in the order of the user names.
of()
{
	/usr/bin/python3 - "$tmp/events" "$@" <<'EOF'
import json, sys
events = [json.loads(line) for line in open(sys.argv[1])]
def field(event, path):
    for name in path.split("."):
        event = event.get(name) if event is not None else None
    return str(event)
rows = [" ".join(field(e, p) for p in sys.argv[2:]) for e in events if e["event_type"] != "summary"]
print("\n".join(sorted(rows)))
EOF
}

is "who is refused and who is not is told, with the cause" \
	"$(of auth.username event_type outcome cause.code digest.check)" \
	"23 diagnosis rejected wrong-password mismatch
24 session accepted None match"
has "the summary is the last event" "$(tail -1 "$tmp/events")" '"event_type":"summary".*"kernel":0'
done_testing
