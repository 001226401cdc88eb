/* SPDX-License-Identifier: Apache-2.0 */
/*
 * query_rewrite.c
 *    Puts the blocks of an answer into a query: each becomes a query over one call of icebridge.pushed_query(), whose
 *    columns are what DuckDB returns. What PostgreSQL does above (expressions DuckDB has no equal of, a filter, a sort)
 *    stays in that query, so that the planner treats it as ever.
 *
 * A block may have to be executed by PostgreSQL after all, when execution has begun. What it would return then are the
 * values of the targets, not DuckDB's columns. Where a target is just a column, its value goes there. For any other the
 * call has a further column that is null otherwise, and a last one says which of the two counts.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "rewrite/rewriteManip.h"
#include "utils/builtins.h"
#include "utils/syscache.h"

#include "message.h"
#include "query.h"

/* The range table index of the call in the query that replaces a block. */
#define CALL_INDEX 1

typedef struct RewriteContext
{
    PreparedQuery *prepared;
    QueryBlock *block;
} RewriteContext;

/* Identifies blocks, also those of queries whose planning is under way around another. */
static int last_id;

/* The oid of icebridge.pushed_query(integer), InvalidOid where the extension is older. */
static Oid
pushed_query_function(void)
{
    Oid type = INT4OID;
    oidvector *arguments = buildoidvector(&type, 1);

    return GetSysCacheOid3(PROCNAMEARGSNSP, Anum_pg_proc_oid, CStringGetDatum("pushed_query"),
                           PointerGetDatum(arguments), ObjectIdGetDatum(get_namespace_oid("icebridge", true)));
}

/* A column of the call. */
static Var *
column_variable(QueryBlock *block, int column)
{
    QueryColumn *description;

    if (column < 1 || column > list_length(block->columns))
        elog(ERROR, "icebridge: there is no column %d in block %d", column, block->number);
    description = list_nth(block->columns, column - 1);
    return makeVar(CALL_INDEX, column, description->type, description->modifier, description->collation, 0);
}

/* Adds a column to the call; returns its number. */
static int
add_column(QueryBlock *block, const char *name, Oid type, int32 modifier, Oid collation)
{
    QueryColumn *column = palloc(sizeof(QueryColumn));

    column->name = name == NULL ? psprintf("column%d", list_length(block->columns) + 1) : pstrdup(name);
    column->type = type;
    column->modifier = modifier;
    column->collation = collation;
    block->columns = lappend(block->columns, column);
    return list_length(block->columns);
}

/* Puts columns, parameters and constants in the places of their marks. */
static Node *
internalize_mutator(Node *node, RewriteContext *context)
{
    if (node == NULL)
        return NULL;
    if (IsA(node, Param) && ((Param *) node)->paramkind == PARAM_EXTERN)
    {
        int id = ((Param *) node)->paramid;

        if (id < 0)
            return (Node *) column_variable(context->block, -id);
        if (id >= list_length(context->prepared->parameters))
            elog(ERROR, "icebridge: there is no parameter %d", id);
        return copyObject(list_nth(context->prepared->parameters, id));
    }
    if (IsA(node, Const))
    {
        int index = ((Const *) node)->consttypmod;

        if (index < 0 || index >= list_length(context->prepared->facts.constants))
            elog(ERROR, "icebridge: there is no constant %d", index);
        return copyObject(list_nth(context->prepared->facts.constants, index));
    }
    return expression_tree_mutator(node, internalize_mutator, context);
}

/* Reads a tree of Java's; NULL for NULL. */
static Node *
read_tree(RewriteContext *context, char *text)
{
    return text == NULL ? NULL : internalize_mutator(stringToNode(text), context);
}

static bool
names_call_walker(Node *node, void *context)
{
    if (node == NULL)
        return false;
    return IsA(node, Var) || expression_tree_walker(node, names_call_walker, context);
}

/* Gives a target the type modifier and collation it had: they show in what is made from the query. */
static Expr *
relabel(Expr *expression, Expr *original)
{
    Oid type = exprType((Node *) original);

    if (exprType((Node *) expression) != type)
        elog(ERROR, "icebridge: a target of type %u became one of type %u", type, exprType((Node *) expression));
    if (exprTypmod((Node *) expression) == exprTypmod((Node *) original) &&
        exprCollation((Node *) expression) == exprCollation((Node *) original))
        return expression;
    return (Expr *) makeRelabelType(expression, type, exprTypmod((Node *) original), exprCollation((Node *) original),
                                    COERCE_IMPLICIT_CAST);
}

/* The column that says whether PostgreSQL has executed the block. */
static Var *
rerun_flag(QueryBlock *block)
{
    if (block->rerun_flag == 0)
        block->rerun_flag = add_column(block, "rerun", BOOLOID, -1, InvalidOid);
    return column_variable(block, block->rerun_flag);
}

