/* SPDX-License-Identifier: Apache-2.0 */
/*
 * explain_lines.c
 *    Shows in EXPLAIN what Java tells.
 */
#include "postgres.h"

#include "commands/explain.h"

#include "compat.h"
#include "explain_lines.h"
#include "message.h"

/* See explain_lines.h. */
void
explain_lines(JsonbContainer *answer, ExplainState *es)
{
    JsonbContainer *lines = message_get_container(answer, "lines");

    for (int i = 0; i < message_length(lines); i++)
    {
        JsonbContainer *line = message_element(lines, i);
        char *value = message_get_text(line, "value");
        char *label = message_get_text(line, "label");

        if (es->format != EXPLAIN_FORMAT_TEXT || strchr(value, '\n') == NULL)
        {
            ExplainPropertyText(label, value, es);
            continue;
        }
        /* A value of several lines hangs below its label. */
        appendStringInfoSpaces(es->str, es->indent * 2);
        appendStringInfo(es->str, "%s:\n", label);
        for (char *next, *p = value; p != NULL; p = next)
        {
            next = strchr(p, '\n');
            if (next != NULL)
                *next++ = '\0';
            appendStringInfoSpaces(es->str, es->indent * 2 + 2);
            appendStringInfo(es->str, "%s\n", p);
        }
    }
}
