/* SPDX-License-Identifier: Apache-2.0 */
/*
 * commit.h
 *    What a commit does about the tables of the catalog that the transaction has changed.
 */
#ifndef ICEBRIDGE_COMMIT_H
#define ICEBRIDGE_COMMIT_H

#include "postgres.h"

#include "utils/jsonb.h"

/*
 * Has Java write the new versions of the tables it named as changed, and moves their rows in the catalog. Comes before
 * PostgreSQL's own commit; any error rolls back.
 */
extern void commit_tables(JsonbContainer *changes);

/*
 * Raises an ERROR where a transaction cannot be prepared, by what Java says about its changes; `dropping` tells whether
 * it has dropped tables, which are not among them.
 */
extern void commit_check_preparable(JsonbContainer *changes, bool dropping);

#endif
