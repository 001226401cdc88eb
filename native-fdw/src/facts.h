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

/* What trees name, collected without duplicates; begins empty. */
typedef struct Facts
{
    List *constants; /* Const nodes, in the order of their index */
    List *types;     /* oids, as the rest */
    List *functions; /* aggregates and window functions too */
    List *operators;
    List *collations;
} Facts;

/* Moves a constant into the facts and returns its mark: a NULL constant whose modifier is its index there. */
extern Node *facts_take_constant(Facts *facts, Const *constant);

/*
 * Whether a tree means nothing, or something else, when it is taken out of its place and evaluated by the executor on
 * its own. In a query as a whole that is also true of columns and of parameters other than those of the statement.
 */
extern bool facts_is_bound(Node *node, bool in_query);

/* A PARAM_EXTERN that stands for an expression, which is added to *parameters. */
extern Param *facts_parameter(List **parameters, Node *expression);

/* Add what is named by oid; none is added for InvalidOid. */
extern void facts_add_type(Facts *facts, Oid type);
extern void facts_add_collation(Facts *facts, Oid collation);
extern void facts_add_function(Facts *facts, Oid function);
extern void facts_add_operator(Facts *facts, Oid operator);

/* Whether a collation compares text by its bytes, as C does. */
extern bool facts_orders_by_bytes(Oid collation);

/* Adds what an expression node, not what is below it, names. */
extern void facts_add_expression(Facts *facts, Node *node);

/* Adds the members of the JSON object "facts", all but columns. Completes the facts by the signatures' types. */
extern void facts_write(StringInfo json, Facts *facts);

/*
 * Adds {"tree": …, "facts": …} for an expression over the relation with that range table index. Parts that do not
 * depend on the relation are added to *parameters (a List of Expr) and appear in the tree by their index there.
 */
extern void describe_expression(StringInfo json, Node *expression, Index relation_index, Oid relation,
                                List **parameters);

#endif
