/* SPDX-License-Identifier: Apache-2.0 */
/*
 * message.h
 *    Reading and writing the JSON messages between C and Java.
 */
#ifndef ICEBRIDGE_MESSAGE_H
#define ICEBRIDGE_MESSAGE_H

#include "postgres.h"

#include "lib/stringinfo.h"
#include "nodes/pg_list.h"
#include "utils/jsonb.h"

extern void message_add_text(StringInfo message, const char *text);
extern void message_add_options(StringInfo message, List *options);
extern JsonbContainer *message_parse(const char *utf8);
extern char *message_get_text(JsonbContainer *object, const char *key);
extern double message_get_number(JsonbContainer *object, const char *key, double missing);
extern int64 message_get_int64(JsonbContainer *object, const char *key, int64 missing);
extern bool message_get_bool(JsonbContainer *object, const char *key, bool missing);
extern JsonbContainer *message_get_container(JsonbContainer *object, const char *key);
extern int message_length(JsonbContainer *array);
extern JsonbContainer *message_element(JsonbContainer *array, int index);
extern char *message_element_text(JsonbContainer *array, int index);
extern List *message_get_texts(JsonbContainer *object, const char *key);
extern int message_element_number(JsonbContainer *array, int index);
extern Oid message_element_oid(JsonbContainer *array, int index);

#endif
