/* SPDX-License-Identifier: Apache-2.0 */
/*
 * writing.c
 *    A statement's rows are in the transaction's log once their writer has finished, which is when the statement ends.
 * But AFTER triggers, and functions a statement calls, see in a heap what it has done up to then. So a scan that a
 * running statement has led to has its writer finish first, and rows that come later get a new one.
 */
#include "postgres.h"

#include "access/xact.h"
#include "utils/memutils.h"

#include "catalog.h"
#include "sink.h"
#include "writing.h"

struct Writing
{
    Relation relation;
    Snapshot snapshot;
    CommandId command;
    const char *kind;
    List *columns;
    TupleDesc descriptor;
    MemoryContext context; /* of the statement */
    MemoryContext pass;    /* of the sink */
    Sink *sink;            /* NULL after its rows were published, until another comes */
    bool has_rows;         /* of this sink */
    Writing *next;
    MemoryContextCallback callback;
};

/* Those to tables of the catalog under way. */
static Writing *writings;

/* The statement has ended, or its memory goes with it. */
static void
forget(void *argument)
{
    for (Writing **place = &writings; *place != NULL; place = &(*place)->next)
    {
        if (*place == argument)
        {
            *place = (*place)->next;
            break;
        }
    }
}

static void
open_sink(Writing *writing)
{
    writing->pass = AllocSetContextCreate(writing->context, "icebridge sink", ALLOCSET_DEFAULT_SIZES);
    writing->sink = sink_open(writing->relation, writing->snapshot, writing->command, writing->kind, writing->columns,
                              writing->descriptor, writing->pass);
    writing->has_rows = false;
}

/*
 * Whether other parts of the statement, or statements around it, change rows of the same table, and so hold numbers of
 * rows that have to keep their meaning.
 */
static bool
is_shared(const Writing *writing)
{
    for (Writing *other = writings; other != NULL; other = other->next)
        if (other != writing && RelationGetRelid(other->relation) == RelationGetRelid(writing->relation) &&
            strcmp(other->kind, "insert") != 0)
            return true;
    return false;
}

static void
finish_sink(Writing *writing, bool shared)
{
    sink_finish(writing->sink, shared);
    writing->sink = NULL;
    MemoryContextDelete(writing->pass);
}

/* See writing.h. */
Writing *
writing_begin(Relation relation, Snapshot snapshot, const char *kind, List *columns, TupleDesc descriptor,
              MemoryContext context)
{
    Writing *writing = MemoryContextAllocZero(context, sizeof(Writing));

    writing->relation = relation;
    writing->snapshot = snapshot;
    writing->command = GetCurrentCommandId(true);
    writing->kind = kind;
    writing->columns = columns;
    writing->descriptor = descriptor;
    writing->context = context;
    open_sink(writing);
    if (catalog_keeps(RelationGetRelid(relation)))
    {
        writing->callback.func = forget;
        writing->callback.arg = writing;
        MemoryContextRegisterResetCallback(context, &writing->callback);
        writing->next = writings;
        writings = writing;
    }
    return writing;
}

/* See writing.h. */
void
writing_put(Writing *writing, const Datum *values, const bool *nulls)
{
    if (writing->sink == NULL)
        open_sink(writing);
    writing->has_rows = true;
    sink_put(writing->sink, values, nulls);
}

/* See writing.h. */
JsonbContainer *
writing_query(Writing *writing, const char *request, JsonbContainer **failure)
{
    JsonbContainer *answer;

    if (writing->sink == NULL)
        open_sink(writing);
    answer = sink_query(writing->sink, request, failure);
    writing->has_rows = answer != NULL;
    return answer;
}

/* See writing.h. */
void
writing_end(Writing *writing)
{
    forget(writing);
    if (writing->sink != NULL)
        finish_sink(writing, is_shared(writing));
}

/* See writing.h. */
void
writing_publish(Oid relation, Snapshot snapshot)
{
    for (Writing *writing = writings; writing != NULL; writing = writing->next)
        if (RelationGetRelid(writing->relation) == relation && writing->command < snapshot->curcid &&
            writing->sink != NULL && writing->has_rows)
            finish_sink(writing, true);
}
