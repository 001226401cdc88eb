/* SPDX-License-Identifier: Apache-2.0 */
/*
 * host.c
 *    The thread-safe functions Java calls through JNA, and the main thread's side of them.
 */
#include "postgres.h"

#include <pthread.h>

#include "miscadmin.h"
#include "storage/latch.h"

#include "encoding.h"
#include "host.h"

/* Lines a Java thread may pile up before the oldest are dropped: a wrapper that logs in a loop must not eat memory. */
#define MAX_LINES 1000

typedef struct LogLine
{
    struct LogLine *next;
    int level;
    char text[FLEXIBLE_ARRAY_MEMBER];
} LogLine;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static LogLine *first;
static LogLine *last;
static int line_count;

/* The levels Java knows (HostLog.Level), in PostgreSQL's terms. */
static const int levels[] = {DEBUG1, LOG, INFO, NOTICE, WARNING};

/* Queues a line and wakes the main thread. The text is copied. */
void
icebridge_host_log(int level, const char *utf8)
{
    size_t length = strlen(utf8);
    LogLine *line = malloc(offsetof(LogLine, text) + length + 1);

    if (line == NULL)
        return;
    line->next = NULL;
    line->level = level >= 0 && level < (int) lengthof(levels) ? levels[level] : LOG;
    memcpy(line->text, utf8, length + 1);
    pthread_mutex_lock(&mutex);
    if (line_count >= MAX_LINES)
    {
        LogLine *oldest = first;

        first = oldest->next;
        free(oldest);
        line_count--;
    }
    if (first == NULL)
        first = line;
    else
        last->next = line;
    last = line;
    line_count++;
    pthread_mutex_unlock(&mutex);
    SetLatch(MyLatch);
}

/* Reads two flags that signal handlers set. */
int
icebridge_host_interrupted(void)
{
    return QueryCancelPending || ProcDiePending;
}

/* Emits the queued lines; main thread only. */
void
host_flush_log(void)
{
    LogLine *line;

    if (first == NULL)
        return;
    pthread_mutex_lock(&mutex);
    line = first;
    first = last = NULL;
    line_count = 0;
    pthread_mutex_unlock(&mutex);
    while (line != NULL)
    {
        LogLine *next = line->next;
        int level = line->level;
        char *text = utf8_to_server_lossy(line->text);

        free(line);
        line = next;
        ereport(level, (errmsg_internal("%s", text)));
    }
}
