/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stream.c
 *    Reads the ArrowArrayStream of a cursor on the Java thread, some batches ahead of the main thread.
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

/*
 * The most batches that are fetched ahead. A producer works in bursts (it decodes a page, or fills a buffer), and a
 * consumer that has only one batch in hand sleeps through each of them.
 */
#define MOST_AHEAD 4

/* What the fetches of a stream share. Freed by the task that closes the stream, which runs behind all of them. */
typedef struct Source
{
    struct ArrowArrayStream *stream;
    atomic_bool ended; /* get_next is not to be called any more */
} Source;

/* Reads one batch, or the schema. */
typedef struct FetchTask
{
    JavaTask task;
    Source *source;
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
    Source *source;
    struct ArrowSchema *schema;
    struct ArrowArray current;
    FetchTask *ahead[MOST_AHEAD];
    int ahead_count;
} CloseTask;

struct Stream
{
    int64_t cursor;
    Source *source;               /* malloc-ed, as all that tasks look at */
    struct ArrowSchema *schema;   /* malloc-ed, so that a late reader finds it */
    struct ArrowArray current;    /* what the caller looks at */
    FetchTask *ahead[MOST_AHEAD]; /* the batches being fetched, the next one first */
    int ahead_count;
    int ahead_wanted; /* grows each time the caller had to wait */
    double most_rows; /* that anybody will look at */
    bool opened;      /* scan.open has answered */
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
    struct ArrowArrayStream *stream = fetch->source->stream;

    release_array(&fetch->consumed);
    if (atomic_load(&task->canceled) || atomic_load(&fetch->source->ended))
        return; /* nobody waits for it, or it is behind the end */
    if (fetch->schema != NULL)
        fetch->code = stream->get_schema(stream, fetch->schema);
    else
        fetch->code = stream->get_next(stream, &fetch->array);
    if (fetch->code != 0)
    {
        const char *error = stream->get_last_error(stream);

        fetch->error = strdup(error == NULL ? "unknown error" : error);
    }
    if (fetch->code != 0 || (fetch->schema == NULL && fetch->array.release == NULL))
        atomic_store(&fetch->source->ended, true);
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
    fetch->source = stream->source;
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
    struct ArrowArrayStream *stream;
    char request[48];

    snprintf(request, sizeof(request), "{\"cursor\":%lld}", (long long) close->cursor);
    if (close->unknown && env != NULL)
    {
        char *answer = vm_call_entry(env, 0, "scan.stream", request);

        close->source->stream = stream_of_answer(answer);
        free(answer);
    }

    for (int i = 0; i < close->ahead_count; i++)
    {
        release_array(&close->ahead[i]->array);
        release_array(&close->ahead[i]->consumed);
    }
    release_array(&close->current);
    stream = close->source == NULL ? NULL : close->source->stream;
    if (close->schema != NULL && close->schema->release != NULL)
        close->schema->release(close->schema);
    if (stream != NULL && stream->release != NULL)
        stream->release(stream);
    free(close->source);
    if (env != NULL && close->cursor != 0)
        free(vm_call_entry(env, 0, "scan.close", request));
}

static void
close_dispose(JavaTask *task)
{
    CloseTask *close = (CloseTask *) task;

    for (int i = 0; i < close->ahead_count; i++)
        java_release(&close->ahead[i]->task);
    free(close->schema);
    free(close);
}

/*
 * Raises the error of a fetch, or puts it into *failure where that is not NULL. Java explains it, for the ABI carries
 * only a text. Producers may be careless with that (Arrow Java does not even end it), so what is no UTF-8 is cut off.
 */
static void
raise_fetch_error(Stream *stream, const char *text, JsonbContainer **failure)
{
    StringInfoData request;
    JsonbContainer *error;

    text = utf8_to_server_lossy(pnstrdup(text, pg_encoding_verifymbstr(PG_UTF8, text, (int) strlen(text))));
    initStringInfo(&request);
    appendStringInfo(&request, "{\"cursor\":%lld,\"message\":", (long long) stream->cursor);
    message_add_text(&request, text);
    appendStringInfoChar(&request, '}');
    (void) icebridge_try("scan.error", request.data, &error);
    if (error == NULL)
        ereport(ERROR, (errcode(ERRCODE_FDW_ERROR), errmsg("%s", text)));
    if (failure == NULL)
        icebridge_raise(error);
    *failure = error;
}

/* Waits for the first of the fetches under way and takes it out of the stream; the caller releases the task. */
static FetchTask *
finish_fetch(Stream *stream)
{
    FetchTask *fetch = stream->ahead[0];

    if (!atomic_load(&fetch->task.done))
    {
        java_make_way();
        stream->ahead_wanted = Min(stream->ahead_wanted + 1, MOST_AHEAD);
    }
    java_wait(&fetch->task);
    stream->ahead_count--;
    memmove(stream->ahead, stream->ahead + 1, stream->ahead_count * sizeof(stream->ahead[0]));
    return fetch;
}

