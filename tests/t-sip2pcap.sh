#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# A case becomes the capture that it describes, says tshark.
. "${top_srcdir:-.}/tests/tap.sh"
command -v tshark >/dev/null || skip_all "tshark is not installed"

sip2pcap=$top_builddir/tests/sip2pcap

# fields FILE [OPTION...]: what tshark makes of it, all checksums computed.
fields()
{
	file=$1
	shift
	tshark -r "$file" -o ip.check_checksum:TRUE -o udp.check_checksum:TRUE \
		-o tcp.check_checksum:TRUE "$@" 2>/dev/null
}

# lines FILE FIELD...: the fields of each frame.
lines()
{
	file=$1
	shift
	fields "$file" -T fields -E separator=' ' $(printf -- '-e %s ' "$@")
}

cat >"$tmp/a.sip" <<'EOF'
# A comment: 192.0.2.10 registers.
# And one more.
@ 0.000 udp 192.0.2.10:5060 > 192.0.2.1:5070
REGISTER sip:example.com SIP/2.0
Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK1
Call-ID: a@example.com
CSeq: 1 REGISTER
Content-Length: @len@


@ 0.031 udp 192.0.2.1:5070 > 192.0.2.10:5060
SIP/2.0 401 Unauthorized
Call-ID: a@example.com
CSeq: 1 REGISTER
WWW-Authenticate: Digest realm="x",nonce="y"
Content-Type: text/plain
Content-Length: @len@

hello

you
@ 1.500000001 udp [2001:db8::a]:5060 > [2001:db8::1]:5060
OPTIONS sip:example.com SIP/2.0
Call-ID: b@example.com
CSeq: 1 OPTIONS
EOF
$sip2pcap -o "$tmp/a.pcap" "$tmp/a.sip"
is "addresses and ports are those of the @ lines" \
	"$(lines "$tmp/a.pcap" ip.src ipv6.src udp.srcport ip.dst ipv6.dst udp.dstport)" \
	"192.0.2.10  5060 192.0.2.1  5070
192.0.2.1  5070 192.0.2.10  5060
 2001:db8::a 5060  2001:db8::1 5060"
is "time begins with 2026" "$(lines "$tmp/a.pcap" frame.time_epoch)" \
	"1767225600.000000000
1767225600.031000000
1767225601.500000000"
is "all checksums are right" "$(lines "$tmp/a.pcap" ip.checksum.status udp.checksum.status)" \
	"1 1
1 1
 1"
is "@len@ is the length of the body" "$(lines "$tmp/a.pcap" sip.Content-Length)" "0
14"
is "the body has its blank line, and CRLF" \
	"$(lines "$tmp/a.pcap" udp.payload | sed -n '2s/.*0d0a0d0a68/68/p')" 68656c6c6f0d0a0d0a796f750d0a
is "a message without a body ends in one blank line, written or not" \
	"$(lines "$tmp/a.pcap" udp.payload | grep -c '[^a]0d0a0d0a$')" 2
is "comments are in no message" "$(fields "$tmp/a.pcap" -V | grep -c 'A comment')" 0
$sip2pcap "$tmp/a.sip" >"$tmp/again.pcap"
ok "the same case gives the same octets" cmp "$tmp/a.pcap" "$tmp/again.pcap"

whole=$(lines "$tmp/a.pcap" frame.time_epoch sip.Method sip.Status-Code udp.srcport)
for link in ether vlan qinq sll sll2 raw null loop; do
	for how in "" "-B" "-g" "-B -g"; do
		$sip2pcap -l $link $how -o "$tmp/l.pcap" "$tmp/a.sip"
		is "the same messages come over $link${how:+ with $how}" \
			"$(lines "$tmp/l.pcap" frame.time_epoch sip.Method sip.Status-Code udp.srcport)" "$whole"
	done
done
is "vlan has a tag, qinq two" \
	"$(for l in vlan qinq; do
		$sip2pcap -l $l -o "$tmp/l.pcap" "$tmp/a.sip"
		lines "$tmp/l.pcap" frame.protocols vlan.id ieee8021ad.id | sed -n '1s/ *$//p'
	done)" \
	"eth:ethertype:vlan:ethertype:ip:udp:sip 42
eth:ethertype:ieee8021ad:ethertype:vlan:ethertype:ip:udp:sip 42 100"
for how in "-n" "-n -B" "-n -g" "-n -B -g"; do
	$sip2pcap $how -o "$tmp/n.pcap" "$tmp/a.sip"
	is "nanoseconds are kept with $how" "$(lines "$tmp/n.pcap" frame.time_epoch | tail -1)" \
		1767225601.500000001
done

$sip2pcap -s 100 -o "$tmp/s.pcap" "$tmp/a.sip"
is "a snap length cuts what is captured, not what is told" \
	"$(lines "$tmp/s.pcap" frame.cap_len frame.len)" \
	"$(lines "$tmp/a.pcap" frame.len | awk '{ print ($1 > 100 ? 100 : $1), $1 }')"
for how in "-d 2:REGISTER  OPTIONS " "--head 1:REGISTER " "--tail 1:OPTIONS " "--head 2:REGISTER   401"; do
	$sip2pcap ${how%%:*} -o "$tmp/d.pcap" "$tmp/a.sip"
	is "${how%%:*} leaves what it should" \
		"$(echo $(lines "$tmp/d.pcap" sip.Method sip.Status-Code))" "$(echo ${how#*:})"
done
$sip2pcap -r 2 -m "$tmp/a.sip" -o "$tmp/m.pcap" "$tmp/a.sip"
is "woven cases come in the order of time" "$(lines "$tmp/m.pcap" frame.time_epoch)" \
	"$(lines "$tmp/m.pcap" frame.time_epoch | sort)"
