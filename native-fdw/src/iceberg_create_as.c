/* SPDX-License-Identifier: Apache-2.0 */
/*
 * iceberg_create_as.c
 *    See iceberg_create_as.h. The query runs as PostgreSQL would run it for a heap table, in parallel where it can,
 * into a receiver that hands the rows to the table's writer. A new table has no triggers and no constraints, so nothing
 * else needs to see them.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "access/table.h"
#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "commands/createas.h"
#include "commands/prepare.h"
#include "executor/executor.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/optimizer.h"
#include "parser/parse_coerce.h"
#include "parser/parse_node.h"
#include "rewrite/rewriteHandler.h"
#include "tcop/tcopprot.h"
#include "tcop/utility.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "compat.h"
#include "iceberg_create.h"
#include "iceberg_create_as.h"
#include "iceberg_refusal.h"
#include "iceberg_table.h"
#include "query.h"
#include "sink.h"

/* Takes the rows of the query. */
typedef struct IntoTable
{
    DestReceiver receiver;
    Relation table;
    Sink *sink;
    ProjectionInfo *projection; /* where types of the table differ from those of the query, or NULL */
    ExprContext *expressions;
    MemoryContext context;
} IntoTable;

/* The column of the new table for one of the query; `name` may come from the statement's list of names. */
static ColumnDef *
make_column(const char *name, Oid type, int32 modifier, Oid collation)
{
    ColumnDef *column = makeColumnDef(name, type, modifier, collation);

    if (!OidIsValid(collation) && type_is_collatable(type))
        ereport(ERROR, (errcode(ERRCODE_INDETERMINATE_COLLATION),
                        errmsg("no collation was derived for column \"%s\" with collatable type %s", name,
                               format_type_be(type)),
                        errhint("Use the COLLATE clause to set the collation explicitly.")));
    return column;
}

/* The rows' columns, under the names the statement gives them. */
static List *
make_columns(TupleDesc rows, List *names)
{
    List *columns = NIL;

    if (list_length(names) > rows->natts)
        ereport(ERROR, (errcode(ERRCODE_SYNTAX_ERROR), errmsg("too many column names were specified")));
    for (int i = 0; i < rows->natts; i++)
    {
        Form_pg_attribute attribute = TupleDescAttr(rows, i);

        columns = lappend(columns,
                          make_column(i < list_length(names) ? strVal(list_nth(names, i)) : NameStr(attribute->attname),
                                      attribute->atttypid, attribute->atttypmod, attribute->attcollation));
    }
    return columns;
}

/* What the query's rows are made of. */
static TupleDesc
describe_rows(Query *query)
{
    if (query->commandType == CMD_UTILITY)
    {
        ExecuteStmt *execute = castNode(ExecuteStmt, query->utilityStmt);
        PreparedStatement *prepared = FetchPreparedStatement(execute->name, true);

        if (prepared->plansource->commandTag != CMDTAG_SELECT)
            ereport(ERROR, (errcode(ERRCODE_WRONG_OBJECT_TYPE), errmsg("prepared statement is not a SELECT")));
        return FetchPreparedStatementResultDesc(prepared);
    }
    return ExecCleanTypeFromTL(query->targetList);
}

/* Makes the table by a statement of its own, which goes through the hook again. */
static Oid
create_table(const IntoClause *into, List *columns, const PlannedStmt *around, const char *query)
{
    CreateStmt *create = makeNode(CreateStmt);
    PlannedStmt *planned = makeNode(PlannedStmt);

    create->relation = copyObject(into->rel);
    create->tableElts = columns;
    create->options = into->options;
    create->oncommit = ONCOMMIT_NOOP;
    planned->commandType = CMD_UTILITY;
    planned->utilityStmt = (Node *) iceberg_foreign_table(create);
    planned->stmt_location = around->stmt_location;
    planned->stmt_len = around->stmt_len;
    ProcessUtility(planned, query, false, PROCESS_UTILITY_QUERY, NULL, NULL, None_Receiver, NULL);
    CommandCounterIncrement();
    return RangeVarGetRelid(create->relation, NoLock, false);
}

