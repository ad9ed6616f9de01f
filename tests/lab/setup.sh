# shellcheck shell=sh disable=SC2034,SC2154
# SPDX-License-Identifier: BSD-2-Clause
#
# What the lab tests have in common: a network of their own where that can be had, ports that
# nobody has, the clients, and an end to all that was started.  Sourced first; needs $0 and "$@" of
# the test, gives $lab, $base, $running and all of tap.sh, in the directory $tmp.
for how in "unshare -n" "unshare -n -U --map-current-user --keep-caps"; do
	[ -z "${lab_network:-}" ] || break
	if $how ip link set lo up 2>/dev/null; then
		lab_network=own
		export lab_network
		# shellcheck disable=SC2086
		exec $how /bin/sh "$0" "$@"
	fi
done
. "${top_srcdir:-.}/tests/tap.sh"
PATH=$PATH:/usr/sbin:/sbin

sipwhy=$(cd "$top_builddir" && pwd)/sipwhy
lab=$(cd "$top_srcdir/tests/lab" && pwd)
[ -x "$sipwhy" ] || skip_all "the program is not built"
for tool in kamailio:kamailio sipp:sip-tester sipsak:sipsak tcpdump:tcpdump openssl:openssl ip:iproute2 timeout:coreutils; do
	command -v "${tool%:*}" >/dev/null ||
		skip_all "${tool%:*} is not installed (Debian: apt-get install ${tool#*:}, or ./bootstrap --test)"
done
[ "${lab_network:-}" != own ] || ip link set lo up

# All that is started here, to be ended by its number.
running=
cleanup()
{
	# shellcheck disable=SC2086
	[ -z "$running" ] || kill $running 2>/dev/null
	wait
	rm -rf "$tmp"
}
trap cleanup EXIT

# wait_for SECONDS COMMAND...: until it succeeds.
wait_for()
{
	tries=$(($1 * 5))
	shift
	while [ "$tries" -gt 0 ]; do
		"$@" >/dev/null 2>&1 && return
		sleep 0.2
		tries=$((tries - 1))
	done
	return 1
}

# A port that nobody has, and a score behind it for the clients.
base=$((20000 + $$ % 1000 * 20))
while { ss -Hlun; ss -Hltn; } 2>/dev/null | awk -v base=$base -v ports="${lab_ports:-20}" '{ n = split($4, at, ":"); if (at[n] >= base && at[n] < base + ports) hit = 1 }
	END { exit !hit }'; do
	base=$((base + 20))
done
cd "$tmp" || exit 99

# answers SERVER PORT: a SIP server does.
answers()
{
	timeout 2 sipsak -H 127.0.0.1 -s "sip:lab@$1:$2"
}
md5_of()
{
	printf '%s' "$1" | openssl dgst -md5 -r | cut -d ' ' -f 1
}

# cause CODE SURENESS
cause()
{
	printf '"cause":\{"code":"%s","group":"[a-z-]+","party":"[a-z]+","causality":"%s"' "$1" "$2"
}
accepted='"event_type":"session",.*"outcome":"accepted","cause":null'
rejected='"event_type":"diagnosis",.*"outcome":"rejected"'
unanswered='"event_type":"diagnosis",.*"outcome":"unanswered"'
no_defect='"defects":\[\]'

# a_telephone: baresip and a network that it will do with, since it will not with loopback alone;
# where the network is not ours nothing is added to it.
a_telephone()
{
	modules=$(dirname "$(find /usr/lib /usr/local/lib -path '*baresip/modules/account.so' 2>/dev/null | head -n 1)")
	[ "${lab_network:-}" = own ] && command -v baresip >/dev/null && [ "$modules" != . ] &&
		ip link add lab0 type veth peer name lab1 2>/dev/null || return
	ip addr add 192.0.2.10/24 dev lab0
	ip link set lab0 up
	ip link set lab1 up
}
# baresip_as PORT SERVER PASSWORD [USER [PARAMETERS [SECONDS]]]: for two seconds; it takes its
# registration back when it ends.
baresip_as()
{
	mkdir "baresip.$1"
	: >"baresip.$1/contacts"
	echo "<sip:${4:-alice}@$2:$port${5:-}>;auth_user=${4:-alice};auth_pass=$3;regint=60" >"baresip.$1/accounts"
	printf 'module_path %s\nmodule_app account.so\nmodule_app menu.so\nsip_listen 192.0.2.10:%s\n' \
		"$modules" "$1" >"baresip.$1/config"
	timeout $((${6:-2} + 8)) baresip -f "baresip.$1" -t "${6:-2}" >"baresip.$1.log" 2>&1 || :
}
