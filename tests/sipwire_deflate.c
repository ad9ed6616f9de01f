/* SPDX-License-Identifier: BSD-2-Clause */
/* Messages compressed for permessage-deflate (RFC 7692), by zlib. */
#include "config.h"

#ifdef HAVE_ZLIB
#define ZLIB_CONST
#include <zlib.h>
#endif

#include <stdlib.h>

#include "sipwire_priv.h"

#ifdef HAVE_ZLIB
/* RFC 7692 7.2.1 takes so many octets off the end. */
enum { TAIL = 4 };

struct sipwire_deflater {
	z_stream z;
};

static struct sipwire_deflater *
deflater_new(void)
{
	struct sipwire_deflater *d = calloc(1, sizeof(*d));

	if (d != NULL && deflateInit2(&d->z, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) == Z_OK)
		return d;
	free(d);
	return NULL;
}

struct str
sipwire_deflate(struct builder *b, struct sipwire_deflater **d, struct str text)
{
	static const struct str none;
	size_t room = text.len + 1024;
	uint8_t *out = arena_alloc(b->w->arena, room);

	if (*d == NULL)
		*d = deflater_new();
	if (*d == NULL || out == NULL)
		return none;
	(*d)->z.next_in = (const Bytef *)text.p;
	(*d)->z.avail_in = (uInt)text.len;
	(*d)->z.next_out = out;
	(*d)->z.avail_out = (uInt)room;
	if (deflate(&(*d)->z, Z_SYNC_FLUSH) != Z_OK || (*d)->z.avail_out <= TAIL)
		return none;
	return (struct str){ (const char *)out, room - (*d)->z.avail_out - TAIL };
}

void
sipwire_deflate_end(struct conn *c)
{
	for (unsigned i = 0; i < 2; i++) {
		if (c->deflate[i] != NULL)
			(void)deflateEnd(&c->deflate[i]->z);
		free(c->deflate[i]);
		c->deflate[i] = NULL;
	}
}
#else
struct str
sipwire_deflate(struct builder *b, struct sipwire_deflater **d, struct str text)
{
	(void)b;
	(void)d;
	(void)text;
	return (struct str){ NULL, 0 };
}

void
sipwire_deflate_end(struct conn *c)
{
	(void)c;
}
#endif
