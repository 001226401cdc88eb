/* SPDX-License-Identifier: Apache-2.0 */
/*
 * transaction.c
 *    Every request that touches a table tells Java the transaction's nesting level and isolation; Java announces to
 * each wrapper that listens what it has not heard yet. Only where one listens are commits and aborts passed on, so that
 *    transactions that merely read files cost nothing at their end.
 */
#include "postgres.h"

#include "access/xact.h"
#include "miscadmin.h"

#include "call.h"
#include "java_thread.h"
#include "message.h"
#include "transaction.h"

/* How long the end of a transaction waits for Java. */
#define END_TIMEOUT_MS 30000

/* Whether a wrapper listens to the current transaction. */
static bool listening;

void
transaction_describe(StringInfo json)
{
    appendStringInfo(json, ",\"transaction\":{\"level\":%d,\"isolation\":\"%s\",\"readOnly\":%s}",
                     GetCurrentTransactionNestLevel(),
                     XactIsoLevel == XACT_SERIALIZABLE      ? "SERIALIZABLE"
                     : XactIsoLevel == XACT_REPEATABLE_READ ? "REPEATABLE_READ"
                                                            : "READ_COMMITTED",
                     XactReadOnly ? "true" : "false");
}

void
transaction_note_answer(JsonbContainer *answer)
{
    if (message_get_bool(answer, "listening", false))
        listening = true;
}

/* Commits and aborts. Only the pre-commit call may fail the transaction. */
static void
on_transaction(XactEvent event, void *unused)
{
    if (!listening)
        return;
    switch (event)
    {
        case XACT_EVENT_PRE_COMMIT:
            icebridge_call("transaction.pre_commit", "{}");
            break;
        case XACT_EVENT_PRE_PREPARE:
            ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
                            errmsg("cannot prepare a transaction that has used a transactional foreign-data wrapper"),
                            errhint("Use COMMIT instead of PREPARE TRANSACTION.")));
            break;
        case XACT_EVENT_COMMIT:
            listening = false;
            (void) icebridge_call_quietly("transaction.commit", "{}", END_TIMEOUT_MS);
            break;
        case XACT_EVENT_ABORT:
            listening = false;
            (void) icebridge_call_quietly("transaction.rollback", "{}", END_TIMEOUT_MS);
            break;
        default:
            break;
    }
}

/* Ends of savepoints. */
static void
on_subtransaction(SubXactEvent event, SubTransactionId id, SubTransactionId parent, void *unused)
{
    char request[32];

    if (!listening)
        return;
    snprintf(request, sizeof(request), "{\"level\":%d}", GetCurrentTransactionNestLevel());
    if (event == SUBXACT_EVENT_PRE_COMMIT_SUB)
        icebridge_call("transaction.release", request);
    else if (event == SUBXACT_EVENT_ABORT_SUB)
        (void) icebridge_call_quietly("transaction.rollback_to", request, END_TIMEOUT_MS);
}

/* Called once, from _PG_init. */
void
transaction_define(void)
{
    RegisterXactCallback(on_transaction, NULL);
    RegisterSubXactCallback(on_subtransaction, NULL);
}
