#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
#
# Writes tests/hypotheses.txt, which t-hypothesis_rows reads: answers of clients that hashed something else
# than they sent, by each row of the table.  What is hashed is written here once more, from the RFCs
# (2069 2.1.1, 2617 3.2.2, 7616 3.4) and python's hashlib, so that no formula is tested with itself.
#
#     python3 tests/hypotheses.py >tests/hypotheses.txt
import base64
import hashlib

CRLF = "\r\n"


def h(alg, octets):
    if isinstance(octets, str):
        octets = octets.encode("utf-8", "surrogateescape")
    if alg == "SHA-512-cut":
        return hashlib.sha512(octets).hexdigest()[:64]
    name = {"MD5": "md5", "SHA-256": "sha256", "SHA-512-256": "sha512_256", "SHA-512": "sha512"}[alg]
    return hashlib.new(name, octets).hexdigest()


BODY = "v=0\r\ns=-\r\nc=IN IP4 10.0.0.20\r\n"

# What a correct client sends and hashes; a case changes "sent" and "hashed" apart.
BASE = dict(
    alg="MD5", label=None, user="alice", realm="example.com", password="open sesame",
    nonce="bm9uY2UlMzE6NDI=", nc="0000000b", cnonce="c0ffee", qop="auth", method="INVITE",
    uri="sip:bob@Example.com:5070;transport=udp", ruri="sip:bob@pbx.example.com;lr", body="",
    offer_realm=None, offer_nonce=None, offer_qop="auth", offer_alg=None, extra="",
)


def ha1(v):
    if "ha1" in v:
        return v["ha1"]
    return h(v.get("alg1", v["alg"]), f'{v["user"]}:{v["realm"]}:{v["password"]}')


def response(v):
    alg = v["alg"]
    a1 = ha1(v)
    if v.get("upper1"):
        a1 = a1.upper()
    session = v.get("session", "hex" if (v["label"] or "").endswith("-sess") else None)
    if session == "hex":
        a1 = h(alg, f'{a1}:{v["nonce"]}:{v["cnonce"]}')
    elif session == "raw":
        a1 = h(alg, bytes.fromhex(a1) + f':{v["nonce"]}:{v["cnonce"]}'.encode())
    covers = v.get("a2body", v["qop"] == "auth-int")
    a2 = f'{v["method"]}:{v["uri"]}'
    if covers:
        a2 += ":" + (v["body"] if v.get("rawbody") else h(alg, v["body"]))
    a2 = h(alg, a2)
    if v.get("upper2"):
        a2 = a2.upper()
    form = v.get("form")
    if form is None:
        form = "{a1}:{nonce}:{nc}:{cnonce}:{qop}:{a2}" if v["qop"] is not None else "{a1}:{nonce}:{a2}"
    return h(alg, form.format(a1=a1, a2=a2, **{k: v[k] for k in ("nonce", "nc", "cnonce", "qop")}))


def quoted(s):
    return '"' + s.replace("\\", "\\\\").replace('"', '\\"') + '"'


def field(v, resp):
    parts = [f'username={quoted(v["user"])}', f'realm={quoted(v["realm"])}', f'nonce={quoted(v["nonce"])}',
             f'uri={quoted(v["uri"])}']
    if v["cnonce"] is not None:
        parts.append(f'cnonce={quoted(v["cnonce"])}')
    if v["nc"] is not None:
        parts.append(f'nc={v["nc"]}')
    if v["qop"] is not None:
        parts.append(f'qop={v["qop"]}')
    if v["label"]:
        parts.append(f'algorithm={v["label"]}')
    parts.append(f'response="{resp}"')
    return "Authorization: Digest " + ",".join(parts) + v["extra"]


def request(method, ruri, more, body):
    return CRLF.join([
        f"{method} {ruri} SIP/2.0",
        "Via: SIP/2.0/UDP 10.0.0.20:5062;branch=z9hG4bK1;received=198.51.100.7;rport=40000",
        "From: <sip:carol@from.example:5080>;tag=1", "To: <sip:dave@to.example;x=1>",
        "Contact: <sip:erin@10.0.0.21:5072;ob>", "Call-ID: 1@10.0.0.20", f"CSeq: 2 {method}",
        "Content-Type: application/sdp"] + more + [f"Content-Length: {len(body.encode())}", "", body])


