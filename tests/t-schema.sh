#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Every event is what the schema says, by a validator that is not ours, and the schema's closed
# lists are the program's.  Strictly: a field that the schema does not know is an error here.
. "${top_srcdir:-.}/tests/tap.sh"

python=
for p in /usr/bin/python3 python3; do
	"$p" -c 'from jsonschema import Draft202012Validator' 2>/dev/null && python=$p && break
done
[ -n "$python" ] || skip_all "python3 has no jsonschema (Debian: apt-get install python3-jsonschema)"

cat >"$tmp/validate.py" <<'EOF'
"""validate.py SCHEMA EVENTS [loose]: complains of each line that is not valid."""
import json, sys
from jsonschema import Draft202012Validator

def strict(node):
    """An object that lists its properties has no other; the root is made up of its parts."""
    if isinstance(node, dict):
        for value in node.values():
            strict(value)
        if node.get("type") == "object" and "properties" in node and "$schema" not in node:
            node["unevaluatedProperties"] = False
    elif isinstance(node, list):
        for value in node:
            strict(value)

def no_constant(name):
    raise ValueError(name)

schema = json.load(open(sys.argv[1]))
Draft202012Validator.check_schema(schema)
if len(sys.argv) < 4:
    strict(schema)
validator = Draft202012Validator(schema)
count = 0
for line in open(sys.argv[2], "rb"):
    count += 1
    where = f"line {count}"
    if len(line) > 65536 or not line.endswith(b"\n"):
        print(where, "too long, or not ended")
    event = json.loads(line.decode("utf-8", "strict"), parse_constant=no_constant)
    for e in validator.iter_errors(event):
        print(where, list(e.absolute_path), e.message[:200])
if count == 0:
    print("no event")
EOF
cat >"$tmp/words.py" <<'EOF'
"""words.py SCHEMA WORDS: the closed lists of the schema against "list word" lines."""
import json, sys
schema = json.load(open(sys.argv[1]))["$defs"]
lists = {name: schema[name]["enum"] for name in ("outcome", "how", "party", "causality", "severity")}
lists["check"] = schema["digest"]["properties"]["check"]["enum"]
lists["reason"] = [w for w in schema["digest"]["properties"]["reason"]["enum"] if w]
lists["transport"] = schema["network"]["properties"]["transport"]["enum"]
have = {}
for line in open(sys.argv[2]):
    name, word = line.split(None, 1)
    have.setdefault(name, []).append(word.strip())
for name in sorted(lists):
    if sorted(lists[name]) != sorted(have.get(name, [])):
        print(name, "schema:", sorted(lists[name]), "program:", sorted(have.get(name, [])))
EOF

schema=$top_srcdir/data/sipwhy.event-1.schema.json
ok "the events made by hand are written" "$top_builddir/tests/t-report_json" "$tmp/events" "$tmp/words"
empty "each is valid" "$("$python" "$tmp/validate.py" "$schema" "$tmp/events" 2>&1)"
empty "the closed lists are the program's" "$("$python" "$tmp/words.py" "$schema" "$tmp/words" 2>&1)"

# The validator bites, and only when it is to.
sed -n '1s/"outcome"/"surprise":1,"outcome"/p' "$tmp/events" >"$tmp/more"
has "a field that nobody described is an error here" \
	"$("$python" "$tmp/validate.py" "$schema" "$tmp/more" 2>&1)" surprise
empty "and none to a reader" "$("$python" "$tmp/validate.py" "$schema" "$tmp/more" loose 2>&1)"
sed -n '1s/"outcome":"rejected"/"outcome":"accepted"/p' "$tmp/events" >"$tmp/other"
has "what is accepted has no cause" \
	"$("$python" "$tmp/validate.py" "$schema" "$tmp/other" loose 2>&1)" cause
echo '{"schema":"sipwhy.event/1","event_type":"alert","any":1}' >"$tmp/later"
empty "an event type of later is valid" \
	"$("$python" "$tmp/validate.py" "$schema" "$tmp/later" loose 2>&1)"

# What the program says of the cases.
sipwhy=$top_builddir/sipwhy
if [ -x "$sipwhy" ]; then
	ok "the program prints its schema" sh -c '"$1" --print-schema | cmp - "$2"' sh "$sipwhy" "$schema"
	find "$top_srcdir/samples" "$top_srcdir/tests/cases" "$top_srcdir/tests/traps" -name '*.sip' |
		LC_ALL=C sort >"$tmp/cases"
	# The accounts that are named there, and all that can be made to differ by an option.
	(umask 077 && xargs sed -nE 's/^# password: ([^ ]+) \(([^:]+):([^,)]*).*/\2:\3:plain:\1/p' <"$tmp/cases" |
		sort -u >"$tmp/accounts")
	while read -r case; do
		"$top_builddir/tests/sip2pcap" -o "$tmp/case.pcap" "$case" &&
			"$sipwhy" -j "$tmp/case.pcap" &&
			"$sipwhy" -j --sessions --credentials "$tmp/accounts" "$tmp/case.pcap" &&
			"$sipwhy" -j --show-digests --credentials "$tmp/accounts" - <"$tmp/case.pcap" ||
			echo "failed: $case"
		head -c 1500 "$tmp/case.pcap" >"$tmp/cut.pcap"
		"$sipwhy" -j --sessions "$tmp/cut.pcap" 2>/dev/null
		"$sipwhy" -j --sessions "$tmp/case.pcap" "$tmp/cut.pcap" 2>/dev/null
	done <"$tmp/cases" | LC_ALL=C sort -u >"$tmp/all"
	ok "there are samples, cases and traps" sh -c '[ "$(wc -l <"$1")" -gt 80 ] && [ "$(wc -l <"$2")" -gt 800 ]' \
		sh "$tmp/cases" "$tmp/all"
	ok "and passwords for them" test "$(wc -l <"$tmp/accounts")" -gt 30
	for check in match mismatch not-evaluable; do
		ok "there is $check in what follows" grep -q "\"check\":\"$check\"" "$tmp/all"
	done
	empty "every event of every one is valid" \
		"$("$python" "$tmp/validate.py" "$schema" "$tmp/all" 2>&1)"
else
	skip "the program is not built"
fi
done_testing
