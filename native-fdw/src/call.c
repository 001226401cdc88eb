/* SPDX-License-Identifier: Apache-2.0 */
/*
 * call.c
 *    Every call of Java goes through here: start the VM, convert the request to UTF-8, hand it to the Java thread, wait
 *    open to interrupts, pass on what Java logged, raise what Java threw.
 */
#include "postgres.h"

#include <sys/stat.h>

#include "miscadmin.h"
#include "storage/ipc.h"

#include "call.h"
#include "encoding.h"
#include "host.h"
#include "java_thread.h"
#include "message.h"
#include "vm.h"

typedef struct CallTask
{
    JavaTask task;
    char *operation;
    char *request;
    char *answer;
    void (*free_argument)(void *); /* NULL where there is none */
    void *argument;
} CallTask;

/* Numbers of calls, negative to tell them from cursors. */
static int64_t last_call;

static void
call_routine(JNIEnv *env, JavaTask *task)
{
    CallTask *call = (CallTask *) task;

    if (env != NULL)
        call->answer = vm_call_entry(env, task->cancel_id, call->operation, call->request);
}

static void
call_dispose(JavaTask *task)
{
    CallTask *call = (CallTask *) task;

    if (call->free_argument != NULL)
        call->free_argument(call->argument);
    free(call->operation);
    free(call->request);
    free(call->answer);
    free(call);
}

/* A task for a call; the strings are copied. NULL where memory is out. */
static CallTask *
make_task(const char *operation, const char *request)
{
    CallTask *call = calloc(1, sizeof(CallTask));
    char *utf8 = server_to_utf8(request);

    if (call == NULL)
        return NULL;
    java_task_init(&call->task, call_routine, call_dispose);
    call->task.cancel_id = --last_call;
    call->operation = strdup(operation);
    call->request = strdup(utf8);
    if (call->operation == NULL || call->request == NULL)
    {
        java_release(&call->task);
        return NULL;
    }
    return call;
}

/* See call.h. */
void
icebridge_raise(JsonbContainer *error)
{
    char *state = message_get_text(error, "sqlState");
    char *message = message_get_text(error, "message");
    char *detail = message_get_text(error, "detail");
    char *hint = message_get_text(error, "hint");
    char *stack = message_get_text(error, "stack");
    int code = ERRCODE_INTERNAL_ERROR;

    if (state != NULL && strlen(state) == 5)
        code = MAKE_SQLSTATE(state[0], state[1], state[2], state[3], state[4]);
    if (stack != NULL)
        ereport(DEBUG1, (errmsg_internal("icebridge: Java stack trace"), errdetail_internal("%s", stack)));
    ereport(ERROR, (errcode(code), errmsg_internal("%s", message == NULL ? "unknown error in Java" : message),
                    detail == NULL ? 0 : errdetail_internal("%s", detail), hint == NULL ? 0 : errhint("%s", hint)));
}

/* Turns an answer into JSON. NULL (out of memory in Java) is an ERROR. */
static JsonbContainer *
read_answer(const char *answer)
{
    if (answer == NULL)
        ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("the Java virtual machine is out of memory"),
                        errhint("Raise icebridge.max_heap for this database or role, and reconnect.")));
    return message_parse(answer);
}

/* How long a backend that ends waits for Java to close its cursors and files. */
#define STOP_TIMEOUT_MS 75

/*
 * The backend ends: close DuckDB, then leave without waiting for Java's threads. DuckDB removes its temporary folder
 * when it closes; where it did not come to that, we do.
 */
static void
stop_java(int code, Datum unused)
{
    const char *folder = vm_temp_directory();
    struct stat status;

    java_cancel_current();
    if (vm_is_ready())
        (void) icebridge_call_quietly("stop", "{}", STOP_TIMEOUT_MS);
    if (folder != NULL && stat(folder, &status) == 0)
        (void) rmtree(folder, true);
    vm_leave_at_exit();
}

