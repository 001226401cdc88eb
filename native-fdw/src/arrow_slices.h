/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the texts or byte strings of a column are, whatever their layout in Arrow, so that the conversions of each
 * PostgreSQL type are written once.
 */
#ifndef ARROW_SLICES_H
#define ARROW_SLICES_H

#include "arrow_column.h"

/* The most values described at once. */
#define ARROW_SLICES 512

typedef struct ArrowSlices
{
    const char *data[ARROW_SLICES]; /* never NULL, also where the value is null or empty */
    int32 length[ARROW_SLICES];     /* 0 where the value is null */
    int64 total;                    /* of all lengths */
    bool is_plain;                  /* all are known to be ASCII without zero bytes */
    const char *readable_end;       /* the bytes of a value may be overread up to here; NULL where not known */
} ArrowSlices;

/*
 * Describes count (at most ARROW_SLICES) values, sets nulls, and returns whether there are any. ERROR for a value
 * longer than PostgreSQL can hold. is_plain is only found out where texts are asked for.
 */
extern bool arrow_slices_read(const ArrowColumn *column, int64 start, int count, bool is_text, ArrowSlices *slices,
                              bool *nulls);

/* Whether these bytes are ASCII without zero bytes, which is valid text in every server encoding. */
extern bool arrow_text_is_plain(const char *data, int64 length);

/*
 * Checks a text in UTF-8, which may hold anything, and converts it to the server's encoding. Where they are the same,
 * which is the rule, it is returned as it is, else a copy palloc'd in the arena's scratch context. ERROR 22021 for
 * what is no text.
 */
extern const char *arrow_text_to_server(const char *data, int32 *length, ArrowArena *arena);

#endif /* ARROW_SLICES_H */
