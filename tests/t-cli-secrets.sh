#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Passwords: the ways in, the ways that are closed, and that none ever comes out again.
. "${top_srcdir:-.}/tests/tap.sh"

sipwhy=$(cd "$top_builddir" && pwd)/sipwhy
[ -x "$sipwhy" ] || skip_all "the program is not built"

for name in qop-missing realm-mismatch wrong-password unanswered; do
	"$top_builddir/tests/sip2pcap" -o "$tmp/$name.pcap" "$top_srcdir/samples/$name.sip" ||
		skip_all "no capture can be made"
done
bad=$tmp/qop-missing.pcap
two=$tmp/realm-mismatch.pcap
secret=lemon-orchard-23
md5_of()
{
	printf '%s' "$1" | openssl dgst -md5 -r | cut -d ' ' -f 1
}
ha1=$(md5_of "23:proximiti:$secret")
# What the two answers of the capture should have been, worked out by another program: the
# refused one as the server wanted it has a cnonce that only the report knows.
ha2=$(md5_of 'REGISTER:sip:203.0.113.93:5060;transport=udp')

umask 077
echo "$secret" >"$tmp/password"
echo "23:proximiti:$ha1" >"$tmp/htdigest"
echo "23:proximiti:plain:$secret" >"$tmp/plain"
echo "\"23\",\"proximiti\",\"$secret\"" >"$tmp/wireshark"

# exits NAME STATUS ARGUMENT...: all that is written is kept in $tmp/everything.
exits()
{
	name=$1 want=$2
	shift 2
	"$sipwhy" "$@" >"$tmp/out" 2>"$tmp/err" </dev/null
	is "$name" "$?" "$want" || sed 's/^/# /' "$tmp/err"
	cat "$tmp/out" "$tmp/err" >>"$tmp/everything"
}

# What is fed through standard input, or a descriptor.
feed()
{
	"$sipwhy" "$@" >"$tmp/out" 2>"$tmp/err"
	echo $?
	cat "$tmp/out" "$tmp/err" >>"$tmp/everything"
}

said()
{
	has "$1" "$(cat "$tmp/err")" "$2"
}

proven()
{
	has "$1" "$(cat "$tmp/out")" \
		'"cause":\{"code":"qop-missing-in-response","group":"[a-z]+","party":"client","causality":"proven",.*"digest":\{"check":"match".*"form":"rfc2069"'
}

# The ways in.
exits "a password from a file" 0 -j --password-file "$tmp/password" "$bad"
proven "finds its user, and proves the cause"
exits "an HA1 as htdigest writes it" 0 -j --credentials "$tmp/htdigest" "$bad"
proven "does too"
exits "a password in a file of credentials" 0 -j --credentials "$tmp/plain" "$bad"
proven "too"
exits "and as wireshark writes it" 0 -j --credentials "$tmp/wireshark" "$bad"
proven "too"
is "a password from a descriptor" "$(feed -j --password-fd 7 "$bad" 7<"$tmp/password")" 0
proven "too"
is "or from standard input" "$(feed -j --password-fd 0 "$bad" <"$tmp/password")" 0
proven "too"
is "with the capture behind it" "$(cat "$tmp/password" "$bad" |
	feed -j --user 23 --password-fd 0 -)" 0
has "which is read from there on" "$(cat "$tmp/out")" '"check":"match"'
exits "--user names it with its realm" 0 -j --user 23@proximiti --password-file "$tmp/password" "$bad"
proven "too"
exits "what belongs to another realm is no secret here" 0 -j --user 23@elsewhere \
	--password-file "$tmp/password" "$bad"
has "and is not tried" "$(cat "$tmp/out")" '"check":"not-attempted","reason":"no-secret"'

# A bare password, and several users.
exits "a password of nobody in a capture of two is an error" 2 --password-file "$tmp/password" "$two"
said "with the names to choose from" "say with --user USER\[@REALM\] whose password it is; the capture has 2: 701, 702"
exits "over several files as well" 2 --password-file "$tmp/password" "$bad" "$two"
said "with all names" "the capture has 3: 23, 701, 702"
exits "--user settles it" 0 --user 701 --password-file "$tmp/password" "$two"
exits "one name in several files is one" 0 --password-file "$tmp/password" "$bad" "$bad"
exits "a capture without credentials is of no use for it" 2 --password-file "$tmp/password" "$tmp/unanswered.pcap"
said "which is said" "no credentials in the capture"
is "from a pipe names cannot be gathered" \
	"$(cat "$bad" | feed --password-file "$tmp/password" -)" 2
said "so one must be given" "say with --user"
mkfifo "$tmp/pipe"
(cat "$bad" >"$tmp/pipe") &
feeder=$!
exits "nor from a named pipe" 2 --password-file "$tmp/password" "$tmp/pipe"
said "alike" "say with --user"
kill $feeder 2>/dev/null
wait
exits "--user without a password is an error" 2 --user 23 "$bad"
exits "and so is one of nobody" 2 --user @proximiti --password-file "$tmp/password" "$bad"
exits "or of no realm" 2 --user 23@ --password-file "$tmp/password" "$bad"
exits "two bare passwords are one too many" 2 --password-file "$tmp/password" --ask-password "$bad"