def challenge(v):
    parts = [f'realm={quoted(v["offer_realm"] or v["realm"])}', f'nonce={quoted(v["offer_nonce"] or v["nonce"])}']
    if v["offer_qop"]:
        parts.append(f'qop="{v["offer_qop"]}"')
    if v["offer_alg"] or v["label"]:
        parts.append(f'algorithm={v["offer_alg"] or v["label"]}')
    return CRLF.join(["SIP/2.0 401 Unauthorized", "CSeq: 1 INVITE", "WWW-Authenticate: Digest " + ", ".join(parts),
                      "", ""])


def escape(s):
    out = []
    for c in s.encode("utf-8", "surrogateescape"):
        if c == 0x5C or c < 0x20 or c > 0x7E:
            out.append("\\x%02x" % c)
        else:
            out.append(chr(c))
    return "".join(out)


seen = {}


def case(rows, sent=None, hashed=None, show=None, secret=None, check="mismatch", **near):
    """rows: ids in the order of their inputs.  show: what is told as hashed, for each of them."""
    s = dict(BASE, **(sent or {}))
    if s["label"] and "alg" not in (sent or {}):
        s["alg"] = s["label"].replace("-sess", "")
    v = dict(s, **(hashed or {}))
    resp = response(v)
    assert resp != response(s) if check == "mismatch" else True, rows
    body = s["body"]
    answer = request(s["method"], s["ruri"], [field(s, resp)], body)
    rows = [rows] if isinstance(rows, str) else rows
    for r in rows:
        seen[r] = seen.get(r, 0) + 1
    print("rows " + "|".join(rows))
    print("check " + check)
    known = secret or f'{s["user"]}:{s["realm"]}:plain:{BASE["password"]}'
    print("secret " + escape(known))
    print("answer " + escape(answer))
    print("challenge " + escape(challenge(s)))
    if "before" in near:
        print("before " + escape(near["before"]))
    if "earlier" in near:
        print("earlier " + escape(near["earlier"]))
    for c in near.get("book", []):
        print("book " + escape(c))
    for t in show or []:
        print("hashed " + ("-" if t is None else "=" + escape(t) + "."))
    print("end")


def uri_case(row, uri, sent=None, **near):
    case(row, sent, dict(uri=uri), [uri], **near)


R2069 = "{a1}:{nonce}:{a2}"
T2069 = "H(HA1:nonce:HA2)"
LONG = "0123456789abcdef" * 9
NOT_SENT = dict(qop=None, nc=None, cnonce=None)

print("# SPDX-License-Identifier: BSD-2-Clause")
print("# Made by hypotheses.py.")

# The formula.
case("2069-form", {}, dict(form=R2069), [T2069])
case("2617-form-default-nc", NOT_SENT, dict(nc="00000001", cnonce="", qop="auth"),
     ["H(HA1:nonce:nc:cnonce:qop:HA2), nc=00000001, cnonce=, qop=auth"])
case("2617-form-default-nc", dict(qop=None), dict(qop="auth"), ["H(HA1:nonce:nc:cnonce:qop:HA2), qop=auth"])
case("double-ha1", {}, dict(form="{a1}:{a1}:{nonce}:{nc}:{cnonce}:{qop}:{a2}"),
     ["H(HA1:HA1:nonce:nc:cnonce:qop:HA2)"])
