#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# A capture that repeats the secret wherever it can: no report shows it.  And no core has it.
. "${top_srcdir:-.}/tests/tap.sh"

sipwhy=$(cd "$top_builddir" && pwd)/sipwhy
[ -x "$sipwhy" ] || skip_all "the program is not built"

hash_of()
{
	printf '%s' "$2" | openssl dgst "-$1" -r | cut -d ' ' -f 1
}
secret=lemon-orchard-23
user=alice
realm=pbx.example
ha1=$(hash_of md5 "$user:$realm:$secret")
upper=$(echo "$ha1" | tr a-f A-F)
basic=$(printf '%s' "$user:$secret" | openssl base64 -A)
# A password with characters that every place writes in its own way.
odd='kiwi "x" 9/10'
odd_uri='kiwi%20%22x%22%209%2F10'
odd_quoted='kiwi \"x\" 9/10'

# request CSEQ BRANCH HEADER...
request()
{
	cat <<EOS
REGISTER sip:$user:$odd_uri@$realm;x=$secret SIP/2.0
Via: SIP/2.0/UDP $secret.invalid:5060;branch=z9hG4bK$2;rport
Max-Forwards: 70
From: "$odd_quoted" <sip:$secret@$realm>;tag=$secret
To: <sip:$secret@$realm>
Call-ID: $secret@call
CSeq: $1 REGISTER
Contact: <sip:$secret@192.0.2.10>
User-Agent: Phone $ha1
EOS
	[ -z "$3" ] || echo "$3"
	printf 'Content-Length: 0\n\n'
}
response()
{
	cat <<EOS
SIP/2.0 $3
Via: SIP/2.0/UDP $secret.invalid:5060;branch=z9hG4bK$2;rport=5060;received=192.0.2.10
From: "$odd_quoted" <sip:$secret@$realm>;tag=$secret
To: <sip:$secret@$realm>;tag=z$1
Call-ID: $secret@call
CSeq: $1 REGISTER
Server: PBX $upper
Warning: 399 pbx "no $secret, $odd_quoted"
EOS
	[ -z "$4" ] || echo "$4"
	printf 'Content-Length: 0\n\n'
}
challenge="WWW-Authenticate: Digest realm=\"$realm\", nonce=\"$secret\", opaque=\"$basic\", qop=\"auth,$secret\""
answer="Authorization: Digest username=\"$user\", realm=\"$realm\", nonce=\"$secret\", uri=\"sip:$secret@$realm\", response=\"00000000000000000000000000000000\", opaque=\"$secret\", cnonce=\"$ha1\", nc=$secret, qop=$secret, x=\"$basic\""
out="@ 0.0%s udp 192.0.2.10:5060 > 192.0.2.1:5060\n"
back="@ 0.0%s udp 192.0.2.1:5060 > 192.0.2.10:5060\n"
{
	echo "# made by t-secrets-hidden.sh"
	# shellcheck disable=SC2059
	printf "$out" 00; request 1 a
	# shellcheck disable=SC2059
	printf "$back" 10; response 1 a "401 Unauthorized $secret" "$challenge"
	# shellcheck disable=SC2059
	printf "$out" 20; request 2 b "$answer"
	# shellcheck disable=SC2059
	printf "$back" 30; response 2 b "403 Forbidden for $secret and $odd"
} >"$tmp/all.sip"
"$top_builddir/tests/sip2pcap" -o "$tmp/all.pcap" "$tmp/all.sip" || skip_all "no capture can be made"
umask 077
printf '%s:%s:plain:%s\nbob:*:plain:%s\n' "$user" "$realm" "$secret" "$odd" >"$tmp/credentials"
# One that the capture has not, for the core.
other=quince-harbour-77
printf 'carol:%s:plain:%s\n' "$realm" "$other" >>"$tmp/credentials"
printf '%s\n' "$secret" "$ha1" "$upper" "$basic" "$odd" "$odd_uri" "$odd_quoted" >"$tmp/secrets"

# The same in JSON has its quotes escaped.
printf '%s\n' 'kiwi \"x\" 9/10' 'kiwi \\\"x\\\" 9/10' >>"$tmp/secrets"

shown()
{
	grep -aFo -f "$tmp/secrets" "$1" | sort | uniq -c
}

"$sipwhy" --format text -vv "$tmp/all.pcap" >"$tmp/open" 2>&1
ok "without credentials the capture is shown as it is" test "$(shown "$tmp/open" | wc -l)" -ge 5

each()
{
	"$sipwhy" --credentials "$tmp/credentials" "$@" "$tmp/all.pcap" >"$tmp/out" 2>&1
	is "$*: runs" $? 0
	empty "$*: shows no secret" "$(shown "$tmp/out")"
}
each -j
has "the event says in how many places" "$(cat "$tmp/out")" '"secrets_hidden":[0-9]+'
has "and has the rest of the header" "$(cat "$tmp/out")" 'sip:…@pbx\.example'
each -j --show-digests
each -j --sessions
each --format text -q
has "the line says so" "$(cat "$tmp/out")" 'a given secret is hidden'
each --format text
has "and the text" "$(cat "$tmp/out")" 'it is hidden in [0-9]+ place'
each --format text -v
each --format text -vv --show-digests
printf '%s:%s:%s\n' "$user" "$realm" "$ha1" >"$tmp/htdigest"
"$sipwhy" -j --credentials "$tmp/htdigest" "$tmp/all.pcap" >"$tmp/out"
empty "with the HA1 alone neither it nor its upper case is shown" \
	"$(grep -Fo -e "$ha1" -e "$upper" "$tmp/out")"