# What is closed.
for words in "--password $secret" "--password=$secret" "-P$secret" "--pass $secret" "--ask-password=$secret" \
	"--password-fd $secret" "--password-fd=$secret" "--password-file $secret" "--credentials $secret" \
	"--credentials 23:proximiti:plain:$secret" "--credentials=23:proximiti:$ha1" "--secret $secret" \
	"--ha1 $ha1"; do
	# shellcheck disable=SC2086
	exits "$(echo "$words" | sed "s/$secret/…/;s/$ha1/…/") is refused" 2 $words "$bad"
	said "and why is told" "never (goes|given) on the command line|is never given on the command line"
done
for file in password htdigest plain wireshark; do
	case $file in
	password) option=--password-file ;;
	*) option=--credentials ;;
	esac
	chmod 644 "$tmp/$file"
	exits "$option: what others may read is refused" 2 $option "$tmp/$file" "$bad"
	said "with what to do" "chmod 600 $tmp/$file"
	chmod 620 "$tmp/$file"
	exits "$option: what others may write too" 2 $option "$tmp/$file" "$bad"
	chmod 600 "$tmp/$file"
done
exits "a directory is no file of passwords" 2 --password-file "$tmp" "$bad"
is "a descriptor that is not open is an error" "$(feed --password-fd 8 "$bad" 8<&-)" 2
is "no password is an error" "$(feed --password-fd 0 "$bad" </dev/null)" 2
said "and called so" "no password"
for line in "$secret" "23:proximiti" "23:proximiti:$secret" "23::plain:$secret" ":proximiti:$ha1" \
	"\"23\",\"proximiti\",\"$secret" "\"23\",\"$secret\"" "23:proximiti:${ha1}0"; do
	{ echo "# a remark"; echo "$line"; } >"$tmp/broken"
	exits "a line that is none of the three forms is an error" 2 --credentials "$tmp/broken" "$bad"
	said "with its number" "broken: line 2: "
done

# The digest in what is shown.
response=$(sed -n 's/.*response="\([0-9a-f]*\)".*/\1/p' "$top_srcdir/samples/qop-missing.sip" | head -n 1)
is "the response of the sample is what the password makes" \
	"$response" "$(md5_of "$ha1:156730866:$ha2")"
# right_answer FILE: whether the header in it has the response that its own cnonce asks for.
right_answer()
{
	cnonce=$(grep -oE 'cnonce=\\?"[0-9a-f]{8,}' "$1" | grep -oE '[0-9a-f]{8,}' | head -n 1)
	grep -q "response=\\\\*\"$(md5_of "$ha1:156730866:00000001:$cnonce:auth:$ha2")" "$1"
}
exits "text with the password" 0 --format text -vv --password-file "$tmp/password" "$bad"
tr -d '\n' <"$tmp/out" | sed 's/  */ /g' >"$tmp/flat"
ok "shows the right answer" right_answer "$tmp/flat"
ok "and masks the one that was sent" sh -c '! grep -q "$1" "$2"' sh "$response" "$tmp/out"
exits "text without it" 0 --format text -vv "$bad"
has "leaves the response open" "$(cat "$tmp/out")" 'response="…",'
has "and tells of what was sent only the length" "$(cat "$tmp/out")" 'response="…\(32\)"'
exits "JSON with the password" 0 -j --password-file "$tmp/password" "$bad"
ok "does not show the right answer" sh -c '! grep -Eq "response=\\\\?\"[0-9a-f]" "$1"' sh "$tmp/out"
has "but the header around it" "$(cat "$tmp/out")" '"expected_header":"Authorization: .*response=\\"…\\"'
exits "JSON with --show-digests and the password" 0 -j --show-digests --password-file "$tmp/password" "$bad"
ok "does" right_answer "$tmp/out"
exits "JSON with --show-digests and no password" 0 -j --show-digests "$bad"
has "cannot" "$(cat "$tmp/out")" '"expected_header":"Authorization: .*response=\\"…\\"'
exits "text with --show-digests" 0 --format text -vv --show-digests "$bad"
has "shows what was sent" "$(cat "$tmp/out")" "response=\"$response\""

# A terminal.
cat >"$tmp/ask.py" <<'EOS'
"""ask.py KEYS COMMAND...: run it on a terminal of its own, type KEYS when it asks.  Prints what the
terminal shows, then "status N"; 99 when it does not end within ten seconds."""
import os, pty, select, signal, sys, time
pid, fd = pty.fork()
if pid == 0:
    os.execv(sys.argv[2], sys.argv[2:])
