/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ICEBRIDGE_PERMISSION_H
#define ICEBRIDGE_PERMISSION_H

#include "postgres.h"

#include "nodes/pg_list.h"
#include "utils/jsonb.h"

extern void check_roles(Oid user, List *roles, const char *what);
extern void check_answered_roles(JsonbContainer *answer);
extern void check_owner_roles(Oid relation, List *roles);
extern void check_may_name_class(void);

#endif
