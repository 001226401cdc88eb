/* SPDX-License-Identifier: Apache-2.0 */
/*
 * modify.c
 *    INSERT, UPDATE, DELETE, COPY FROM and TRUNCATE on wrappers that can write: rows gather in Arrow batches, which
 * Java takes over one by one.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "access/sysattr.h"
#include "access/table.h"
#include "catalog/pg_type.h"
#include "commands/defrem.h"
#include "executor/executor.h"
#include "foreign/fdwapi.h"
#include "miscadmin.h"
#include "nodes/makefuncs.h"
#include "optimizer/appendinfo.h"
#include "optimizer/inherit.h"
#include "parser/parsetree.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"

#include "arrow_writer.h"
#include "call.h"
#include "catalog.h"
#include "changed_rows.h"
#include "compat.h"
#include "constraint.h"
#include "fdw.h"
#include "message.h"
#include "modify.h"
#include "relation.h"
#include "row_number.h"
#include "row_set.h"
#include "transaction.h"
#include "writing.h"

/* One INSERT, UPDATE or DELETE under way. */
typedef struct Modification
{
    Writing *rows;
    List *row_id;       /* attribute numbers that name a row */
    AttrNumber *junk;   /* where the plan's rows carry them, parallel */
    AttrNumber old_row; /* where the plan's rows carry the old row; 0 where they do not */
    List *columns;      /* attribute numbers that are written */
    Datum *values;      /* a row of the sink */
    bool *nulls;
    RowSet *changed;             /* rows by number that the statement has changed; NULL where rows have no numbers */
    Constraints *constraints;    /* NULL where they are not ours to check */
    struct Modification *routed; /* of an UPDATE: rows that came to this partition from others; or NULL */
} Modification;

/* The name PostgreSQL gives to the old row among those that name it. */
#define OLD_ROW "wholerow"

/* What Java says about writing to a table: {"writable": …, "rowId": […]}. */
static JsonbContainer *
describe_modify(Relation relation, bool tolerant)
{
    return icebridge_call("modify.describe", psprintf("{\"relation\":%s,\"tolerant\":%s}",
                                                      describe_definition(RelationGetRelid(relation), GetUserId()),
                                                      tolerant ? "true" : "false"));
}

/* The attribute numbers of a table's row id; an ERROR where it has none. */
static List *
row_id_columns(Relation relation)
{
    JsonbContainer *answer = describe_modify(relation, false);
    JsonbContainer *numbers = message_get_container(answer, "rowId");
    bool writable = message_get_bool(answer, "writable", false);
    List *columns = NIL;

    for (int i = 0; i < message_length(numbers); i++)
        columns = lappend_int(columns, message_element_number(numbers, i));
    if (columns == NIL)
        ereport(ERROR,
                (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
                 errmsg("cannot update or delete rows of foreign table \"%s\"", RelationGetRelationName(relation)),
                 writable ? errdetail("Its wrapper takes new rows only.")
                          : errdetail("Its wrapper does not take changes.")));
    return columns;
}

/* The name under which a plan carries a row id column. */
static char *
junk_name(AttrNumber attribute)
{
    return psprintf("icebridge_row_id_%d", attribute);
}

/* A column of the row id: one of the table's, or the row's number as its tuple identifier. */
static Var *
row_id_var(Relation relation, Index rtindex, AttrNumber number)
{
    Form_pg_attribute attribute;

    if (number == SelfItemPointerAttributeNumber)
        return makeVar(rtindex, SelfItemPointerAttributeNumber, TIDOID, -1, InvalidOid, 0);
    attribute = TupleDescAttr(RelationGetDescr(relation), number - 1);
    return makeVar(rtindex, attribute->attnum, attribute->atttypid, attribute->atttypmod, attribute->attcollation, 0);
}

/* AddForeignUpdateTargets: the columns that name a row travel along, as they were when it was read. */
void
fdw_add_row_identity(PlannerInfo *root, Index rtindex, RangeTblEntry *target, Relation relation)
{
    ListCell *cell;

    foreach (cell, row_id_columns(relation))
        add_row_identity_var(root, row_id_var(relation, rtindex, lfirst_int(cell)), rtindex,
                             junk_name(lfirst_int(cell)));
    /* PostgreSQL itself asks for the old row where it needs it, but for this. */
    if (root->parse->commandType == CMD_DELETE && root->parse->returningList != NIL)
    {
        /* Below another table all have to be of the same type. */
        Oid type =
            rtindex == (Index) root->parse->resultRelation ? get_rel_type_id(RelationGetRelid(relation)) : RECORDOID;

        add_row_identity_var(root, makeVar(rtindex, InvalidAttrNumber, type, -1, InvalidOid, 0), rtindex, OLD_ROW);
    }
}

