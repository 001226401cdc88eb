/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ICEBRIDGE_COPY_TO_H
#define ICEBRIDGE_COPY_TO_H

#include "postgres.h"

#include "nodes/plannodes.h"

/* COPY of one of our tables TO somewhere as COPY (SELECT …) TO, in a copy; any other statement as it is. */
extern PlannedStmt *copy_to_query(PlannedStmt *planned);

#endif