/* A target that is a column of its own when PostgreSQL has executed the block. */
static Expr *
rerun_or(QueryBlock *block, int column, Expr *expression)
{
    CaseExpr *choice = makeNode(CaseExpr);
    CaseWhen *when = makeNode(CaseWhen);

    when->expr = (Expr *) rerun_flag(block);
    when->result = (Expr *) column_variable(block, column);
    when->location = -1;
    choice->casetype = exprType((Node *) expression);
    choice->casecollid = exprCollation((Node *) expression);
    choice->args = list_make1(when);
    choice->defresult = expression;
    choice->location = -1;
    return (Expr *) choice;
}

/* Whether a column is already what a target of a rerun fills. */
static bool
is_filled(QueryBlock *block, int column)
{
    return list_member_int(block->rerun_columns, column);
}

/* Whether a clause that stays above names a target. */
static bool
is_named(Query *query, JsonbContainer *above, Index reference)
{
    ListCell *cell;

    if (message_get_bool(above, "sort", false))
        foreach (cell, query->sortClause)
            if (((SortGroupClause *) lfirst(cell))->tleSortGroupRef == reference)
                return true;
    if (message_get_bool(above, "distinct", false))
        foreach (cell, query->distinctClause)
            if (((SortGroupClause *) lfirst(cell))->tleSortGroupRef == reference)
                return true;
    return false;
}

/* The targets of the query that replaces a block. Notes what a rerun fills. */
static List *
make_targets(RewriteContext *context, Query *query, JsonbContainer *texts, JsonbContainer *above)
{
    QueryBlock *block = context->block;
    List *targets = NIL;
    ListCell *cell;

    if (message_length(texts) != list_length(query->targetList))
        elog(ERROR, "icebridge: %d targets for %d in block %d", message_length(texts), list_length(query->targetList),
             block->number);
    foreach (cell, query->targetList)
    {
        TargetEntry *original = lfirst(cell);
        TargetEntry *target = flatCopyTargetEntry(original);
        Expr *expression;
        int column = 0;

        /* It is there for a clause that is DuckDB's, which need not return it. */
        if (original->resjunk && !is_named(query, above, original->ressortgroupref))
        {
            block->rerun_columns = lappend_int(block->rerun_columns, 0);
            continue;
        }
        expression = (Expr *) read_tree(context, message_element_text(texts, foreach_current_index(cell)));
        /* Rows were sorted or told apart by it, and nothing needs it any more. */
        if (expression == NULL)
            expression = (Expr *) makeNullConst(exprType((Node *) original->expr), exprTypmod((Node *) original->expr),
                                                exprCollation((Node *) original->expr));
        if (IsA(expression, Var) && !is_filled(block, ((Var *) expression)->varattno))
        {
            QueryColumn *description;

            column = ((Var *) expression)->varattno;
            description = list_nth(block->columns, column - 1);
            if (original->resname != NULL)
                description->name = pstrdup(original->resname);
            /* A column read from a file may have values that do not fit, and gets the ERROR or the form they have then.
             */
            if (exprType((Node *) original->expr) == description->type)
            {
                description->modifier = exprTypmod((Node *) original->expr);
                ((Var *) expression)->vartypmod = description->modifier;
            }
        }
        else if (names_call_walker((Node *) expression, NULL))
        {
            column = add_column(block, original->resname, exprType((Node *) original->expr),
                                exprTypmod((Node *) original->expr), exprCollation((Node *) original->expr));
            expression = rerun_or(block, column, expression);
        }
        target->expr = relabel(expression, original->expr);
        target->resno = (AttrNumber) (list_length(targets) + 1);
        block->rerun_columns = lappend_int(block->rerun_columns, column);
        targets = lappend(targets, target);
    }
    return targets;
}

/* The filter above a block, which its rows have passed when PostgreSQL has executed it. */
static Node *
make_filter(RewriteContext *context, char *text)
{
    Node *filter = read_tree(context, text);

    return filter == NULL ? NULL : (Node *) makeBoolExpr(OR_EXPR, list_make2(rerun_flag(context->block), filter), -1);
}

/* The query that PostgreSQL executes in a block's stead; what stays above is left to that. */
static Query *
make_rerun(QueryBlock *block, Query *original, JsonbContainer *above)
{
    Query *rerun = query_without_numbers(original);
    ListCell *target;
    ListCell *column;

    forboth (target, rerun->targetList, column, block->rerun_columns)
    {
        TargetEntry *entry = lfirst(target);

        entry->resjunk = false;
        /* What does not depend on the call is evaluated above, and there only. */
        if (lfirst_int(column) == 0 && entry->ressortgroupref == 0 && rerun->setOperations == NULL)
            entry->expr = (Expr *) makeNullConst(exprType((Node *) entry->expr), exprTypmod((Node *) entry->expr),
                                                 exprCollation((Node *) entry->expr));
    }
    if (message_get_bool(above, "sort", false))
        rerun->sortClause = NIL;
    if (message_get_bool(above, "distinct", false))
    {
        rerun->distinctClause = NIL;
        rerun->hasDistinctOn = false;
    }
    if (message_get_bool(above, "limit", false))
    {
        rerun->limitCount = NULL;
        rerun->limitOffset = NULL;
        rerun->limitOption = LIMIT_OPTION_COUNT;
    }
    return rerun;
}

