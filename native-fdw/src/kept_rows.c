/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kept_rows.c
 *    Minimal tuples in the order of a hash. tuplesort.c brings them into that order, within work_mem; then they are
 * laid one behind the other, in memory up to what a hash table may take, or in a temporary file.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_operator.h"
#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "executor/executor.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "port/pg_bitutils.h"
#include "storage/buffile.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/tuplesort.h"

#include "compat.h"
#include "kept_rows.h"

/* Rows behind one entry of the directory: so many lie in about one block of a file. */
#define ROWS_OF_ENTRY 64
#define MOST_DIRECTORY_BITS 24
#define FIRST_BYTES 8192

typedef struct Key
{
    int attribute; /* number */
    Oid collation;
    FmgrInfo hash_column;
    FmgrInfo hash_value;
} Key;

/* A row as it lies in memory or in the file; its tuple follows, and what is missing to an aligned length. */
typedef struct RowHeader
{
    uint32 hash;
    uint32 tuple_bytes;
} RowHeader;

struct KeptRows
{
    MemoryContext context;
    int key_count;
    Key *keys;
    int64 count;
    Tuplesortstate *sort;      /* until kept_finish(), where there are keys */
    TupleTableSlot *sort_slot; /* of two columns: hash and place in the order of kept_add; the row */
    MemoryContext row_context; /* of one kept_add */
    char *memory;              /* the rows; NULL where they are in the file */
    Size room;
    BufFile *file;
    uint64 bytes; /* of all rows */
    int directory_bits;
    uint64 *directory; /* where the rows of each entry begin, and a last entry for the end */
    uint32 wanted;     /* hash */
    uint64 position;   /* of the next row to look at */
    uint64 end;        /* of those that may be wanted */
    char *tuple;       /* a copy of one from the file */
    Size tuple_room;
};

/* See kept_rows.h. */
bool
kept_can_hash(Oid operator)
{
    RegProcedure left;
    RegProcedure right;

    return get_op_hash_functions(operator, & left, &right) && op_strict(operator);
}

/* Looks up the functions of a key. */
static void
init_key(Key *key, List *numbers, Oid operator, Oid collation)
{
    bool on_left = list_nth_int(numbers, KEPT_KEY_ON_LEFT) != 0;
    RegProcedure left;
    RegProcedure right;

    if (!get_op_hash_functions(operator, & left, &right))
        elog(ERROR, "operator %u cannot be hashed", operator);
    key->attribute = list_nth_int(numbers, KEPT_KEY_ATTRIBUTE);
    key->collation = collation;
    fmgr_info(on_left ? left : right, &key->hash_column);
    fmgr_info(on_left ? right : left, &key->hash_value);
}

/* Begins to sort rows by their hash, and those of one hash by their place in the order they came in. */
static void
begin_sort(KeptRows *kept)
{
    TupleDesc descriptor = CreateTemplateTupleDesc(2);
    AttrNumber attribute = 1;
    Oid less = Int8LessOperator;
    Oid collation = InvalidOid;
    bool nulls_first = false;

    TupleDescInitEntry(descriptor, 1, "place", INT8OID, -1, 0);
    TupleDescInitEntry(descriptor, 2, "row", BYTEAOID, -1, 0);
    kept->sort = tuplesort_begin_heap(descriptor, 1, &attribute, &less, &collation, &nulls_first, work_mem, NULL,
                                      TUPLESORT_NONE);
    kept->sort_slot = MakeSingleTupleTableSlot(descriptor, &TTSOpsVirtual);
}

/* See kept_rows.h. */
KeptRows *
kept_create(List *keys, List *operators, List *collations, MemoryContext context)
{
    MemoryContext own = AllocSetContextCreate(context, "icebridge kept rows", ALLOCSET_DEFAULT_SIZES);
    MemoryContext caller = MemoryContextSwitchTo(own);
    KeptRows *kept = palloc0(sizeof(KeptRows));

    kept->context = own;
    kept->row_context = AllocSetContextCreate(own, "icebridge row to keep", ALLOCSET_DEFAULT_SIZES);
    kept->key_count = list_length(keys);
    kept->keys = palloc0(Max(kept->key_count, 1) * sizeof(Key));
    for (int i = 0; i < kept->key_count; i++)
        init_key(&kept->keys[i], list_nth(keys, i), list_nth_oid(operators, i), list_nth_oid(collations, i));
    kept->room = FIRST_BYTES;
    kept->memory = palloc(kept->room);
    if (kept->key_count > 0)
        begin_sort(kept);
    MemoryContextSwitchTo(caller);
    return kept;
}