shown, typed, end = b"", False, time.monotonic() + 10
while time.monotonic() < end:
    if select.select([fd], [], [], 0.1)[0]:
        try:
            got = os.read(fd, 65536)
        except OSError:
            got = b""
        if not got:
            break
        shown += got
    if not typed and b"Password: " in shown:
        typed = True
        time.sleep(0.1)
        os.write(fd, sys.argv[1].encode().decode("unicode_escape").encode("latin-1"))
else:
    os.kill(pid, signal.SIGKILL)
status = os.waitpid(pid, 0)[1]
sys.stdout.write(shown.decode("utf-8", "replace").replace("\r", ""))
code = os.waitstatus_to_exitcode(status)
print("status", 99 if code == -signal.SIGKILL else code)
EOS
python=$(command -v python3) && "$python" -c 'import pty; pty.openpty()' 2>/dev/null || python=
on_terminal()
{
	"$python" "$tmp/ask.py" "$@" >"$tmp/out" 2>&1
	cat "$tmp/out" >>"$tmp/everything"
	tail -n 1 "$tmp/out"
}
if [ -n "$python" ]; then
	is "--ask-password asks" "$(on_terminal "$secret\n" "$sipwhy" --ask-password "$bad")" "status 0"
	has "and the password proves the cause" "$(cat "$tmp/out")" 'qop-missing-in-response.* proven, client'
	is "the text goes elsewhere than the prompt" "$(on_terminal "$secret\n" /bin/sh -c \
		'"$1" -j --ask-password "$2" >"$3"' sh "$sipwhy" "$bad" "$tmp/asked")" "status 0"
	is "which stays on the terminal" "$(cat "$tmp/out")" "$(printf 'Password: \nstatus 0')"
	has "while the report is where it belongs" "$(cat "$tmp/asked")" '"causality":"proven"'
	is "the end of input is no password" "$(on_terminal '\x04' "$sipwhy" --ask-password "$bad")" "status 2"
	has "which is said, once" "$(cat "$tmp/out")" 'no password was given'
	is "nor is an empty line" "$(on_terminal '\n' "$sipwhy" --ask-password "$bad")" "status 2"
	is "an interrupt ends it" "$(on_terminal '\x03' "$sipwhy" --ask-password "$bad")" "status 130"
	is "and gives the terminal its echo back" "$(on_terminal '\x03' /bin/sh -c \
		'trap : INT; "$1" --ask-password "$2"; stty -a | grep -oE -e "-?\<echo\>"' sh "$sipwhy" "$bad" |
		sed 's/.*status/status/'; grep -x -e '-*echo' "$tmp/out")" "$(printf 'status 0\necho')"
	is "a bad name shows before a password is asked for" \
		"$(on_terminal "$secret\n" "$sipwhy" --ask-password "$tmp/absent")" "status 2"
	is "so that none is" "$(grep -c Password "$tmp/out")" 0
	is "with two users it needs --user" "$(on_terminal "$secret\n" "$sipwhy" --ask-password "$two")" "status 2"
	has "with the list" "$(cat "$tmp/out")" '701, 702'
else
	skip "python3 has no pty"
fi
if command -v setsid >/dev/null; then
	is "without a terminal there is none to ask on" \
		"$(setsid -w "$sipwhy" --ask-password "$bad" >"$tmp/out" 2>"$tmp/err" </dev/null; echo $?)" 2
	said "so another way is named" "needs a terminal; use --password-fd or --credentials"
else
	skip "setsid is not installed"
fi

# Every sample with every way to show it.
grep -hoE '^# password: [^ ]+ \([^,)]*' "$top_srcdir"/samples/*.sip |
	sed -E 's/^# password: ([^ ]+) \((.*)/\2:plain:\1/' >"$tmp/all"
sed 's/.*:plain://' "$tmp/all" >"$tmp/secrets"
while IFS= read -r line; do
	md5_of "$(echo "$line" | sed 's/:plain:/:/')"
	printf '%s' "$(echo "$line" | sed 's/:plain:/:/')" | openssl dgst -sha256 -r | cut -d ' ' -f 1
done <"$tmp/all" >>"$tmp/secrets"
ok "the samples have passwords" test "$(wc -l <"$tmp/secrets")" -ge 24
for sample in "$top_srcdir"/samples/*.sip; do
	"$top_builddir/tests/sip2pcap" -o "$tmp/sample.pcap" "$sample"
	"$sipwhy" --format text -vv --sessions --show-digests --credentials "$tmp/all" "$tmp/sample.pcap"
	"$sipwhy" -j --sessions --show-digests --credentials "$tmp/all" "$tmp/sample.pcap"
	head -c 2500 "$tmp/sample.pcap" | "$sipwhy" -vv --format text --credentials "$tmp/all" -
done >>"$tmp/everything" 2>&1
ok "there is much to search" test "$(wc -c <"$tmp/everything")" -gt 100000
has "and digests were checked in it" "$(cat "$tmp/everything")" '"check":"mismatch"'
empty "no password and no HA1 is in anything that was written" \
	"$(grep -Fo -f "$tmp/secrets" "$tmp/everything" | sort | uniq -c)"
done_testing