/* Has a fetch carried out behind those under way. */
static void
submit_fetch(Stream *stream, FetchTask *fetch)
{
    stream->ahead[stream->ahead_count++] = fetch;
    java_submit(&fetch->task);
}

static void
close_callback(void *argument)
{
    stream_close(argument);
}

/* See stream.h. */
Stream *
stream_open(const char *operation, const char *request, double most_rows, MemoryContext context,
            JsonbContainer **failure)
{
    Stream *stream = MemoryContextAllocZero(context, sizeof(Stream));
    StringInfoData message;
    JsonbContainer *answer;
    FetchTask *fetch;
    JsonbContainer *refusal;
    char *error = NULL;

    stream->cursor = next_cursor++;
    stream->most_rows = most_rows;
    stream->callback.func = close_callback;
    stream->callback.arg = stream;
    stream->schema = calloc(1, sizeof(struct ArrowSchema));
    stream->source = calloc(1, sizeof(Source));
    if (stream->schema == NULL || stream->source == NULL)
    {
        free(stream->schema);
        free(stream->source);
        ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
    }
    atomic_init(&stream->source->ended, false);
    MemoryContextRegisterResetCallback(context, &stream->callback);

    initStringInfo(&message);
    appendStringInfo(&message, "%s,\"cursor\":%lld", request, (long long) stream->cursor);
    transaction_describe(&message);
    appendStringInfoChar(&message, '}');
    answer = icebridge_try(operation, message.data, &refusal);
    if (answer == NULL && failure == NULL)
        icebridge_raise(refusal);
    if (answer == NULL)
    {
        *failure = refusal;
        return NULL;
    }
    transaction_note_answer(answer);
    stream->source->stream = (struct ArrowArrayStream *) (intptr_t) message_get_int64(answer, "stream", 0);
    stream->opened = true;

    fetch = make_fetch(stream);
    fetch->schema = stream->schema;
    submit_fetch(stream, fetch);
    /* The first batch comes right behind, without another turn of ours between. */
    submit_fetch(stream, make_fetch(stream));
    fetch = finish_fetch(stream);
    stream->ahead_wanted = 1;
    if (fetch->code != 0)
        error = pstrdup(fetch->error);
    java_release(&fetch->task);
    if (error == NULL)
        return stream;
    raise_fetch_error(stream, error, failure);
    return NULL;
}

/* See stream.h. */
bool
stream_begins(Stream *stream, JsonbContainer **failure)
{
    FetchTask *first = stream->ahead[0];

    if (!atomic_load(&first->task.done))
        java_make_way();
    java_wait(&first->task);
    if (first->code != 0)
        raise_fetch_error(stream, pstrdup(first->error), failure);
    return first->code == 0;
}

/* See stream.h. */
const struct ArrowSchema *
stream_schema(Stream *stream)
{
    return stream->schema;
}

/* Asks for as many batches as are wanted; the one that was looked at last goes along to be released. */
static void
fetch_ahead(Stream *stream, struct ArrowArray *consumed)
{
    while (stream->ahead_count < stream->ahead_wanted)
    {
        FetchTask *fetch = make_fetch(stream);

        if (consumed != NULL)
            fetch->consumed = *consumed;
        consumed = NULL;
        submit_fetch(stream, fetch);
    }
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
    if (stream->ahead_count == 0)
        fetch_ahead(stream, NULL);
    fetch = finish_fetch(stream);
    if (fetch->code != 0)
        error = pstrdup(fetch->error);
    if (error != NULL || fetch->array.release == NULL)
    {
        stream->ended = true;
        java_release(&fetch->task);
        if (error != NULL)
            raise_fetch_error(stream, error, NULL);
        return NULL;
    }
    consumed = stream->current;
    stream->current = fetch->array;
    fetch->array.release = NULL;
    java_release(&fetch->task);
    /* Where the first batch is enough, there is nothing to cancel when the stream is closed. */
    if (consumed.release == NULL && stream->current.length >= stream->most_rows)
        stream->ended = true;
    else
        fetch_ahead(stream, &consumed);
    return &stream->current;
}

/* Stops the fetch at work and has none of those behind it begin. */
static void
cancel_ahead(Stream *stream)
{
    bool may_run = true;

    if (stream->source != NULL)
        atomic_store(&stream->source->ended, true);
    for (int i = 0; i < stream->ahead_count; i++)
    {
        JavaTask *task = &stream->ahead[i]->task;

        if (atomic_load(&task->done))
            continue;
        /* From here on none begins, so only the first that is not done can be at work. */
        if (may_run)
            java_cancel(task);
        else
            atomic_store(&task->canceled, true);
        may_run = false;
    }
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
    close->source = stream->source;
    close->schema = stream->schema;
    close->current = stream->current;
    close->ahead_count = stream->ahead_count;
    memcpy(close->ahead, stream->ahead, sizeof(close->ahead));
    cancel_ahead(stream);
    stream->source = NULL;
    stream->schema = NULL;
    stream->current.release = NULL;
    stream->ahead_count = 0;
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

    if (stream->ahead_count > 0)
        java_wait(&stream->ahead[stream->ahead_count - 1]->task);
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
