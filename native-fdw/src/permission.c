/* SPDX-License-Identifier: Apache-2.0 */
/*
 * permission.c
 *    Who may do what the operating-system user of the server can do: read its files, run code in it. PostgreSQL's own
 *    predefined roles decide, as they do for COPY and file_fdw.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_authid.h"
#include "catalog/pg_class.h"
#include "miscadmin.h"
#include "nodes/value.h"
#include "utils/acl.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

#include "message.h"
#include "permission.h"

/* Raises an ERROR unless the user has all the roles (Strings). `what` completes "permission denied to …". */
void
check_roles(Oid user, List *roles, const char *what)
{
    ListCell *cell;

    foreach (cell, roles)
    {
        const char *role = strVal(lfirst(cell));

        if (has_privs_of_role(user, get_role_oid(role, false)))
            continue;
        ereport(ERROR, (errcode(ERRCODE_INSUFFICIENT_PRIVILEGE), errmsg("permission denied to %s", what),
                        errdetail("Only roles with privileges of the \"%s\" role may do this; \"%s\" has not.", role,
                                  GetUserNameFromId(user, false)),
                        errhint("GRANT %s TO %s.", role, GetUserNameFromId(user, false))));
    }
}

/* Checks that the current user has the roles an answer of Java's asks for. */
void
check_answered_roles(JsonbContainer *answer)
{
    check_roles(GetUserId(), message_get_texts(answer, "roles"), "use these options");
}

/*
 * Checks the owner of a foreign table when it is scanned, as the definer's rights count for everyone granted SELECT: a
 * table must not go on reading files after its owner lost that right or it was given to somebody without.
 */
void
check_owner_roles(Oid relation, List *roles)
{
    HeapTuple tuple;
    Oid owner;

    if (roles == NIL)
        return;
    tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(relation));
    if (!HeapTupleIsValid(tuple))
        elog(ERROR, "cache lookup failed for relation %u", relation);
    owner = ((Form_pg_class) GETSTRUCT(tuple))->relowner;
    ReleaseSysCache(tuple);
    check_roles(owner, roles, "read the files of this foreign table as its owner");
}

/* Naming a class or class path is running code as the server's user, as COPY … PROGRAM is. */
void
check_may_name_class(void)
{
    if (has_privs_of_role(GetUserId(), ROLE_PG_EXECUTE_SERVER_PROGRAM))
        return;
    ereport(ERROR,
            (errcode(ERRCODE_INSUFFICIENT_PRIVILEGE), errmsg("permission denied to name a Java class or class path"),
             errdetail("Only roles with privileges of the \"pg_execute_server_program\" role may do this."),
             errhint("Have a superuser create the server, or be granted pg_execute_server_program.")));
}