/*
 * IsForeignRelUpdatable. Views of the information schema ask this of every table, so one that cannot be opened is no
 * error here: it is said to be updatable, and whoever tries will hear what is wrong.
 */
int
fdw_is_updatable(Relation relation)
{
    JsonbContainer *answer = describe_modify(relation, true);
    bool unknown = message_get_bool(answer, "unknown", false);
    int events = 0;

    if (unknown || message_get_bool(answer, "writable", false))
        events |= 1 << CMD_INSERT;
    if (unknown || message_length(message_get_container(answer, "rowId")) > 0)
        events |= (1 << CMD_UPDATE) | (1 << CMD_DELETE);
    return events;
}

/* All columns an INSERT writes. */
static List *
all_columns(Relation relation)
{
    List *columns = NIL;

    for (int i = 0; i < RelationGetDescr(relation)->natts; i++)
        if (!TupleDescAttr(RelationGetDescr(relation), i)->attisdropped)
            columns = lappend_int(columns, i + 1);
    return columns;
}

/* The columns an UPDATE writes: those it names, and generated ones that depend on them. */
static List *
updated_columns(PlannerInfo *root, RelOptInfo *rel, Relation relation)
{
    Bitmapset *attributes = changed_columns(root, rel, relation);
    List *columns = NIL;
    int member = -1;

    /* A BEFORE trigger may change any column; and with none that changes the rows are written as they are. */
    if (attributes == NULL)
        return all_columns(relation);
    if (relation->trigdesc != NULL && relation->trigdesc->trig_update_before_row)
        return all_columns(relation);
    while ((member = bms_next_member(attributes, member)) >= 0)
        columns = lappend_int(columns, member + FirstLowInvalidHeapAttributeNumber);
    return columns;
}

/* PlanForeignModify: the list of the columns that are written is all a plan has to remember. */
List *
fdw_plan_modify(PlannerInfo *root, ModifyTable *plan, Index result_relation, int subplan_index)
{
    RangeTblEntry *entry = planner_rt_fetch(result_relation, root);
    Relation relation = table_open(entry->relid, NoLock);
    List *columns = NIL;

    if (plan->onConflictAction != ONCONFLICT_NONE)
        ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
                        errmsg("INSERT with ON CONFLICT is not supported on foreign table \"%s\"",
                               RelationGetRelationName(relation)),
                        errhint("Use UPDATE and INSERT … WHERE NOT EXISTS.")));
    if (plan->operation == CMD_INSERT)
        columns = all_columns(relation);
    else if (plan->operation == CMD_UPDATE)
        columns = updated_columns(root, find_base_rel(root, result_relation), relation);
    table_close(relation, NoLock);
    return list_make1(columns);
}

/* The tuple descriptor of a sink: row id columns first, then those that are written. */
static TupleDesc
sink_descriptor(Relation relation, List *row_id, List *columns)
{
    TupleDesc all = RelationGetDescr(relation);
    List *numbers = list_concat_copy(row_id, columns);
    TupleDesc descriptor = CreateTemplateTupleDesc(list_length(numbers));

    for (int i = 0; i < list_length(numbers); i++)
    {
        AttrNumber number = (AttrNumber) list_nth_int(numbers, i);

        if (number == SelfItemPointerAttributeNumber)
            TupleDescInitEntry(descriptor, (AttrNumber) (i + 1), "ctid", INT8OID, -1, 0);
        else
            TupleDescCopyEntry(descriptor, (AttrNumber) (i + 1), all, number);
    }
    return descriptor;
}

/* Prepares a modification in the executor's context. */
static Modification *
begin(Relation relation, Snapshot snapshot, CmdType operation, List *columns, List *row_id, MemoryContext context)
{
    MemoryContext old = MemoryContextSwitchTo(context);
    Modification *modification = palloc0(sizeof(Modification));
    int count = list_length(row_id) + list_length(columns);

    /* The writer knows the files of the rows it changes, also those of statements around this one. */
    if (operation != CMD_INSERT)
        writing_publish(RelationGetRelid(relation), snapshot);
    modification->columns = columns;
    modification->row_id = row_id;
    modification->values = palloc(sizeof(Datum) * Max(1, count));
    modification->nulls = palloc(sizeof(bool) * Max(1, count));
    modification->rows = writing_begin(relation, snapshot,
                                       operation == CMD_INSERT   ? "insert"
                                       : operation == CMD_UPDATE ? "update"
                                                                 : "delete",
                                       columns, sink_descriptor(relation, row_id, columns), context);
    MemoryContextSwitchTo(old);
    return modification;
}

