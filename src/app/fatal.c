/* SPDX-License-Identifier: BSD-2-Clause */
#include <signal.h>
#include <stddef.h>
#include <sys/resource.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif

#include <sipwhy/secret.h>

#include "fatal.h"

/* The handler is gone by now, so the signal does what it does without one. */
static void
on_fatal(int signo)
{
	secrets_wipe();
	(void)raise(signo);
}

static void
guard_signals(void)
{
	static const int signals[] = {
		SIGHUP,  SIGQUIT, SIGILL,  SIGTRAP, SIGABRT, SIGBUS,  SIGFPE,
		SIGSEGV, SIGSYS,  SIGXCPU, SIGXFSZ, SIGALRM, SIGUSR1, SIGUSR2
	};
	struct sigaction fatal = { .sa_handler = on_fatal, .sa_flags = (int)SA_RESETHAND };

	(void)sigemptyset(&fatal.sa_mask);
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		struct sigaction was;

		if (sigaction(signals[i], NULL, &was) == 0 && (was.sa_flags & SA_SIGINFO) == 0 &&
		    was.sa_handler == SIG_DFL)
			(void)sigaction(signals[i], &fatal, NULL);
	}
}

/* The pages of secrets are in no core anyhow; what was on the stack and on its way may be. */
static void
guard_core(void)
{
	struct rlimit none = { 0, 0 };

	(void)setrlimit(RLIMIT_CORE, &none);
#ifdef __linux__
	/* A program that cores are piped to is not stopped by the limit. */
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

void
fatal_guard(void)
{
	guard_core();
	guard_signals();
}