case("double-ha1", {}, dict(form="{a1}:{nonce}:{nc}:{cnonce}:{qop}:{a2}:"), ["H(HA1:nonce:nc:cnonce:qop:HA2:)"])
case("double-ha1", {}, dict(form="{a1}{nonce}:{nc}:{cnonce}:{qop}:{a2}"), ["H(HA1nonce:nc:cnonce:qop:HA2)"])
case("double-ha1", {}, dict(form="{a1}:{nonce}:{nc}:{cnonce}:{qop}{a2}"), ["H(HA1:nonce:nc:cnonce:qopHA2)"])
case("double-ha1", NOT_SENT, dict(form="{a1}:{a1}:{nonce}:{a2}"), ["H(HA1:HA1:nonce:HA2)"])
case("kd-no-nc-qop", {}, dict(form="{a1}:{nonce}:{cnonce}:{a2}"), ["H(HA1:nonce:cnonce:HA2)"])
case("2069-outer-authint-a2", dict(NOT_SENT, body=BODY, offer_qop="auth,auth-int"), dict(a2body=True),
     ["H(HA1:nonce:H(method:uri:H(body)))"])
for n in ("null", "", "undefined", "None"):
    case("kd-null-text", NOT_SENT, dict(nc=n, cnonce=n, qop=n),
         [f"H(HA1:nonce:nc:cnonce:qop:HA2), nc={n}, cnonce={n}, qop={n}"])
case("kd-null-text", NOT_SENT, dict(nc="ffffffff", cnonce="", qop=""),
     ["H(HA1:nonce:nc:cnonce:qop:HA2), nc=ffffffff, cnonce=, qop="])

# The uri.
uri_case("uri=request-uri", BASE["ruri"])
uri_case("uri=prev-request-uri", "sip:first@where.example;a=b",
         before=request("INVITE", "sip:first@where.example;a=b", [], ""))
uri_case("uri-no-params", "sip:bob@Example.com:5070")
uri_case("uri-no-params", "sip:bob@pbx.example.com")
uri_case("uri-no-port", "sip:bob@Example.com;transport=udp")
uri_case("uri-no-port", "sip:bob@Example.com:5060;transport=udp")
uri_case("uri-no-port", "sip:bob@pbx.example.com:5061")
uri_case("uri-no-user", "sip:Example.com")
uri_case("uri-no-user", "sip:Example.com:5070;transport=udp")
uri_case("uri-no-user", "sip:pbx.example.com;lr")
uri_case("uri-no-user", "sip:to.example")
uri_case("uri-no-user", "sip:from.example")
uri_case("uri-no-user", "sip:example.com")
uri_case("uri=to / from / contact", "sip:dave@to.example;x=1")
uri_case("uri=to / from / contact", "sip:dave@to.example")
uri_case("uri=to / from / contact", "sip:carol@from.example:5080")
uri_case("uri=to / from / contact", "sip:erin@10.0.0.21:5072;ob")
uri_case("uri-no-scheme", "bob@Example.com:5070;transport=udp")
uri_case("uri-no-scheme", "sips:bob@Example.com:5070;transport=udp")
uri_case("uri-no-scheme", "bob@pbx.example.com;lr")
uri_case("uri-decorated", "<sip:bob@Example.com:5070;transport=udp>")
uri_case("uri-decorated", '"sip:bob@Example.com:5070;transport=udp"')
uri_case("uri-decorated", "sip:bob@Example.com:5070;transport=udp ")
uri_case("uri-decorated", "sip:bob@example.com:5070;transport=udp")
uri_case("uri-decorated", "sip:b#b@example.com", dict(uri="sip:b%23b@example.com"))
uri_case("uri-decorated", "sip:%2B49@example.com", dict(uri="sip:+49@example.com"))
uri_case("uri-decorated", "")
uri_case("uri-maddr", "sip:bob@pbx.example.com;lr;maddr=10.0.0.20")
uri_case("uri-maddr", "sip:bob@pbx.example.com:5062;lr;maddr=10.0.0.20")
uri_case("uri-local-or-public-ip", "sip:bob@10.0.0.20:5062")
uri_case("uri-local-or-public-ip", "sip:bob@198.51.100.7:40000;transport=udp")
uri_case("uri-sql-quote", "sip:o''neil@example.com", dict(uri="sip:o'neil@example.com"))

# The method.
case("method-challenged", {}, dict(method="SUBSCRIBE"), ["SUBSCRIBE"],
     before=request("SUBSCRIBE", "sip:x@example.com", [], ""))