/* Prepares the constraints of a table whose rows are ours to check. */
static void
prepare_constraints(Modification *modification, Relation relation, CmdType operation, List *columns, EState *estate)
{
    /* With triggers an UPDATE has whole rows. */
    bool whole_rows = operation == CMD_INSERT ||
                      (relation->trigdesc != NULL &&
                       (relation->trigdesc->trig_update_before_row || relation->trigdesc->trig_update_after_row));

    if (catalog_keeps(RelationGetRelid(relation)))
        modification->constraints = constraints_prepare(relation, operation, whole_rows ? NIL : columns, estate);
}

/* BeginForeignModify */
void
fdw_begin_modify(ModifyTableState *state, ResultRelInfo *info, List *fdw_private, int subplan_index, int eflags)
{
    CmdType operation = state->operation;
    List *row_id = NIL;
    Modification *modification;
    ListCell *cell;

    if (eflags & EXEC_FLAG_EXPLAIN_ONLY)
        return;
    if (operation != CMD_INSERT)
        row_id = row_id_columns(info->ri_RelationDesc);
    modification = begin(info->ri_RelationDesc, state->ps.state->es_snapshot, operation, linitial(fdw_private), row_id,
                         state->ps.state->es_query_cxt);
    modification->junk = palloc(sizeof(AttrNumber) * Max(1, list_length(row_id)));
    foreach (cell, row_id)
        modification->junk[foreach_current_index(cell)] =
            ExecFindJunkAttributeInTlist(outerPlan(state->ps.plan)->targetlist, junk_name(lfirst_int(cell)));
    if (row_id != NIL && linitial_int(row_id) == SelfItemPointerAttributeNumber)
        modification->changed = row_set_of(state->ps.state, RelationGetRelid(info->ri_RelationDesc));
    if (operation == CMD_DELETE)
        modification->old_row = ExecFindJunkAttributeInTlist(outerPlan(state->ps.plan)->targetlist, OLD_ROW);
    if (operation != CMD_DELETE)
        prepare_constraints(modification, info->ri_RelationDesc, operation, linitial(fdw_private), state->ps.state);
    info->ri_FdwState = modification;
}

/*
 * BeginForeignInsert: COPY FROM, and rows routed to a partition. That may be one the same UPDATE changes: rows that
 * came to it are not looked at again, as the UPDATE's scan does not see what its own command has done.
 */
void
fdw_begin_insert(ModifyTableState *state, ResultRelInfo *info)
{
    MemoryContext context = state == NULL ? CurrentMemoryContext : state->ps.state->es_query_cxt;

    Modification *modification = begin(info->ri_RelationDesc, state == NULL ? NULL : state->ps.state->es_snapshot,
                                       CMD_INSERT, all_columns(info->ri_RelationDesc), NIL, context);

    if (state != NULL)
        prepare_constraints(modification, info->ri_RelationDesc, CMD_INSERT, NIL, state->ps.state);
    if (info->ri_FdwState == NULL)
        info->ri_FdwState = modification;
    else
        ((Modification *) info->ri_FdwState)->routed = modification;
}

/* Puts the columns that are written behind the row id and hands the row to the sink. */
static void
put_row(Modification *modification, TupleTableSlot *slot)
{
    int position = list_length(modification->row_id);
    ListCell *cell;

    if (modification->columns != NIL)
        slot_getallattrs(slot);
    foreach (cell, modification->columns)
    {
        modification->values[position] = slot->tts_values[lfirst_int(cell) - 1];
        modification->nulls[position] = slot->tts_isnull[lfirst_int(cell) - 1];
        position++;
    }
    writing_put(modification->rows, modification->values, modification->nulls);
}

