#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# What the wire stage makes of a capture is what tshark makes of it: the same SIP messages in the
# same frames, with the same ends, transport, start line, Call-ID, CSeq and lengths.  Each case
# and each shape of message, over each transport, link and tunnel, in fragments, segments and
# frames, and in each kind of file.  Where the two differ tests/tshark/differs.txt says why, line
# by line: a difference that it has not is a failure, and one that it has and that is gone, too.
. "${top_srcdir:-.}/tests/tap.sh"
command -v tshark >/dev/null || skip_all "tshark is not installed"
command -v mergecap >/dev/null || skip_all "mergecap is not installed"

sip2pcap=$top_builddir/tests/sip2pcap
list=$top_builddir/tests/wire-list
data=$top_srcdir/tests/tshark
tab=$(printf '\t')
count=0
mkdir "$tmp/all" "$tmp/gaps" "$tmp/kinds"

# variant NAME CASE [OPTION...]: one capture more in $set, an hour behind the one before.
set=all
variant()
{
	variant=$1 text=$2
	shift 2
	count=$((count + 1))
	$sip2pcap "$@" --later $count -o "$tmp/$set/$(printf %04d $count)" "$text" || exit 99
	echo "$variant" >>"$tmp/$set.names"
}

# recast NAME CASE TRANSPORT WORDS [SEED]: the case over another transport, with these words.
recast()
{
	awk -v transport="$3" -v words="$4" -v seed="$5" -f "$data/recast.awk" "$2" \
		>"$tmp/case" || exit 99
	variant "$1" "$tmp/case"
}

# oracle FILE [OPTION...]: what tshark says.
oracle()
{
	file=$1
	shift
	tshark -r "$file" "$@" -Y 'sip && !icmp && !icmpv6' -T pdml \
		-J 'frame ip ipv6 udp tcp sctp websocket sip' \
		--enable-heuristic sip_udp --enable-heuristic sip_tcp \
		--enable-heuristic sip_sctp -d udp.port==8472,vxlan -d mpls.label==200,pwethcw 2>"$tmp/tshark.err" |
		awk -f "$data/list.awk" | sort -s -n -k1,1
}

ours()
{
	$list "$1" | sort -s -n -k1,1
}

# named INDEX: the frames of the whole as VARIANT, frame in it.
named()
{
	awk -F '\t' -v OFS='\t' 'FNR == NR { name[NR] = $1; last[NR] = $2; next }
		FNR == 1 { i = 1 }
		{ while ($1 > last[i]) i++; $1 = name[i] OFS $1 - last[i - 1]; print }' \
		"$1" -
}

