/* SPDX-License-Identifier: Apache-2.0 */
/*
 * iceberg_access_method.c
 *    The table access method "iceberg" exists so that its name is accepted; the utility hook turns what names it into
 * foreign tables. PostgreSQL gets to call the handler only for what the hook did not or could not turn.
 */
#include "postgres.h"

#include "fmgr.h"

#include "compat.h"

EXPORTED_FUNCTION(icebridge_table_am_handler);

/* icebridge.icebridge_table_am_handler(internal): raises an ERROR that says what to do instead. */
Datum
icebridge_table_am_handler(PG_FUNCTION_ARGS)
{
    ereport(ERROR,
            (errcode(ERRCODE_FEATURE_NOT_SUPPORTED), errmsg("access method \"iceberg\" cannot store this relation"),
             errdetail("Iceberg tables are foreign tables, which icebridge makes of CREATE TABLE … USING iceberg and "
                       "CREATE TABLE … USING iceberg AS."),
             errhint("Add icebridge to shared_preload_libraries or session_preload_libraries, or run LOAD 'icebridge' "
                     "first; give temporary tables and materialized views USING heap.")));
    PG_RETURN_POINTER(NULL);
}