/* Makes a projection of the query's rows to the table's types where a modifier differs, as an assignment would. */
static ProjectionInfo *
make_projection(IntoTable *into, TupleDesc rows)
{
    TupleDesc table = RelationGetDescr(into->table);
    List *targets = NIL;
    bool needed = false;

    for (int i = 0; i < rows->natts; i++)
    {
        Form_pg_attribute from = TupleDescAttr(rows, i);
        Form_pg_attribute to = TupleDescAttr(table, i);
        Node *value = (Node *) makeVar(OUTER_VAR, i + 1, from->atttypid, from->atttypmod, from->attcollation, 0);

        if (from->atttypmod != to->atttypmod)
        {
            needed = true;
            value = coerce_to_target_type(NULL, value, from->atttypid, to->atttypid, to->atttypmod, COERCION_ASSIGNMENT,
                                          COERCE_IMPLICIT_CAST, -1);
            value = (Node *) expression_planner((Expr *) value);
        }
        targets = lappend(targets, makeTargetEntry((Expr *) value, i + 1, pstrdup(NameStr(to->attname)), false));
    }
    if (!needed)
        return NULL;
    into->expressions = CreateStandaloneExprContext();
    return ExecBuildProjectionInfo(targets, into->expressions,
                                   MakeSingleTupleTableSlot(CreateTupleDescCopy(table), &TTSOpsVirtual), NULL, rows);
}

/* rStartup of the receiver */
static void
start_rows(DestReceiver *receiver, int operation, TupleDesc rows)
{
    IntoTable *into = (IntoTable *) receiver;
    MemoryContext old = MemoryContextSwitchTo(into->context);
    List *columns = NIL;

    for (int i = 1; i <= rows->natts; i++)
        columns = lappend_int(columns, i);
    into->projection = make_projection(into, rows);
    into->sink = sink_open(into->table, NULL, GetCurrentCommandId(true), "insert", columns,
                           RelationGetDescr(into->table), into->context);
    MemoryContextSwitchTo(old);
}

/* receiveSlot of the receiver */
static bool
take_row(TupleTableSlot *slot, DestReceiver *receiver)
{
    IntoTable *into = (IntoTable *) receiver;

    if (into->projection != NULL)
    {
        ResetExprContext(into->expressions);
        into->expressions->ecxt_outertuple = slot;
        slot = ExecProject(into->projection);
    }
    slot_getallattrs(slot);
    sink_put(into->sink, slot->tts_values, slot->tts_isnull);
    return true;
}

/* rShutdown of the receiver; not called where the query failed. */
static void
end_rows(DestReceiver *receiver)
{
    sink_finish(((IntoTable *) receiver)->sink, false);
}

/* rDestroy of the receiver: its memory goes with its context. */
static void
destroy_receiver(DestReceiver *receiver)
{
}

/* The INSERT of a query's rows into the new table, which its owner may do. */
static Query *
make_insert(Query *select, Relation table)
{
    Query *insert = makeNode(Query);
    ParseState *state = make_parsestate(NULL);
    RangeTblRef *reference = makeNode(RangeTblRef);
    ListCell *cell;

    insert->commandType = CMD_INSERT;
    insert->canSetTag = true;
    insert->stmt_location = select->stmt_location;
    insert->stmt_len = select->stmt_len;
    insert->resultRelation =
        addRangeTableEntryForRelation(state, table, RowExclusiveLock, NULL, false, false)->p_rtindex;
    reference->rtindex =
        addRangeTableEntryForSubquery(state, select, makeAlias("*SELECT*", NIL), false, true)->p_rtindex;
    compat_take_range_table(insert, state);
    compat_clear_permissions(insert);
    insert->jointree = makeFromExpr(list_make1(reference), NULL);
    foreach (cell, select->targetList)
    {
        TargetEntry *from = lfirst(cell);
        Form_pg_attribute to;
        Node *value;

        if (from->resjunk)
            continue;
        to = TupleDescAttr(RelationGetDescr(table), from->resno - 1);
        value = coerce_to_target_type(NULL, (Node *) makeVarFromTargetEntry(reference->rtindex, from),
                                      exprType((Node *) from->expr), to->atttypid, to->atttypmod, COERCION_ASSIGNMENT,
                                      COERCE_IMPLICIT_CAST, -1);
        insert->targetList = lappend(
            insert->targetList, makeTargetEntry((Expr *) value, from->resno, pstrdup(NameStr(to->attname)), false));
    }
    free_parsestate(state);
    return insert;
}

