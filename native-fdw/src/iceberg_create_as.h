/* SPDX-License-Identifier: Apache-2.0 */
/*
 * iceberg_create_as.h
 *    CREATE TABLE … USING iceberg AS, and SELECT INTO where iceberg is the default access method.
 */
#ifndef ICEBRIDGE_ICEBERG_CREATE_AS_H
#define ICEBRIDGE_ICEBERG_CREATE_AS_H

#include "postgres.h"

#include "nodes/params.h"
#include "nodes/plannodes.h"
#include "tcop/cmdtag.h"
#include "tcop/dest.h"
#include "utils/queryenvironment.h"

/*
 * Executes a statement that makes an Iceberg table of a query's rows; false, with nothing done, for any other
 * statement. The table is made by a CREATE FOREIGN TABLE statement of its own.
 */
extern bool iceberg_create_as(PlannedStmt *planned, const char *query, ParamListInfo parameters,
                              QueryEnvironment *environment, QueryCompletion *completion);

#endif
