# SPDX-License-Identifier: BSD-2-Clause
#
# tap.sh - the Test Anything Protocol for shell tests: `. "$top_srcdir/tests/tap.sh"` first,
# `done_testing` last.  Gives a scratch directory $tmp that goes away at the end.

: "${top_srcdir:=.}" "${top_builddir:=.}"
tap_run=0
tap_failed=0
tmp=$(mktemp -d "${TMPDIR:-/tmp}/sipwhy.XXXXXX") || exit 99
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM HUP

diag()
{
	printf '%s\n' "$*" | sed 's/^/# /'
}

# ok NAME COMMAND...: the command succeeds; what it prints is shown if not.
ok()
{
	tap_name=$1
	shift
	tap_run=$((tap_run + 1))
	if "$@" >"$tmp/ok.out" 2>&1 </dev/null; then
		echo "ok $tap_run - $tap_name"
		return 0
	fi
	tap_failed=$((tap_failed + 1))
	echo "not ok $tap_run - $tap_name"
	sed 's/^/# /' "$tmp/ok.out"
	return 1
}

# is NAME GOT WANT: the same text.
is()
{
	tap_run=$((tap_run + 1))
	if [ "$2" = "$3" ]; then
		echo "ok $tap_run - $1"
		return 0
	fi
	tap_failed=$((tap_failed + 1))
	echo "not ok $tap_run - $1"
	printf '%s\n' "$2" | sed 's/^/#  got /'
	printf '%s\n' "$3" | sed 's/^/# want /'
	return 1
}

# has NAME TEXT PATTERN: a line of the text matches the extended regular expression.
has()
{
	tap_run=$((tap_run + 1))
	if printf '%s\n' "$2" | grep -Eq -e "$3"; then
		echo "ok $tap_run - $1"
		return 0
	fi
	tap_failed=$((tap_failed + 1))
	echo "not ok $tap_run - $1"
	printf '%s\n' "$2" | sed 's/^/#  got /'
	echo "# want /$3/"
	return 1
}

# empty NAME TEXT: nothing was found; the text says what was.
empty()
{
	is "$1" "$2" ""
}

skip()
{
	tap_run=$((tap_run + 1))
	echo "ok $tap_run # SKIP $*"
}

skip_all()
{
	echo "1..0 # SKIP $*"
	exit 0
}

done_testing()
{
	echo "1..$tap_run"
	[ "$tap_failed" -eq 0 ]
	exit
}
