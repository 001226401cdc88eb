/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stream.c
 *    Reads the ArrowArrayStream of a cursor on the Java thread, one batch ahead of the main thread.
 *
 * Who owns what: the stream's struct belongs to the cursor in Java; schema and batches belong to us and are released on
 * the Java thread, because a producer may be Java code. They hang on malloc-ed tasks and a malloc-ed handle, never on a
 * memory context, so a batch that arrives after its statement has failed still finds its place. Closing hands all of it
 * to one last task, which runs behind whatever is still running.
 */
#include "postgres.h"

#include "mb/pg_wchar.h"
#include "utils/memutils.h"

#include "call.h"
#include "encoding.h"
#include "java_thread.h"
#include "message.h"
#include "stream.h"
#include "transaction.h"
#include "vm.h"

/* Reads one batch, or the schema. */
typedef struct FetchTask
{
    JavaTask task;
    struct ArrowArrayStream *stream;
    struct ArrowArray array;    /* what was read; release is NULL at the end of the stream */
    struct ArrowArray consumed; /* the batch before, to be released on the Java thread */
    struct ArrowSchema *schema; /* where to put the schema, NULL for a batch */
    int code;
    char *error;
} FetchTask;

/* Releases everything and closes the cursor in Java. */
typedef struct CloseTask
{
    JavaTask task;
    int64_t cursor; /* 0 where the cursor stays open */
    bool unknown;   /* nobody waited for the answer to scan.open, but it may have opened the cursor */
    struct ArrowArrayStream *stream;
    struct ArrowSchema *schema;
    struct ArrowArray current;
    FetchTask *ahead;
} CloseTask;

struct Stream
{
    int64_t cursor;
    struct ArrowArrayStream *stream;
    struct ArrowSchema *schema; /* malloc-ed, so that a late reader finds it */
    struct ArrowArray current;  /* what the caller looks at */
    FetchTask *ahead;           /* the batch being fetched */
    bool opened;                /* scan.open has answered */
    bool ended;
    bool closed;
    MemoryContextCallback callback;
};

/* Numbers of cursors; chosen here so that a cursor can be closed whose opening was interrupted. */
static int64_t next_cursor = 1;

static void
release_array(struct ArrowArray *array)
{
    if (array->release != NULL)
        array->release(array);
    array->release = NULL;
}

static void
fetch_routine(JNIEnv *env, JavaTask *task)
{
    FetchTask *fetch = (FetchTask *) task;

    release_array(&fetch->consumed);
    if (atomic_load(&task->canceled))
        return; /* nobody waits for it */
    if (fetch->schema != NULL)
        fetch->code = fetch->stream->get_schema(fetch->stream, fetch->schema);
    else
        fetch->code = fetch->stream->get_next(fetch->stream, &fetch->array);
    if (fetch->code != 0)
    {
        const char *error = fetch->stream->get_last_error(fetch->stream);

        fetch->error = strdup(error == NULL ? "unknown error" : error);
    }
}

/* The arrays have been moved out or released before the last reference goes. */
static void
fetch_dispose(JavaTask *task)
{
    free(((FetchTask *) task)->error);
    free(task);
}

static FetchTask *
make_fetch(Stream *stream)
{
    FetchTask *fetch = calloc(1, sizeof(FetchTask));

    if (fetch == NULL)
        ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
    java_task_init(&fetch->task, fetch_routine, fetch_dispose);
    fetch->task.cancel_id = stream->cursor;
    fetch->stream = stream->stream;
    return fetch;
}

/* See stream.h. */
struct ArrowArrayStream *
stream_of_answer(const char *answer)
{
    const char *address = answer == NULL ? NULL : strstr(answer, "\"stream\":");

    return address == NULL ? NULL
                           : (struct ArrowArrayStream *) (intptr_t) strtoll(address + strlen("\"stream\":"), NULL, 10);
}

static void
close_routine(JNIEnv *env, JavaTask *task)
{
    CloseTask *close = (CloseTask *) task;
    char request[48];

    snprintf(request, sizeof(request), "{\"cursor\":%lld}", (long long) close->cursor);
    if (close->unknown && env != NULL)
    {
        char *answer = vm_call_entry(env, 0, "scan.stream", request);

        close->stream = stream_of_answer(answer);
        free(answer);
    }

    if (close->ahead != NULL)
    {
        release_array(&close->ahead->array);
        release_array(&close->ahead->consumed);
    }
    release_array(&close->current);
    if (close->schema != NULL && close->schema->release != NULL)
        close->schema->release(close->schema);
    if (close->stream != NULL && close->stream->release != NULL)
        close->stream->release(close->stream);
    if (env != NULL && close->cursor != 0)
        free(vm_call_entry(env, 0, "scan.close", request));
}

static void
close_dispose(JavaTask *task)
{
    CloseTask *close = (CloseTask *) task;

    free(close->schema);
    if (close->ahead != NULL)
        java_release(&close->ahead->task);
    free(close);
}

/*
 * Raises the error of a fetch, which Java explains: the ABI carries only a text. Producers may be careless with it
 * (Arrow Java does not even end it), so what is no UTF-8 is cut off.
 */
