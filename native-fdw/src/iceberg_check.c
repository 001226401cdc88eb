/* SPDX-License-Identifier: Apache-2.0 */
/*
 * iceberg_check.c
 *    See iceberg_check.h. What is looked for are the newest committed rows and those of this transaction, also where
 * its snapshot is older: nobody else can change the table until it ends.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "access/xact.h"
#include "catalog/pg_constraint.h"
#include "executor/executor.h"
#include "executor/spi.h"
#include "rewrite/rewriteHandler.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/ruleutils.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"
#include "utils/typcache.h"

#include "iceberg_check.h"

/* Whether a row of the table meets the condition. */
static bool
any_row(Relation relation, const char *condition)
{
    int level = NewGUCNestLevel();
    char *sql = psprintf("SELECT 1 FROM ONLY %s WHERE %s LIMIT 1",
                         quote_qualified_identifier(get_namespace_name(RelationGetNamespace(relation)),
                                                    RelationGetRelationName(relation)),
                         condition);
    Snapshot snapshot;
    SPIPlanPtr plan;
    bool found;

    /* What is to be proved must not be taken for granted. */
    (void) set_config_option("constraint_exclusion", "off", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0,
                             false);
    CommandCounterIncrement();
    snapshot = RegisterSnapshot(GetLatestSnapshot());
    SPI_connect();
    plan = SPI_prepare(sql, 0, NULL);
    if (plan == NULL ||
        SPI_execute_snapshot(plan, NULL, NULL, snapshot, InvalidSnapshot, true, false, 1) != SPI_OK_SELECT)
        elog(ERROR, "could not check the rows of table %u", RelationGetRelid(relation));
    found = SPI_processed > 0;
    SPI_finish();
    UnregisterSnapshot(snapshot);
    AtEOXact_GUC(true, level);
    return found;
}

void
iceberg_check_not_null(Relation relation, AttrNumber column)
{
    const char *name = NameStr(TupleDescAttr(RelationGetDescr(relation), column - 1)->attname);

    /* Not IS NULL: whoever knows that the column is declared NOT NULL by now need not look. */
    if (any_row(relation, psprintf("num_nulls(%s) > 0", quote_identifier(name))))
        ereport(ERROR, (errcode(ERRCODE_NOT_NULL_VIOLATION),
                        errmsg("column \"%s\" of relation \"%s\" contains null values", name,
                               RelationGetRelationName(relation)),
                        errtablecol(relation, column)));
}

void
iceberg_check_constraint(Relation relation, Oid oid)
{
    HeapTuple tuple = SearchSysCache1(CONSTROID, ObjectIdGetDatum(oid));
    char *name;
    Datum tree;
    char *condition;
    bool is_null;

    if (!HeapTupleIsValid(tuple))
        return;
    name = pstrdup(NameStr(((Form_pg_constraint) GETSTRUCT(tuple))->conname));
    tree = SysCacheGetAttr(CONSTROID, tuple, Anum_pg_constraint_conbin, &is_null);
    condition =
        TextDatumGetCString(DirectFunctionCall2(pg_get_expr, tree, ObjectIdGetDatum(RelationGetRelid(relation))));
    ReleaseSysCache(tuple);
    if (any_row(relation, psprintf("NOT (%s)", condition)))
        ereport(ERROR, (errcode(ERRCODE_CHECK_VIOLATION),
                        errmsg("check constraint \"%s\" of relation \"%s\" is violated by some row", name,
                               RelationGetRelationName(relation)),
                        errtableconstraint(relation, name)));
}

void
iceberg_check_domain(Relation relation, AttrNumber column)
{
    Form_pg_attribute attribute = TupleDescAttr(RelationGetDescr(relation), column - 1);

    if (attribute->attisdropped || attribute->attgenerated || !DomainHasConstraints(attribute->atttypid) ||
        build_column_default(relation, column) != NULL || !any_row(relation, "true"))
        return;
    domain_check((Datum) 0, true, attribute->atttypid, NULL, NULL);
}
