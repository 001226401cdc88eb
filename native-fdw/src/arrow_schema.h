/* SPDX-License-Identifier: Apache-2.0 */
/*
 * arrow_schema.h
 *    Schemas of the Arrow C Data Interface, from malloc; nothing here knows PostgreSQL.
 */
#ifndef ARROW_SCHEMA_H
#define ARROW_SCHEMA_H

#include <stdbool.h>

#include "arrow_abi.h"

/*
 * A schema of a field that may be null, with room for children, which are empty (release == NULL) and for the caller to
 * fill. `metadata` is not copied and must live for ever; NULL for none. False where memory is out; there is nothing to
 * release then.
 */
extern bool arrow_schema_make(struct ArrowSchema *schema, const char *format, const char *name, const char *metadata,
                              int64_t children);

/* A copy, children and all; what arrow_schema_make() made. False where memory is out. */
extern bool arrow_schema_copy(const struct ArrowSchema *schema, struct ArrowSchema *out);

#endif
