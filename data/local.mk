# SPDX-License-Identifier: BSD-2-Clause

# The form of the events is shipped as a file, and is in the program for --print-schema.
schema = %D%/sipwhy.event-1.schema.json
schemadir = $(pkgdatadir)
dist_schema_DATA = $(schema)

nodist_libsipwhy_a_SOURCES += src/report/schema_text.c
BUILT_SOURCES += src/report/schema_text.c
CLEANFILES += src/report/schema_text.c
EXTRA_DIST += src/report/schema_text.sh

src/report/schema_text.c: $(schema) src/report/schema_text.sh
	$(AM_V_GEN)$(MKDIR_P) src/report && \
	$(SHELL) $(srcdir)/src/report/schema_text.sh $(srcdir)/$(schema) >$@.tmp && mv $@.tmp $@
