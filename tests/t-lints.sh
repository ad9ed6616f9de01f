#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# The lints find what they are there for, and name it: each is run over a small tree in which
# one thing is wrong.
. "${top_srcdir:-.}/tests/tap.sh"

tree=$tmp/tree
lints=$(cd "$top_srcdir/tests" && pwd)

# A tree in which all is well: one rule with its cases, two headers, one source.
make_tree()
{
	rm -rf "$tree"
	mkdir -p "$tree/tests/cases/nonce" "$tree/src/rules/nonce" "$tree/src/sip" "$tree/src/capture" \
		"$tree/include/sipwhy" "$tree/samples" "$tree/man"
	cp "$lints/tap.sh" "$tree/tests/"
	printf 'rule_sources = \\\n\t%%D%%/nonce/nonce-altered.c\n' >"$tree/src/rules/local.mk"
	cat >"$tree/src/rules/nonce/nonce-altered.c" <<'EOF'
/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/rule.h>
const struct rule rule_nonce_altered = {
	.code = "nonce-altered",
	.title = "x",
	.meaning = "x",
	.evidence = "x",
	.clauses = { { 0 } },
	.advice = { { 0 } },
	.judge = judge,
};
EOF
	for case in nonce-altered.sip nonce-altered.ok.sip; do
		echo '@ 0 udp' >"$tree/tests/cases/nonce/$case"
	done
	printf '/*\n * Layer: 1 base.\n */\n' >"$tree/include/sipwhy/str.h"
	printf '/*\n * Layer: 9 diag.\n */\n' >"$tree/include/sipwhy/rule.h"
	printf '#include <sipwhy/str.h>\n' >"$tree/src/sip/uri.c"
	printf 'libsipwhy_a_SOURCES = include/sipwhy/str.h include/sipwhy/rule.h %%D%%/sip/uri.c %%D%%/rules/nonce/nonce-altered.c\n' \
		>"$tree/src/local.mk"
	printf 'EXTRA_DIST = %%D%%/tap.sh\n' >"$tree/tests/local.mk"
}

# finds LINT PATTERN NAME: the lint fails, with a line that matches.
finds()
{
	out=$(cd "$tree" && top_srcdir=$tree sh "$lints/$1" 2>&1)
	if printf '%s\n' "$out" | grep -q '^not ok'; then
		has "$3" "$(printf '%s\n' "$out" | grep -v '^ok')" "$2"
	else
		is "$3" "$1 found nothing" "/$2/"
	fi
}

make_tree
for lint in lint-rules.sh lint-layers.sh lint-build.sh; do
	is "$lint finds nothing where all is well" \
		"$(cd "$tree" && top_srcdir=$tree sh "$lints/$lint" | grep -v '^ok' | grep -v '^1\.\.')" ""
done

rule=$tree/src/rules/nonce/nonce-altered.c
for part in title meaning clauses advice judge; do
	make_tree
	sed -i "/\.$part/d" "$rule"
	finds lint-rules.sh "nonce-altered.c has no \.$part" "a rule without .$part"
done
make_tree
sed -i 's/"nonce-altered"/"nonce-altred"/' "$rule"
finds lint-rules.sh 'has no .code = "nonce-altered"' "a rule whose code is not its file's name"
make_tree
rm "$tree/tests/cases/nonce/nonce-altered.sip"
finds lint-rules.sh 'nonce-altered\.sip is missing' "a rule without a case"
make_tree
rm "$tree/tests/cases/nonce/nonce-altered.ok.sip"
finds lint-rules.sh 'nonce-altered\.ok\.sip is missing' "a rule without a near miss"
make_tree
cp "$rule" "$tree/src/rules/nonce/nonce-unknown.c"
finds lint-rules.sh 'nonce/nonce-unknown' "a rule that no list has"
make_tree
rm "$rule"
finds lint-rules.sh 'nonce/nonce-altered' "a rule that is listed and not there"
make_tree
echo '@' >"$tree/tests/cases/nonce/nonce-lost.sip"
finds lint-rules.sh 'nonce/nonce-lost' "a case of no rule"

make_tree
sed -i '/Layer/d' "$tree/include/sipwhy/str.h"
finds lint-layers.sh 'str.h names its layer' "a header without a layer"
make_tree
echo '#include <sipwhy/rule.h>' >>"$tree/src/sip/uri.c"
finds lint-layers.sh 'uri.c:2: layer 5 \(sip\) includes .*rule.h. of layer 9' "an include from below"
for third in pcap.h openssl/evp.h json-c/json.h; do
	make_tree
	echo "#include <$third>" >>"$tree/src/sip/uri.c"
	finds lint-layers.sh "<$third> outside src/" "<$third> where it has no place"
done
make_tree
echo '#include "../capture/file.h"' >>"$tree/src/sip/uri.c"
finds lint-layers.sh 'private header of another folder' "a private header of another folder"
make_tree
echo '#include <sipwhy/str.h>' >>"$rule"
finds lint-layers.sh 'rule includes <sipwhy/rule.h> only' "a rule that includes more than rule.h"

make_tree
echo >"$tree/src/sip/via.c"
finds lint-build.sh 'src/sip/via.c' "a source that no list has"
make_tree
echo >"$tree/tests/t-uri.c"
finds lint-build.sh 'tests/t-uri.c' "a test that no list has"
done_testing
