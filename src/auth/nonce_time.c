/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/bytes.h>
#include <sipwhy/nonce_time.h>

enum { BIN_MAX = 48, DAY_S = 86400, HOUR_S = 3600 };

/* A clock that is further off than this is not told from chance. */
#define YEARS_S ((int64_t)10 * 366 * DAY_S)
/* RFC 5905 6: NTP counts from 1900. */
#define NTP_1970 ((int64_t)2208988800)

static int
base64_value(unsigned char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (str_is_digit(c))
		return c - '0' + 52;
	if (c == '+')
		return 62;
	return c == '/' ? 63 : -1;
}

/* RFC 4648 4; the number of octets, 0 when it is not base64 or too long. */
static size_t
from_base64(struct str s, uint8_t out[BIN_MAX])
{
	size_t used = 0;
	unsigned bits = 0, held = 0;

	while (s.len > 0 && s.p[s.len - 1] == '=')
		s.len--;
	for (size_t i = 0; i < s.len; i++) {
		int v = base64_value((unsigned char)s.p[i]);

		if (v < 0 || used == BIN_MAX)
			return 0;
		held = (held << 6 | (unsigned)v) & 0xffffu;
		bits += 6;
		if (bits < 8)
			continue;
		bits -= 8;
		out[used++] = (uint8_t)(held >> bits);
	}
	return used;
}

static bool
is_near(int64_t s, int64_t now_s)
{
	return s > now_s - YEARS_S && s < now_s + YEARS_S;
}

/* Expiry, issue, one hash or two; five octets more where nonces are counted. */
static bool
read_kamailio(const uint8_t *bin, size_t len, int64_t now_s, struct nonce_time *out)
{
	struct bytes b = bytes_of(bin, len);
	int64_t expires = bytes_be32(&b), issued = bytes_be32(&b);

	if ((len != 24 && len != 29 && len != 40 && len != 45) || expires <= issued ||
	    expires - issued > DAY_S || !is_near(issued, now_s))
		return false;
	*out = (struct nonce_time){ NONCE_FORM_KAMAILIO, issued, expires, expires - issued };
	return true;
}

/* A struct as a 64-bit little-endian host keeps it: seconds, count, flag, digest. */
static bool
read_sofia(const uint8_t *bin, size_t len, int64_t now_s, struct nonce_time *out)
{
	struct bytes b = bytes_of(bin, len);
	int64_t issued = (int64_t)bytes_le32(&b) - NTP_1970;
	uint32_t high = bytes_le32(&b);

	/* Its clock stands near ours, or it may be anything. */
	if (len != 24 || high != 0 || issued < now_s - DAY_S || issued > now_s + DAY_S)
		return false;
	*out = (struct nonce_time){ NONCE_FORM_SOFIA, issued, -1, -1 };
	return true;
}

static bool
all_hex(struct str s)
{
	return str_take_while(&s, str_is_hex).len > 0 && s.len == 0;
}

static bool
read_opensips(struct str nonce, int64_t now_s, struct nonce_time *out)
{
	uint64_t expires;

	if ((nonce.len != 40 && nonce.len != 48) || !all_hex(nonce) ||
	    !str_hex_to_u64(str_sub(nonce, 0, 8), UINT32_MAX, &expires))
		return false;
	/* Nothing else in it can be checked: only a time that fits is taken for one. */
	if ((int64_t)expires < now_s || (int64_t)expires > now_s + HOUR_S)
		return false;
	*out = (struct nonce_time){ NONCE_FORM_OPENSIPS, -1, (int64_t)expires,
				    (int64_t)expires - now_s };
	return true;
}

static bool
read_asterisk(struct str nonce, int64_t now_s, struct nonce_time *out)
{
	struct str rest = nonce, time = str_cut(&rest, '/');
	uint64_t issued;

	if (time.len != 10 || rest.len != 32 || !all_hex(rest) ||
	    !str_to_u64(time, UINT32_MAX, &issued) || !is_near((int64_t)issued, now_s))
		return false;
	*out = (struct nonce_time){ NONCE_FORM_ASTERISK, (int64_t)issued, -1, -1 };
	return true;
}

bool
nonce_time_read(struct str nonce, int64_t ts_ns, struct nonce_time *out)
{
	int64_t now_s = ts_ns / 1000000000;
	uint8_t bin[BIN_MAX];
	size_t len;

	*out = (struct nonce_time){ NONCE_FORM_NONE, -1, -1, -1 };
	if (read_asterisk(nonce, now_s, out) || read_opensips(nonce, now_s, out))
		return true;
	len = from_base64(nonce, bin);
	return len >= 8 &&
	       (read_kamailio(bin, len, now_s, out) || read_sofia(bin, len, now_s, out));
}

const char *
nonce_form_name(enum nonce_form f)
{
	static const char *const names[] = {
		[NONCE_FORM_NONE] = "",
		[NONCE_FORM_KAMAILIO] = "Kamailio",
		[NONCE_FORM_OPENSIPS] = "OpenSIPS",
		[NONCE_FORM_ASTERISK] = "Asterisk",
		[NONCE_FORM_SOFIA] = "sofia-sip",
	};

	return names[f];
}
