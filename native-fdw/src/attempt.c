/* SPDX-License-Identifier: Apache-2.0 */
/*
 * attempt.c
 *    Errors of what PostgreSQL, left to itself, may never have computed.
 */
#include "postgres.h"

#include "access/xact.h"
#include "utils/memutils.h"
#include "utils/resowner.h"

#include "attempt.h"

/* Whether an error would come again, or has to end what is under way. */
static bool
must_be_raised(int state)
{
    int category = ERRCODE_TO_CATEGORY(state);

    return category == ERRCODE_OPERATOR_INTERVENTION || category == ERRCODE_INSUFFICIENT_RESOURCES ||
           category == ERRCODE_SYSTEM_ERROR || category == ERRCODE_TRANSACTION_ROLLBACK ||
           state == ERRCODE_LOCK_NOT_AVAILABLE;
}

/* See attempt.h. */
char *
attempt(void (*action)(void *), void *argument)
{
    MemoryContext context = CurrentMemoryContext;
    ResourceOwner owner = CurrentResourceOwner;
    ErrorData *volatile error = NULL;

    if (IsInParallelMode())
    {
        action(argument);
        return NULL;
    }
    BeginInternalSubTransaction(NULL);
    MemoryContextSwitchTo(context);
    PG_TRY();
    {
        action(argument);
        ReleaseCurrentSubTransaction();
    }
    PG_CATCH();
    {
        MemoryContextSwitchTo(context);
        error = CopyErrorData();
        FlushErrorState();
        RollbackAndReleaseCurrentSubTransaction();
    }
    PG_END_TRY();
    MemoryContextSwitchTo(context);
    CurrentResourceOwner = owner;
    if (error == NULL)
        return NULL;
    if (must_be_raised(error->sqlerrcode))
        ReThrowError(error);
    return psprintf("SQLSTATE %s", unpack_sql_state(error->sqlerrcode));
}
