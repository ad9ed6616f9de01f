#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# The test sets in t-milenage.c agree with one another by TS 35.206, with openssl's AES and python for the rest.
. "${top_srcdir:-.}/tests/tap.sh"

command -v openssl >/dev/null || skip_all "openssl is not installed"
python=$(command -v python3) || skip_all "python3 is not installed"

cat >"$tmp/sets.py" <<'EOS'
import re, subprocess, sys

def aes(k, block):
    got = subprocess.run(["openssl", "enc", "-aes-128-ecb", "-nopad", "-K", k.hex()],
                         input=block, capture_output=True, check=True)
    return got.stdout

def xor(a, b):
    return bytes(x ^ y for x, y in zip(a, b))

def turn(b, octets):
    return b[octets:] + b[:octets]

def last(n):
    return bytes(15) + bytes([n])

sets = re.findall(r'\{ "(test set \d+)",(.*?) \}', open(sys.argv[1]).read(), re.S)
for name, text in sets:
    s = {n: bytes.fromhex(v) for n, v in re.findall(r'\.(\w+) = S\("([0-9a-f]+)"\)', text)}
    opc = xor(aes(s["k"], s["op"]), s["op"])
    temp = aes(s["k"], xor(s["rand"], opc))
    in1 = (s["sqn"] + s["amf"]) * 2
    def out(octets, n):
        return xor(aes(s["k"], xor(turn(xor(temp, opc), octets), last(n))), opc)
    out1 = xor(aes(s["k"], xor(temp, turn(xor(in1, opc), 8))), opc)
    got = dict(opc=opc, f1=out1[:8], f1_star=out1[8:], f2=out(0, 1)[8:], f5=out(0, 1)[:6],
               f3=out(4, 2), f4=out(8, 4), f5_star=out(12, 8)[:6])
    for f, value in got.items():
        print(name, f, "right" if s[f] == value else "wrong")
EOS
"$python" "$tmp/sets.py" "$top_srcdir/tests/t-milenage.c" >"$tmp/out"
is "every value of every set was worked out" "$(wc -l <"$tmp/out")" 48
empty "and none is wrong" "$(grep -v ' right$' "$tmp/out")"
done_testing
