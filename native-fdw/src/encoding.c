/* SPDX-License-Identifier: Apache-2.0 */
/*
 * encoding.c
 *    Texts that cross the border. Java's are UTF-8, the server's in the encoding of its database.
 *
 * PostgreSQL converts within transactions only, and requests are also made where one has just ended. Those hold
 * nothing but ASCII, so ASCII is not converted at all.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/namespace.h"
#include "common/string.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"

#include "encoding.h"

/* Room for one character in any encoding, with what pg_do_encoding_conversion_buf() wants to spare. */
#define CHARACTER_SPACE (2 * MAX_MULTIBYTE_CHAR_LEN * MAX_CONVERSION_GROWTH)

/* A text of the server's in UTF-8: the argument itself, or a palloc-ed copy. What cannot be converted is an ERROR. */
char *
server_to_utf8(const char *text)
{
    return pg_is_ascii(text) ? unconstify(char *, text) : pg_server_to_any(text, (int) strlen(text), PG_UTF8);
}

/* A text of Java's for the server, likewise. */
char *
utf8_to_server(const char *utf8)
{
    return pg_is_ascii(utf8) ? unconstify(char *, utf8) : pg_any_to_server(utf8, (int) strlen(utf8), PG_UTF8);
}

/* Adds one character in the server's encoding; false where that has no such character, or it cannot be known now. */
static bool
append_converted(StringInfo text, Oid conversion, const char *character, int length)
{
    unsigned char source[MAX_MULTIBYTE_CHAR_LEN + 1] = {0};
    unsigned char converted[CHARACTER_SPACE];
    int encoding = GetDatabaseEncoding();

    if (encoding == PG_UTF8 || encoding == PG_SQL_ASCII)
    {
        appendBinaryStringInfo(text, character, length);
        return true;
    }
    if (!OidIsValid(conversion))
        return false;
    memcpy(source, character, length);
    if (pg_do_encoding_conversion_buf(conversion, PG_UTF8, encoding, source, length, converted, sizeof(converted),
                                      true) != length)
        return false;
    appendStringInfoString(text, (char *) converted);
    return true;
}

/*
 * A text of Java's for people to read, such as a message: what cannot be converted becomes a question mark, because
 * nobody is helped by an error about an error. Palloc-ed; raises no ERROR of its own.
 */
char *
utf8_to_server_lossy(const char *utf8)
{
    int remaining = (int) strlen(utf8);
    Oid conversion = InvalidOid;
    StringInfoData text;

    if (pg_is_ascii(utf8))
        return pstrdup(utf8);
    if (IsTransactionState())
        conversion = FindDefaultConversionProc(PG_UTF8, GetDatabaseEncoding());
    initStringInfo(&text);
    while (remaining > 0)
    {
        int length = pg_utf_mblen((const unsigned char *) utf8);

        if (!IS_HIGHBIT_SET(*utf8))
            appendStringInfoChar(&text, *utf8);
        else if (length > remaining || !pg_utf8_islegal((const unsigned char *) utf8, length))
        {
            appendStringInfoChar(&text, '?');
            length = 1;
        }
        else if (!append_converted(&text, conversion, utf8, length))
            appendStringInfoChar(&text, '?');
        utf8 += length;
        remaining -= length;
    }
    return text.data;
}
