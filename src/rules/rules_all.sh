#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# rules_all.sh FILE... - the table of the rules that these files define, in the order of their codes.
set -eu

codes=$(for f; do basename "$f" .c; done | LC_ALL=C sort)
# The group of a rule is the folder that its file is in.
group_of()
{
	code=$1
	shift
	for f; do
		[ "$(basename "$f" .c)" != "$code" ] || basename "$(dirname "$f")"
	done
}

cat <<'EOF'
/* SPDX-License-Identifier: BSD-2-Clause */
/* Made by rules_all.sh from the list in src/rules/local.mk. */
#include <sipwhy/rule.h>

EOF
for code in $codes; do
	echo "extern const struct rule rule_$(echo "$code" | tr - _);"
done
printf '\nconst struct rule *const rules_all[] = {\n'
for code in $codes; do
	printf '\t&rule_%s,\n' "$(echo "$code" | tr - _)"
done
# So that there is an array when there is no rule yet.
printf '\tNULL,\n};\nconst size_t rules_count = COUNT(rules_all) - 1;\n'
printf '\nconst char *\nrule_group(const struct rule *rule)\n{\n'
printf '\tstatic const char *const groups[] = {\n'
for code in $codes; do
	printf '\t\t"%s",\n' "$(group_of "$code" "$@")"
done
printf '\t\t"",\n\t};\n\n\tfor (size_t i = 0; i < rules_count; i++) {\n'
printf '\t\tif (rules_all[i] == rule)\n\t\t\treturn groups[i];\n\t}\n\treturn "";\n}\n'
