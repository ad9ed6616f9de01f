# SPDX-License-Identifier: BSD-2-Clause
#
# One line a rule, in the order of the codes (the file names); src/rules/<group>/<code>.c defines
# rule_<code>, with "_" for "-".  The table of all rules is made from this list.

rule_sources = \
	%D%/outcome/400-bad-credentials-header.c \
	%D%/outcome/403-after-correct-digest.c \
	%D%/aka/aka-hmac-misuse.c \
	%D%/aka/aka-mac-failure.c \
	%D%/aka/aka-res-form.c \
	%D%/credentials/algorithm-label-mismatch.c \
	%D%/credentials/algorithm-mismatch.c \
	%D%/challenge/algorithm-unsupported.c \
	%D%/digest/auth-int-body-hash.c \
	%D%/digest/auth-username-not-configured.c \
	%D%/path/capture-incomplete.c \
	%D%/challenge/challenge-missing-header.c \
	%D%/challenge/challenge-missing-nonce.c \
	%D%/calls/challenge-unanswered.c \
	%D%/digest/charset-mismatch.c \
	%D%/digest/client-hashed-nonrfc-form.c \
	%D%/digest/client-hashed-request-uri.c \
	%D%/credentials/cnonce-without-qop.c \
	%D%/nonce/credentials-for-other-nonce.c \
	%D%/security/credentials-replayed.c \
	%D%/outcome/failed-after-authentication.c \
	%D%/calls/first-realm-credentials-dropped.c \
	%D%/digest/ha1-for-other-realm-or-user.c \
	%D%/digest/ha1-used-as-password.c \
	%D%/digest/ha1-wrong-algorithm.c \
	%D%/digest/hashed-2069-but-sent-qop.c \
	%D%/digest/hashed-old-nonce.c \
	%D%/digest/hashed-qop-but-omitted.c \
	%D%/digest/hashed-wrong-method.c \
	%D%/digest/hashed-wrong-nc-form.c \
	%D%/digest/hashed-wrong-qop-token.c \
	%D%/digest/hashed-wrong-realm-form.c \
	%D%/digest/literal-undefined-value.c \
	%D%/digest/md5-sess-confusion.c \
	%D%/challenge/multiple-challenges-wrong-pick.c \
	%D%/nonce/nextnonce-ignored.c \
	%D%/nonce/nonce-altered.c \
	%D%/nonce/nonce-count-replayed.c \
	%D%/digest/nonce-quoted-badly.c \
	%D%/nonce/nonce-unknown.c \
	%D%/digest/password-cut-at-separator.c \
	%D%/digest/password-escaped.c \
	%D%/digest/password-trailing-byte.c \
	%D%/path/proxy-stripped-credentials.c \
	%D%/credentials/qop-added-without-offer.c \
	%D%/credentials/qop-incomplete-set.c \
	%D%/credentials/qop-missing-in-response.c \
	%D%/credentials/qop-not-offered-value.c \
	%D%/credentials/realm-mismatch.c \
	%D%/outcome/rejected-before-challenge.c \
	%D%/outcome/rejected-by-403.c \
	%D%/outcome/rejected-by-rechallenge.c \
	%D%/credentials/required-param-missing.c \
	%D%/credentials/response-length-wrong.c \
	%D%/digest/response-uppercase-hex.c \
	%D%/nonce/retransmission-hits-one-time-nonce.c \
	%D%/calls/retry-without-credentials.c \
	%D%/outcome/rspauth-mismatch.c \
	%D%/digest/server-verify-formula-bug.c \
	%D%/digest/sha512-256-truncated.c \
	%D%/outcome/silent-drop-after-credentials.c \
	%D%/nonce/stale-ignored-by-client.c \
	%D%/nonce/stale-nonce-loop.c \
	%D%/path/udp-fragment-loss.c \
	%D%/digest/userhash-unsupported.c \
	%D%/digest/username-is-full-aor.c \
	%D%/outcome/valid-digest-refused.c \
	%D%/security/weak-cnonce.c \
	%D%/credentials/wrong-authorization-header.c \
	%D%/digest/wrong-password.c

libsipwhy_a_SOURCES += $(rule_sources)
nodist_libsipwhy_a_SOURCES += %D%/rules_all.c
BUILT_SOURCES += %D%/rules_all.c
CLEANFILES += %D%/rules_all.c
EXTRA_DIST += %D%/rules_all.sh

%D%/rules_all.c: %D%/local.mk %D%/rules_all.sh
	$(AM_V_GEN)$(MKDIR_P) %D% && \
	$(SHELL) $(srcdir)/%D%/rules_all.sh $(rule_sources) >$@.tmp && mv $@.tmp $@
