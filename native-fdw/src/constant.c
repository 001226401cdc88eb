/* SPDX-License-Identifier: Apache-2.0 */
/*
 * constant.c
 *    Values for Java, as text that is exact whatever the session's settings, because it is made under fixed ones.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "nodes/primnodes.h"
#include "utils/array.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"

#include "constant.h"
#include "message.h"

/* Sets, until AtEOXact_GUC of the returned level, what text forms of values depend on. */
static int
fix_text_forms(void)
{
    int level = NewGUCNestLevel();

    (void) set_config_option("datestyle", "ISO, YMD", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
    (void) set_config_option("intervalstyle", "postgres", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
    (void) set_config_option("timezone", "UTC", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
    (void) set_config_option("extra_float_digits", "3", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
    (void) set_config_option("bytea_output", "hex", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
    return level;
}

/* The text form of a value. */
static char *
text_form(Oid type, Datum value)
{
    Oid output;
    bool is_varlena;

    getTypeOutputInfo(type, &output, &is_varlena);
    return OidOutputFunctionCall(output, value);
}

/* Adds the elements of a one-dimensional array. */
static void
describe_elements(StringInfo json, Oid element_type, ArrayType *array)
{
    int16 length;
    bool by_value;
    char alignment;
    Datum *values;
    bool *nulls;
    int count;

    get_typlenbyvalalign(element_type, &length, &by_value, &alignment);
    deconstruct_array(array, element_type, length, by_value, alignment, &values, &nulls, &count);
    appendStringInfoString(json, ",\"elements\":[");
    for (int i = 0; i < count; i++)
    {
        if (i > 0)
            appendStringInfoChar(json, ',');
        message_add_text(json, nulls[i] ? NULL : text_form(element_type, values[i]));
    }
    appendStringInfoChar(json, ']');
}

/* Whether a type's text forms are the same under all settings: setting and resetting those takes longer than most. */
static bool
has_fixed_text(Oid type)
{
    switch (type)
    {
        case BOOLOID:
        case INT2OID:
        case INT4OID:
        case INT8OID:
        case NUMERICOID:
        case TEXTOID:
        case VARCHAROID:
        case BPCHAROID:
        case UUIDOID:
            return true;
        default:
            return false;
    }
}

/* Adds a value, under the settings of fix_text_forms() where they matter. */
static void
add_value(StringInfo json, Oid type, int32 modifier, Datum value, bool is_null)
{
    Oid element_type = get_element_type(type);

    appendStringInfo(json, "{\"type\":%u,\"modifier\":%d", type, modifier);
    if (!is_null && OidIsValid(element_type) && ARR_NDIM(DatumGetArrayTypeP(value)) <= 1)
        describe_elements(json, element_type, DatumGetArrayTypeP(value));
    else
    {
        appendStringInfoString(json, ",\"text\":");
        message_add_text(json, is_null ? NULL : text_form(type, value));
    }
    appendStringInfoChar(json, '}');
}

/* See constant.h. */
void
describe_constant(StringInfo json, Oid type, int32 modifier, Datum value, bool is_null)
{
    int level = is_null || has_fixed_text(type) ? 0 : fix_text_forms();

    add_value(json, type, modifier, value, is_null);
    if (level > 0)
        AtEOXact_GUC(true, level);
}

/* See constant.h. */
void
describe_constants(StringInfo json, List *constants)
{
    int level = 0;
    ListCell *cell;

    foreach (cell, constants)
    {
        Const *constant = lfirst(cell);

        if (level == 0 && !constant->constisnull && !has_fixed_text(constant->consttype))
            level = fix_text_forms();
        if (foreach_current_index(cell) > 0)
            appendStringInfoChar(json, ',');
        add_value(json, constant->consttype, constant->consttypmod, constant->constvalue, constant->constisnull);
    }
    if (level > 0)
        AtEOXact_GUC(true, level);
}
