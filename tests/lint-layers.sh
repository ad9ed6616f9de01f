#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# The include law: a file of layer n includes headers of layers up to n only, and each third
# party has its place.
. "${top_srcdir:-.}/tests/tap.sh"
cd "$top_srcdir" || exit 99

cat >"$tmp/layers" <<'EOF'
1 base
2 capture
3 net
4 stream
5 sip
6 call
7 auth
8 digest
9 diag
10 rules
11 report
12 app
EOF

# What one file may not include, one line each; needs -v layers= and the layers of the headers.
cat >"$tmp/law.awk" <<'EOF'
function complain(what) { printf "%s:%d: %s\n", FILENAME, FNR, what }
BEGIN {
	while ((getline line < layers) > 0) { split(line, w, " "); number[w[2]] = w[1]; name[w[1]] = w[2] }
	while ((getline line < headers) > 0) { split(line, w, " "); of[w[1]] = w[2] }
}
FNR == 1 {
	split(FILENAME, part, "/")
	where = part[1] == "include" ? "" : part[3] == "" ? "app" : part[2]
	own = part[1] == "include" ? of[part[3]] : number[where]
	if (own == "") complain("in no layer")
	base = part[1] == "include" ? name[own] : where
	last = FILENAME; sub(/.*\//, "", last)
}
/^[ \t]*#[ \t]*include/ {
	what = $0
	sub(/^[ \t]*#[ \t]*include[ \t]*/, "", what)
	sub(/[ \t]*(\/\*.*)?$/, "", what)
	if (what ~ /^<sipwhy\//) {
		h = what; gsub(/^<sipwhy\/|>$/, "", h)
		if (of[h] == "") complain("no such header: " what)
		else if (of[h] + 0 > own + 0)
			complain("layer " own " (" name[own] ") includes " what " of layer " of[h] " (" name[of[h]] ")")
		if (base == "rules" && h != "rule.h") complain("a rule includes <sipwhy/rule.h> only, not " what)
	} else if (what ~ /^"/) {
		# main stands beside the folder that it belongs to.
		if (what ~ /\// && !(FILENAME == "src/main.c" && what ~ /^"app\/[a-z_]*\.h"$/))
			complain("a private header of another folder: " what)
		else if (part[1] == "include") complain("a public header includes a private one: " what)
		else if (base == "rules") complain("a rule includes <sipwhy/rule.h> only, not " what)
	} else if (what ~ /^<(pcap[.\/]|zlib|zstd|lz4|lzma)/) {
		# HEP and WebSocket carry deflated octets, too.
		if ((base != "capture" && FILENAME != "src/stream/inflate.c") || part[1] == "include")
			complain(what " outside src/capture")
	} else if (what ~ /^<openssl\//) {
		if (base != "digest" || part[1] == "include") complain(what " outside src/digest")
	} else if (what ~ /^<json/) {
		if (base != "report" || last !~ /^json/ || part[1] == "include")
			complain(what " outside src/report/json*")
	} else if (what ~ /config\.h/) {
		if (base != "app" && base != "report") complain(what " below the report")
	}
}
EOF

# "str.h 1" for each header that names its layer.
for h in include/sipwhy/*.h; do
	sed -n '1,15s/^ \* Layer: \([0-9]*\) \([a-z]*\).*/\1 \2/p' "$h" | head -1 >"$tmp/own"
	ok "$h names its layer" grep -qxF -f "$tmp/own" "$tmp/layers" ||
		diag 'want a line like " * Layer: 5 sip." among the first 15'
	echo "${h##*/} $(cut -d' ' -f1 "$tmp/own")" >>"$tmp/headers"
done

for f in include/sipwhy/*.h src/*.c src/*/*.[ch] src/rules/*/*.c; do
	[ -e "$f" ] || continue
	[ "$f" = src/rules/rules_all.c ] && continue
	empty "$f keeps the include law" \
		"$(awk -v layers="$tmp/layers" -v headers="$tmp/headers" -f "$tmp/law.awk" "$f")"
done
done_testing
