# SPDX-License-Identifier: BSD-2-Clause
#
# A case over another transport.  `transport`: udp, tcp, ws, sctp.  `words`: what is put behind
# each of its @ lines; "join" only where the same end speaks next.  `seed`, when given: mischief
# chosen from those that the transport has, the same ones for the same seed.

function random(n)
{
	state = (state * 1103 + 12849) % 65536
	return int(state / 16) % n
}

function mischief(   pick)
{
	pick = random(6)
	if (transport == "ws" && pick > 3)
		return "frames=" 20 + random(200) " each=" 60 + random(900)
	if (transport == "ws" && pick == 3)
		return "frames=" 1 + random(60)
	if (pick == 0)
		return ""
	if (pick == 1)
		return "frag=" 48 + 8 * random(60) " swap"
	if (transport == "udp")
		return pick == 2 ? "again" : "frag=" 48 + 8 * random(60)
	if (pick == 2)
		return "again each=" 200 + random(900)
	if (pick == 3)
		return "each=" 60 + random(400)
	# tshark has its troubles with two chunks the wrong way round; "sctp each=200 swap" is for that.
	return "seg=" 1 + random(300) "," 1 + random(20) "," 1 + random(100) \
		(pick == 4 && transport == "tcp" ? " swap" : "")
}

function flush_at()
{
	if (at == "")
		return
	if (/^@ / && $4 " " $6 == ends)
		print at
	else {
		sub(/ join/, "", at)
		print at
	}
	printf "%s", text
	at = text = ""
}

BEGIN { state = seed }
/^@ all/ { print; next }
/^@ / {
	flush_at()
	ends = $4 " " $6
	if ($3 == "udp")
		$3 = transport
	if (transport == "ws")
		gsub(/:506[01]/, ":80")
	at = $0 (words != "" ? " " words : "") (seed != "" ? " " mischief() : "")
	next
}
at != "" { text = text $0 "\n"; next }
{ print }
END { $0 = ""; flush_at() }
