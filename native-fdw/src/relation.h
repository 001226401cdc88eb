/* SPDX-License-Identifier: Apache-2.0 */
/*
 * relation.h
 *    Describing foreign tables, servers and types to Java.
 */
#ifndef ICEBRIDGE_RELATION_H
#define ICEBRIDGE_RELATION_H

#include "postgres.h"

#include "access/tupdesc.h"
#include "foreign/foreign.h"
#include "lib/stringinfo.h"
#include "utils/rel.h"

#include "catalog.h"

extern void describe_type(StringInfo json, Oid type, int32 modifier);
extern void describe_column(StringInfo json, Form_pg_attribute attribute, List *options);

/* Adds a foreign table's columns, separated by commas. */
extern void describe_table_columns(StringInfo json, Relation relation);

extern void describe_wrapper(StringInfo json, List *wrapper_options, List *server_options);
extern void describe_server(StringInfo json, ForeignServer *server, Oid user);

/* A foreign table as JSON, palloc-ed; `user` is whose user mapping counts. It is as a new statement would see it. */
extern char *describe_relation(Oid relation, Oid user);

/* The same without a version of the table that its options name, which need not exist. */
extern char *describe_definition(Oid relation, Oid user);

/* The same as a statement sees it. */
extern char *describe_relation_in(Oid relation, Oid user, const CatalogView *view);

/* Describes a table that does not exist yet, palloc-ed: a server, options, no columns. */
extern char *describe_new_relation(const char *schema, const char *name, ForeignServer *server, List *options,
                                   Oid user);

extern List *user_mapping_options(Oid user, Oid server);
extern bool is_icebridge_wrapper(Oid foreign_data_wrapper);

#endif