case("method-challenged", dict(method="BYE"), dict(method="INVITE"), ["INVITE"])
case("method-register", {}, dict(method="REGISTER"), ["REGISTER"])
case("method-register", dict(method="OPTIONS"), dict(method="REGISTER"), ["REGISTER"])
case("method-lower", {}, dict(method="invite"), ["invite"])
case("method-lower", {}, dict(method=""), [""])

# The user name.
case("user@realm", {}, dict(user="alice@example.com"), ["alice@example.com"])
case("user@realm", {}, dict(user="alice@from.example"), ["alice@from.example"])
case("user@realm", {}, dict(user="sip:alice@pbx.example.com"), ["sip:alice@pbx.example.com"])
case("user-only", dict(user="alice@example.com"), dict(user="alice"), ["alice"])
case("user-only", dict(user="sip:alice@example.com"), dict(user="alice@example.com"), ["alice@example.com"],
     secret='"sip:alice@example.com","example.com","open sesame"')
case("from/to-user", {}, dict(user="carol"), ["carol"])
case("from/to-user", {}, dict(user="dave"), ["dave"])
case("from/to-user", {}, dict(user="erin"), ["erin"])
case("user-case", {}, dict(user="ALICE"), ["ALICE"])
case("user-case", dict(user="Alice"), dict(user="alice"), ["alice"])
case("user-case", dict(user="a%40b"), dict(user="a@b"), ["a@b"])
case("user-case", dict(user="a+b"), dict(user="a%2Bb"), ["a%2Bb"])
case("user-case", {}, dict(user='"alice"'), ['"alice"'])
for alg in ("MD5", "SHA-256"):
    name = h(alg, "alice:example.com")
    case("userhash", dict(label=alg), dict(user=name), [name])

# The realm.
case("realm=challenge", dict(offer_realm="offered.example"), dict(realm="offered.example"), ["offered.example"])
case("realm=domains", {}, dict(realm="from.example"), ["from.example"])
case("realm=domains", {}, dict(realm="pbx.example.com"), ["pbx.example.com"])
case("realm=domains", {}, dict(realm="10.0.0.20"), ["10.0.0.20"])
case("realm=domains", {}, dict(realm="10.0.0.20:5062"), ["10.0.0.20:5062"])
for fixed in ("asterisk", "*", "", "sip", "BroadWorks"):
    case("realm-const", {}, dict(realm=fixed), [fixed])
for text in ('"example.com"', 'example.com"', '"example.com', 'example.com",', "example.com ", "EXAMPLE.COM"):
    case("realm-text", {}, dict(realm=text), [text])
case("realm-text", dict(realm='a"b'), dict(realm='a\\"b'), ['a\\"b'],
     secret='alice:a"b:plain:open sesame')
case("realm-other-challenge", {}, dict(realm="other.example"), ["other.example"],
     book=[challenge(dict(BASE, realm="other.example", nonce="zzz"))])

# nc, cnonce, qop.
for nc in ("b", "0b", "00b", "000000b", "11", "00000011"):
    case("nc-1", {}, dict(nc=nc), [nc])
case("nc-quoted", {}, dict(nc='"0000000b"'), ['"0000000b"'])
case("nc-quoted", {}, dict(nc="0000000B"), ["0000000B"])
for nc in ("0000000a", "0000000c", "00000001"):
    case("nc-plusminus", {}, dict(nc=nc), [nc])
case("cnonce-empty", {}, dict(cnonce=""), [""])
case("cnonce-empty", {}, dict(cnonce='"c0ffee"'), ['"c0ffee"'])
case("cnonce-empty", {}, dict(cnonce="before"), ["before"],
     earlier=request("INVITE", BASE["ruri"], [field(dict(BASE, cnonce="before"), "0" * 32)], ""))
for fixed in ("xyz", "0a4f113b", "6b8b4567"):
    case("cnonce-const", {}, dict(cnonce=fixed), [fixed])