/* The call of icebridge.pushed_query() as a range table entry. */
static RangeTblEntry *
make_call(QueryBlock *block)
{
    RangeTblEntry *entry = makeNode(RangeTblEntry);
    RangeTblFunction *call = makeNode(RangeTblFunction);
    FuncExpr *expression = makeFuncExpr(
        block->function, RECORDOID,
        list_make1(makeConst(INT4OID, -1, InvalidOid, sizeof(int32), Int32GetDatum(block->id), false, true)),
        InvalidOid, InvalidOid, COERCE_EXPLICIT_CALL);
    List *names = NIL;
    ListCell *cell;

    expression->funcretset = true;
    call->funcexpr = (Node *) expression;
    call->funccolcount = list_length(block->columns);
    foreach (cell, block->columns)
    {
        QueryColumn *column = lfirst(cell);

        names = lappend(names, makeString(column->name));
        call->funccolnames = lappend(call->funccolnames, makeString(column->name));
        call->funccoltypes = lappend_oid(call->funccoltypes, column->type);
        call->funccoltypmods = lappend_int(call->funccoltypmods, column->modifier);
        call->funccolcollations = lappend_oid(call->funccolcollations, column->collation);
    }
    entry->rtekind = RTE_FUNCTION;
    entry->functions = list_make1(call);
    entry->eref = makeAlias("duckdb", names);
    entry->inFromCl = true;
    return entry;
}

/* Replaces a block in its tree. */
static void
replace(Query *query, QueryBlock *block, List *targets, Node *filter, JsonbContainer *above)
{
    Query *original = query_without_numbers(query);
    RangeTblRef *reference = makeNode(RangeTblRef);
    bool sort = message_get_bool(above, "sort", false);
    bool distinct = message_get_bool(above, "distinct", false);
    bool limit = message_get_bool(above, "limit", false);
    int number = query->resultRelation;

    reference->rtindex = CALL_INDEX;
    memset(query, 0, sizeof(Query));
    query->type = T_Query;
    query->commandType = CMD_SELECT;
    query->querySource = original->querySource;
    query->queryId = original->queryId;
    query->canSetTag = original->canSetTag;
    query->stmt_location = original->stmt_location;
    query->stmt_len = original->stmt_len;
    query->resultRelation = number;
    query->hasRowSecurity = original->hasRowSecurity;
    query->rtable = list_make1(make_call(block));
    query_add_relations(query, original);
    query->jointree = makeFromExpr(list_make1(reference), filter);
    query->targetList = targets;
    query->hasSubLinks = checkExprHasSubLink((Node *) targets) || checkExprHasSubLink(filter);
    if (sort)
        query->sortClause = original->sortClause;
    if (distinct)
    {
        query->distinctClause = original->distinctClause;
        query->hasDistinctOn = original->hasDistinctOn;
    }
    if (limit)
    {
        query->limitCount = original->limitCount;
        query->limitOffset = original->limitOffset;
        query->limitOption = original->limitOption;
    }
}

typedef struct ParameterContext
{
    Bitmapset *used;
} ParameterContext;

static bool
parameters_walker(Node *node, ParameterContext *context)
{
    if (node == NULL)
        return false;
    if (IsA(node, Param) && ((Param *) node)->paramkind == PARAM_EXTERN)
        context->used = bms_add_member(context->used, ((Param *) node)->paramid);
    if (IsA(node, Query))
        return query_tree_walker((Query *) node, parameters_walker, context, 0);
    return expression_tree_walker(node, parameters_walker, context);
}

/* Finds the parameters a block uses: no other may be evaluated for it. */
static void
find_parameters(PreparedQuery *prepared, QueryBlock *block)
{
    ParameterContext context = {.used = NULL};
    ListCell *cell;

    (void) parameters_walker((Node *) query_find(prepared->prepared, block->number), &context);
    foreach (cell, prepared->parameters)
    {
        bool used = bms_is_member(foreach_current_index(cell), context.used);

        block->parameter_types = lappend_oid(block->parameter_types, exprType(lfirst(cell)));
        if (!used)
            continue;
        block->parameters = lappend(block->parameters, lfirst(cell));
        block->parameters_used = lappend_int(block->parameters_used, foreach_current_index(cell));
    }
}

