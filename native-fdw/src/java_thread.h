/* SPDX-License-Identifier: Apache-2.0 */
/*
 * java_thread.h
 *    The one native thread of a backend that enters Java, and the tasks the main thread hands it.
 */
#ifndef ICEBRIDGE_JAVA_THREAD_H
#define ICEBRIDGE_JAVA_THREAD_H

#include <jni.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct JavaTask JavaTask;
typedef struct JavaThread JavaThread;

/* What a task does on the Java thread: no palloc, no ereport, nothing of PostgreSQL. */
typedef void (*JavaRoutine)(JNIEnv *env, JavaTask *task);

/*
 * A piece of work. It is malloc-ed as the first member of a larger struct, and freed by whichever side lets go last,
 * because a canceled statement leaves before Java has noticed.
 */
struct JavaTask
{
    JavaRoutine routine;
    void (*dispose)(JavaTask *task); /* frees the whole struct and what hangs on it; any thread */
    int64_t cancel_id; /* what Entry.cancel() stops: a cursor (> 0) or a call (< 0); 0 for what goes on to its end */
    atomic_int references;
    atomic_bool done;
    atomic_bool canceled;
    JavaThread *runner; /* the thread that is carrying it out */
    JavaTask *next;
};

extern void java_task_init(JavaTask *task, JavaRoutine routine, void (*dispose)(JavaTask *));
extern void java_make_way(void);
extern void java_submit(JavaTask *task);
extern void java_wait(JavaTask *task);
extern bool java_wait_quietly(JavaTask *task, int timeout_ms);
extern bool java_is_stuck(void);
extern void java_cancel(JavaTask *task);
extern void java_cancel_current(void);
extern void java_release(JavaTask *task);
extern void java_run_detached(JavaTask *task);
extern int java_thread_spawn(void *(*start)(void *), void *argument);
extern void java_declare_dead(const char *reason);
extern const char *java_death(void);
extern void java_check_alive(void);
extern void java_wait_latch(int timeout_ms);

#endif
