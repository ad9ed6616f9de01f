#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Who has no right to capture is told the two ways to get it.
. "${top_srcdir:-.}/tests/tap.sh"

[ -x "$top_builddir/sipwhy" ] || skip_all "the program is not built"

# A copy, so that another user can reach it and no file capability comes with it.
chmod 755 "$tmp"
cp "$top_builddir/sipwhy" "$tmp/sipwhy" && chmod 755 "$tmp/sipwhy"
: >"$tmp/out"
: >"$tmp/err"
if [ "$(id -u)" -ne 0 ]; then
	without() { "$@"; }
elif setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all true 2>/dev/null; then
	without() { setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all "$@"; }
else
	skip_all "root, and setpriv cannot make it another user"
fi
without test -x "$tmp/sipwhy" || skip_all "another user cannot reach $tmp"
case $(without sed -n 's/^CapEff:[[:space:]]*//p' /proc/self/status) in
0000000000000000) ;;
*) skip_all "this user may have the right" ;;
esac

without "$tmp/sipwhy" -i lo >"$tmp/out" 2>"$tmp/err" </dev/null
is "without the right the exit status is 2" $? 2
has "the interface is named, and what is missing" "$(cat "$tmp/err")" '^sipwhy: lo: no right to capture'
has "one way is to be root" "$(cat "$tmp/err")" 'run as root \(sudo\)'
has "the other is to give the program the right, in words to copy" "$(cat "$tmp/err")" \
	"setcap cap_net_raw,cap_net_admin=eip $tmp/sipwhy"
is "that is all that is said" "$(wc -l <"$tmp/err" | tr -d ' ')" 1
empty "and nothing is printed" "$(cat "$tmp/out")"
ok "what needs no right works" without "$tmp/sipwhy" --version
done_testing
