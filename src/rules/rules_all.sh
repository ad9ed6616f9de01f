#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# rules_all.sh FILE... - the table of the rules that these files define, in the order of their codes.
set -eu

codes=$(for f; do basename "$f" .c; done | LC_ALL=C sort)

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
