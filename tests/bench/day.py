#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""A day of healthy SIP traffic, as a pcap on standard output.

usage: day.py [-u USERS] [-t HOURS] [-s SEED] [-a ACCOUNTS] [-n] [-d]

Nothing in it fails to authenticate: registrations, refreshes with an old and with a kept nonce, stale
rounds, unregistrations, calls through a proxy that forks, calls through two realms, calls that are
cancelled or busy, subscriptions, messages with auth-int, states that expired before they were
published again, messages to who is away.  OPTIONS that only ask whether the server lives, whatever it
says; callers who hang up after the challenge, before or after a CANCEL could do something; callees who
refuse a call.  Packets are lost before and behind the capture and sent again, seen twice, and in
another order by a little; -n leaves all that out.
-d adds what is uncertain: refusals of which the packets do not show who refused, and why.
What it comes to is told on standard error: so many authentications, each of them accepted.
ACCOUNTS gets the accounts in the form of --credentials.
"""
import argparse
import hashlib
import os
import random
import struct
import sys

HASH = {"MD5": "md5", "SHA-256": "sha256", "SHA-512-256": "sha512_256"}
T1 = 0.5


def digest(algorithm, *parts):
    name = HASH[algorithm.replace("-sess", "")]
    return hashlib.new(name, ":".join(parts).encode()).hexdigest()


class Server:
    """A registrar or proxy: what it challenges with, and which nonces it still takes."""

    def __init__(self, rng, ip, realm, algorithms, qop, proxy=False, opaque=False, life=300, product="Server"):
        self.rng, self.at, self.realm, self.algorithms, self.qop = rng, (ip, 5060), realm, algorithms, qop
        self.proxy, self.opaque, self.life, self.product = proxy, opaque, life, product
        self.status = (407, "Proxy Authentication Required") if proxy else (401, "Unauthorized")
        self.asks = "Proxy-Authenticate" if proxy else "WWW-Authenticate"
        self.answers = "Proxy-Authorization" if proxy else "Authorization"

    def challenge(self, now, stale=False):
        nonce = "%08x%016x" % (int(now), self.rng.getrandbits(64))
        lines = ""
        for algorithm in self.algorithms:
            lines += '%s: Digest realm="%s", nonce="%s"' % (self.asks, self.realm, nonce)
            if self.opaque:
                lines += ', opaque="%08x"' % (len(self.realm) * 0x1234567)
            if algorithm:
                lines += ", algorithm=" + algorithm
            if self.qop:
                lines += ', qop="%s"' % self.qop
            lines += (", stale=true" if stale else "") + "\r\n"
        return nonce, lines


class Phone:
    def __init__(self, rng, number):
        self.rng = rng
        self.user = "u%04d" % number
        self.password = "%012x" % rng.getrandbits(48)
        # Some share an address, as behind a NAT.
        host = number // 3 if number % 7 == 0 else number
        self.at = ("10.%d.%d.%d" % (1 + host // 60000, host // 250 % 240, 1 + host % 250), 5060 + number % 5 * 2)
        self.agent = rng.choice(["Desk 2.1", "Soft 7.0", "Gate 1.4", "Box 3"])
        self.keeps = rng.random() < 0.5  # its nonce, for the next request
        self.new_call_id = rng.random() < 0.1  # with every retry
        self.held = {}  # by realm: nonce, nc, when

    def hex(self, bits=32):
        return "%0*x" % (bits // 4, self.rng.getrandbits(bits))


class Day:
    def __init__(self, options):
        self.o = options
        self.rng = random.Random(options.seed)
        self.packets = []
        self.expected = 0
        self.id = 0

    # -- packets

    def put(self, at, src, dst, text, twice=False, ip_id=None):
        self.id += 1
        if ip_id is None:
            ip_id = self.id & 0xFFFF or 1
        self.packets.append((at, src, dst, text, ip_id))
        if twice:
            self.packets.append((at + 0.0004, src, dst, text, ip_id))

    def exchange(self, at, src, dst, request, responses):
        """A request and its responses, [(delay, text)]; what is lost is sent again.  When the last came."""
        fault = None if self.o.clean else self.rng.random()
        is_invite = request.startswith("INVITE")
        if fault is not None and fault < 0.01:
            at += T1  # the first was lost before the capture
        elif fault is not None and fault < 0.02:
            self.put(at, src, dst, request)  # … or behind it
            at += T1
        elif fault is not None and fault < 0.03 and not is_invite:
            # The response is lost on its way back, behind the capture: both come again.
            self.put(at, src, dst, request)
            for delay, text in responses:
                self.put(at + delay, dst, src, text)
            at += T1
        twice = fault is not None and 0.03 <= fault < 0.05
        self.put(at, src, dst, request, twice)
        last = at
        for delay, text in responses:
            last = at + delay
            self.put(last, dst, src, text, twice)
        return last

    # -- messages

    def request(self, p, d, method, uri, cseq, extra="", body="", via="", branch=None, to_tag=""):
        branch = branch or "z9hG4bK" + p.hex(48)
        lines = [
            "%s %s SIP/2.0" % (method, uri),
            "%sVia: SIP/2.0/UDP %s:%d;branch=%s;rport" % (via, p.at[0], p.at[1], branch),
            "Max-Forwards: %d" % (69 if via else 70),
            "From: <sip:%s@%s>;tag=%s" % (p.user, d["domain"], d["tag"]),
            "To: <sip:%s@%s>%s" % (d["to"], d["domain"], ";tag=" + to_tag if to_tag else ""),
            "Call-ID: " + d["call"],
            "CSeq: %d %s" % (cseq, method),
            "Contact: <sip:%s@%s:%d>" % (p.user, p.at[0], p.at[1]),
            "User-Agent: " + p.agent,
        ]
        text = "\r\n".join(lines) + "\r\n" + extra
        if body:
            text += "Content-Type: text/plain\r\n"
        return text + "Content-Length: %d\r\n\r\n%s" % (len(body), body), branch

    def response(self, request, status, reason, tag, extra="", product=None):
        kept = [l for l in request.split("\r\n\r\n")[0].split("\r\n") if l.split(":")[0] in ("Via", "From", "Call-ID", "CSeq")]
        to = [l for l in request.split("\r\n") if l.startswith("To:")][0]
        if ";tag=" not in to and status != 100:
            to += ";tag=" + tag
        text = "SIP/2.0 %d %s\r\n%s\r\n%s\r\n%s" % (status, reason, "\r\n".join(kept), to, extra)
        if product:
            text += "Server: %s\r\n" % product
        return text + "Content-Length: 0\r\n\r\n"

    def credentials(self, p, s, nonce, nc, method, uri, body=""):
        algorithm = p.rng.choice(s.algorithms) if len(s.algorithms) > 1 else s.algorithms[0]
        named, algorithm = algorithm, algorithm or "MD5"
        cnonce = p.hex(64)
        ha1 = digest(algorithm, p.user, s.realm, p.password)
        if algorithm.endswith("-sess"):
            ha1 = digest(algorithm, ha1, nonce, cnonce)
        qop = None
        if s.qop:
            qop = "auth-int" if body and "auth-int" in s.qop else "auth"
        a2 = [method, uri] + ([digest(algorithm, body)] if qop == "auth-int" else [])
        ha2 = digest(algorithm, *a2)
        if qop:
            response = digest(algorithm, ha1, nonce, "%08x" % nc, cnonce, qop, ha2)
        else:
            response = digest(algorithm, ha1, nonce, ha2)
        text = '%s: Digest username="%s", realm="%s", nonce="%s", uri="%s", response="%s"' % (
            s.answers, p.user, s.realm, nonce, uri, response)
        if named:
            text += ", algorithm=" + named
        if s.opaque:
            text += ', opaque="%08x"' % (len(s.realm) * 0x1234567)
        if qop:
            text += ', qop=%s, nc=%08x, cnonce="%s"' % (qop, nc, cnonce)
        elif algorithm.endswith("-sess"):
            text += ', cnonce="%s"' % cnonce
        return text + "\r\n"

    def dialog(self, p, s, to=None):
        return {"call": p.hex(64) + "@" + p.at[0], "tag": p.hex(), "to": to or p.user, "domain": s.realm}

    # -- what phones do

    def authenticated(self, at, p, s, d, method, uri, extra="", body="", final=None, cseq=1):
        """A request that a server challenges, or takes with a kept nonce: (when, next CSeq, last request)."""
        final = final or (200, "OK", "")
        tag = p.hex()
        held = p.held.get(s.realm) if p.keeps else None
        self.expected += 1
        nonce = nc = None
        if held:
            nonce, nc, issued = held
            nc += 1
            text, _ = self.request(p, d, method, uri, cseq, self.credentials(p, s, nonce, nc, method, uri, body) + extra, body)
            if at - issued < s.life:
                p.held[s.realm] = (nonce, nc, issued)
                return self.finish(at, p, s, text, tag, final), cseq + 1, text
            nonce, asked = s.challenge(at, stale=True)
        else:
            text, _ = self.request(p, d, method, uri, cseq, extra, body)
            nonce, asked = s.challenge(at)
        branch = text.split("branch=")[1].split(";")[0]
        at = self.exchange(at, p.at, s.at, text, [(p.rng.uniform(0.001, 0.2), self.response(text, *s.status, tag, asked, s.product))])
        if method == "INVITE":
            at += 0.005
            self.put(at, p.at, s.at, self.ack(p, d, uri, cseq, branch, tag))
        at += p.rng.uniform(0.002, 0.1)
        cseq += 1
        if p.new_call_id and method == "REGISTER":
            d["call"] = p.hex(64) + "@" + p.at[0]
        p.held[s.realm] = (nonce, 1, at)
        text, _ = self.request(p, d, method, uri, cseq, self.credentials(p, s, nonce, 1, method, uri, body) + extra, body)
        return self.finish(at, p, s, text, tag, final), cseq + 1, text

    def finish(self, at, p, s, text, tag, final):
        status, reason, extra = final
        steps = [(p.rng.uniform(0.001, 0.2), self.response(text, status, reason, tag, extra, s.product))]
        return self.exchange(at, p.at, s.at, text, steps)

    def ack(self, p, d, uri, cseq, branch, tag):
        return self.request(p, d, "ACK", uri, cseq, branch=branch, to_tag=tag)[0]

    def register(self, at, p, s, expires=1800):
        d = p.__dict__.setdefault("registration", self.dialog(p, s))
        contact = "Expires: %d\r\n" % expires
        granted = "Contact: <sip:%s@%s:%d>;expires=%d\r\n" % (p.user, p.at[0], p.at[1], expires)
        p.cseq = getattr(p, "cseq", 0) + 1
        at, p.cseq, _ = self.authenticated(at, p, s, d, "REGISTER", "sip:" + s.realm, contact,
                                           final=(200, "OK", granted if expires else ""), cseq=p.cseq)
        return at

    def subscribe(self, at, p, s):
        d = self.dialog(p, s)
        at, _, text = self.authenticated(at, p, s, d, "SUBSCRIBE", "sip:%s@%s" % (p.user, s.realm),
                                         "Event: message-summary\r\nExpires: 600\r\n")
        notify = ("NOTIFY sip:%s@%s:%d SIP/2.0\r\nVia: SIP/2.0/UDP %s:%d;branch=z9hG4bK%s\r\nFrom: <sip:%s@%s>;tag=%s\r\n"
                  "To: <sip:%s@%s>;tag=%s\r\nCall-ID: %s\r\nCSeq: 1 NOTIFY\r\nEvent: message-summary\r\n"
                  "Subscription-State: active\r\nContent-Length: 0\r\n\r\n") % (
            p.user, p.at[0], p.at[1], s.at[0], s.at[1], p.hex(48), p.user, s.realm, p.hex(), p.user, s.realm, d["tag"], d["call"])
        self.exchange(at + 0.01, s.at, p.at, notify, [(0.02, self.response(notify, 200, "OK", d["tag"]))])

    def message(self, at, p, s, peer):
        d = self.dialog(p, s, peer.user)
        self.authenticated(at, p, s, d, "MESSAGE", "sip:%s@%s" % (peer.user, s.realm), body="hello " + p.hex())

    def call(self, at, p, s, peer, ending):
        """Through a proxy that challenges, and forks to two contacts of the callee."""
        p.has_called = True
        d, uri = self.dialog(p, s, peer.user), "sip:%s@%s" % (peer.user, s.realm)
        tag = p.hex()
        plain, branch = self.request(p, d, "INVITE", uri, 1)
        self.expected += 1
        nonce, asked = s.challenge(at)
        at = self.exchange(at, p.at, s.at, plain, [(0.01, self.response(plain, *s.status, tag, asked))])
        self.put(at + 0.004, p.at, s.at, self.ack(p, d, uri, 1, branch, tag))
        at += p.rng.uniform(0.01, 0.1)
        text, branch = self.request(p, d, "INVITE", uri, 2, self.credentials(p, s, nonce, 1, "INVITE", uri))
        self.put(at, p.at, s.at, text)
        self.put(at + 0.002, s.at, p.at, self.response(text, 100, "Trying", tag))
        forks = [(peer.at, "a"), (("10.250.0.%d" % (1 + p.rng.randrange(250)), 5060), "b")]
        # The proxy takes what was for it, and forwards the rest.
        inner = "\r\n".join(l for l in text.split("\r\n") if not l.startswith(s.answers))
        legs = []
        for contact, name in forks:
            via = "Via: SIP/2.0/UDP %s:%d;branch=z9hG4bK%s%s\r\n" % (s.at[0], s.at[1], branch[7:15], name)
            leg = inner.replace("\r\nVia:", "\r\n" + via + "Via:", 1).replace("INVITE " + uri, "INVITE sip:%s@%s:%d" % (peer.user, *contact))
            legs.append((contact, leg, name))
            self.put(at + 0.004, s.at, contact, leg)
            self.put(at + 0.05, contact, s.at, self.response(leg, 180, "Ringing", tag + name))
            ringing = self.response(text, 180, "Ringing", tag + name)
            self.put(at + 0.06, s.at, p.at, ringing)
        at += p.rng.uniform(1, 8)
        ended = {"answer": (200, "OK"), "busy": (486, "Busy Here"), "cancel": (487, "Request Terminated")}[ending]
        if ending == "cancel":
            cancel, _ = self.request(p, d, "CANCEL", uri, 2, branch=branch)
            self.exchange(at, p.at, s.at, cancel, [(0.003, self.response(cancel, 200, "OK", tag))])
            at += 0.01
        for contact, leg, name in legs:
            won = name == "a" and ending == "answer"
            status = ended if won or ending != "answer" else (487, "Request Terminated")
            self.put(at + 0.01, contact, s.at, self.response(leg, *status, tag + name))
        self.put(at + 0.02, s.at, p.at, self.response(text, *ended, tag + "a"))
        at += 0.03
        if ending != "answer":
            self.put(at, p.at, s.at, self.ack(p, d, uri, 2, branch, tag + "a"))
            return
        self.put(at, p.at, s.at, self.ack(p, d, uri, 2, None, tag + "a"))
        at += p.rng.uniform(5, 120)
        # A BYE in the dialog, which some proxies challenge.
        if p.rng.random() < 0.5:
            bye, _ = self.request(p, d, "BYE", uri, 3, to_tag=tag + "a")
            self.exchange(at, p.at, s.at, bye, [(0.01, self.response(bye, 200, "OK", tag))])
            return
        self.expected += 1
        nonce, asked = s.challenge(at)
        bye, _ = self.request(p, d, "BYE", uri, 3, to_tag=tag + "a")
        at = self.exchange(at, p.at, s.at, bye, [(0.01, self.response(bye, *s.status, tag, asked))])
        bye, _ = self.request(p, d, "BYE", uri, 4, self.credentials(p, s, nonce, 1, "BYE", uri), to_tag=tag + "a")
        self.exchange(at + 0.02, p.at, s.at, bye, [(0.01, self.response(bye, 200, "OK", tag))])

    def chain(self, at, p, outer, inner, peer):
        """Two realms in a row: the second request has credentials for one, the third for both."""
        d, uri = self.dialog(p, outer, peer.user), "sip:%s@%s" % (peer.user, outer.realm)
        tag = p.hex()
        have = ""
        self.expected += 2
        for cseq, s in ((1, outer), (2, inner)):
            text, branch = self.request(p, d, "INVITE", uri, cseq, have)
            nonce, asked = s.challenge(at)
            at = self.exchange(at, p.at, outer.at, text, [(0.02, self.response(text, *s.status, tag, asked))])
            self.put(at + 0.003, p.at, outer.at, self.ack(p, d, uri, cseq, branch, tag))
            at += 0.05
            have += self.credentials(p, s, nonce, 1, "INVITE", uri)
        text, branch = self.request(p, d, "INVITE", uri, 3, have)
        at = self.exchange(at, p.at, outer.at, text, [(0.005, self.response(text, 100, "Trying", tag)),
                                                     (0.3, self.response(text, 180, "Ringing", tag)),
                                                     (3.0, self.response(text, 200, "OK", tag))])
        self.put(at + 0.01, p.at, outer.at, self.ack(p, d, uri, 3, None, tag))

    def ping(self, at, p, s, end):
        """OPTIONS to keep a NAT open, or to see whether the server lives: any response will do."""
        status = p.rng.choice([(401, "Unauthorized"), (407, "Proxy Authentication Required"), (404, "Not Found"), (200, "OK")])
        every, same = p.rng.choice([10, 60, 300]), p.rng.random() < 0.5
        d = self.dialog(p, s)
        asks = "Proxy-Authenticate" if status[0] == 407 else "WWW-Authenticate"
        for cseq in range(1, p.rng.randrange(2, 30)):
            if at > end:
                break
            if not same:
                d = self.dialog(p, s)
            text, _ = self.request(p, d, "OPTIONS", "sip:" + s.realm, cseq if same else 1)
            asked = s.challenge(at)[1].replace(s.asks, asks) if status[0] in (401, 407) else ""
            self.exchange(at, p.at, s.at, text, [(0.01, self.response(text, *status, p.hex(), asked, s.product))])
            at += every

    def publish(self, at, p, s):
        """The state was forgotten meanwhile (RFC 3903 4.1): it is published anew."""
        d, uri = self.dialog(p, s), "sip:%s@%s" % (p.user, s.realm)
        event = "Event: presence\r\nExpires: 600\r\n"
        at, cseq, _ = self.authenticated(at, p, s, d, "PUBLISH", uri, event + "SIP-If-Match: %s\r\n" % p.hex(),
                                         final=(412, "Conditional Request Failed", ""))
        self.authenticated(at + 0.05, p, s, d, "PUBLISH", uri, event, "open", cseq=cseq,
                           final=(200, "OK", "SIP-ETag: %s\r\nExpires: 600\r\n" % p.hex()))

    def away(self, at, p, s, peer):
        """A MESSAGE that is kept for later, or to who is not there."""
        final = p.rng.choice([(202, "Accepted", ""), (480, "Temporarily Unavailable", "")])
        self.authenticated(at, p, s, self.dialog(p, s, peer.user), "MESSAGE", "sip:%s@%s" % (peer.user, s.realm),
                           body="hello", final=final)

    def hang_up(self, at, p, s, peer):
        """The caller hangs up while the challenge is on its way: there is nothing left to answer it for."""
        d, uri = self.dialog(p, s, peer.user), "sip:%s@%s" % (peer.user, s.realm)
        tag = p.hex()
        if not getattr(p, "has_called", self.o.doubtful):
            return  # whether this phone could answer is not seen: that is doubtful
        text, branch = self.request(p, d, "INVITE", uri, 1)
        at = self.exchange(at, p.at, s.at, text, [(0.01, self.response(text, *s.status, tag, s.challenge(at)[1]))])
        self.put(at + 0.003, p.at, s.at, self.ack(p, d, uri, 1, branch, tag))
        if p.rng.random() < 0.5:
            # Too late: the INVITE has had its final response.
            cancel, _ = self.request(p, d, "CANCEL", uri, 1, branch=branch)
            self.exchange(at + 0.02, p.at, s.at, cancel, [(0.003, self.response(cancel, 481, "Call/Transaction Does Not Exist", tag))])

    def refuse(self, at, p, s, peer, final, challenged=True):
        """The callee refuses the call at once; that the proxy passes its response on is in the capture."""
        d, uri = self.dialog(p, s, peer.user), "sip:%s@%s" % (peer.user, s.realm)
        tag, have, cseq = p.hex(), "", 1
        if challenged:
            text, branch = self.request(p, d, "INVITE", uri, 1)
            nonce, asked = s.challenge(at)
            at = self.exchange(at, p.at, s.at, text, [(0.01, self.response(text, *s.status, tag, asked))])
            self.put(at + 0.003, p.at, s.at, self.ack(p, d, uri, 1, branch, tag))
            have, cseq, at = self.credentials(p, s, nonce, 1, "INVITE", uri), 2, at + 0.03
            self.expected += 1
        text, branch = self.request(p, d, "INVITE", uri, cseq, have)
        self.put(at, p.at, s.at, text)
        via = "Via: SIP/2.0/UDP %s:%d;branch=z9hG4bK%sr\r\n" % (s.at[0], s.at[1], branch[7:15])
        inner = "\r\n".join(l for l in text.split("\r\n") if not l.startswith(s.answers))
        leg = inner.replace("\r\nVia:", "\r\n" + via + "Via:", 1).replace("INVITE " + uri, "INVITE sip:%s@%s:%d" % (peer.user, *peer.at))
        self.put(at + 0.001, s.at, p.at, self.response(text, 100, "Trying", tag))
        self.put(at + 0.004, s.at, peer.at, leg)
        self.put(at + 0.05, peer.at, s.at, self.response(leg, *final, tag + "c"))
        self.put(at + 0.052, s.at, peer.at, self.ack(p, d, "sip:%s@%s:%d" % (peer.user, *peer.at), cseq, branch[7:15] + "r", tag + "c"))
        self.put(at + 0.055, s.at, p.at, self.response(text, *final, tag + "c"))
        self.put(at + 0.06, p.at, s.at, self.ack(p, d, uri, cseq, branch, tag + "c"))

    def refused_at_phone(self, at, p, s):
        """A phone that registers at this server refuses a call that the server brings it."""
        text = ("INVITE sip:%s@%s:%d SIP/2.0\r\nVia: SIP/2.0/UDP %s:%d;branch=z9hG4bK%s\r\nMax-Forwards: 70\r\n"
                "From: <sip:0049@%s>;tag=%s\r\nTo: <sip:%s@%s>\r\nCall-ID: %s\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n") % (
            p.user, p.at[0], p.at[1], s.at[0], s.at[1], p.hex(48), s.realm, p.hex(), p.user, s.realm, p.hex(64))
        final = p.rng.choice([(403, "Forbidden"), (486, "Busy Here"), (603, "Decline")])
        self.exchange(at, s.at, p.at, text, [(0.02, self.response(text, *final, p.hex()))])

    def notify_challenged(self, at, p, s):
        """The phone asks who notifies for credentials, and gets them."""
        own = Server(p.rng, p.at[0], "phone-" + p.user, ["MD5"], "auth")
        own.at = p.at
        d = self.dialog(p, s)
        self.authenticated(at, p, s, d, "SUBSCRIBE", "sip:%s@%s" % (p.user, s.realm), "Event: presence\r\nExpires: 600\r\n")
        n = Phone(p.rng, 0)
        n.user, n.password, n.at, n.keeps, n.agent = p.user, p.password, s.at, False, "Notifier 1"
        d = {"call": d["call"], "tag": p.hex(), "to": p.user, "domain": s.realm}
        self.authenticated(at + 1, n, own, d, "NOTIFY", "sip:%s@%s:%d" % (p.user, *p.at),
                           "Event: presence\r\nSubscription-State: active\r\n")

    def unassigned(self, at, p, s):
        """A number that nobody has; who says so, the packets do not tell."""
        d, uri = self.dialog(p, s, "0800555"), "sip:0800555@" + s.realm
        final = p.rng.choice([(403, "Number not in service"), (404, "Not Found"), (403, "Forbidden")])
        text, branch = self.request(p, d, "INVITE", uri, 1)
        tag = p.hex()
        at = self.exchange(at, p.at, s.at, text, [(0.03, self.response(text, *final, tag))])
        self.put(at + 0.003, p.at, s.at, self.ack(p, d, uri, 1, branch, tag))

    def more(self, at, p, s, proxy, peer, end):
        """One of the things that are no failure, though each has a refusal in it."""
        what = p.rng.choice(["ping", "publish", "away", "hang up", "refuse", "refuse", "at phone", "notify", "known"])
        final = p.rng.choice([(403, "Forbidden"), (486, "Busy Here"), (603, "Decline")])
        if what == "ping":
            self.ping(at, p, s, end)
        elif what == "publish":
            self.publish(at, p, s)
        elif what == "away":
            self.away(at, p, s, peer)
        elif what == "hang up":
            self.hang_up(at, p, proxy, peer)
        elif what == "refuse" and peer.at[0] != p.at[0]:
            self.refuse(at, p, proxy, peer, final, p.rng.random() < 0.5)
        elif what == "at phone":
            self.refused_at_phone(at, p, s)
        elif what == "notify":
            self.notify_challenged(at, p, s)
        elif what == "known":
            # An INVITE may bring the credentials of the registration along (RFC 3261 22.2).
            self.authenticated(at, p, s, self.dialog(p, s, peer.user), "INVITE", "sip:%s@%s" % (peer.user, s.realm),
                               final=(486, "Busy Here", ""))

    def make(self):
        rng = self.rng
        registrars = [
            Server(rng, "192.0.2.1", "one.example", ["MD5"], "auth", product="Registrar 1"),
            Server(rng, "192.0.2.2", "two.example", [None], None, product="Registrar 2"),
            Server(rng, "192.0.2.3", "three.example", ["SHA-256", "MD5"], "auth,auth-int", opaque=True, product="Registrar 3"),
            Server(rng, "192.0.2.4", "four.example", ["MD5-sess"], "auth", product="Registrar 4"),
        ]
        proxies = {s.realm: Server(rng, s.at[0], s.realm, s.algorithms, s.qop, True, s.opaque) for s in registrars}
        second = Server(rng, "192.0.2.9", "trunk.example", ["MD5"], "auth", True)
        phones = [Phone(rng, n) for n in range(self.o.users)]
        end = self.o.hours * 3600.0
        for n, p in enumerate(phones):
            s = registrars[n % len(registrars)]
            proxy = proxies[s.realm]
            friends = [q for i, q in enumerate(phones) if i % len(registrars) == n % len(registrars)]
            at = rng.uniform(0, min(end, 600))
            self.register(at, p, s)
            period = rng.choice([280, 900, 1700])
            at += period
            while at < end - 600:
                self.register(at, p, s)
                what = rng.random()
                then = at + rng.uniform(5, period - 150 if period > 280 else 60)
                if what < 0.15:
                    self.subscribe(then, p, s)
                elif what < 0.25:
                    self.message(then, p, s, rng.choice(friends))
                elif what < 0.45:
                    self.call(then, p, proxy, rng.choice(friends), rng.choice(["answer", "answer", "busy", "cancel"]))
                elif what < 0.5:
                    self.chain(then, p, proxy, second, rng.choice(friends))
                elif what < 0.8:
                    self.more(then, p, s, proxy, rng.choice(friends), end)
                elif self.o.doubtful:
                    self.unassigned(then, p, proxy)
                at += period
            if rng.random() < 0.5:
                self.register(end - rng.uniform(200, 500), p, s, expires=0)
        self.accounts = [(p.user, s.realm, p.password) for n, p in enumerate(phones)
                         for s in (registrars[n % len(registrars)], second)]
        self.accounts += [(p.user, "phone-" + p.user, p.password) for p in phones]

    def write(self, out):
        begin = 1795392000  # 2026-11-23T00:00:00Z
        self.packets.sort(key=lambda p: p[0])
        order = list(range(len(self.packets)))
        if not self.o.clean:
            # The capture writes some a place late; their times are right.
            for i in range(len(order) - 1):
                near = self.packets[order[i + 1]][0] - self.packets[order[i]][0] < 0.05
                if near and self.rng.random() < 0.01:
                    order[i], order[i + 1] = order[i + 1], order[i]
        out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        for i in order:
            at, src, dst, text, ip_id = self.packets[i]
            data = text.encode()
            address = lambda a: bytes(int(x) for x in a.split("."))
            udp = struct.pack("!HHHH", src[1], dst[1], 8 + len(data), 0) + data
            ip = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(udp), ip_id, 0, 64, 17, 0) + address(src[0]) + address(dst[0]) + udp
            frame = b"\x02\0\0\0\0\1\x02\0\0\0\0\2\x08\0" + ip
            when = int(round((begin + at) * 1e6))
            out.write(struct.pack("<IIII", when // 1000000, when % 1000000, len(frame), len(frame)) + frame)


def main():
    a = argparse.ArgumentParser(usage=__doc__)
    a.add_argument("-u", dest="users", type=int, default=100)
    a.add_argument("-t", dest="hours", type=float, default=24)
    a.add_argument("-s", dest="seed", type=int, default=1)
    a.add_argument("-a", dest="accounts")
    a.add_argument("-n", dest="clean", action="store_true")
    a.add_argument("-d", dest="doubtful", action="store_true")
    day = Day(a.parse_args())
    day.make()
    day.write(sys.stdout.buffer)
    if day.o.accounts:
        with open(os.open(day.o.accounts, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as f:
            for row in day.accounts:
                f.write("%s:%s:plain:%s\n" % row)
    print("%d packets, %d accepted" % (len(day.packets), day.expected), file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