/* Ends sorting, if it has not ended. */
static void
end_sort(KeptRows *kept)
{
    if (kept->sort == NULL)
        return;
    ExecDropSingleTupleTableSlot(kept->sort_slot);
    tuplesort_end(kept->sort);
    kept->sort = NULL;
}

/* See kept_rows.h. */
void
kept_free(KeptRows *kept)
{
    end_sort(kept);
    if (kept->file != NULL)
        BufFileClose(kept->file);
    MemoryContextDelete(kept->context);
}

/* Moves the rows from memory into a file. */
static void
spill(KeptRows *kept)
{
    MemoryContext caller = MemoryContextSwitchTo(kept->context);

    kept->file = BufFileCreateTemp(false);
    MemoryContextSwitchTo(caller);
    BufFileWrite(kept->file, kept->memory, kept->bytes);
    pfree(kept->memory);
    kept->memory = NULL;
}

/* Lays a row behind the others. */
static void
append(KeptRows *kept, uint32 hash, const char *tuple, Size tuple_bytes)
{
    RowHeader header = {hash, (uint32) tuple_bytes};
    Size row_bytes = MAXALIGN(sizeof(RowHeader) + tuple_bytes);

    if (kept->memory != NULL && kept->bytes + row_bytes > get_hash_memory_limit())
        spill(kept);
    if (kept->memory == NULL)
    {
        char padding[MAXIMUM_ALIGNOF] = {0};

        BufFileWrite(kept->file, &header, sizeof(header));
        BufFileWrite(kept->file, unconstify(char *, tuple), tuple_bytes);
        BufFileWrite(kept->file, padding, row_bytes - sizeof(header) - tuple_bytes);
    }
    else
    {
        while (kept->bytes + row_bytes > kept->room)
        {
            kept->room *= 2;
            kept->memory = repalloc_huge(kept->memory, kept->room);
        }
        memcpy(kept->memory + kept->bytes, &header, sizeof(header));
        memcpy(kept->memory + kept->bytes + sizeof(header), tuple, tuple_bytes);
    }
    kept->bytes += row_bytes;
}

/* Adds a key to a hash. */
static uint32
combine(uint32 hash, FmgrInfo *function, Oid collation, Datum value)
{
    return hash_combine(hash, DatumGetUInt32(FunctionCall1Coll(function, collation, value)));
}

/* Hands a row over to be sorted. */
static void
sort_row(KeptRows *kept, uint32 hash, MinimalTuple tuple)
{
    bytea *row = palloc(VARHDRSZ + tuple->t_len);
    TupleTableSlot *slot = kept->sort_slot;

    SET_VARSIZE(row, VARHDRSZ + tuple->t_len);
    memcpy(VARDATA(row), tuple, tuple->t_len);
    ExecClearTuple(slot);
    /* The sign is turned, so that the order of hashes is that of the numbers. */
    slot->tts_values[0] =
        Int64GetDatum((int64) (((uint64) hash << 32 | (uint32) kept->count) ^ (UINT64CONST(1) << 63)));
    slot->tts_values[1] = PointerGetDatum(row);
    slot->tts_isnull[0] = slot->tts_isnull[1] = false;
    ExecStoreVirtualTuple(slot);
    tuplesort_puttupleslot(kept->sort, slot);
    ExecClearTuple(slot);
}

/* See kept_rows.h. */
void
kept_add(KeptRows *kept, TupleTableSlot *slot)
{
    MemoryContext caller = MemoryContextSwitchTo(kept->row_context);
    uint32 hash = 0;
    bool has_null = false;

    for (int i = 0; i < kept->key_count && !has_null; i++)
    {
        Key *key = &kept->keys[i];
        Datum value = slot_getattr(slot, key->attribute, &has_null);

        if (!has_null)
            hash = combine(hash, &key->hash_column, key->collation, value);
    }
    if (!has_null)
    {
        MinimalTuple tuple = ExecCopySlotMinimalTuple(slot);

        if (kept->count == PG_UINT32_MAX)
            ereport(ERROR, (errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED), errmsg("too many rows of a foreign table to keep "
                                                                            "for a repeated scan")));
        if (kept->sort == NULL)
            append(kept, hash, (const char *) tuple, tuple->t_len);
        else
            sort_row(kept, hash, tuple);
        kept->count++;
    }
    MemoryContextSwitchTo(caller);
    MemoryContextReset(kept->row_context);
}

/* The directory's entry for a hash. */
static uint32
entry_of(const KeptRows *kept, uint32 hash)
{
    return kept->directory_bits == 0 ? 0 : hash >> (32 - kept->directory_bits);
}

