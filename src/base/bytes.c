/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/bytes.h>

struct bytes
bytes_of(const void *p, size_t len)
{
	return (struct bytes){ .p = p, .left = len };
}

const uint8_t *
bytes_take(struct bytes *b, size_t n)
{
	const uint8_t *at = b->p;

	if (b->short_ || n > b->left) {
		b->short_ = true;
		b->left = 0;
		return NULL;
	}
	b->p = n > 0 ? b->p + n : b->p;
	b->left -= n;
	return at;
}

void
bytes_skip(struct bytes *b, size_t n)
{
	(void)bytes_take(b, n);
}

uint8_t
bytes_u8(struct bytes *b)
{
	const uint8_t *p = bytes_take(b, 1);

	return p == NULL ? 0 : p[0];
}

uint16_t
bytes_be16(struct bytes *b)
{
	const uint8_t *p = bytes_take(b, 2);

	return p == NULL ? 0 : (uint16_t)((unsigned)p[0] << 8 | p[1]);
}

uint32_t
bytes_be32(struct bytes *b)
{
	const uint8_t *p = bytes_take(b, 4);

	return p == NULL ? 0
			 : (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

uint16_t
bytes_le16(struct bytes *b)
{
	const uint8_t *p = bytes_take(b, 2);

	return p == NULL ? 0 : (uint16_t)((unsigned)p[1] << 8 | p[0]);
}

uint32_t
bytes_le32(struct bytes *b)
{
	const uint8_t *p = bytes_take(b, 4);

	return p == NULL ? 0
			 : (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

struct str
bytes_rest(const struct bytes *b)
{
	return (struct str){ (const char *)b->p, b->left };
}
