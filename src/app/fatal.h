/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fatal.h - an end that the program does not choose, with secrets in memory.
 *
 * Layer: 12 app.
 */
#ifndef SIPWHY_APP_FATAL_H
#define SIPWHY_APP_FATAL_H

/*
 * From now on no core of this process has its memory, and signals that end it overwrite the secrets first.
 * Signals that somebody else handles, or that are ignored, are left alone.
 */
void fatal_guard(void);

#endif
