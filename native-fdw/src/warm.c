/* SPDX-License-Identifier: Apache-2.0 */
/*
 * warm.c
 *    A first query nobody waits for, in a session that starts its VM right after authentication: it opens DuckDB, links
 *    classes and has the code compiled that the real first query needs.
 */
#include "postgres.h"

#include "arrow_abi.h"
#include "java_thread.h"
#include "stream.h"
#include "vm.h"
#include "warm.h"

/* Lifecycle.WARM_CURSOR */
#define CLOSE_WARM_CURSOR "{\"cursor\":-1}"

/* Reads the stream of an answer to its end. */
static void
drain(const char *answer)
{
    struct ArrowArrayStream *stream = stream_of_answer(answer);
    struct ArrowArray array;

    if (stream == NULL)
        return;
    while (stream->get_next(stream, &array) == 0 && array.release != NULL)
        array.release(&array);
    stream->release(stream);
}

static void
warm_routine(JNIEnv *env, JavaTask *task)
{
    char *answer;

    if (env == NULL)
        return; /* the VM could not start; the first real use will say why */
    answer = vm_call_entry(env, 0, "warm", "{}");
    if (answer == NULL)
        return;
    drain(answer);
    free(answer);
    free(vm_call_entry(env, 0, "scan.close", CLOSE_WARM_CURSOR));
}

static void
warm_dispose(JavaTask *task)
{
    free(task);
}

/* Queues the rehearsal behind the start of the VM. */
void
warm_up(void)
{
    JavaTask *task = calloc(1, sizeof(JavaTask));

    if (task == NULL)
        return;
    java_task_init(task, warm_routine, warm_dispose);
    java_run_detached(task);
}
