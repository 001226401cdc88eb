/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ICEBRIDGE_OPTION_H
#define ICEBRIDGE_OPTION_H

#include "postgres.h"

#include "foreign/foreign.h"
#include "nodes/pg_list.h"

extern bool names_class(List *options);
extern bool is_own_wrapper(ForeignDataWrapper *wrapper);
extern void validate_options_of(ForeignServer *server, const char *level, List *options);
extern void validate_options(const char *wrapper, const char *level, List *options);

#endif
