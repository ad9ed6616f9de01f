# SPDX-License-Identifier: BSD-2-Clause
#
# The SIP messages in the PDML that tshark writes, in the words of wire-list.c.  What it calls SIP
# and has no start line is the rest of something: no message.

# The text of one attribute; octets that are no text are "?".
function attribute(name,   from, text)
{
	from = index($0, " " name "=\"")
	if (from == 0)
		return ""
	text = substr($0, from + length(name) + 3)
	text = substr(text, 1, index(text, "\"") - 1)
	gsub(/&lt;/, "<", text)
	gsub(/&gt;/, ">", text)
	gsub(/&quot;/, "\"", text)
	gsub(/&apos;/, "'", text)
	gsub(/&amp;/, "\\&", text)
	return text
}

function endpoint(ip, port)
{
	return index(ip, ":") > 0 ? "[" ip "]:" port : ip ":" port
}

function finish()
{
	if (in_sip && start != "")
		printf "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%d\t%d\n", frame, endpoint(src, src_port),
			endpoint(dst, dst_port), transport, start, call_id, cseq, body, size
	in_sip = 0
}

/^  <proto name="/ || /^<\/packet>/ { finish() }
/^  <proto name="(udp|tcp|sctp)"/ { transport = $2; gsub(/name=|"/, "", transport) }
/^  <proto name="websocket"/ { transport = "ws" }
/^  <proto name="(sip|raw_sip)"/ {
	in_sip = 1
	start = call_id = cseq = ""
	body = 0
	size = attribute("size")
}
/<field name="frame.number"/ { frame = attribute("show") }
/<field name="ip(v6)?.src"/ { src = attribute("show") }
/<field name="ip(v6)?.dst"/ { dst = attribute("show") }
/<field name="(udp|tcp|sctp).srcport"/ { src_port = attribute("show") }
/<field name="(udp|tcp|sctp).dstport"/ { dst_port = attribute("show") }
!in_sip { next }
/<field name="sip.(Request-Line|Status-Line)"/ && start == "" { start = attribute("show") }
/<field name="sip.Call-ID"/ && call_id == "" { call_id = attribute("show") }
/<field name="sip.CSeq"/ && cseq == "" { cseq = attribute("show") }
/<field name="sip.msg_body"/ && body == 0 { body = attribute("size") }
