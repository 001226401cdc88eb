/* SPDX-License-Identifier: Apache-2.0 */
/*
 * compat.h
 *    The differences between PostgreSQL 15, 16, 17 and 18 that touch us, all of them here.
 */
#ifndef ICEBRIDGE_COMPAT_H
#define ICEBRIDGE_COMPAT_H

#include "postgres.h"

#include "catalog/pg_class.h"
#include "catalog/pg_foreign_server.h"
#include "catalog/pg_type.h"
#include "commands/explain.h"
#include "executor/executor.h"
#include "fmgr.h"
#include "optimizer/inherit.h"
#include "optimizer/optimizer.h"
#include "optimizer/pathnode.h"
#include "parser/parse_node.h"
#include "parser/parse_relation.h"
#include "utils/acl.h"
#include "utils/pg_locale.h"
#include "utils/wait_event.h"

/* 16 moved the macros for variable-length values out of postgres.h. */
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif
#if PG_VERSION_NUM >= 180000
#include "commands/explain_format.h"
#include "commands/explain_state.h"
#endif

/* 18 put it before the function, under another name. */
#ifndef pg_attribute_noreturn
#define pg_attribute_noreturn() __attribute__((noreturn))
#endif

/* Until 16 PG_FUNCTION_INFO_V1() does not export the function, and we hide what is not exported. */
#define EXPORTED_FUNCTION(name)                                                                                        \
    extern PGDLLEXPORT Datum name(PG_FUNCTION_ARGS);                                                                   \
    PG_FUNCTION_INFO_V1(name)

/* 17 added fdw_restrictinfo, 18 added disabled_nodes. */
static inline ForeignPath *
compat_foreign_scan_path(PlannerInfo *root, RelOptInfo *rel, double rows, Cost startup_cost, Cost total_cost,
                         List *pathkeys, Relids required_outer, List *fdw_private)
{
#if PG_VERSION_NUM >= 180000
    return create_foreignscan_path(root, rel, NULL, rows, 0, startup_cost, total_cost, pathkeys, required_outer, NULL,
                                   NIL, fdw_private);
#elif PG_VERSION_NUM >= 170000
    return create_foreignscan_path(root, rel, NULL, rows, startup_cost, total_cost, pathkeys, required_outer, NULL, NIL,
                                   fdw_private);
#else
    return create_foreignscan_path(root, rel, NULL, rows, startup_cost, total_cost, pathkeys, required_outer, NULL,
                                   fdw_private);
#endif
}

/* The same two changes for paths above a scan. */
static inline ForeignPath *
compat_foreign_upper_path(PlannerInfo *root, RelOptInfo *rel, PathTarget *target, double rows, Cost startup_cost,
                          Cost total_cost)
{
#if PG_VERSION_NUM >= 180000
    return create_foreign_upper_path(root, rel, target, rows, 0, startup_cost, total_cost, NIL, NULL, NIL, NIL);
#elif PG_VERSION_NUM >= 170000
    return create_foreign_upper_path(root, rel, target, rows, startup_cost, total_cost, NIL, NULL, NIL, NIL);
#else
    return create_foreign_upper_path(root, rel, target, rows, startup_cost, total_cost, NIL, NULL, NIL);
#endif
}

/* 18 gave pathkeys a CompareType instead of a btree strategy. */
#if PG_VERSION_NUM >= 180000
#define compat_pathkey_descending(pathkey) ((pathkey)->pk_cmptype == COMPARE_GT)
#else
#define compat_pathkey_descending(pathkey) ((pathkey)->pk_strategy == BTGreaterStrategyNumber)
#endif

/* 16 moved the user a relation is checked as from the range table entry to the plan. */
static inline Oid
compat_check_as_user(ForeignScan *scan, RangeTblEntry *entry)
{
#if PG_VERSION_NUM >= 160000
    return scan->checkAsUser;
#else
    return entry->checkAsUser;
#endif
}

