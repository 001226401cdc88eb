/* SPDX-License-Identifier: Apache-2.0 */
/*
 * iceberg_numeric.c
 *    Iceberg's decimals have at most 38 digits, and a column says how many of them are behind the point; PostgreSQL's
 *    numeric need not. See iceberg_numeric.h.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "nodes/makefuncs.h"
#include "parser/parse_type.h"
#include "utils/builtins.h"
#include "utils/syscache.h"

#include "iceberg_numeric.h"
#include "settings.h"

#define LARGEST_PRECISION 38
#define SCALE_OF_UNLIMITED 9

/* As numeric.c packs precision and scale. */
#define NUMERIC_MODIFIER(precision, scale) ((int32) (((precision) << 16) | (scale)) + VARHDRSZ)

/* Whether a numeric of that modifier may need more digits than Iceberg has. */
static bool
is_unlimited(int32 modifier)
{
    int precision;
    int scale;

    if (modifier < (int32) VARHDRSZ)
        return true;
    precision = ((modifier - VARHDRSZ) >> 16) & 0xffff;
    /* An 11-bit number with a sign, since PostgreSQL 15. */
    scale = (((modifier - VARHDRSZ) & 0x7ff) ^ 1024) - 1024;
    /* numeric(3,-2) holds 12300, numeric(3,5) holds 0.00123. */
    return (scale < 0 ? precision - scale : Max(precision, scale)) > LARGEST_PRECISION;
}

void
iceberg_limit_numeric(ColumnDef *column)
{
    int32 modifier;
    Type type;
    Oid oid;

    if (column->typeName == NULL)
        return;
    type = LookupTypeName(NULL, column->typeName, &modifier, true);
    if (type == NULL)
        return;
    oid = typeTypeId(type);
    ReleaseSysCache(type);
    if ((oid != NUMERICOID && oid != NUMERICARRAYOID) || !is_unlimited(modifier))
        return;
    if (setting_unbounded_numeric == UNBOUNDED_NUMERIC_ERROR)
        ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
                        errmsg("column \"%s\" of type %s may need more digits than an Iceberg table holds",
                               column->colname, format_type_with_typemod(oid, modifier)),
                        errhint("Declare it as numeric(precision, scale) with a precision of at most %d, or set "
                                "icebridge.unbounded_numeric to \"notice\" to have it become numeric(%d,%d).",
                                LARGEST_PRECISION, LARGEST_PRECISION, SCALE_OF_UNLIMITED)));
    ereport(NOTICE, (errmsg("column \"%s\" of type %s becomes numeric(%d,%d)%s", column->colname,
                            format_type_with_typemod(oid, modifier), LARGEST_PRECISION, SCALE_OF_UNLIMITED,
                            oid == NUMERICARRAYOID ? "[]" : "")));
    column->typeName = makeTypeNameFromOid(oid, NUMERIC_MODIFIER(LARGEST_PRECISION, SCALE_OF_UNLIMITED));
}