case("qop-authint-token", {}, dict(qop="auth-int", a2body=False), ["auth-int"])
case("qop-authint-token", dict(body=BODY), dict(qop="auth-int"), ["auth-int"])
case("qop-authint-token", dict(qop="auth-int", body=BODY), dict(qop="auth"), ["auth"])
case("qop-list", dict(offer_qop="auth,auth-int"), dict(qop="auth,auth-int"), ["auth,auth-int"])
case("qop-list", {}, dict(qop="auth, auth-int"), ["auth, auth-int"])
case("qop-quoted", {}, dict(qop='"auth"'), ['"auth"'])
case("qop-quoted", {}, dict(qop="AUTH"), ["AUTH"])

# The nonce.
case("nonce-issued", dict(nonce="ABCDEF0123456789", offer_nonce="abcdef0123456789"),
     dict(nonce="abcdef0123456789"), ["abcdef0123456789"])
case("nonce-issued", dict(nonce="abcdef012345", offer_nonce="abcdef0123456789"),
     dict(nonce="abcdef0123456789"), ["abcdef0123456789"])
case("nonce-prev", {}, dict(nonce="older"), ["older"], book=[challenge(dict(BASE, nonce="older"))])
case("nonce-prev", dict(offer_nonce="newer"), dict(nonce="newer"), ["newer"])
case("nonce-other", {}, dict(nonce="elsewhere"), ["elsewhere"],
     book=[challenge(dict(BASE, nonce="elsewhere", realm="other.example"))])
case("nonce-text", {}, dict(nonce='"bm9uY2UlMzE6NDI="'), ['"bm9uY2UlMzE6NDI="'])
case("nonce-text", {}, dict(nonce="nonce%31:42"), ["nonce%31:42"])
case("nonce-text", dict(nonce="a%2Bb"), dict(nonce="a+b"), ["a+b"])
case("nonce-text", {}, dict(nonce="bm9uY2UlMzE6NDI"), ["bm9uY2UlMzE6NDI"])
for n in (63, 64, 127):
    case("nonce-text", dict(nonce=LONG), dict(nonce=LONG[:n]), [LONG[:n]])

# The algorithm.
for label in ("SHA-256", "SHA-512-256", "SHA-256-sess"):
    case("alg-md5", dict(label=label), dict(alg="MD5", session=None), ["MD5"])
for label in ("MD5-sess", "SHA-256-sess", "SHA-512-256-sess"):
    case("alg-md5-sess-as-md5", dict(label=label), dict(session=None), ["without the -sess step"])
    case("sess-raw", dict(label=label), dict(session="raw"), ["the -sess step from the octets of HA1"])
for label in ("SHA-256", "MD5", "SHA-512-256"):
    case("alg-sess-for-any", dict(label=label), dict(alg="MD5", session="hex"), ["MD5-sess"])
case("sha512-trunc", dict(label="SHA-512-256"), dict(alg="SHA-512-cut"), ["SHA-512 cut to 256 bits"])
case("sha512-trunc", dict(label="SHA-512-256-sess"), dict(alg="SHA-512-cut"), ["SHA-512 cut to 256 bits"])
case("sha512-full", dict(label="SHA-512-256"), dict(alg="SHA-512"), ["SHA-512"])
for label in ("MD5", "SHA-256"):
    case("upper-hex-inside", dict(label=label), dict(upper1=True), ["HA1 in upper-case digits"])
    case("upper-hex-inside", dict(label=label), dict(upper2=True), ["HA2 in upper-case digits"])
    case("upper-hex-inside", dict(label=label), dict(upper1=True, upper2=True), ["HA1 and HA2 in upper-case digits"])
case("mixed-hash", dict(label="SHA-256"), dict(alg1="MD5"), ["HA1 of MD5"])
case("mixed-hash", dict(label="MD5"), dict(alg1="SHA-256"), ["HA1 of SHA-256"])
case("mixed-hash", dict(label="SHA-512-256"), dict(alg1="SHA-256"), ["HA1 of SHA-256"])

# The body.
INT = dict(qop="auth-int", offer_qop="auth-int", body=BODY)
case("body-empty", INT, dict(body=""), ["an empty body"])
case("body-lf", INT, dict(body=BODY.replace("\r\n", "\n")), ["the body with LF for CRLF"])
case("body-other", INT, dict(body="v=1\r\n"), ["the body of another request"],
     before=request("INVITE", "sip:x@example.com", [], "v=1\r\n"))
