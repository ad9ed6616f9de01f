#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""A capture agent: sends the UDP datagrams of an Ethernet pcap file by HEP version 3.

usage: hep-send.py [--shuffled|--packed|--twice|--wrong|--slow] udp|tcp HOST PORT FILE

Times are moved so that the capture ends now; all is sent at once.
"""
import socket
import struct
import sys
import time
import zlib


def datagrams(path):
    data = open(path, "rb").read()
    order = "<" if data[:4] == b"\xd4\xc3\xb2\xa1" else ">"
    at = 24
    while at + 16 <= len(data):
        sec, usec, length, _ = struct.unpack(order + "IIII", data[at : at + 16])
        frame = data[at + 16 : at + 16 + length]
        at += 16 + length
        ip = frame[14:]
        head = (ip[0] & 15) * 4
        sport, dport = struct.unpack("!HH", ip[head : head + 4])
        yield sec + usec / 1e6, ip[12:16], ip[16:20], sport, dport, ip[head + 8 :]


def chunk(kind, value, vendor=0):
    return struct.pack("!HHH", vendor, kind, 6 + len(value)) + value


def packet(when, src, dst, sport, dport, payload, agent, ways):
    number = lambda form, n: struct.pack("!" + form, n)
    chunks = [
        chunk(1, b"\x02"),
        chunk(2, b"\x11"),
        chunk(3, src),
        chunk(4, dst),
        chunk(7, number("H", sport)),
        chunk(8, number("H", dport)),
        chunk(9, number("I", int(when))),
        chunk(10, number("I", int(when % 1 * 1e6))),
        chunk(11, b"\x01"),
        chunk(12, number("I", agent)),
        chunk(17, b"corr-77"),
        chunk(19, b"edge-7"),
        chunk(16, zlib.compress(payload)) if "--packed" in ways else chunk(15, payload),
    ]
    if "--shuffled" in ways:
        chunks.insert(3, chunk(9, b"not a time", vendor=0x7F))
        chunks.reverse()
    body = b"".join(chunks)
    return b"HEP3" + struct.pack("!H", 6 + len(body)) + body


def main():
    ways = [a for a in sys.argv[1:] if a.startswith("--")]
    proto, host, port, path = [a for a in sys.argv[1:] if not a.startswith("--")]
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    kind = socket.SOCK_STREAM if proto == "tcp" else socket.SOCK_DGRAM
    out = socket.socket(family, kind)
    out.connect((host, int(port)))
    # At most two seconds before it is sent, as of a live agent: the time between is made shorter.
    all_of_it = list(datagrams(path))
    last = all_of_it[-1][0]
    span = max(last - all_of_it[0][0], 1e-6)
    shrink = min(1.0, 1.5 / span)
    now = time.time()
    for when, *rest in all_of_it:
        when = now - (last - when) * shrink - (3600 if "--slow" in ways else 0)
        good = packet(when, *rest, 4711, ways)
        if "--wrong" in ways:
            out.send(b"HEP3\xff\xff" + good[6:40])
            out.send(b"HEP3\x00\x10" + b"\x00\x00\x00\x09\xff\xff" + b"1234")
        out.send(good)
        if "--twice" in ways:
            out.send(packet(when, *rest, 4712, ways))
        time.sleep(0.01)
    out.close()


if __name__ == "__main__":
    main()