/* Lays the sorted rows one behind the other, and notes where those of each entry begin. Returns the next entry. */
static uint32
lay_sorted(KeptRows *kept)
{
    TupleTableSlot *slot = MakeSingleTupleTableSlot(kept->sort_slot->tts_tupleDescriptor, &TTSOpsMinimalTuple);
    uint32 next_entry = 0;

    tuplesort_performsort(kept->sort);
    while (tuplesort_gettupleslot(kept->sort, true, false, slot, NULL))
    {
        bytea *row;
        uint32 hash;

        CHECK_FOR_INTERRUPTS();
        slot_getallattrs(slot);
        hash = (uint32) (((uint64) DatumGetInt64(slot->tts_values[0]) ^ (UINT64CONST(1) << 63)) >> 32);
        row = (bytea *) DatumGetPointer(slot->tts_values[1]);
        while (next_entry <= entry_of(kept, hash))
            kept->directory[next_entry++] = kept->bytes;
        append(kept, hash, VARDATA_ANY(row), VARSIZE_ANY_EXHDR(row));
    }
    ExecDropSingleTupleTableSlot(slot);
    end_sort(kept);
    return next_entry;
}

/* See kept_rows.h. */
void
kept_finish(KeptRows *kept)
{
    uint64 entries = Max(kept->count / ROWS_OF_ENTRY, 1);
    uint32 next_entry = 1;

    if (kept->sort != NULL)
        kept->directory_bits = Min(pg_ceil_log2_64(entries), MOST_DIRECTORY_BITS);
    kept->directory = MemoryContextAllocZero(kept->context, ((1 << kept->directory_bits) + 1) * sizeof(uint64));
    if (kept->sort != NULL)
        next_entry = lay_sorted(kept);
    while (next_entry <= 1 << kept->directory_bits)
        kept->directory[next_entry++] = kept->bytes;
}

/* See kept_rows.h. */
void
kept_find(KeptRows *kept, const Datum *values, const bool *nulls)
{
    kept->wanted = 0;
    kept->position = kept->end = 0;
    for (int i = 0; i < kept->key_count; i++)
    {
        if (nulls[i])
            return;
        kept->wanted = combine(kept->wanted, &kept->keys[i].hash_value, kept->keys[i].collation, values[i]);
    }
    kept->position = kept->directory[entry_of(kept, kept->wanted)];
    kept->end = kept->directory[entry_of(kept, kept->wanted) + 1];
}

/* Reads from where the file is now. */
static void
read_file(KeptRows *kept, void *target, Size bytes)
{
    if (BufFileRead(kept->file, target, bytes) != bytes)
        ereport(ERROR, (errcode_for_file_access(), errmsg("could not read the temporary file of a repeated scan: %m")));
}

/* The tuple at the present position, if it is of a hash that is wanted; NULL at one that is not. */
static MinimalTuple
read_tuple(KeptRows *kept, RowHeader *header)
{
    if (kept->memory != NULL)
    {
        memcpy(header, kept->memory + kept->position, sizeof(RowHeader));
        return header->hash == kept->wanted ? (MinimalTuple) (kept->memory + kept->position + sizeof(RowHeader)) : NULL;
    }
    if (BufFileSeek(kept->file, 0, (off_t) kept->position, SEEK_SET) != 0)
        ereport(ERROR, (errcode_for_file_access(), errmsg("could not rewind the temporary file of a repeated scan")));
    read_file(kept, header, sizeof(RowHeader));
    if (header->hash != kept->wanted)
        return NULL;
    if (header->tuple_bytes > kept->tuple_room)
    {
        if (kept->tuple != NULL)
            pfree(kept->tuple);
        kept->tuple_room = header->tuple_bytes;
        kept->tuple = MemoryContextAllocHuge(kept->context, kept->tuple_room);
    }
    read_file(kept, kept->tuple, header->tuple_bytes);
    return (MinimalTuple) kept->tuple;
}

/* See kept_rows.h. */
bool
kept_next(KeptRows *kept, TupleTableSlot *slot)
{
    ExecClearTuple(slot);
    while (kept->position < kept->end)
    {
        RowHeader header;
        MinimalTuple tuple = read_tuple(kept, &header);

        if (header.hash > kept->wanted)
            kept->position = kept->end;
        else
            kept->position += MAXALIGN(sizeof(RowHeader) + header.tuple_bytes);
        if (tuple != NULL)
        {
            ExecForceStoreMinimalTuple(tuple, slot, false);
            return true;
        }
    }
    return false;
}

/* See kept_rows.h. */
int64
kept_count(const KeptRows *kept)
{
    return kept->count;
}
