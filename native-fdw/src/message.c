/* SPDX-License-Identifier: Apache-2.0 */
/*
 * message.c
 *    The JSON messages between C and Java, written with PostgreSQL's string buffers and read with its jsonb functions.
 *    Messages are UTF-8 whatever the database's encoding is.
 */
#include "postgres.h"

#include "commands/defrem.h"
#include "nodes/parsenodes.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/json.h"
#include "utils/numeric.h"

#include "encoding.h"
#include "message.h"

/* How the answers begin that report an error. */
#define ERROR_ANSWER "{\"error\":"

/* Adds a JSON string, or null for NULL. */
void
message_add_text(StringInfo message, const char *text)
{
    if (text == NULL)
        appendStringInfoString(message, "null");
    else
        escape_json(message, text);
}

/* Adds a list of DefElem as an object of texts. */
void
message_add_options(StringInfo message, List *options)
{
    ListCell *cell;
    bool first = true;

    appendStringInfoChar(message, '{');
    foreach (cell, options)
    {
        DefElem *option = lfirst(cell);

        if (!first)
            appendStringInfoChar(message, ',');
        first = false;
        escape_json(message, option->defname);
        appendStringInfoChar(message, ':');
        escape_json(message, option->arg == NULL ? "" : defGetString(option));
    }
    appendStringInfoChar(message, '}');
}

/*
 * Reads a message; the result is palloc-ed. Of an error all that can be shown is shown; other answers have to be
 * understood exactly, such as names of columns.
 */
JsonbContainer *
message_parse(const char *utf8)
{
    bool is_error = strncmp(utf8, ERROR_ANSWER, strlen(ERROR_ANSWER)) == 0;
    char *text = is_error ? utf8_to_server_lossy(utf8) : utf8_to_server(utf8);

    return &DatumGetJsonbP(DirectFunctionCall1(jsonb_in, CStringGetDatum(text)))->root;
}

/* The value of a key, or NULL where it is missing or null. */
static JsonbValue *
get_value(JsonbContainer *object, const char *key)
{
    JsonbValue *value = getKeyJsonValueFromContainer(object, key, (int) strlen(key), NULL);

    return value == NULL || value->type == jbvNull ? NULL : value;
}

/* A JSON string as a palloc-ed C string. */
static char *
text_of(JsonbValue *value)
{
    return value == NULL || value->type != jbvString ? NULL : pnstrdup(value->val.string.val, value->val.string.len);
}

/* A text, or NULL where it is missing. */
char *
message_get_text(JsonbContainer *object, const char *key)
{
    return text_of(get_value(object, key));
}

/* A number as a double. */
double
message_get_number(JsonbContainer *object, const char *key, double missing)
{
    JsonbValue *value = get_value(object, key);

    if (value == NULL || value->type != jbvNumeric)
        return missing;
    return DatumGetFloat8(DirectFunctionCall1(numeric_float8, NumericGetDatum(value->val.numeric)));
}

/* A whole number, e.g. an address. */
int64
message_get_int64(JsonbContainer *object, const char *key, int64 missing)
{
    JsonbValue *value = get_value(object, key);

    if (value == NULL || value->type != jbvNumeric)
        return missing;
    return DatumGetInt64(DirectFunctionCall1(numeric_int8, NumericGetDatum(value->val.numeric)));
}

bool
message_get_bool(JsonbContainer *object, const char *key, bool missing)
{
    JsonbValue *value = get_value(object, key);

    return value == NULL || value->type != jbvBool ? missing : value->val.boolean;
}

/* An object or array below a key, or NULL. */
JsonbContainer *
message_get_container(JsonbContainer *object, const char *key)
{
    JsonbValue *value = get_value(object, key);

    return value == NULL || value->type != jbvBinary ? NULL : value->val.binary.data;
}

/* The length of an array; 0 for NULL. */
int
message_length(JsonbContainer *array)
{
    return array == NULL ? 0 : (int) JsonContainerSize(array);
}

/* An object or array that is an element. */
JsonbContainer *
message_element(JsonbContainer *array, int index)
{
    JsonbValue *value = getIthJsonbValueFromContainer(array, index);

    return value == NULL || value->type != jbvBinary ? NULL : value->val.binary.data;
}

/* A text that is an element, or NULL. */
char *
message_element_text(JsonbContainer *array, int index)
{
    return text_of(getIthJsonbValueFromContainer(array, index));
}

/* An array of texts as a List of Strings; NIL where there is none. */
List *
message_get_texts(JsonbContainer *object, const char *key)
{
    JsonbContainer *array = message_get_container(object, key);
    List *texts = NIL;

    for (int i = 0; i < message_length(array); i++)
        texts = lappend(texts, makeString(message_element_text(array, i)));
    return texts;
}

/* A small whole number that is an element. */
int
message_element_number(JsonbContainer *array, int index)
{
    JsonbValue *value = getIthJsonbValueFromContainer(array, index);

    return DatumGetInt32(DirectFunctionCall1(numeric_int4, NumericGetDatum(value->val.numeric)));
}

/* An oid that is an element. */
Oid
message_element_oid(JsonbContainer *array, int index)
{
    JsonbValue *value = getIthJsonbValueFromContainer(array, index);

    return (Oid) DatumGetInt64(DirectFunctionCall1(numeric_int8, NumericGetDatum(value->val.numeric)));
}
