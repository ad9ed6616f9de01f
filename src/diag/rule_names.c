/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/contrast.h>
#include <sipwhy/rule.h>

const char *
party_name(enum party p)
{
	static const char *const names[] = {
		[PARTY_CLIENT] = "client",           [PARTY_SERVER] = "server",
		[PARTY_CREDENTIALS] = "credentials", [PARTY_POLICY] = "policy",
		[PARTY_MIDDLEBOX] = "middlebox",     [PARTY_NETWORK] = "network",
		[PARTY_ATTACKER] = "attacker",       [PARTY_CAPTURE] = "capture",
		[PARTY_UNKNOWN] = "unknown",
	};

	return names[p];
}

const char *
severity_name(enum severity s)
{
	static const char *const names[] = {
		[SEVERITY_NOTE] = "note",
		[SEVERITY_WARNING] = "warning",
		[SEVERITY_CAUSE] = "cause",
	};

	return names[s];
}

const char *
causality_name(enum causality c)
{
	static const char *const names[] = {
		[CAUSALITY_NONE] = "",
		[CAUSALITY_POSSIBLE] = "possible",
		[CAUSALITY_LIKELY] = "likely",
		[CAUSALITY_PROVEN] = "proven",
	};

	return names[c];
}

const char *
contrast_param_name(enum contrast_param p)
{
	static const char *const names[CONTRAST_PARAMS_] = {
		[CONTRAST_HEADER] = "header",
		[CONTRAST_ALGORITHM] = "algorithm",
		[CONTRAST_QOP] = "qop",
		[CONTRAST_CNONCE] = "cnonce",
		[CONTRAST_NC] = "nc",
		[CONTRAST_OPAQUE] = "opaque",
		[CONTRAST_USERNAME_FORM] = "username",
		[CONTRAST_URI_FORM] = "uri",
	};

	return names[p];
}
