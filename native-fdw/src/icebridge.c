/* SPDX-License-Identifier: Apache-2.0 */
/*
 * icebridge.c
 *    What the server finds in the library: its magic, its start, the foreign-data wrapper's handler.
 */
#include "postgres.h"

#include "fmgr.h"
#include "foreign/fdwapi.h"
#include "utils/builtins.h"

#include "column_statistics.h"
#include "compat.h"
#include "fdw.h"
#include "lock.h"
#include "iceberg_ddl.h"
#include "preload.h"
#include "query.h"
#include "settings.h"
#include "transaction.h"
#include "utility.h"
#include "vm_trial.h"

PG_MODULE_MAGIC;

PGDLLEXPORT void _PG_init(void);

EXPORTED_FUNCTION(icebridge_fdw_handler);
EXPORTED_FUNCTION(icebridge_version);

/*
 * Loading the library defines settings and hooks. It may happen in the postmaster.
 */
void
_PG_init(void)
{
    settings_define();
    transaction_define();
    utility_define();
    lock_define();
    iceberg_ddl_define();
    query_define();
    column_statistics_define();
    vm_trial_define();
    preload_libraries();
}

/* icebridge.version() */
Datum
icebridge_version(PG_FUNCTION_ARGS)
{
    PG_RETURN_TEXT_P(cstring_to_text(ICEBRIDGE_VERSION));
}

/* The callbacks of every wrapper that is a Java class. */
Datum
icebridge_fdw_handler(PG_FUNCTION_ARGS)
{
    FdwRoutine *routine = makeNode(FdwRoutine);

    routine->GetForeignRelSize = fdw_get_rel_size;
    routine->GetForeignPaths = fdw_get_paths;
    routine->GetForeignUpperPaths = fdw_get_upper_paths;
    routine->GetForeignPlan = fdw_get_plan;
    routine->BeginForeignScan = fdw_begin_scan;
    routine->IterateForeignScan = fdw_iterate_scan;
    routine->ReScanForeignScan = fdw_rescan;
    routine->EndForeignScan = fdw_end_scan;
    routine->ExplainForeignScan = fdw_explain_scan;

    routine->AddForeignUpdateTargets = fdw_add_row_identity;
    routine->IsForeignRelUpdatable = fdw_is_updatable;
    routine->PlanForeignModify = fdw_plan_modify;
    routine->BeginForeignModify = fdw_begin_modify;
    routine->BeginForeignInsert = fdw_begin_insert;
    routine->ExecForeignInsert = fdw_insert;
    routine->ExecForeignUpdate = fdw_update;
    routine->ExecForeignDelete = fdw_delete;
    routine->EndForeignModify = fdw_end_modify;
    routine->EndForeignInsert = fdw_end_modify;
    routine->ExecForeignTruncate = fdw_truncate;

    routine->AnalyzeForeignTable = fdw_analyze;
    routine->ImportForeignSchema = fdw_import_schema;
    PG_RETURN_POINTER(routine);
}
