/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The lines of a SIM: RES as the network sent it to whoever asked, or K with OP or OPc.
 */
#include "secret_store.h"

/* Digits of the shortest and of the longest RES, 3GPP TS 33.102 6.3.7. */
enum { RES_DIGITS_MIN = 8, RES_DIGITS_MAX = 2 * AKA_RES_BYTES };

static bool
is_blank(unsigned char c)
{
	return c == ' ' || c == '\t';
}

struct str
vault_hex(struct vault *vault, struct str digits, bool *ok)
{
	char *p;

	if (digits.len == 0 || digits.len % 2 != 0)
		return STR_ABSENT;
	p = vault_take(vault, digits.len / 2);
	if (p == NULL) {
		*ok = false;
		return STR_ABSENT;
	}
	for (size_t i = 0; i < digits.len / 2; i++) {
		uint64_t octet;

		if (!str_hex_to_u64(str_sub(digits, 2 * i, 2), UINT8_MAX, &octet))
			return STR_ABSENT;
		p[i] = (char)octet;
	}
	return (struct str){ p, digits.len / 2 };
}

/* One name=VALUE of those that may follow, each once. */
struct field {
	struct str name; /* "=" included */
	struct str *value;
	size_t bytes;
	const char *error;
};

static bool
take_field(const struct place *at, struct str text, const struct field *f)
{
	bool ok = true;

	if (!str_absent(*f->value))
		return place_wrong(at, "a field stands twice");
	*f->value = vault_hex(secrets_vault(at->secrets), text, &ok);
	if (!ok)
		return err_memory(at->err);
	return f->value->len == f->bytes || place_wrong(at, f->error);
}

static bool
take_fields(const struct place *at, struct str rest, const struct field *fields, size_t count)
{
	while (rest.len > 0) {
		struct str text = str_trim(str_cut(&rest, ':'), is_blank);
		size_t i = 0;

		while (i < count && !str_starts_nocase(text, fields[i].name))
			i++;
		if (i == count)
			return place_wrong(at, "a field that does not belong to this form");
		if (!take_field(at, str_sub(text, fields[i].name.len, text.len), &fields[i]))
			return false;
	}
	return true;
}

/* The record that is filled, in locked memory as all of it is; NULL and the error when that is short. */
static struct secret_aka *
begin(const struct place *at, struct secret *out)
{
	struct secret_aka *aka = vault_object(secrets_vault(at->secrets), sizeof(*aka));

	if (aka == NULL)
		(void)err_memory(at->err);
	out->aka = aka;
	return aka;
}

bool
secret_parse_res(const struct place *at, struct str text, struct secret *out)
{
	struct secret_aka *aka = begin(at, out);
	struct str digits = str_trim(str_cut(&text, ':'), is_blank);
	bool ok = true;

	if (aka == NULL)
		return false;
	if (digits.len >= RES_DIGITS_MIN && digits.len <= RES_DIGITS_MAX)
		aka->res = vault_hex(secrets_vault(at->secrets), digits, &ok);
	if (!ok)
		return err_memory(at->err);
	if (str_absent(aka->res))
		return place_wrong(at, "RES is 8 to 32 hexadecimal digits, two an octet");
	if (!take_fields(
		    at, text,
		    (struct field[]){
			    { S("ck="), &aka->ck, AKA_KEY_BYTES, "CK is 32 hexadecimal digits" },
			    { S("ik="), &aka->ik, AKA_KEY_BYTES, "IK is 32 hexadecimal digits" },
		    },
		    2))
		return false;
	if (str_absent(aka->ck) != str_absent(aka->ik))
		return place_wrong(at, "CK and IK go together");
	return true;
}

bool
secret_parse_k(const struct place *at, struct str text, struct secret *out)
{
	struct secret_aka *aka = begin(at, out);
	struct str digits = str_trim(str_cut(&text, ':'), is_blank);
	bool ok = true;

	if (aka == NULL)
		return false;
	if (digits.len == 2 * (size_t)AKA_KEY_BYTES)
		aka->k = vault_hex(secrets_vault(at->secrets), digits, &ok);
	if (!ok)
		return err_memory(at->err);
	if (str_absent(aka->k))
		return place_wrong(at, "K is 32 hexadecimal digits");
	if (!take_fields(
		    at, text,
		    (struct field[]){
			    { S("op="), &aka->op, AKA_KEY_BYTES, "OP is 32 hexadecimal digits" },
			    { S("opc="), &aka->opc, AKA_KEY_BYTES, "OPc is 32 hexadecimal digits" },
			    { S("amf="), &aka->amf, AKA_AMF_BYTES, "AMF is 4 hexadecimal digits" },
		    },
		    3))
		return false;
	if (str_absent(aka->op) == str_absent(aka->opc))
		return place_wrong(at, "K needs op=OP or opc=OPc, and just one of them");
	return true;
}
