/* SPDX-License-Identifier: Apache-2.0 */
#include "postgres.h"

#include "utils/memutils.h"

#include "arrow_arena.h"

#define FIRST_BLOCK ((Size) 64 * 1024)
/* A block larger than this is not kept for the next chunk: one huge value should not be paid for until the end. */
#define LARGEST_KEPT_BLOCK ((Size) 64 * 1024 * 1024)

ArrowArena *
arrow_arena_create(MemoryContext context)
{
    ArrowArena *arena = MemoryContextAllocZero(context, sizeof(ArrowArena));

    arena->parent = context;
    return arena;
}

/* Starts a block with room for at least size bytes. */
static void
start_block(ArrowArena *arena, Size size)
{
    ArrowArenaBlock *block;

    size = MAXALIGN(size);
    block = MemoryContextAllocHuge(arena->parent, MAXALIGN(offsetof(ArrowArenaBlock, data)) + MAXIMUM_ALIGNOF + size);
    block->previous = arena->block;
    block->size = size;
    arena->block = block;
    arena->next = (char *) MAXALIGN((uintptr_t) block->data);
    arena->end = arena->next + size;
    VALGRIND_MAKE_MEM_NOACCESS(arena->next, size);
}

void
arrow_arena_grow(ArrowArena *arena, Size size)
{
    Size next = FIRST_BLOCK;

    if (arena->block != NULL)
        next = Min(arena->block->size * 2, LARGEST_KEPT_BLOCK);
    start_block(arena, Max(next, size));
}

/* Frees all blocks and returns how many bytes they had. */
static Size
free_blocks(ArrowArena *arena)
{
    Size total = 0;

    while (arena->block != NULL)
    {
        ArrowArenaBlock *block = arena->block;

        arena->block = block->previous;
        total += block->size;
        pfree(block);
    }
    arena->next = arena->end = NULL;
    return total;
}

void
arrow_arena_reset(ArrowArena *arena)
{
    if (arena->scratch_used)
    {
        MemoryContextReset(arena->scratch);
        arena->scratch_used = false;
    }
    if (arena->block == NULL)
        return;
    if (arena->block->previous == NULL && arena->block->size <= LARGEST_KEPT_BLOCK)
    {
        arena->next = (char *) MAXALIGN((uintptr_t) arena->block->data);
        VALGRIND_MAKE_MEM_NOACCESS(arena->next, arena->end - arena->next);
    }
    else
    {
        Size total = free_blocks(arena);

        /* What took several blocks this time gets one the next time. */
        start_block(arena, Min(total, LARGEST_KEPT_BLOCK));
    }
}

MemoryContext
arrow_arena_scratch(ArrowArena *arena)
{
    if (arena->scratch == NULL)
        arena->scratch = AllocSetContextCreate(arena->parent, "Arrow values", ALLOCSET_DEFAULT_SIZES);
    arena->scratch_used = true;
    return arena->scratch;
}
