# SPDX-License-Identifier: BSD-2-Clause
#
# One line a rule, in the order of the codes (the file names); src/rules/<group>/<code>.c defines
# rule_<code>, with "_" for "-".  The table of all rules is made from this list.

rule_sources =

libsipwhy_a_SOURCES += $(rule_sources)
nodist_libsipwhy_a_SOURCES += %D%/rules_all.c
BUILT_SOURCES += %D%/rules_all.c
CLEANFILES += %D%/rules_all.c
EXTRA_DIST += %D%/rules_all.sh

%D%/rules_all.c: %D%/local.mk %D%/rules_all.sh
	$(AM_V_GEN)$(MKDIR_P) %D% && \
	$(SHELL) $(srcdir)/%D%/rules_all.sh $(rule_sources) >$@.tmp && mv $@.tmp $@