# The summary shows the beginning of a User-Agent only, here as far as "lemon", "lemon-orc" or all but the end.
for filler in 58 54 50 49; do
	long=$(printf "%0${filler}d" 0)
	sed "s/^User-Agent: .*/User-Agent: $long$secret and more/" "$tmp/all.sip" >"$tmp/agent.sip"
	"$top_builddir/tests/sip2pcap" -o "$tmp/agent.pcap" "$tmp/agent.sip"
	for format in "-j" "--format text"; do
		# shellcheck disable=SC2086
		"$sipwhy" $format --credentials "$tmp/credentials" "$tmp/agent.pcap" >"$tmp/out"
		empty "$format: a secret behind $filler octets is not shown up to the cut" \
			"$(grep -Eo "${long}l[a-z0-9-]*" "$tmp/out")"
		has "but a sign for it" "$(cat "$tmp/out")" "$long…"
	done
	"$sipwhy" -j --credentials "$tmp/credentials" "$tmp/agent.pcap" | tail -n 1 >"$tmp/out"
	has "and it is counted" "$(cat "$tmp/out")" '"secrets_hidden":[1-9]'
done

# A bare password, and a user of that name.
sed "s/username=\"$user\"/username=\"$secret\"/" "$tmp/all.sip" >"$tmp/named.sip"
"$top_builddir/tests/sip2pcap" -o "$tmp/named.pcap" "$tmp/named.sip"
printf '%s\n' "$secret" >"$tmp/password"
"$sipwhy" --password-file "$tmp/password" "$tmp/named.pcap" "$tmp/all.pcap" >"$tmp/out" 2>&1
is "a user who has the password for a name is one of two" $? 2
has "and told without it" "$(cat "$tmp/out")" "the capture has 2: .*a given secret"
empty "in no place" "$(shown "$tmp/out")"

# A program that waits, with all secrets in memory and the work done.
mkfifo "$tmp/feed"
start()
{
	# What the last run wrote is no sign of this one.
	rm -f "$tmp/out"
	# Started by nohup, these tests inherit an ignored SIGHUP.
	env --default-signal=HUP \
		"$sipwhy" -j --credentials "$tmp/credentials" - <"$tmp/feed" >"$tmp/out" 2>"$tmp/err" &
	pid=$!
	exec 9>"$tmp/feed"
	cat "$tmp/all.pcap" "$tmp/later" >&9
	tries=0
	until [ -s "$tmp/out" ] || [ $tries -ge 100 ]; do
		tries=$((tries + 1))
		sleep 0.05
	done
}
# The exchange ends 32 s after its outcome: one packet of another call then, without the file's header.
sed 's/^@ 0\.0/@ 90.0/; s/Call-ID: .*/Call-ID: other/; s/z9hG4bK/z9hG4bKo/' "$tmp/all.sip" >"$tmp/later.sip"
"$top_builddir/tests/sip2pcap" -o "$tmp/later.pcap" "$tmp/later.sip"
tail -c +25 "$tmp/later.pcap" >"$tmp/later"

if command -v gcore >/dev/null; then
	start
	ok "an event is there while the program waits for more" test -s "$tmp/out"
	# A sanitizer's shadow is terabytes; and whatever happens, the disk is not to be filled.
	size=$(sed -n 's/^VmSize:[^0-9]*\([0-9]*\) kB$/\1/p' "/proc/$pid/status" 2>/dev/null)
	if [ "${size:-999999999}" -gt 500000 ]; then
		skip "the process is too large for a core"
	elif (ulimit -f 1000000; gcore -o "$tmp/core" "$pid") >"$tmp/gcore" 2>&1 &&
		[ -s "$tmp/core.$pid" ]; then
		ok "the core is one of this run" grep -aq "Phone " "$tmp/core.$pid"
		# What the capture has is in the buffers of the input; what only the file has is nowhere.
		printf '%s\n' "$(hash_of sha256 "$user:$realm:$secret")" \
			"$(hash_of sha512-256 "$user:$realm:$secret")" >"$tmp/derived"
		empty "no derived HA1 is in it" "$(grep -aFo -f "$tmp/derived" "$tmp/core.$pid")"
		raw=$(tr -d '\n' <"$tmp/derived")
		ok "nor its octets" sh -c '! od -An -v -tx1 "$1" | tr -d " \n" | grep -qF -e "$2" -e "$3"' \
			sh "$tmp/core.$pid" "$(head -n 1 "$tmp/derived")" "$(tail -n 1 "$tmp/derived")"
		empty "nor the password of somebody whom the capture has not" \
			"$(grep -aFo -e "$other" -e "$(hash_of md5 "carol:$realm:$other")" "$tmp/core.$pid")"
		empty "nor the line of the file" "$(grep -aFo "plain:$secret" "$tmp/core.$pid")"
	else
		skip "gcore may not look at a process here"
	fi
	kill -INT "$pid" 2>/dev/null
	exec 9>&-
	wait "$pid"
	is "an interrupt ends it as ever" $? 0
else
	skip "gcore is not installed"
fi

# Signals that end a program; a shell lets its children in the background ignore SIGQUIT.
for signal in HUP:129 ABRT:134 SEGV:139; do
	(
		cd "$tmp" || exit
		ulimit -c 1000000 2>/dev/null
		# Else a sanitizer takes SIGSEGV for itself.
		export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}handle_segv=0:disable_coredump=1"
		start
		kill -"${signal%:*}" "$pid"
		# Where the signal does nothing, the end of the input ends it.
		exec 9>&-
		wait "$pid"
		echo $? >"$tmp/status"
	) 2>/dev/null
	is "SIG${signal%:*} ends it" "$(cat "$tmp/status")" "${signal#*:}"
	empty "and leaves no core" "$(ls "$tmp" | grep -E '^core(\.[0-9]+)?$' | grep -v "^core\.$pid$")"
done
done_testing
