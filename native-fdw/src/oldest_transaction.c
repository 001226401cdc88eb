/* SPDX-License-Identifier: Apache-2.0 */
/*
 * oldest_transaction.c
 *    Versions of a table that are not the newest, and their files, may still be read by transactions with an older
 * snapshot. Files know nothing of transaction ids, so it is by time that they are told apart.
 */
#include "postgres.h"

#include "access/xact.h"
#include "datatype/timestamp.h"
#include "miscadmin.h"
#include "utils/backend_status.h"
#include "utils/timestamp.h"

#include "compat.h"
#include "oldest_transaction.h"

/* When a backend's transaction began; 0 where it has none. */
static TimestampTz
transaction_start(const LocalPgBackendStatus *backend)
{
    const PgBackendStatus *status = &backend->backendStatus;

    if (status->st_databaseid != MyDatabaseId)
        return 0;
    if (status->st_xact_start_timestamp != 0)
        return status->st_xact_start_timestamp;
    /* With track_activities off nothing is told; but that it has a snapshot is known. */
    return TransactionIdIsValid(backend->backend_xmin) ? status->st_proc_start_timestamp : 0;
}

/* See oldest_transaction.h. */
int64
oldest_transaction(void)
{
    TimestampTz oldest = GetCurrentTransactionStartTimestamp();

    pgstat_clear_backend_activity_snapshot();
    for (int i = 1; i <= pgstat_fetch_stat_numbackends(); i++)
    {
        LocalPgBackendStatus *backend = compat_local_backend(i);
        TimestampTz start = backend == NULL ? 0 : transaction_start(backend);

        if (start != 0 && start < oldest)
            oldest = start;
    }
    return oldest / 1000 + (POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE) * SECS_PER_DAY * INT64CONST(1000);
}