/*
 * Plans and runs a SELECT as PostgreSQL's ExecCreateTableAs() does, or an INSERT of it where no row has to pass through
 * PostgreSQL.
 */
static void
run_select(Query *select, Relation table, const char *query, ParamListInfo parameters, QueryEnvironment *environment,
           DestReceiver *receiver, QueryCompletion *completion)
{
    List *rewritten = QueryRewrite(copyObject(select));
    PlannedStmt *plan;
    QueryDesc *description;

    if (list_length(rewritten) != 1)
        elog(ERROR, "unexpected rewrite result for CREATE TABLE AS SELECT");
    select = linitial_node(Query, rewritten);
    plan = query_reads_lake(select) ? query_plan_written(make_insert(select, table), query, parameters) : NULL;
    if (plan != NULL)
        receiver = None_Receiver;
    else
        plan = pg_plan_query(select, query, CURSOR_OPT_PARALLEL_OK, parameters);
    description =
        CreateQueryDesc(plan, query, GetActiveSnapshot(), InvalidSnapshot, receiver, parameters, environment, 0);
    ExecutorStart(description, 0);
    compat_executor_run(description);
    if (completion != NULL)
        SetQueryCompletion(completion, CMDTAG_SELECT, description->estate->es_processed);
    ExecutorFinish(description);
    ExecutorEnd(description);
    FreeQueryDesc(description);
}

/* Fills the table. */
static void
fill_table(Oid table, Query *select, const char *query, ParamListInfo parameters, QueryEnvironment *environment,
           QueryCompletion *completion)
{
    MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "icebridge into", ALLOCSET_DEFAULT_SIZES);
    IntoTable *into = MemoryContextAllocZero(context, sizeof(IntoTable));

    into->receiver.rStartup = start_rows;
    into->receiver.receiveSlot = take_row;
    into->receiver.rShutdown = end_rows;
    into->receiver.rDestroy = destroy_receiver;
    into->receiver.mydest = DestIntoRel;
    into->context = context;
    into->table = table_open(table, NoLock);
    /* The table is newer than the statement's snapshot. */
    PushCopiedSnapshot(GetActiveSnapshot());
    UpdateActiveSnapshotCommandId();
    if (select->commandType == CMD_UTILITY)
    {
        ParseState *state = make_parsestate(NULL);

        state->p_sourcetext = query;
        ExecuteQuery(state, castNode(ExecuteStmt, select->utilityStmt), NULL, parameters, &into->receiver, completion);
        free_parsestate(state);
    }
    else
        run_select(select, into->table, query, parameters, environment, &into->receiver, completion);
    PopActiveSnapshot();
    if (into->expressions != NULL)
        FreeExprContext(into->expressions, true);
    table_close(into->table, NoLock);
    MemoryContextDelete(context);
}

bool
iceberg_create_as(PlannedStmt *planned, const char *query, ParamListInfo parameters, QueryEnvironment *environment,
                  QueryCompletion *completion)
{
    CreateTableAsStmt *statement = (CreateTableAsStmt *) planned->utilityStmt;
    IntoClause *into = statement->into;
    Query *select;
    Oid table;

    if (!iceberg_is_meant(into->accessMethod, true))
        return false;
    if (statement->objtype == OBJECT_MATVIEW)
        ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
                        errmsg("materialized views are not supported as Iceberg tables"),
                        errhint("Use CREATE MATERIALIZED VIEW … USING heap, or CREATE TABLE … USING iceberg AS.")));
    iceberg_refuse_storage(into->rel, into->onCommit, into->tableSpaceName);
    if (CreateTableAsRelExists(statement))
        return true;
    select = castNode(Query, statement->query);
    table = create_table(into, make_columns(describe_rows(select), into->colNames), planned, query);
    if (!into->skipData)
        fill_table(table, select, query, parameters, environment, completion);
    return true;
}
