/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Texts, and every type that has no format of its own, as UTF-8.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/bytea.h"
#include "utils/float.h"
#include "utils/lsyscache.h"

#include "arrow_builder.h"
#include "compat.h"

/* Adds a text in the server's encoding. */
static void
add_text(ArrowBuilder *builder, const char *data, int length)
{
    const char *converted = pg_server_to_any(data, length, PG_UTF8);

    if (converted != data)
        length = strlen(converted);
    arrow_buffer_add(builder, &builder->values, converted, length);
    arrow_offsets_add(builder, builder->values.used);
}

/* A varlena whose bytes are its text. */
static void
append_text(ArrowBuilder *builder, Datum value)
{
    struct varlena *text = PG_DETOAST_DATUM_PACKED(value);

    add_text(builder, VARDATA_ANY(text), VARSIZE_ANY_EXHDR(text));
}

/* The same where the server's encoding is UTF-8. */
static void
append_utf8(ArrowBuilder *builder, Datum value)
{
    struct varlena *text = (struct varlena *) DatumGetPointer(value);

    if (VARATT_IS_EXTENDED(text) && !VARATT_IS_SHORT(text))
        text = pg_detoast_datum_packed(text);
    arrow_buffer_add(builder, &builder->values, VARDATA_ANY(text), VARSIZE_ANY_EXHDR(text));
    arrow_offsets_add(builder, builder->values.used);
}

/*
 * The output function's text, which may depend on settings of the session, in the one form every session can read.
 * Settings are put aside as plain variables: to go through guc.c for every value would cost more than the value.
 */
static void
append_output(ArrowBuilder *builder, Datum value)
{
    int date_style = DateStyle;
    int interval_style = IntervalStyle;
    int float_digits = extra_float_digits;
    int bytea_style = bytea_output;
    const char *text = NULL;

    DateStyle = USE_ISO_DATES;
    IntervalStyle = INTSTYLE_POSTGRES;
    extra_float_digits = 3;
    bytea_output = BYTEA_OUTPUT_HEX;
    PG_TRY();
    {
        text = OutputFunctionCall(builder->state, value);
    }
    PG_FINALLY();
    {
        DateStyle = date_style;
        IntervalStyle = interval_style;
        extra_float_digits = float_digits;
        bytea_output = bytea_style;
    }
    PG_END_TRY();
    add_text(builder, text, strlen(text));
}

void
arrow_text_build(ArrowBuilder *builder)
{
    builder->format = "u";
    builder->layout = ARROW_LAYOUT_VARIABLE;
    switch (builder->type)
    {
        case TEXTOID:
        case VARCHAROID:
        case BPCHAROID:
        case JSONOID:
            builder->append = GetDatabaseEncoding() == PG_UTF8 ? append_utf8 : append_text;
            break;
        default:
        {
            FmgrInfo *output = palloc(sizeof(FmgrInfo));
            Oid function;
            bool is_varlena;

            getTypeOutputInfo(builder->type, &function, &is_varlena);
            fmgr_info_cxt(function, output, builder->context);
            builder->append = append_output;
            builder->state = output;
            break;
        }
    }
}