is "each woven case has a network of its own" \
	"$(lines "$tmp/m.pcap" ip.src | sort -u | tr '\n' ' ')" \
	" 192.0.2.1 192.0.2.10 192.1.2.1 192.1.2.10 192.2.2.1 192.2.2.10 192.3.2.1 192.3.2.10 "

sed 's/ udp / sctp /; s/^@.*/& seg=100/' "$tmp/a.sip" >"$tmp/c.sip"
$sip2pcap -o "$tmp/c.pcap" "$tmp/c.sip"
is "SCTP: the checksums are right" \
	"$(fields "$tmp/c.pcap" -o 'sctp.checksum:CRC-32c' -T fields -e sctp.checksum.status |
		sort -u)" 1
is "its chunks are put together" "$(lines "$tmp/c.pcap" sip.Call-ID | sort -u | tr '\n' ' ')" \
	" a@example.com b@example.com "
sed 's/ udp / ws /; s/:50[67]0/:80/g; s/^@.*/& frames=100/' "$tmp/a.sip" >"$tmp/c.sip"
$sip2pcap -o "$tmp/c.pcap" "$tmp/c.sip"
is "WebSocket: what the client sends is masked, what the server sends is not" \
	"$(lines "$tmp/c.pcap" ip.src websocket.mask | sed -n '/^1.*[01]$/p' | sed 's/,.*//' | sort -u)" \
	"192.0.2.1 0
192.0.2.10 1"

cat >"$tmp/w.sip" <<'EOF'
@ all snap=2000
@ 0 udp 192.0.2.1:5060 > 192.0.2.2:5060 frag=64
OPTIONS sip:example.com SIP/2.0
Call-ID: 0123456789012345678901234567890123456789012345678901234567890123456789
CSeq: 1 OPTIONS
X: caf@xE9@

@ 1 udp [2001:db8::1]:5060 > [2001:db8::2]:5060 frag=64 swap
OPTIONS sip:example.org SIP/2.0
Call-ID: 0123456789012345678901234567890123456789012345678901234567890123456789
CSeq: 1 OPTIONS

@ 2 tcp 192.0.2.1:5062 > 192.0.2.2:5060 seg=7,40 swap
OPTIONS sip:example.net SIP/2.0
Call-ID: 0123456789012345678901234567890123456789012345678901234567890123456789
CSeq: 1 OPTIONS
Content-Length: 0

@ 3 tcp 192.0.2.2:5060 > 192.0.2.1:5062
SIP/2.0 200 OK
CSeq: 1 OPTIONS
Content-Length: 0

@ 4 udp 192.0.2.1:5060 > 192.0.2.2:5060 lf cut=40
OPTIONS sip:example.com SIP/2.0
CSeq: 1 OPTIONS
X: not sent

@ 5 udp 192.0.2.1:5060 > 192.0.2.2:5060


@ 6 udp 192.0.2.1:5060 > 192.0.2.2:5060 drop
BYE sip:example.com SIP/2.0

EOF
$sip2pcap -o "$tmp/w.pcap" "$tmp/w.sip"
is "fragments come together again, in both IPs and any order; so do TCP segments" \
	"$(fields "$tmp/w.pcap" -o tcp.desegment_tcp_streams:TRUE -o tcp.reassemble_out_of_order:TRUE \
		-Y sip -T fields -e sip.r-uri -e sip.Status-Code | tr -d '\t' | grep .)" \
	"sip:example.com
sip:example.org
sip:example.net
200
sip:example.com"
is "fragments are as long as asked" \
	"$(lines "$tmp/w.pcap" ip.flags.mf ip.frag_offset ip.len | sed -n '1,3p')" "1 0 84
1 8 84
0 16 $(lines "$tmp/w.pcap" ip.len | sed -n 3p)"
is "TCP's checksums are right" "$(lines "$tmp/w.pcap" tcp.checksum.status | sort -u | tr -d '\n')" 1
has "@xHH@ is an octet" "$(fields "$tmp/w.pcap" -x)" '63 61 66 e9|66 e9'
is "cut and lf shape what is sent; blank lines are a keep-alive" \
	"$(lines "$tmp/w.pcap" udp.payload | tail -2)" \
	"4f5054494f4e53207369703a6578616d706c652e636f6d205349502f322e300a435365713a203120
0d0a0d0a"
is "what is dropped is not there" "$(fields "$tmp/w.pcap" -Y 'sip.Method==BYE')" ""

# complaint LINE...: what sip2pcap says of a case.
complaint()
{
	printf '%s\n' "$@" >"$tmp/bad.sip"
	$sip2pcap -o "$tmp/bad.pcap" "$tmp/bad.sip" 2>&1 && echo accepted
}

has "a transport that can't be made is named" \
	"$(complaint '@ 0 tls 192.0.2.1:1 > 192.0.2.2:2' 'A')" 'bad.sip:1: .*"tls"'
has "a bad time is named" "$(complaint '@ x udp 192.0.2.1:1 > 192.0.2.2:2' 'A')" ':1: .*time.*"x"'
has "a bad address is named" "$(complaint '@ 0 udp 192.0.2.1:1 > 192.0.2.256:2')" '"192.0.2.256:2"'
has "an unknown word is named with its line" \
	"$(complaint '# c' '@ 0 udp 192.0.2.1:1 > 192.0.2.2:2 warp')" ':2: .*"warp"'
has "text before the first message is named" "$(complaint 'REGISTER')" ':1: .*"REGISTER"'
has "a case without a message is none" "$(complaint '# only')" 'at least one'
done_testing