static void
raise_fetch_error(Stream *stream, const char *text)
{
    StringInfoData request;

    text = utf8_to_server_lossy(pnstrdup(text, pg_encoding_verifymbstr(PG_UTF8, text, (int) strlen(text))));
    initStringInfo(&request);
    appendStringInfo(&request, "{\"cursor\":%lld,\"message\":", (long long) stream->cursor);
    message_add_text(&request, text);
    appendStringInfoChar(&request, '}');
    (void) icebridge_call("scan.error", request.data);
    ereport(ERROR, (errcode(ERRCODE_FDW_ERROR), errmsg("%s", text)));
}

/* Waits for the fetch under way and takes it out of the stream; the caller releases the task. */
static FetchTask *
finish_fetch(Stream *stream)
{
    FetchTask *fetch = stream->ahead;

    if (!atomic_load(&fetch->task.done))
        java_make_way();
    java_wait(&fetch->task);
    stream->ahead = NULL;
    return fetch;
}

static void
close_callback(void *argument)
{
    stream_close(argument);
}

/* See stream.h. */
Stream *
stream_open(const char *request, MemoryContext context)
{
    Stream *stream = MemoryContextAllocZero(context, sizeof(Stream));
    StringInfoData message;
    JsonbContainer *answer;
    FetchTask *fetch;
    char *error = NULL;

    stream->cursor = next_cursor++;
    stream->callback.func = close_callback;
    stream->callback.arg = stream;
    stream->schema = calloc(1, sizeof(struct ArrowSchema));
    if (stream->schema == NULL)
        ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
    MemoryContextRegisterResetCallback(context, &stream->callback);

    initStringInfo(&message);
    appendStringInfo(&message, "%s,\"cursor\":%lld", request, (long long) stream->cursor);
    transaction_describe(&message);
    appendStringInfoChar(&message, '}');
    answer = icebridge_call("scan.open", message.data);
    transaction_note_answer(answer);
    stream->stream = (struct ArrowArrayStream *) (intptr_t) message_get_int64(answer, "stream", 0);
    stream->opened = true;

    stream->ahead = make_fetch(stream);
    stream->ahead->schema = stream->schema;
    java_submit(&stream->ahead->task);
    fetch = finish_fetch(stream);
    if (fetch->code != 0)
        error = pstrdup(fetch->error);
    java_release(&fetch->task);
    if (error != NULL)
        raise_fetch_error(stream, error);
    return stream;
}

/* See stream.h. */
const struct ArrowSchema *
stream_schema(Stream *stream)
{
    return stream->schema;
}

/* Asks for the next batch; the batch that was looked at last goes along to be released. */
static void
fetch_ahead(Stream *stream, struct ArrowArray *consumed)
{
    FetchTask *fetch = make_fetch(stream);

    if (consumed != NULL)
    {
        fetch->consumed = *consumed;
        consumed->release = NULL;
    }
    stream->ahead = fetch;
    java_submit(&fetch->task);
}

/* See stream.h. */
const struct ArrowArray *
stream_next(Stream *stream)
{
    FetchTask *fetch;
    struct ArrowArray consumed;
    char *error = NULL;

    if (stream->ended)
        return NULL;
    if (stream->ahead == NULL)
        fetch_ahead(stream, NULL);
    fetch = finish_fetch(stream);
    if (fetch->code != 0)
        error = pstrdup(fetch->error);
    if (error != NULL || fetch->array.release == NULL)
    {
        stream->ended = true;
        java_release(&fetch->task);
        if (error != NULL)
            raise_fetch_error(stream, error);
        return NULL;
    }
    consumed = stream->current;
    stream->current = fetch->array;
    fetch->array.release = NULL;
    java_release(&fetch->task);
    fetch_ahead(stream, &consumed);
    return &stream->current;
}

/* Moves all the stream holds into a task that releases it; the stream gives no more rows. NULL out of memory. */
static CloseTask *
hand_over(Stream *stream)
{
    CloseTask *close = calloc(1, sizeof(CloseTask));

    stream->ended = true;
    if (close == NULL)
        return NULL;
    java_task_init(&close->task, close_routine, close_dispose);
    close->stream = stream->stream;
    close->schema = stream->schema;
    close->current = stream->current;
    close->ahead = stream->ahead;
    if (stream->ahead != NULL)
        java_cancel(&stream->ahead->task);
    stream->stream = NULL;
    stream->schema = NULL;
    stream->current.release = NULL;
    stream->ahead = NULL;
    return close;
}

/*
 * See stream.h. A fetch under way is waited for, not canceled: it may be the one that ends the scan. The stream is
 * released before Java is asked, for a producer may know all it did only then.
 */
JsonbContainer *
stream_statistics(Stream *stream)
{
    CloseTask *close;
    char request[48];

    if (stream->ahead != NULL)
        java_wait(&stream->ahead->task);
    close = hand_over(stream);
    if (close == NULL)
        ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
    PG_TRY();
    {
        java_submit(&close->task);
        java_wait(&close->task);
    }
    PG_FINALLY();
    {
        java_release(&close->task);
    }
    PG_END_TRY();
    snprintf(request, sizeof(request), "{\"cursor\":%lld}", (long long) stream->cursor);
    return icebridge_call("scan.statistics", request);
}

/* See stream.h. */
void
stream_close(Stream *stream)
{
    CloseTask *close;

    if (stream->closed)
        return;
    stream->closed = true;
    close = hand_over(stream);
    if (close == NULL)
        return; /* a leak beats an error while one is being handled */
    close->cursor = stream->cursor;
    close->unknown = !stream->opened;
    java_run_detached(&close->task);
}