/* 16 made object_aclcheck() and object_ownercheck() general. */
#if PG_VERSION_NUM >= 160000
#define compat_foreign_server_aclcheck(server, role, mode) object_aclcheck(ForeignServerRelationId, server, role, mode)
#else
#define compat_foreign_server_aclcheck(server, role, mode) pg_foreign_server_aclcheck(server, role, mode)
#endif

#if PG_VERSION_NUM >= 160000
#define compat_owns_relation(relation, role) object_ownercheck(RelationRelationId, relation, role)
#else
#define compat_owns_relation(relation, role) pg_class_ownercheck(relation, role)
#endif

/* The same of schemas. */
#if PG_VERSION_NUM >= 160000
#define compat_namespace_aclcheck(namespace, role, mode) object_aclcheck(NamespaceRelationId, namespace, role, mode)
#else
#define compat_namespace_aclcheck(namespace, role, mode) pg_namespace_aclcheck(namespace, role, mode)
#endif

/* The same of types. */
#if PG_VERSION_NUM >= 160000
#define compat_type_aclcheck(type, role, mode) object_aclcheck(TypeRelationId, type, role, mode)
#else
#define compat_type_aclcheck(type, role, mode) pg_type_aclcheck(type, role, mode)
#endif

/* 17 wants the relation where it wanted its number. */
#if PG_VERSION_NUM >= 170000
#define compat_identity_sequence(relation, attribute) getIdentitySequence(relation, attribute, false)
#else
#define compat_identity_sequence(relation, attribute) getIdentitySequence(RelationGetRelid(relation), attribute, false)
#endif

/* 18 took away the right to run a query more than once. */
#if PG_VERSION_NUM >= 180000
#define compat_executor_run_some(description, count) ExecutorRun(description, ForwardScanDirection, count)
#else
#define compat_executor_run_some(description, count) ExecutorRun(description, ForwardScanDirection, count, true)
#endif
#define compat_executor_run(description) compat_executor_run_some(description, 0)

/* 16 gave stringToQualifiedNameList() an error context, too. */
#if PG_VERSION_NUM >= 160000
#define compat_name_list(text) stringToQualifiedNameList(text, NULL)
#else
#define compat_name_list(text) stringToQualifiedNameList(text)
#endif

/* 16 gave typeStringToTypeName() an error context. */
#if PG_VERSION_NUM >= 160000
#define compat_type_name_from_string(text) typeStringToTypeName(text, NULL)
#else
#define compat_type_name_from_string(text) typeStringToTypeName(text)
#endif

/* 16 renamed it. */
#if PG_VERSION_NUM >= 160000
#define compat_local_backend(index) pgstat_get_local_beentry_by_index(index)
#else
#define compat_local_backend(index) pgstat_fetch_stat_local_beentry(index)
#endif

/* 18 counts index searches for EXPLAIN. */
#if PG_VERSION_NUM >= 180000
#define compat_index_beginscan(table, index, snapshot, keys) index_beginscan(table, index, snapshot, NULL, keys, 0)
#else
#define compat_index_beginscan(table, index, snapshot, keys) index_beginscan(table, index, snapshot, keys, 0)
#endif

/* In 18 RETURNING may name the columns of the old row. */
#if PG_VERSION_NUM >= 180000
#define COMPAT_RETURNING_OLD true
#else
#define COMPAT_RETURNING_OLD false
#endif

/* 18 has constraints that are not enforced. */
#if PG_VERSION_NUM >= 180000
#define compat_check_is_enforced(check) ((check)->ccenforced)
#else
#define compat_check_is_enforced(check) true
#endif

/* 16 keeps the nulling joins of variables, which the text of a query does not need. */
#if PG_VERSION_NUM >= 160000
#define compat_flatten_join_alias_vars(query, node) flatten_join_alias_vars(NULL, query, node)
#else
#define compat_flatten_join_alias_vars(query, node) flatten_join_alias_vars(query, node)
#endif

