/* SPDX-License-Identifier: Apache-2.0 */
/*
 * modify.h
 *    What an INSERT, UPDATE or DELETE under way can do besides taking rows from PostgreSQL.
 */
#ifndef ICEBRIDGE_MODIFY_H
#define ICEBRIDGE_MODIFY_H

#include "postgres.h"

#include "nodes/execnodes.h"
#include "utils/jsonb.h"

/* Whether all rows of a statement may come from a query at once: nobody else has changed rows of the table meanwhile.
 */
extern bool modify_takes_query(const ResultRelInfo *info);

/* Has the table's writer write what a query returns; see sink_query(). */
extern JsonbContainer *modify_query(const ResultRelInfo *info, const char *request, JsonbContainer **failure);

#endif
