# SPDX-License-Identifier: BSD-2-Clause

dist_man_MANS += \
	%D%/sipwhy.1

# The manual of the causes is made from the rules themselves.
noinst_PROGRAMS += %D%/make-causes
%C%_make_causes_LDADD = libsipwhy.a $(third_party_libs)
nodist_man_MANS = %D%/sipwhy-causes.7
CLEANFILES += %D%/sipwhy-causes.7
%D%/sipwhy-causes.7: %D%/make-causes$(EXEEXT)
	$(AM_V_GEN)%D%/make-causes$(EXEEXT) >$@.tmp && mv -f $@.tmp $@
