/* SPDX-License-Identifier: Apache-2.0 */
/*
 * constant.h
 *    Values for Java.
 */
#ifndef ICEBRIDGE_CONSTANT_H
#define ICEBRIDGE_CONSTANT_H

#include "postgres.h"

#include "lib/stringinfo.h"
#include "nodes/pg_list.h"

/* Adds {"type", "modifier", "text", "elements"} for a value. */
extern void describe_constant(StringInfo json, Oid type, int32 modifier, Datum value, bool is_null);

/* Adds the same for each of a list of Const nodes, separated by commas. */
extern void describe_constants(StringInfo json, List *constants);

#endif