# compare SET [OPTION...]: all of its captures in one, so that tshark has to be started only once.
compare()
{
	whole=$tmp/$1
	shift
	mergecap -a -F pcapng -w "$whole.pcapng" "$whole"/* || exit 99
	capinfos -M -T -r -c "$whole"/* | awk '{ print $NF }' | paste "$whole.names" - |
		awk -F '\t' -v OFS='\t' '{ last += $2; print $1, last }' >"$whole.index"
	oracle "$whole.pcapng" "$@" | named "$whole.index" >"$whole.tshark"
	ours "$whole.pcapng" | named "$whole.index" >"$whole.ours"
	diff "$whole.tshark" "$whole.ours" |
		sed -n "s/^< /tshark$tab/p; s/^> /sipwhy$tab/p" >>"$tmp/differ"
	cat "$whole.names" >>"$tmp/names"
	cat "$whole.ours" >>"$tmp/ours"
}

seed=1
for case in $(cd "$top_srcdir" && find samples tests/cases tests/traps -name '*.sip' | LC_ALL=C sort); do
	name=${case#tests/} path=$top_srcdir/$case
	variant "$name" "$path"
	# Of cut packets, and of fragments without the others, tshark makes less than can be made of them.
	grep -qE '^@.* (snap|lose)=' "$path" && continue
	for transport in udp tcp ws sctp; do
		# Not of its place in the list, so that a new case changes no other.
		seed=$(echo "$name $transport" | cksum | cut -d ' ' -f 1)
		recast "$name as $transport" "$path" $transport "" $((seed % 65536))
	done
done

shapes=$data/shapes.sip
variant odd "$data/odd.sip"
recast "odd as sctp" "$data/odd.sip" sctp ""
for words in "" again frag=48 "frag=64 swap" "frag=8"; do
	recast "udp $words" "$shapes" udp "$words"
done
for words in "" each=1 each=8 each=97 "each=97 swap" "each=97 again" seg=1,2,3,5,8,13,21,34,55,89 \
	frag=48 "frag=64 swap" join "join each=61" again; do
	recast "tcp $words" "$shapes" tcp "$words"
	[ "$words" = each=1 ] || recast "sctp $words" "$shapes" sctp "$words"
	recast "ws $words" "$shapes" ws "$words"
done
for words in frames=1 frames=60 "frames=125 each=1" "frames=126 each=7" "frames=60 join" deflate \
	"deflate each=1" "deflate frames=50 each=33" "deflate join"; do
	recast "ws $words" "$shapes" ws "$words"
done

for link in ether vlan qinq sll sll2 raw null loop ppp ppp-direction ppp-ether hdlc wifi radiotap \
	pflog juniper-ether juniper-ppp juniper-hdlc; do
	variant "over $link" "$shapes" -l $link
	recast "tcp" "$shapes" tcp "frag=200 swap"
	variant "tcp over $link" "$tmp/case" -l $link -B
done

# What tshark cannot be told to open (L2TPv3 without its control messages) is for t-tunnel.
for tunnels in vxlan vxlan-linux vxlan-gpe geneve gre gre-all gre-ethernet gre6 pptp erspan1 \
	erspan2 erspan3 ip4 ip6 gtp-u gtp-u-extended l2tp mpls mpls-wire mpls-ip pppoe \
	vxlan,gre gre,vxlan geneve,ip4 ip6,geneve erspan2,vxlan erspan3,mpls mpls,ip4 \
	pppoe,gre-ethernet gtp-u,ip6 ip4,gtp-u-extended l2tp,ip4 mpls-wire,pppoe ip4,ip6,ip4 \
	gre-ethernet,pppoe,gre,vxlan; do
	recast "in $tunnels" "$shapes" udp "frag=200 swap tunnel=$tunnels"
	recast "tcp in $tunnels" "$shapes" tcp "each=300 tunnel=$tunnels"
done
for both in sll:vxlan ppp:mpls wifi:erspan2 pflog:gre juniper-ether:geneve raw:ip6 qinq:pppoe; do
	sed "s/^@.*/& tunnel=${both#*:}/" "$shapes" >"$tmp/case"
	variant "over ${both%:*} in ${both#*:}" "$tmp/case" -l "${both%:*}"
done

sed 's/^Content-Length:/l:/' "$shapes" >"$tmp/compact"
recast "udp, compact length" "$tmp/compact" udp "frag=200"
recast "tcp, compact length" "$tmp/compact" tcp ""
recast "tcp, compact length, each=120" "$tmp/compact" tcp "each=120"
variant "udp, woven" "$shapes" -r 5
variant "udp, 400 octets of each packet" "$shapes" -s 400
recast "tcp, woven" "$shapes" tcp "each=120"
cp "$tmp/case" "$tmp/tcp"
variant "tcp, woven five times" "$tmp/tcp" -r 5

recast "sctp each=200 swap" "$shapes" sctp "each=200 swap"

# Where octets are missing, and tshark has not to wait for them.
set=gaps
variant "tcp, the beginning not captured" "$tmp/tcp" --tail 5
recast "ws, nothing missing" "$shapes" ws ""
cp "$tmp/case" "$tmp/ws"
variant "ws, the beginning not captured" "$tmp/ws" --tail 5
recast "sctp each=120" "$shapes" sctp "each=120"
cp "$tmp/case" "$tmp/sctp"
for drop in 1 2 3 6 7 9; do
	variant "tcp, message $drop not captured" "$tmp/tcp" -d $drop
	variant "ws, message $drop not captured" "$tmp/ws" -d $drop
	variant "sctp, message $drop not captured" "$tmp/sctp" -d $drop
done
for transport in tcp ws sctp; do
	variant "$transport, 300 octets of each packet" "$tmp/$transport" -s 300
done
recast "udp frag=400" "$shapes" udp "frag=400"
variant "udp frag=400, 300 octets of each packet" "$tmp/case" -s 300

compare all -o tcp.reassemble_out_of_order:TRUE
compare gaps
LC_ALL=C sort -o "$tmp/differ" "$tmp/differ"

messages=$(wc -l <"$tmp/ours" | tr -d ' ')
diag "$count variants, $messages messages, $(wc -l <"$tmp/differ" | tr -d ' ') differences"
ok "there is much to compare" test "$messages" -gt 5000
empty "no variant without a message" "$(cut -f 1 "$tmp/ours" | LC_ALL=C sort -u |
	awk 'FNR == NR { seen[$0]; next } !($0 in seen)' - "$tmp/names")"

# A block of the list begins with its reason.
empty "each difference in differs.txt has its reason" \
	"$(awk '/^$/ { reason = 0 } /^#/ { reason = 1 } /^[st]/ && !reason' "$data/differs.txt")"
grep -v '^#' "$data/differs.txt" | grep . | LC_ALL=C sort >"$tmp/known"
empty "no difference that differs.txt has not" "$(LC_ALL=C comm -23 "$tmp/differ" "$tmp/known")"
empty "each difference of differs.txt is there" "$(LC_ALL=C comm -13 "$tmp/differ" "$tmp/known")"

# Kinds of files: by tshark, each as it is; all hold the same.
kinds=$tmp/kinds
set=all
recast "kinds" "$shapes" tcp "each=200"
$sip2pcap -m "$shapes" -o "$kinds/pcap" "$tmp/case"
$sip2pcap -m "$shapes" -B -o "$kinds/pcap-big" "$tmp/case"
$sip2pcap -m "$shapes" -n -o "$kinds/pcap-nano" "$tmp/case"
$sip2pcap -m "$shapes" -n -B -o "$kinds/pcap-nano-big" "$tmp/case"
$sip2pcap -m "$shapes" -g -o "$kinds/pcapng" "$tmp/case"
$sip2pcap -m "$shapes" -g -B -o "$kinds/pcapng-big" "$tmp/case"
$sip2pcap -m "$shapes" -g -n -o "$kinds/pcapng-nano" "$tmp/case"
editcap -F modpcap "$kinds/pcap" "$kinds/pcap-modified"
# Several sections, in both byte orders, with different links.
$sip2pcap -m "$shapes" -g --later 1 -l sll -B -o "$tmp/section" "$tmp/case"
cat "$kinds/pcapng" "$tmp/section" >"$kinds/pcapng-sections"
mergecap -F pcapng -w "$kinds/pcapng-interfaces" "$kinds/pcap" "$tmp/section"
command -v gzip >/dev/null && gzip -c "$kinds/pcap" >"$kinds/gzip"
command -v zstd >/dev/null && zstd -q -c "$kinds/pcapng-big" >"$kinds/zstd"
command -v lz4 >/dev/null && lz4 -q -c "$kinds/pcapng-sections" >"$kinds/lz4"
for file in "$kinds"/*; do
	kind=${file##*/}
	oracle "$file" >"$tmp/oracle"
	if ! ours "$file" >"$tmp/ours" 2>"$tmp/err" || [ -s "$tmp/err" ]; then
		if grep -q 'was built without' "$tmp/err"; then
			skip "$kind: $(cat "$tmp/err")"
			continue
		fi
	fi
	ok "$kind: as tshark reads it" cmp "$tmp/oracle" "$tmp/ours"
	n=$(wc -l <"$tmp/ours" | tr -d ' ')
	case $kind in *section* | *interface* | lz4) want=36 ;; *) want=18 ;; esac
	is "$kind: all of its messages" "$n" "$want"
done
done_testing
