/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ICEBRIDGE_OPTION_H
#define ICEBRIDGE_OPTION_H

#include "postgres.h"

#include "nodes/pg_list.h"

extern void validate_options(const char *wrapper, const char *level, List *options);

#endif
