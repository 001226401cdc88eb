/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ICEBRIDGE_INFERRED_TYPE_H
#define ICEBRIDGE_INFERRED_TYPE_H

#include "postgres.h"

#include "nodes/parsenodes.h"
#include "utils/jsonb.h"

/* The PostgreSQL type for an InferredType of Java's; composite types are created where they do not exist. */
extern TypeName *inferred_type_name(JsonbContainer *type);

/* The same as SQL text. */
extern char *inferred_type_sql(JsonbContainer *type);

#endif