/* In 18 grouped expressions are columns of a range table entry of their own. */
#if PG_VERSION_NUM >= 180000
#define compat_flatten_group_exprs(query, node) flatten_group_exprs(NULL, query, node)
#else
#define compat_flatten_group_exprs(query, node) (node)
#endif

/* 16 moved the user a relation is checked as out of the range table entry. */
static inline Oid
compat_entry_user(Query *query, RangeTblEntry *entry)
{
#if PG_VERSION_NUM >= 160000
    return entry->perminfoindex == 0 ? InvalidOid : getRTEPermissionInfo(query->rteperminfos, entry)->checkAsUser;
#else
    return entry->checkAsUser;
#endif
}

/* 16 made the entry of a view, a sub-query, name the view; before there was an entry of its own for its privileges. */
static inline bool
compat_names_relation(const RangeTblEntry *entry)
{
#if PG_VERSION_NUM >= 160000
    if (entry->rtekind == RTE_SUBQUERY)
        return OidIsValid(entry->relid);
#endif
    return entry->rtekind == RTE_RELATION;
}

/* 16 moved the privileges that a relation needs out of its range table entry, of which `copy` is a copy in query `to`.
 */
static inline void
compat_copy_permissions(Query *to, RangeTblEntry *copy, Query *from, RangeTblEntry *entry)
{
#if PG_VERSION_NUM >= 160000
    if (entry->perminfoindex == 0)
        return;
    to->rteperminfos = lappend(to->rteperminfos, copyObject(getRTEPermissionInfo(from->rteperminfos, entry)));
    copy->perminfoindex = list_length(to->rteperminfos);
#endif
}

/* Takes them away from the entry. */
static inline void
compat_forget_permissions(RangeTblEntry *entry)
{
#if PG_VERSION_NUM >= 160000
    entry->perminfoindex = 0;
#else
    entry->requiredPerms = 0;
    entry->checkAsUser = InvalidOid;
    entry->selectedCols = NULL;
#endif
}

/*
 * Has a relation be read as a user, InvalidOid for the current one, without privileges. From 16 on the planner asks
 * each relation that is no partition's child for its entry, even if that says nothing.
 */
static inline void
compat_check_as(Query *query, RangeTblEntry *entry, Oid user)
{
#if PG_VERSION_NUM >= 160000
    addRTEPermissionInfo(&query->rteperminfos, entry)->checkAsUser = user;
#else
    entry->checkAsUser = user;
#endif
}

/* 16 keeps the privileges of what is parsed beside its range table. */
static inline void
compat_take_range_table(Query *query, ParseState *state)
{
    query->rtable = state->p_rtable;
#if PG_VERSION_NUM >= 160000
    query->rteperminfos = state->p_rteperminfos;
#endif
}

/* Has the relations of one query, not of those in it, need no privileges. */
static inline void
compat_clear_permissions(Query *query)
{
    ListCell *cell;

#if PG_VERSION_NUM >= 160000
    foreach (cell, query->rteperminfos)
        ((RTEPermissionInfo *) lfirst(cell))->requiredPerms = 0;
#else
    foreach (cell, query->rtable)
        ((RangeTblEntry *) lfirst(cell))->requiredPerms = 0;
#endif
}

/* Accepts every member of an equivalence class; the callback's type is the same in all versions. */
static inline bool
compat_any_member(PlannerInfo *root, RelOptInfo *rel, EquivalenceClass *ec, EquivalenceMember *em, void *arg)
{
    return true;
}

/* 18 made the tests for C members of the locale: for its order, which is that of bytes, and for its letters. */
#if PG_VERSION_NUM >= 180000
#define compat_orders_as_c(collation) (pg_newlocale_from_collation(collation)->collate_is_c)
#define compat_letters_as_c(collation) (pg_newlocale_from_collation(collation)->ctype_is_c)
#else
#define compat_orders_as_c(collation) lc_collate_is_c(collation)
#define compat_letters_as_c(collation) lc_ctype_is_c(collation)
#endif

#endif
