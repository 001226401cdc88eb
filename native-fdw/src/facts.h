/* SPDX-License-Identifier: Apache-2.0 */
/*
 * facts.h
 *    Expressions for Java: PostgreSQL's own text of a tree with the catalog facts needed to read it.
 */
#ifndef ICEBRIDGE_FACTS_H
#define ICEBRIDGE_FACTS_H

#include "postgres.h"

#include "lib/stringinfo.h"
#include "nodes/nodes.h"
#include "nodes/pg_list.h"
#include "nodes/primnodes.h"

/*
 * Adds {"tree": …, "facts": …} for an expression over the relation with that range table index. Parts that do not
 * depend on the relation are added to *parameters (a List of Expr) and appear in the tree by their index there.
 */
extern void describe_expression(StringInfo json, Node *expression, Index relation_index, Oid relation,
                                List **parameters);

/* Adds {"type", "modifier", "text", "elements"} for a value. */
extern void describe_constant(StringInfo json, Oid type, int32 modifier, Datum value, bool is_null);

#endif
