/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Milenage against the test sets of 3GPP TS 35.208 4.3.  t-milenage-openssl.sh works the same sets out with
 * openssl's AES, so that a slip of the pen in them shows.
 */
#include <string.h>

#include "../src/digest/milenage.h"
#include "tap.h"

static const struct {
	const char *name;
	struct str k, rand, sqn, amf, op, opc, f1, f1_star, f2, f5, f3, f4, f5_star;
} sets[] = {
	{ "test set 1", .k = S("465b5ce8b199b49faa5f0a2ee238a6bc"),
	  .rand = S("23553cbe9637a89d218ae64dae47bf35"), .sqn = S("ff9bb4d0b607"), .amf = S("b9b9"),
	  .op = S("cdc202d5123e20f62b6d676ac72cb318"), .opc = S("cd63cb71954a9f4e48a5994e37a02baf"),
	  .f1 = S("4a9ffac354dfafb3"), .f1_star = S("01cfaf9ec4e871e9"),
	  .f2 = S("a54211d5e3ba50bf"), .f5 = S("aa689c648370"),
	  .f3 = S("b40ba9a3c58b2a05bbf0d987b21bf8cb"), .f4 = S("f769bcd751044604127672711c6d3441"),
	  .f5_star = S("451e8beca43b") },
	{ "test set 2", .k = S("fec86ba6eb707ed08905757b1bb44b8f"),
	  .rand = S("9f7c8d021accf4db213ccff0c7f71a6a"), .sqn = S("9d0277595ffc"), .amf = S("725c"),
	  .op = S("dbc59adcb6f9a0ef735477b7fadf8374"), .opc = S("1006020f0a478bf6b699f15c062e42b3"),
	  .f1 = S("9cabc3e99baf7281"), .f1_star = S("95814ba2b3044324"),
	  .f2 = S("8011c48c0c214ed2"), .f5 = S("33484dc2136b"),
	  .f3 = S("5dbdbb2954e8f3cde665b046179a5098"), .f4 = S("59a92d3b476a0443487055cf88b2307b"),
	  .f5_star = S("deacdd848cc6") },
	{ "test set 3", .k = S("9e5944aea94b81165c82fbf9f32db751"),
	  .rand = S("ce83dbc54ac0274a157c17f80d017bd6"), .sqn = S("0b604a81eca8"), .amf = S("9e09"),
	  .op = S("223014c5806694c007ca1eeef57f004f"), .opc = S("a64a507ae1a2a98bb88eb4210135dc87"),
	  .f1 = S("74a58220cba84c49"), .f1_star = S("ac2cc74a96871837"),
	  .f2 = S("f365cd683cd92e96"), .f5 = S("f0b9c08ad02e"),
	  .f3 = S("e203edb3971574f5a94b0d61b816345d"), .f4 = S("0c4524adeac041c4dd830d20854fc46b"),
	  .f5_star = S("6085a86c6f63") },
	{ "test set 4", .k = S("4ab1deb05ca6ceb051fc98e77d026a84"),
	  .rand = S("74b0cd6031a1c8339b2b6ce2b8c4a186"), .sqn = S("e880a1b580b6"), .amf = S("9f07"),
	  .op = S("2d16c5cd1fdf6b22383584e3bef2a8d8"), .opc = S("dcf07cbd51855290b92a07a9891e523e"),
	  .f1 = S("49e785dd12626ef2"), .f1_star = S("9e85790336bb3fa2"),
	  .f2 = S("5860fc1bce351e7e"), .f5 = S("31e11a609118"),
	  .f3 = S("7657766b373d1c2138f307e3de9242f9"), .f4 = S("1c42e960d89b8fa99f2744e0708ccb53"),
	  .f5_star = S("fe2555e54aa9") },
	{ "test set 5", .k = S("6c38a116ac280c454f59332ee35c8c4f"),
	  .rand = S("ee6466bc96202c5a557abbeff8babf63"), .sqn = S("414b98222181"), .amf = S("4464"),
	  .op = S("1ba00a1a7c6700ac8c3ff3e96ad08725"), .opc = S("3803ef5363b947c6aaa225e58fae3934"),
	  .f1 = S("078adfb488241a57"), .f1_star = S("80246b8d0186bcf1"),
	  .f2 = S("16c8233f05a0ac28"), .f5 = S("45b0f69ab06c"),
	  .f3 = S("3f8c7587fe8e4b233af676aede30ba3b"), .f4 = S("a7466cc1e6b2a1337d49d3b66e95d7b4"),
	  .f5_star = S("1f53cd2b1113") },
	{ "test set 6", .k = S("2d609d4db0ac5bf0d2c0de267014de0d"),
	  .rand = S("194aa756013896b74b4a2a3b0af4539e"), .sqn = S("6bf69438c2e4"), .amf = S("5f67"),
	  .op = S("460a48385427aa39264aac8efc9e73e8"), .opc = S("c35a0ab0bcbfc9252caff15f24efbde0"),
	  .f1 = S("bd07d3003b9e5cc3"), .f1_star = S("bcb6c2fcad152250"),
	  .f2 = S("8c25a16cd918a1df"), .f5 = S("7e6455f34cf3"),
	  .f3 = S("4cd0846020f8fa0731dd47cbdc6be411"), .f4 = S("88ab80a415f15c73711254a1d388f696"),
	  .f5_star = S("dc6dd01e8f15") },
};

static void
octets(struct str digits, unsigned char *out)
{
	for (size_t i = 0; i < digits.len / 2; i++) {
		uint64_t octet = 0;

		(void)str_hex_to_u64(str_sub(digits, 2 * i, 2), UINT8_MAX, &octet);
		out[i] = (unsigned char)octet;
	}
}

static bool
is(const unsigned char *got, struct str digits)
{
	unsigned char want[32] = { 0 };

	octets(digits, want);
	return memcmp(got, want, digits.len / 2) == 0;
}

static void
test_set(struct aes *a, size_t i)
{
	unsigned char op[AKA_KEY_BYTES], sqn[MILENAGE_SQN_BYTES], amf[MILENAGE_AMF_BYTES];
	unsigned char mac_a[MILENAGE_MAC_BYTES], mac_s[MILENAGE_MAC_BYTES];
	struct milenage m = { 0 };
	const char *name = sets[i].name;

	octets(sets[i].k, m.k);
	octets(sets[i].rand, m.rand);
	octets(sets[i].sqn, sqn);
	octets(sets[i].amf, amf);
	octets(sets[i].op, op);
	ok(milenage_opc(a, m.k, op, m.opc) && is(m.opc, sets[i].opc), "%s: OPc", name);
	ok(milenage_macs(a, &m, sqn, amf, mac_a, mac_s) && is(mac_a, sets[i].f1), "%s: f1", name);
	ok(is(mac_s, sets[i].f1_star), "%s: f1*", name);
	ok(milenage_keys(a, &m) && is(m.res, sets[i].f2), "%s: f2", name);
	ok(is(m.ck, sets[i].f3), "%s: f3", name);
	ok(is(m.ik, sets[i].f4), "%s: f4", name);
	ok(is(m.ak, sets[i].f5), "%s: f5", name);
	ok(is(m.ak_star, sets[i].f5_star), "%s: f5*", name);
}

int
main(void)
{
	struct err err = { "" };
	struct aes *a = aes_new(&err);

	ok(a != NULL, "OpenSSL gives AES-128");
	for (size_t i = 0; a != NULL && i < COUNT(sets); i++)
		test_set(a, i);
	aes_free(a);
	return done();
}