case("body-other", INT, dict(body=BODY[:-2]), ["the body without the line ends at its end"])
case("body-other", INT, dict(body=BODY + "\r\n"), ["the body with a CRLF behind it"])
case("body-unhashed", INT, dict(rawbody=True), ["the body itself"])
case("body-unhashed", INT, dict(a2body=False), ["no body"])

# The password: how it is told only.
TWICE = h("MD5", "alice:example.com:open sesame")
case("pw-is-ha1", {}, dict(password=TWICE), [None])
case("ha1-is-pw", {}, dict(ha1="open sesame"), [None])
HA1_ONLY = "alice:example.com:" + TWICE
case("pw-is-ha1", {}, dict(password=TWICE), [None], secret=HA1_ONLY)

# What an HA1 alone lets be found.
case("2069-form", {}, dict(form=R2069), [T2069], secret=HA1_ONLY)
case("method-register", {}, dict(method="REGISTER"), ["REGISTER"], secret=HA1_ONLY)
case("sess-raw", dict(label="MD5-sess"), dict(session="raw"), ["the -sess step from the octets of HA1"], secret=HA1_ONLY)
case("ha1-other-algorithm", dict(label="SHA-256"), dict(alg1="MD5"), [None], secret=HA1_ONLY, check="not-evaluable")

# Two and more at once.
case(["2069-form", "uri=request-uri"], {}, dict(form=R2069, uri=BASE["ruri"]), [T2069, BASE["ruri"]])
case(["2069-form", "uri-local-or-public-ip"], {}, dict(form=R2069, uri="sip:bob@10.0.0.21:5072"),
     [T2069, "sip:bob@10.0.0.21:5072"])
case(["user@realm", "realm=domains"], {}, dict(user="alice@example.com", realm="from.example"),
     ["alice@example.com", "from.example"])
case(["realm=domains", "pw-is-ha1"], {}, dict(realm="from.example", password=TWICE), ["from.example", None])
case(["uri=request-uri", "pw-is-ha1"], {}, dict(uri=BASE["ruri"], password=TWICE), [BASE["ruri"], None])
case(["uri-local-or-public-ip", "pw-is-ha1"], {}, dict(uri="sip:bob@10.0.0.21:5072", password=TWICE),
     ["sip:bob@10.0.0.21:5072", None])
case(["uri=request-uri", "ha1-is-pw"], {}, dict(uri=BASE["ruri"], ha1="open sesame"), [BASE["ruri"], None])
case(["alg-md5", "method-register"], dict(label="SHA-256"), dict(alg="MD5", method="REGISTER"), ["MD5", "REGISTER"])
case(["sess-raw", "nc-1"], dict(label="MD5-sess"), dict(session="raw", nc="b"),
     ["the -sess step from the octets of HA1", "b"])
case(["uri-no-port", "nc-1"], {}, dict(uri="sip:bob@Example.com;transport=udp", nc="b"),
     ["sip:bob@Example.com;transport=udp", "b"])
case(["2617-form-default-nc", "cnonce-const"], NOT_SENT, dict(nc="00000001", cnonce="xyz", qop="auth"),
     ["H(HA1:nonce:nc:cnonce:qop:HA2), nc=00000001, qop=auth", "xyz"])
case(["from/to-user", "realm=domains", "pw-is-ha1"], {}, dict(user="carol", realm="from.example", password=TWICE),
     ["carol", "from.example", None])
case(["2069-form", "from/to-user", "realm=domains", "pw-is-ha1"], {},
     dict(form=R2069, user="carol", realm="from.example", password=TWICE), [T2069, "carol", "from.example", None])

# No explanation is made up.
case([], {}, dict(password="open sesamf"))
case([], {}, dict(uri="sip:nobody@nowhere.example"))
case([], dict(user="\u00e4\u00f6"), dict(user="\u00e4\u00f7"))
case([], {}, dict(realm="unseen.example", user="unseen"))
case([], {}, dict(user="carol"), secret=HA1_ONLY)