/* The attribute numbers in an answer. */
static List *
column_numbers(JsonbContainer *numbers)
{
    List *columns = NIL;

    for (int i = 0; i < message_length(numbers); i++)
        columns = lappend_int(columns, message_element_number(numbers, i));
    return columns;
}

/* Adds the rows that PostgreSQL hands over to a block. */
static void
add_heaps(QueryBlock *block, JsonbContainer *heaps)
{
    ListCell *cell;

    foreach (cell, block->relations)
    {
        QueryRelation *relation = lfirst(cell);
        JsonbContainer *columns =
            heaps == NULL ? NULL : message_get_container(heaps, psprintf("%u", relation->relation));

        if (columns == NULL || relation->rows == NULL)
            continue;
        block->heaps = lappend_oid(block->heaps, relation->relation);
        block->heap_queries = lappend(block->heap_queries, query_heap_rows(relation, column_numbers(columns)));
    }
}

/* Finds the relations of a block, and the roles their owners need. */
static void
find_relations(QueryBlock *block, Query *query, List *all, JsonbContainer *answer)
{
    JsonbContainer *roles = message_get_container(answer, "tableRoles");
    ListCell *used;
    ListCell *cell;

    foreach (used, query_relations(query))
    {
        QueryRelation *relation = lfirst(used);

        foreach (cell, all)
            if (((QueryRelation *) lfirst(cell))->relation == relation->relation)
                relation = lfirst(cell);
        block->relations = lappend(block->relations, relation);
        block->roles =
            lappend(block->roles, roles == NULL ? NIL : message_get_texts(roles, psprintf("%u", relation->relation)));
    }
}

/* Reads what the answer says of DuckDB's columns. */
static void
read_columns(QueryBlock *block, JsonbContainer *columns)
{
    for (int i = 0; i < message_length(columns); i++)
    {
        JsonbContainer *column = message_element(columns, i);

        (void) add_column(block, NULL, (Oid) message_get_int64(column, "type", InvalidOid),
                          (int32) message_get_int64(column, "modifier", -1),
                          (Oid) message_get_int64(column, "collation", InvalidOid));
    }
    block->returned = list_length(block->columns);
}

/* Puts one block into the query; NULL where it has to stay as it is. */
static QueryBlock *
rewrite_block(PreparedQuery *prepared, JsonbContainer *answer, JsonbContainer *description, List *relations,
              Oid function)
{
    QueryBlock *block = palloc0(sizeof(QueryBlock));
    RewriteContext context = {.prepared = prepared, .block = block};
    JsonbContainer *above = message_get_container(description, "above");
    Query *query;
    List *targets;
    Node *filter;

    block->number = (int) message_get_int64(description, "block", -1);
    query = query_find(prepared->numbered, block->number);
    if (query == NULL || !query_is_closed(query) || query->rowMarks != NIL || query->hasModifyingCTE)
        return NULL;
    read_columns(block, message_get_container(description, "columns"));
    targets = make_targets(&context, query, message_get_container(description, "targets"), above);
    filter = make_filter(&context, message_get_text(above, "filter"));
    /* The values of a rerun are those of rows, and the choice between both cannot be made within a set. */
    if (expression_returns_set((Node *) targets))
        return NULL;
    block->id = ++last_id;
    block->function = function;
    block->rerun = make_rerun(block, query, above);
    block->bound = prepared->bound;
    block->rows = message_get_number(description, "rows", 1000);
    block->startup_cost = message_get_number(description, "startupCost", 100);
    block->row_cost = message_get_number(description, "rowCost", 0.01);
    find_parameters(prepared, block);
    find_relations(block, query, relations, answer);
    add_heaps(block, message_get_container(description, "heaps"));
    replace(query, block, targets, filter, above);
    return block;
}

/* See query.h. */
QueryBlock *
query_written_block(PreparedQuery *prepared, char *description, List *relations, JsonbContainer *answer)
{
    QueryBlock *block = palloc0(sizeof(QueryBlock));

    block->number = prepared->numbered->resultRelation;
    block->description = description;
    block->dependencies = prepared->global->invalItems;
    find_parameters(prepared, block);
    find_relations(block, prepared->numbered, relations, answer);
    add_heaps(block, message_get_container(answer, "heaps"));
    return block;
}

/* See query.h. */
List *
query_rewrite(PreparedQuery *prepared, char *description, List *relations, JsonbContainer *answer)
{
    JsonbContainer *blocks = message_get_container(answer, "blocks");
    Oid function = message_length(blocks) == 0 ? InvalidOid : pushed_query_function();
    List *result = NIL;

    for (int i = 0; OidIsValid(function) && i < message_length(blocks); i++)
    {
        QueryBlock *block = rewrite_block(prepared, answer, message_element(blocks, i), relations, function);

        if (block == NULL)
            continue;
        block->description = description;
        result = lappend(result, block);
    }
    return result;
}