/* Has stop_java() called when this process ends; the first thing done for a VM. */
void
watch_exit(void)
{
    static int watching;

    if (watching == MyProcPid)
        return;
    watching = MyProcPid;
    on_proc_exit(stop_java, (Datum) 0);
}

/*
 * Has the Java thread carry out a call and waits; returns its answer, which may be an error of Java's. Starts the VM if
 * need be.
 */
static JsonbContainer *
perform(const char *operation, const char *request, void (*free_argument)(void *), void *argument)
{
    CallTask *call = NULL;
    char *answer = NULL;

    /* Not the request: it holds the options of user mappings, such as passwords. */
    elog(DEBUG3, "icebridge: %s", operation);
    PG_TRY();
    {
        vm_start();
        java_make_way();
        call = make_task(operation, request);
        if (call == NULL)
            ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
    }
    PG_CATCH();
    {
        if (free_argument != NULL)
            free_argument(argument);
        PG_RE_THROW();
    }
    PG_END_TRY();
    call->free_argument = free_argument;
    call->argument = argument;
    PG_TRY();
    {
        java_submit(&call->task);
        java_wait(&call->task);
        answer = call->answer == NULL ? NULL : pstrdup(call->answer);
    }
    PG_FINALLY();
    {
        java_release(&call->task);
    }
    PG_END_TRY();
    host_flush_log();
    return read_answer(answer);
}

/*
 * Calls an operation of Entry and returns its answer, palloc-ed in the current context. Any exception, cancel or
 * termination is raised as an error; Java then owns nothing of ours.
 */
JsonbContainer *
icebridge_call(const char *operation, const char *request)
{
    return icebridge_call_with(operation, request, NULL, NULL);
}

/* The same for a call that needs something which must live as long as it does; that may be longer than the statement.
 */
JsonbContainer *
icebridge_call_with(const char *operation, const char *request, void (*free_argument)(void *), void *argument)
{
    JsonbContainer *message = perform(operation, request, free_argument, argument);
    JsonbContainer *error = message_get_container(message, "error");

    if (error != NULL)
        icebridge_raise(error);
    return message;
}

/* See call.h. */
JsonbContainer *
icebridge_try(const char *operation, const char *request, JsonbContainer **error)
{
    JsonbContainer *message = perform(operation, request, NULL, NULL);

    *error = message_get_container(message, "error");
    return *error == NULL ? message : NULL;
}

/*
 * Calls an operation where no error may be raised and no interrupt served: ends of transactions, exit. Returns NULL
 * where the VM is not there or the answer did not come in time; an error becomes a WARNING.
 */
JsonbContainer *
icebridge_call_quietly(const char *operation, const char *request, int timeout_ms)
{
    CallTask *call;
    JsonbContainer *message = NULL;
    JsonbContainer *error;

    if (!vm_is_started() || java_death() != NULL)
        return NULL;
    call = make_task(operation, request);
    if (call == NULL)
        return NULL;
    java_submit(&call->task);
    if (java_wait_quietly(&call->task, timeout_ms) && call->answer != NULL)
        message = message_parse(call->answer);
    java_release(&call->task);
    error = message == NULL ? NULL : message_get_container(message, "error");
    if (error != NULL)
    {
        char *text = message_get_text(error, "message");

        ereport(WARNING, (errmsg("icebridge: %s failed: %s", operation, text == NULL ? "" : text)));
        return NULL;
    }
    return message;
}

/* Calls an operation and does not wait, e.g. to close a cursor while an error unwinds. Never raises an ERROR. */
void
icebridge_call_detached(const char *operation, const char *request)
{
    icebridge_call_detached_with(operation, request, NULL, NULL);
}

/*
 * The same for a call behind which something is freed, on whichever thread lets go of the call last. Where memory is
 * out there is no call, and nothing is freed either: a thread of Java may still use it.
 */
void
icebridge_call_detached_with(const char *operation, const char *request, void (*free_argument)(void *), void *argument)
{
    CallTask *call = make_task(operation, request);

    if (call == NULL)
        return;
    call->free_argument = free_argument;
    call->argument = argument;
    java_run_detached(&call->task);
}