/* Reads the row id from the plan's row; false for a row that the statement has changed before. */
static bool
get_row_id(Modification *modification, TupleTableSlot *plan_slot, CmdType operation)
{
    for (int i = 0; i < list_length(modification->row_id); i++)
        modification->values[i] = ExecGetJunkAttribute(plan_slot, modification->junk[i], &modification->nulls[i]);
    if (modification->changed == NULL)
        return true;
    if (modification->nulls[0])
        elog(ERROR, "a row of a foreign table has no number");
    modification->values[0] = Int64GetDatum(row_number_of_tid((ItemPointer) DatumGetPointer(modification->values[0])));
    return row_set_add(modification->changed, (uint64) DatumGetInt64(modification->values[0]), operation);
}

static void
check_constraints(Modification *modification, EState *estate, ResultRelInfo *info, TupleTableSlot *slot)
{
    if (modification->constraints != NULL)
        constraints_check(modification->constraints, info, slot, estate);
}

/* ExecForeignInsert */
TupleTableSlot *
fdw_insert(EState *estate, ResultRelInfo *info, TupleTableSlot *slot, TupleTableSlot *plan_slot)
{
    Modification *modification = info->ri_FdwState;

    if (modification->routed != NULL)
        modification = modification->routed;
    check_constraints(modification, estate, info, slot);
    put_row(modification, slot);
    return slot;
}

/* ExecForeignUpdate */
TupleTableSlot *
fdw_update(EState *estate, ResultRelInfo *info, TupleTableSlot *slot, TupleTableSlot *plan_slot)
{
    if (!get_row_id(info->ri_FdwState, plan_slot, CMD_UPDATE))
        return NULL;
    check_constraints(info->ri_FdwState, estate, info, slot);
    put_row(info->ri_FdwState, slot);
    return slot;
}

/* See modify.h. */
bool
modify_takes_query(const ResultRelInfo *info)
{
    const Modification *modification = info->ri_FdwState;

    return modification != NULL && modification->routed == NULL &&
           (modification->changed == NULL || row_set_is_alone(modification->changed));
}

/* See modify.h. */
JsonbContainer *
modify_query(const ResultRelInfo *info, const char *request, JsonbContainer **failure)
{
    const Modification *modification = info->ri_FdwState;

    return writing_query(modification->rows, request, failure);
}

/* Puts the old row into a slot for RETURNING. */
static void
get_old_row(Modification *modification, TupleTableSlot *plan_slot, TupleTableSlot *slot)
{
    bool is_null;
    Datum row = ExecGetJunkAttribute(plan_slot, modification->old_row, &is_null);
    HeapTupleHeader header;
    HeapTupleData tuple;

    ExecClearTuple(slot);
    if (is_null)
    {
        ExecStoreAllNullTuple(slot);
        return;
    }
    header = DatumGetHeapTupleHeader(row);
    tuple.t_len = HeapTupleHeaderGetDatumLength(header);
    ItemPointerSetInvalid(&tuple.t_self);
    tuple.t_tableOid = slot->tts_tableOid;
    tuple.t_data = header;
    ExecForceStoreHeapTuple(heap_copytuple(&tuple), slot, true);
}

/* ExecForeignDelete */
TupleTableSlot *
fdw_delete(EState *estate, ResultRelInfo *info, TupleTableSlot *slot, TupleTableSlot *plan_slot)
{
    Modification *modification = info->ri_FdwState;

    if (!get_row_id(modification, plan_slot, CMD_DELETE))
        return NULL;
    writing_put(modification->rows, modification->values, modification->nulls);
    if (AttributeNumberIsValid(modification->old_row))
        get_old_row(modification, plan_slot, slot);
    return slot;
}

/*
 * EndForeignModify, EndForeignInsert; both come for a partition that is updated and gets rows of others. After an error
 * the sink goes with its memory context instead.
 */
void
fdw_end_modify(EState *estate, ResultRelInfo *info)
{
    Modification *modification = info->ri_FdwState;

    info->ri_FdwState = NULL;
    if (modification == NULL)
        return;
    writing_end(modification->rows);
    if (modification->routed != NULL)
        writing_end(modification->routed->rows);
}

/* ExecForeignTruncate */
void
fdw_truncate(List *relations, DropBehavior behavior, bool restart_sequences)
{
    ListCell *cell;

    foreach (cell, relations)
    {
        Relation relation = lfirst(cell);
        CatalogView view = catalog_view_for_change(NULL);
        StringInfoData request;

        initStringInfo(&request);
        appendStringInfo(&request, "{\"relation\":%s",
                         describe_relation_in(RelationGetRelid(relation), GetUserId(), &view));
        transaction_describe(&request);
        appendStringInfoChar(&request, '}');
        transaction_note_answer(icebridge_call("table.truncate", request.data));
    }
}
