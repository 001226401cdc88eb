/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ICEBRIDGE_UTILITY_H
#define ICEBRIDGE_UTILITY_H

#include "postgres.h"

extern void utility_define(void);

/* Whether the hook has seen the statement that is running. */
extern bool utility_hook_saw_statement(void);

#endif
