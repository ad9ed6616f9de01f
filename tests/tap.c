/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdarg.h>
#include <stdio.h>

#include "tap.h"

/* The one place with state of its own: a test program is one thread with one plan. */
static struct {
	unsigned run, failed;
} tap;

static void print_name(const char *fmt, va_list args) __attribute__((format(printf, 1, 0)));
static bool vok(bool cond, const char *fmt, va_list args) __attribute__((format(printf, 2, 0)));

static void
print_name(const char *fmt, va_list args)
{
	char name[1024];

	(void)vsnprintf(name, sizeof(name), fmt, args);
	for (char *c = name; *c != '\0'; c++) {
		/* A '#' would begin a directive, a line feed another line. */
		putchar(*c == '#' ? '%' : *c == '\n' ? ' ' : *c);
	}
	putchar('\n');
	(void)fflush(stdout);
}

static bool
vok(bool cond, const char *fmt, va_list args)
{
	tap.run++;
	if (!cond)
		tap.failed++;
	printf("%s %u - ", cond ? "ok" : "not ok", tap.run);
	print_name(fmt, args);
	return cond;
}

static void
print_str(const char *what, struct str s)
{
	printf("# %s ", what);
	if (str_absent(s)) {
		printf("absent\n");
		return;
	}
	printf("(%zu) \"", s.len);
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c >= 0x20 && c < 0x7f && c != '\\')
			putchar(c);
		else
			printf("\\x%02x", c);
	}
	printf("\"\n");
}

bool
ok(bool cond, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	(void)vok(cond, fmt, args);
	va_end(args);
	return cond;
}

bool
is_str(struct str got, struct str want, const char *fmt, ...)
{
	bool same = str_eq(got, want);
	va_list args;

	va_start(args, fmt);
	(void)vok(same, fmt, args);
	va_end(args);
	if (!same) {
		print_str(" got", got);
		print_str("want", want);
	}
	return same;
}

bool
is_int(intmax_t got, intmax_t want, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	(void)vok(got == want, fmt, args);
	va_end(args);
	if (got != want)
		printf("#  got %jd\n# want %jd\n", got, want);
	return got == want;
}

void
skip(const char *fmt, ...)
{
	va_list args;

	tap.run++;
	printf("ok %u # SKIP ", tap.run);
	va_start(args, fmt);
	print_name(fmt, args);
	va_end(args);
}

void
diag(const char *fmt, ...)
{
	va_list args;

	printf("# ");
	va_start(args, fmt);
	print_name(fmt, args);
	va_end(args);
}

int
skip_all(const char *fmt, ...)
{
	va_list args;

	printf("1..0 # SKIP ");
	va_start(args, fmt);
	print_name(fmt, args);
	va_end(args);
	return 0;
}

int
done(void)
{
	printf("1..%u\n", tap.run);
	return tap.failed == 0 ? 0 : 1;
}
