/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One message seen at two points, on both sides of what stands between client and server: it is one
 * exchange, nothing is a retransmission, and what was changed on the way is there to be looked at.
 */
#include <string.h>

#include <sipwhy/pipeline.h>

#include "sipwire.h"
#include "tap.h"

/* A proxy that shortens the nonce on its way to the client, and takes the answer's qop away. */
#define HEAD(via, tag, seq)                                 \
	via "From: <sip:u@r>;tag=f\nTo: <sip:u@r>" tag "\n" \
	    "Call-ID: c\nCSeq: " seq " REGISTER\n"
#define V1(b) "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK" b "\n"
#define V2(b) "Via: SIP/2.0/UDP 192.0.2.20:5060;branch=z9hG4bKp" b "\n" V1(b)
#define CRED                                                                                 \
	"Authorization: Digest username=\"u\", realm=\"r\", nonce=\"0123\", uri=\"sip:r\", " \
	"response=\"00000000000000000000000000000000\", algorithm=MD5"
#define IN " udp 192.0.2.10:5060 > 192.0.2.20:5060\n"
#define ON " udp 192.0.2.20:5060 > 192.0.2.30:5060\n"
#define BACK " udp 192.0.2.30:5060 > 192.0.2.20:5060\n"
#define OUT " udp 192.0.2.20:5060 > 192.0.2.10:5060\n"
#define END "Content-Length: 0\n\n"

static const char proxied[] = "@ 0.000" IN "REGISTER sip:r SIP/2.0\n" HEAD(V1("a"), "", "1") END
	"@ 0.001" ON "REGISTER sip:r SIP/2.0\n" HEAD(V2("a"), "", "1") END
	"@ 0.010" BACK "SIP/2.0 401 No\n" HEAD(
		V2("a"), ";tag=t",
		"1") "WWW-Authenticate: Digest realm=\"r\", nonce=\"0123456789\", qop=\"auth\"\n" END
		     "@ 0.011" OUT "SIP/2.0 401 No\n" HEAD(
			     V1("a"), ";tag=t",
			     "1") "WWW-Authenticate: Digest realm=\"r\", nonce=\"0123\", qop=\"auth\"\n" END
				  "@ 0.020" IN "REGISTER sip:r SIP/2.0\n" HEAD(V1("b"), "", "2")
					  CRED
	", qop=auth, nc=00000001, cnonce=\"x\"\n" END "@ 0.021" ON
	"REGISTER sip:r SIP/2.0\n" HEAD(V2("b"), "", "2") CRED
	"\n" END "@ 0.030" BACK "SIP/2.0 403 No\n" HEAD(V2("b"), ";tag=t", "2") END
	"@ 0.031" OUT "SIP/2.0 403 No\n" HEAD(V1("b"), ";tag=t", "2") END;

/* Both sides of a NAT that writes the addresses of the packets anew, and nothing in them. */
#define NATTED(seq, b, more) "REGISTER sip:r SIP/2.0\n" HEAD(V1(b), "", seq) more END
#define INSIDE " udp 192.0.2.10:5060 > 192.0.2.30:5060\n"
#define OUTSIDE " udp 198.51.100.1:40000 > 192.0.2.30:5060\n"
#define BACK_OUT " udp 192.0.2.30:5060 > 198.51.100.1:40000\n"
#define BACK_IN " udp 192.0.2.30:5060 > 192.0.2.10:5060\n"
#define ASKED                      \
	"SIP/2.0 401 No\n" HEAD(   \
		V1("a"), ";tag=t", \
		"1") "WWW-Authenticate: Digest realm=\"r\", nonce=\"0123\", qop=\"auth\"\n" END
#define DONE "SIP/2.0 200 OK\n" HEAD(V1("b"), ";tag=t", "2") END

static const char natted[] = "@ 0.000" INSIDE NATTED("1", "a", "") "@ 0.001" OUTSIDE NATTED(
	"1", "a", "") "@ 0.010" BACK_OUT ASKED "@ 0.011" BACK_IN ASKED "@ 0.020" INSIDE
	NATTED("2", "b", CRED ", qop=auth, nc=00000001, cnonce=\"x\"\n") "@ 0.021" OUTSIDE NATTED(
		"2", "b", CRED ", qop=auth, nc=00000001, cnonce=\"x\"\n") "@ 0.030" BACK_OUT DONE
									  "@ 0.031" BACK_IN DONE;

struct seen_there {
	unsigned events, legs, copies;
	enum outcome outcome;
	char challenge[256], answer[512], here[256]; /* values of their header fields */
	struct endpoint issuer;
};

static void
copy_header(char *out, size_t room, const struct message *m, enum hdr_id id)
{
	const struct sip_hdr *h = m == NULL ? NULL : sip_msg_hdr(&m->sip, id, 0);

	if (h != NULL && h->value.len < room)
		memcpy(out, h->value.p, h->value.len);
}

static void
look(void *ctx, const struct diagnosis *d)
{
	struct seen_there *t = ctx;
	const struct round *r = d->dossier.round;

	t->events++;
	t->legs = d->exchange->legs;
	t->outcome = d->exchange->outcome;
	t->issuer = d->exchange->issuer;
	t->copies = r->answer.copies;
	copy_header(t->here, sizeof(t->here), r->challenge.msg, HDR_WWW_AUTHENTICATE);
	copy_header(t->challenge, sizeof(t->challenge), r->challenge.elsewhere,
		    HDR_WWW_AUTHENTICATE);
	copy_header(t->answer, sizeof(t->answer), r->answer.elsewhere, HDR_AUTHORIZATION);
}

static struct seen_there
judge(const char *text)
{
	struct seen_there t = { 0 };
	struct err err = { "" };
	struct sipcase *c = sipcase_parse(str_of(text), "elsewhere", &err);
	struct sipwire *w = c == NULL ? NULL : sipwire_new(c, &(struct sipwire_options){ 0 }, &err);
	struct pipeline_options o = { .sessions = true, .on_diagnosis = look, .ctx = &t };
	struct pipeline *p;

	o.digest = digest_new(&err);
	p = pipeline_new(&o);
	if (w == NULL || p == NULL)
		diag("%s", err.text);
	for (size_t i = 0; w != NULL && p != NULL && i < w->count; i++)
		pipeline_packet(p, 0, &w->packets[i]);
	if (p != NULL)
		pipeline_finish(p);
	pipeline_free(p);
	digest_free(o.digest);
	sipwire_free(w);
	sipcase_free(c);
	return t;
}

int
main(void)
{
	struct seen_there t = judge(proxied);

	is_int(t.events, 1, "on two legs it is one exchange");
	is_int(t.legs, 2, "of two legs");
	is_int(t.copies, 1, "and no request was sent again");
	ok(strstr(t.here, "nonce=\"0123\"") != NULL, "it is told as the client saw it");
	ok(strstr(t.challenge, "nonce=\"0123456789\"") != NULL,
	   "the challenge as the server sent it is kept beside");
	ok(strstr(t.answer, "nonce=\"0123\"") != NULL && strstr(t.answer, "cnonce") == NULL,
	   "and so is the answer as it was forwarded");
	ok(t.issuer.ip.family == 4 && t.issuer.ip.octets[3] == 30,
	   "the server behind is the issuer");

	t = judge(natted);
	is_int(t.events, 1, "on both sides of a NAT it is one exchange");
	is_int(t.outcome, OUTCOME_ACCEPTED, "accepted once");
	is_int(t.copies, 1, "and nothing was sent again");
	is_int(t.legs, 2, "of two legs");
	return done();
}
