/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the by-reference values of one chunk of rows are laid, one after another, to be forgotten all at once.
 *
 * An allocation is a bump of a pointer in a growing block. After the first few chunks there is one block that holds
 * a whole chunk, so that a scan in its steady state allocates nothing.
 *
 * Where this is compiled for valgrind, what was not reserved, what was left over and what was forgotten may not be
 * touched; everywhere else those lines are empty.
 */
#ifndef ARROW_ARENA_H
#define ARROW_ARENA_H

#include "postgres.h"

#include "utils/memdebug.h"
#include "utils/palloc.h"

typedef struct ArrowArenaBlock
{
    struct ArrowArenaBlock *previous;
    Size size;
    char data[FLEXIBLE_ARRAY_MEMBER];
} ArrowArenaBlock;

typedef struct ArrowArena
{
    MemoryContext parent;
    MemoryContext scratch; /* for results of functions that palloc; made when first needed */
    bool scratch_used;
    ArrowArenaBlock *block; /* the newest one, which is being filled */
    char *next;             /* its first free byte, maximally aligned at the start of a block */
    char *end;
} ArrowArena;

/* An empty arena, allocated in and freed with the context. */
extern ArrowArena *arrow_arena_create(MemoryContext context);

/* Frees every value. */
extern void arrow_arena_reset(ArrowArena *arena);

/* Makes room for so many contiguous bytes at arena->next; behind the fast path of arrow_arena_reserve. */
extern void arrow_arena_grow(ArrowArena *arena, Size size);

/* The context for what PostgreSQL's functions palloc; reset with the arena. */
extern MemoryContext arrow_arena_scratch(ArrowArena *arena);

/*
 * Returns arena->next with at least so many bytes behind it, aligned for any type. The caller fills them and moves
 * arena->next by what was used, keeping it aligned.
 */
static inline char *
arrow_arena_reserve(ArrowArena *arena, Size size)
{
    if ((Size) (arena->end - arena->next) < size)
        arrow_arena_grow(arena, size);
    VALGRIND_MAKE_MEM_UNDEFINED(arena->next, size);
    return arena->next;
}

/* Takes what was filled behind arena->next up to end, and aligns for the next value. */
static inline void
arrow_arena_advance(ArrowArena *arena, char *end)
{
    /* Blocks are multiples of MAXALIGN, so rounding up cannot pass their end. */
    arena->next = (char *) MAXALIGN((uintptr_t) end);
    VALGRIND_MAKE_MEM_NOACCESS(end, arena->end - end);
}

/* So many bytes, aligned for any type, not zeroed. */
static inline char *
arrow_arena_allocate(ArrowArena *arena, Size size)
{
    char *value = arrow_arena_reserve(arena, size);

    arrow_arena_advance(arena, value + size);
    return value;
}

#endif /* ARROW_ARENA_H */
