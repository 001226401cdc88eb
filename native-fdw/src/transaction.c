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
#include "commit.h"
#include "fault.h"
#include "java_thread.h"
#include "message.h"
#include "settings.h"
#include "transaction.h"
#include "vm.h"

/* How long a commit waits for Java to notice. */
#define END_TIMEOUT_MS 30000

/* Whether a wrapper is known to listen to the current transaction. */
static bool listening;

/* Whether a call that may have announced the transaction never came back with an answer: it may have failed after it.
 */
static bool unsure;

/* The deepest nesting level that is not over and of which Java may know. */
static int deepest;

/* Whether it has dropped a table, if only in a savepoint that was rolled back. */
static bool dropping;

/* The same of the latest call, which may still be under way. */
static bool unanswered;

/* The number under which Java knows the current transaction; 0 where it does not know of it. */
static int64 current_number;

static int64 last_number;

void
transaction_describe(StringInfo json)
{
    if (current_number == 0)
        current_number = ++last_number;
    deepest = Max(deepest, GetCurrentTransactionNestLevel());
    unsure = unsure || unanswered;
    unanswered = true;
    appendStringInfo(json, ",\"transaction\":{\"number\":%lld,\"level\":%d,\"isolation\":\"%s\",\"readOnly\":%s}",
                     (long long) current_number, GetCurrentTransactionNestLevel(),
                     XactIsoLevel == XACT_SERIALIZABLE      ? "SERIALIZABLE"
                     : XactIsoLevel == XACT_REPEATABLE_READ ? "REPEATABLE_READ"
                                                            : "READ_COMMITTED",
                     XactReadOnly ? "true" : "false");
}

void
transaction_note_answer(JsonbContainer *answer)
{
    unanswered = false;
    if (message_get_bool(answer, "listening", false))
        listening = true;
}

bool
transaction_is_listened_to(void)
{
    return listening || unsure;
}

/* See transaction.h. */
void
transaction_note_drop(void)
{
    dropping = true;
}

/* Forgets the transaction, which has ended. */
static void
forget(void)
{
    listening = unsure = unanswered = dropping = false;
    current_number = 0;
    deepest = 0;
}

/*
 * Commits and aborts. Only the pre-commit call may fail the transaction. Nobody waits for a rollback: it runs behind
 * whatever Java is still busy with, which may be a call that was canceled, and before anything asked later.
 */
static void
on_transaction(XactEvent event, void *unused)
{
    char request[48];

    /*
     * The first transaction to come by here is the one in which a session applies the settings of its database and
     * role, right after authentication: all of them are known now, in whatever order they came.
     */
    if (event == XACT_EVENT_PRE_COMMIT && setting_start == START_ON_CONNECT)
        vm_start_early();
    if (!listening && !unsure && !unanswered)
    {
        if (event == XACT_EVENT_COMMIT || event == XACT_EVENT_PREPARE || event == XACT_EVENT_ABORT)
            forget();
        return;
    }
    snprintf(request, sizeof(request), "{\"number\":%lld}", (long long) current_number);
    switch (event)
    {
        case XACT_EVENT_PRE_COMMIT:
            commit_tables(
                icebridge_call("transaction.pre_commit", enableFsync ? "{\"durable\":true}" : "{\"durable\":false}"));
            break;
        case XACT_EVENT_PRE_PREPARE:
            commit_check_preparable(icebridge_call("transaction.changes", "{}"), dropping);
            break;
        case XACT_EVENT_PREPARE: /* it has only read, so for Java this is its end */
        case XACT_EVENT_COMMIT:
            forget();
            fault_reached_in_end("COMMIT_RECORDED");
            (void) icebridge_call_quietly("transaction.commit", request, END_TIMEOUT_MS);
            break;
        case XACT_EVENT_ABORT:
            forget();
            fault_reached_in_end("ROLLING_BACK");
            icebridge_call_detached("transaction.rollback", request);
            break;
        default:
            break;
    }
}

/* Ends of savepoints, those that Java knows of. */
static void
on_subtransaction(SubXactEvent event, SubTransactionId id, SubTransactionId parent, void *unused)
{
    char request[80];

    int level = GetCurrentTransactionNestLevel();

    if ((event != SUBXACT_EVENT_PRE_COMMIT_SUB && event != SUBXACT_EVENT_ABORT_SUB) || level > deepest)
        return;
    if (listening || unsure || unanswered)
    {
        snprintf(request, sizeof(request), "{\"number\":%lld,\"level\":%d}", (long long) current_number, level);
        if (event == SUBXACT_EVENT_PRE_COMMIT_SUB)
            icebridge_call("transaction.release", request);
        else
            icebridge_call_detached("transaction.rollback_to", request);
    }
    deepest = level - 1;
}

/* Called once, from _PG_init. */
void
transaction_define(void)
{
    RegisterXactCallback(on_transaction, NULL);
    RegisterSubXactCallback(on_subtransaction, NULL);
}
