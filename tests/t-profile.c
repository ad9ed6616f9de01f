/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a server and an account were seen to do is counted as it was, products are told by their own words, and who a
 * request is from is read as it stands.
 */
#include <string.h>

#include <sipwhy/identity.h>
#include <sipwhy/pipeline.h>

#include "sip-check.h"
#include "sipwire.h"
#include "tap.h"

static void
test_products(void)
{
	/* Values as these products send them. */
	static const struct {
		struct str text;
		const char *name;
		struct str version;
	} rows[] = {
		{ S("kamailio (5.6.1 (x86_64/linux))"), "Kamailio", S("5.6.1") },
		{ S("Asterisk PBX 18.10.0~dfsg+~cs6.10"), "Asterisk", S("18.10.0") },
		{ S("FPBX-16.0.40(18.9.0)"), "FreePBX (Asterisk)", S("16.0.40") },
		{ S("FreeSWITCH-mod_sofia/1.10.9-release+git"), "FreeSWITCH", S("1.10.9-release") },
		{ S("OpenSIPS (3.2.11 (x86_64/linux))"), "OpenSIPS", S("3.2.11") },
		{ S("Flexisip/2.2.0 (sofia-sip-nta/2.0)"), "Flexisip", S("2.2.0") },
		{ S("Twilio Gateway"), "Twilio", STR_ABSENT },
		{ S("Example Registrar 2.1"), NULL, STR_ABSENT },
		{ STR_ABSENT, NULL, STR_ABSENT },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str version;
		const struct server_product *p = server_product_of(rows[i].text, &version);

		is_str(p == NULL ? STR_ABSENT : str_of(p->name), str_of(rows[i].name),
		       "the product of \"%.*s\"", STR_ARG(rows[i].text));
		is_str(version, rows[i].version, "and its version");
	}
}

static void
test_identity(void)
{
	static const char text[] =
		"REGISTER sip:r SIP/2.0\r\nFrom: <sip:from@r>;tag=1\r\nTo: <sip:to@r>\r\n"
		"Authorization: Digest username=\"to@r\", realm=\"r\"\r\n\r\n";
	struct parsed p;
	struct message m = { 0 };
	struct credentials c = { 0 };
	struct identity id;

	parsed_begin(&p, str_of(text), 0);
	m.sip = p.m;
	(void)credentials_of(&p.m, &c, 1);
	identity_of(&m, &c, &id);
	is_str(id.user, S("to"), "the user of a user@domain name");
	is_str(id.claimed, S("to"), "a registration is on behalf of To");
	ok(!identity_is_other(&id), "and they are one");
	c.username = S("sip:other@r");
	identity_of(&m, &c, &id);
	is_str(id.user, S("other"), "the user of a URI");
	ok(identity_is_other(&id), "and they are two");
	identity_of(&m, NULL, &id);
	ok(!identity_is_other(&id), "without credentials nobody is another");
	parsed_end(&p);
	ok(host_is_address(S("192.0.2.1")) && host_is_address(S("[2001:db8::1]")) &&
		   !host_is_address(S("example.org")),
	   "an address is told from a name");
	ok(user_is_number(S("+4930123")) && !user_is_number(S("12")) && !user_is_number(S("a123")),
	   "a number is told from a name");
}

/* Two registrations: the first without qop, with a user@domain name and another uri; the second refused. */
#define HEAD(b, tag, call, seq)                                      \
	"Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK" call b "\n" \
	"From: <sip:u@r>;tag=f\nTo: <sip:u@r>" tag "\nCall-ID: " call "\nCSeq: " seq " REGISTER\n"
#define TO " udp 192.0.2.1:5060 > 192.0.2.2:5060\nREGISTER sip:r SIP/2.0\n"
#define BACK " udp 192.0.2.2:5060 > 192.0.2.1:5060\nSIP/2.0 "
#define WANTS(nonce)                                           \
	"WWW-Authenticate: Digest realm=\"r\", nonce=\"" nonce \
	"\", qop=\"auth\"\nServer: kamailio (5.6.1)\n"
#define CRED(nonce)                                                                \
	"User-Agent: Phone\nAuthorization: Digest username=\"u@r\", realm=\"r\", " \
	"nonce=\"" nonce "\", uri=\"sip:x\", response=\"" ZEROS "\"\n"
#define ZEROS "00000000000000000000000000000000"
#define LAST "Content-Length: 0\n\n"

static const char two[] = "@ 0.000" TO HEAD("a", "", "c1", "1") LAST
	"@ 0.010" BACK "401 No\n" HEAD("a", ";tag=t", "c1", "1") WANTS("0123456789") LAST
	"@ 0.020" TO HEAD("b", "", "c1", "2") CRED("0123456789") LAST
	"@ 0.030" BACK "200 OK\n" HEAD("b", ";tag=t", "c1", "2") LAST
	"@ 1.000" TO HEAD("a", "", "c2", "1") LAST
	"@ 1.010" BACK "401 No\n" HEAD("a", ";tag=t", "c2", "1") WANTS("abcdefghij") LAST
	"@ 1.020" TO HEAD("b", "", "c2", "2") CRED("abcdefghij") LAST
	"@ 1.030" BACK "403 No\n" HEAD("b", ";tag=t", "c2", "2") LAST;

static void
look(void *ctx, const struct diagnosis *d)
{
	const struct server_profile *s = d->dossier.server;
	const struct history *a = d->dossier.account;
	unsigned *events = ctx;

	if (d->is_session)
		return;
	++*events;
	is_int((intmax_t)s->accepted, 1, "one was accepted");
	is_int((intmax_t)s->without_qop, 1, "without qop");
	is_int((intmax_t)s->uri_unlike, 1, "with a uri unlike the Request-URI");
	is_int((intmax_t)s->aor_user, 1, "with a user@domain name");
	is_int((intmax_t)s->user_unlike_from, 0, "whose user is that of To");
	is_int((intmax_t)s->nc_not_raised, 0, "without nc");
	is_int((intmax_t)s->forbade, 1, "one was forbidden");
	is_int((intmax_t)s->asked_again, 0, "none was asked for again");
	ok(s->product != NULL && strcmp(s->product->name, "Kamailio") == 0, "by Kamailio");
	is_int((intmax_t)a->way_count, 1, "the account was accepted in one way");
	ok(a->way_count == 1 && a->ways[0]->registered && a->ways[0]->count == 1 &&
		   str_eq(a->ways[0]->user_agent, S("Phone")),
	   "as a registration of this phone");
	is_int((intmax_t)d->dossier.host->accepted, 1, "and from this host");
}

static void
test_counts(void)
{
	unsigned events = 0;
	struct err err = { "" };
	struct sipcase *c = sipcase_parse(str_of(two), "two", &err);
	struct sipwire *w = c == NULL ? NULL : sipwire_new(c, &(struct sipwire_options){ 0 }, &err);
	struct pipeline_options o = {
		.sessions = true, .hindsight = true, .on_diagnosis = look, .ctx = &events
	};
	struct pipeline *p;

	o.digest = digest_new(&err);
	p = pipeline_new(&o);
	if (w == NULL || p == NULL)
		diag("%s", err.text);
	for (size_t i = 0; w != NULL && p != NULL && i < w->count; i++)
		pipeline_packet(p, 0, &w->packets[i]);
	if (p != NULL)
		pipeline_finish(p);
	is_int(events, 1, "one failed");
	pipeline_free(p);
	digest_free(o.digest);
	sipwire_free(w);
	sipcase_free(c);
}

int
main(void)
{
	test_products();
	test_identity();
	test_counts();
	return done();
}
