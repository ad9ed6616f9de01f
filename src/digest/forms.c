/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include <sipwhy/secret.h>

#include "forms.h"
#include "locked.h"

/* The libraries that cases and charsets are left to keep characters in their frames. */
enum { STACK_BYTES = 16384 };

bool
forms_begin(struct forms *f, struct str password, struct str user)
{
	*f = (struct forms){ .password = password, .user = user, .room = locked_new(FORMS_ROOM) };
	return f->room != NULL;
}

static void
wipe_stack(void)
{
	char frame[STACK_BYTES];

	secret_cleanse(frame, sizeof(frame));
}

void
forms_end(struct forms *f)
{
	locked_free(f->room);
	f->room = NULL;
	wipe_stack();
}

void
forms_new(struct forms *f)
{
	f->len = 0;
	f->full = false;
}

void
forms_put(struct forms *f, struct str octets)
{
	if (octets.len > FORMS_ROOM - f->len) {
		f->full = true;
		return;
	}
	if (octets.len > 0)
		memcpy(f->room + f->len, octets.p, octets.len);
	f->len += octets.len;
}

void
forms_put_octet(struct forms *f, char c)
{
	forms_put(f, (struct str){ &c, 1 });
}

void
forms_give(struct forms *f, const char *what)
{
	struct str form = { f->room, f->len };

	if (!f->full && !str_eq(form, f->password))
		f->fn(f->ctx, form, what);
}

void
forms_give_all(struct forms *f, struct str octets, const char *what)
{
	forms_new(f);
	forms_put(f, octets);
	forms_give(f, what);
}
