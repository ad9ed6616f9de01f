/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdarg.h>
#include <stdio.h>

#include <sipwhy/err.h>

bool
err_set(struct err *e, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(e->text, sizeof(e->text), fmt, args);
	va_end(args);
	return false;
}

bool
err_memory(struct err *e)
{
	return err_set(e, "out of memory");
}
