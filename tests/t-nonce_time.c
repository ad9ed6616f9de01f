/* SPDX-License-Identifier: BSD-2-Clause */
/* The time that a nonce tells of itself; the nonces of servers are from captures of them. */
#include <sipwhy/nonce_time.h>

#include "tap.h"

static const struct {
	const char *promise, *nonce;
	int64_t now_s;
	struct nonce_time want;
} cases[] = {
	/* kamailio 5.6.3 with nonce_count, nonce_expire 300: 29 octets */
	{ "Kamailio tells issue and expiry",
	  "awO+bmsDvUKpa/L6p8EvTie3fTv3YOpCHsQMlIA=",
	  1795407170,
	  { NONCE_FORM_KAMAILIO, 1795407170, 1795407470, 300 } },
	/* 24 octets; the readme of its auth module shows nonces of this length */
	{ "… without counting too",
	  "VQ1xDFUNcOAdjzXTCMSLePZxOIKH2Lf9",
	  1426944224,
	  { NONCE_FORM_KAMAILIO, 1426944224, 1426944268, 44 } },
	{ "… also when its clock is two hours off",
	  "VQ1xDFUNcOAdjzXTCMSLePZxOIKH2Lf9",
	  1426951424,
	  { NONCE_FORM_KAMAILIO, 1426944224, 1426944268, 44 } },
	{ "not when it would be decades off",
	  "VQ1xDFUNcOAdjzXTCMSLePZxOIKH2Lf9",
	  1,
	  { NONCE_FORM_NONE, -1, -1, -1 } },
	/* sofia-sip 1.12.11 */
	{ "sofia-sip tells the issue",
	  "KDuu7gAAAADru1PeAADooUAg3hwAAAAA",
	  1795407016,
	  { NONCE_FORM_SOFIA, 1795407016, -1, -1 } },
	{ "Asterisk tells the issue",
	  "1700000000/d41d8cd98f00b204e9800998ecf8427e",
	  1700000010,
	  { NONCE_FORM_ASTERISK, 1700000000, -1, -1 } },
	{ "digits, a slash and something else are not Asterisk's",
	  "1700000000/d41d8cd98f00b204e9800998ecf8427",
	  1700000010,
	  { NONCE_FORM_NONE, -1, -1, -1 } },
	/* 0x6553f11e is 1700000030 */
	{ "OpenSIPS tells the expiry",
	  "6553f11e00000007d41d8cd98f00b204e9800998ecf8427e",
	  1700000000,
	  { NONCE_FORM_OPENSIPS, -1, 1700000030, 30 } },
	{ "SER and its older heirs do, without an index",
	  "6553f11ed41d8cd98f00b204e9800998ecf8427e",
	  1700000000,
	  { NONCE_FORM_OPENSIPS, -1, 1700000030, 30 } },
	{ "40 digits whose first are no time to come are a hash",
	  "d41d8cd98f00b204e9800998ecf8427ed41d8cd9",
	  1700000000,
	  { NONCE_FORM_NONE, -1, -1, -1 } },
	{ "an MD5 tells nothing",
	  "3b2399235cb4d29608fcb8a181e0a3ab",
	  1795407039,
	  { NONCE_FORM_NONE, -1, -1, -1 } },
	{ "nor does a UUID, as FreeSWITCH sends",
	  "5e1c64ba-28ae-4d5e-a442-ba9157f3ce8a",
	  1795407039,
	  { NONCE_FORM_NONE, -1, -1, -1 } },
	{ "nor a number", "156730866", 1795407039, { NONCE_FORM_NONE, -1, -1, -1 } },
	{ "nor nothing", "", 1795407039, { NONCE_FORM_NONE, -1, -1, -1 } },
};

int
main(void)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct nonce_time got;
		const struct nonce_time *w = &cases[i].want;
		bool read =
			nonce_time_read(str_of(cases[i].nonce), cases[i].now_s * 1000000000, &got);

		ok(read == (w->form != NONCE_FORM_NONE) && got.form == w->form &&
			   got.issued_s == w->issued_s && got.expires_s == w->expires_s &&
			   got.lifetime_s == w->lifetime_s,
		   "%s", cases[i].promise);
	}
	return done();
}
