/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ICEBRIDGE_EXPLAIN_LINES_H
#define ICEBRIDGE_EXPLAIN_LINES_H

#include "postgres.h"

#include "commands/explain.h"
#include "utils/jsonb.h"

#include "compat.h"

/* Adds the labels and values of an answer's "lines". */
extern void explain_lines(JsonbContainer *answer, ExplainState *es);

#endif
