#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# schema_text.sh FILE - the file as the text of report_schema.
set -eu

cat <<'EOF'
/* SPDX-License-Identifier: BSD-2-Clause */
/* Made by schema_text.sh. */
#include <sipwhy/report.h>

const char report_schema[] =
EOF
sed 's/\\/\\\\/g; s/"/\\"/g; s/^/	"/; s/$/\\n"/' "$1"
echo '	"";'
