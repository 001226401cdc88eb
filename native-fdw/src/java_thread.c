/* SPDX-License-Identifier: Apache-2.0 */
/*
 * java_thread.c
 *    One native thread per backend carries out everything that may enter Java or DuckDB; the main thread waits on its
 *    latch and so stays open to every interrupt PostgreSQL knows.
 *
 * Why not call Java on the main thread: a call may last minutes, and only the main thread can serve cancel, timeouts,
 * termination, recovery conflicts and a lost client. Here all of them are PostgreSQL's ordinary CHECK_FOR_INTERRUPTS. A
 * task that is still running when an interrupt raises an error is told to stop and left behind; it owns all it touches.
 * The next call waits for it a while, and after that the thread is abandoned: it ends by itself when its work is done.
 *
 * Every thread made here has all signals blocked, so handlers of PostgreSQL run on the main thread only; the VM's and
 * DuckDB's own threads inherit that.
 */
#include "postgres.h"

#include <pthread.h>
#include <signal.h>
#include <time.h>

#include "miscadmin.h"
#include "pgstat.h"
#include "storage/latch.h"
#include "storage/proc.h"
#include "utils/timestamp.h"

#include "compat.h"
#include "host.h"
#include "java_thread.h"
#include "transaction.h"
#include "vm.h"

/* How long a call waits behind a canceled one before that one's thread is given up. */
#define ABANDON_AFTER_MS 5000

/* How long the end of a transaction waits behind a canceled task. */
#define STUCK_WAIT_MS 100

/* The Java thread's stack: expression trees are read recursively; untouched pages cost nothing. */
#define STACK_BYTES (8 * 1024 * 1024)

/* How long a sleep may last in single-user mode. */
#define SINGLE_USER_WAIT_MS 2

/* How often a canceled task is told again: DuckDB forgets an interrupt that comes just before a query begins. */
#define CANCEL_REPEAT_MS 10

struct JavaThread
{
    pthread_cond_t wakeup;
    JavaTask *head;
    JavaTask *tail;
    JavaTask *current;
    jobject thread; /* a global reference to the java.lang.Thread, NULL before it is attached */
    bool abandoned;
};

/* Guards every JavaThread and the `runner` of every task. One for all: there is rarely more than one thread. */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

/* The thread that takes new tasks; NULL before the first. */
static JavaThread *active;

/* Why the VM can do nothing more in this process; NULL while it lives. Written once, by any thread. */
static _Atomic(const char *) death;

/*
 * Starts a detached thread with all signals blocked. Returns 0 or an errno.
 */
int
java_thread_spawn(void *(*start)(void *), void *argument)
{
    pthread_t id;
    pthread_attr_t attributes;
    sigset_t all;
    sigset_t before;
    int result;

    sigfillset(&all);
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, STACK_BYTES);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    result = pthread_create(&id, &attributes, start, argument);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    return result;
}

/* Sets up a task; the caller holds the only reference. */
void
java_task_init(JavaTask *task, JavaRoutine routine, void (*dispose)(JavaTask *))
{
    task->routine = routine;
    task->dispose = dispose;
    task->cancel_id = 0;
    atomic_init(&task->references, 1);
    atomic_init(&task->done, false);
    atomic_init(&task->canceled, false);
    task->runner = NULL;
    task->next = NULL;
}

/* Lets go of a task. Any thread. */
void
java_release(JavaTask *task)
{
    if (task != NULL && atomic_fetch_sub(&task->references, 1) == 1)
        task->dispose(task);
}

/*
 * Says that the VM is gone for good. Called on any thread, also by the VM's exit hooks, so it does nothing but an
 * atomic store and SetLatch(), which PostgreSQL makes safe for signal handlers. `reason` is never freed.
 */
void
java_declare_dead(const char *reason)
{
    const char *expected = NULL;

    atomic_compare_exchange_strong(&death, &expected, reason);
    SetLatch(MyLatch);
}

/* Why the VM is gone, or NULL. */
const char *
java_death(void)
{
    return atomic_load(&death);
}

/* Appends a task to a thread's queue, under the mutex. */
static void
enqueue(JavaThread *thread, JavaTask *task)
{
    task->next = NULL;
    if (thread->tail != NULL)
        thread->tail->next = task;
    else
        thread->head = task;
    thread->tail = task;
    pthread_cond_signal(&thread->wakeup);
}

/* Waits for the next task of a thread; NULL where the thread is abandoned and has none left. */
static JavaTask *
take_task(JavaThread *self)
{
    JavaTask *task;

    pthread_mutex_lock(&mutex);
    while (self->head == NULL && !self->abandoned)
        pthread_cond_wait(&self->wakeup, &mutex);
    task = self->head;
    if (task != NULL)
    {
        self->head = task->next;
        if (self->head == NULL)
            self->tail = NULL;
        task->runner = self;
    }
    self->current = task;
    pthread_mutex_unlock(&mutex);
    return task;
}

/* Nobody interrupts this thread for that task any more; what came too late is taken back. */
static void
finish_task(JavaThread *self, JavaTask *task, JNIEnv *env)
{
    pthread_mutex_lock(&mutex);
    self->current = NULL;
    task->runner = NULL;
    pthread_mutex_unlock(&mutex);
    if (env != NULL && atomic_load(&task->canceled))
        vm_clear_interrupt(env);
    atomic_store(&task->done, true);
    SetLatch(MyLatch);
    java_release(task);
}

/* The loop of a Java thread. The VM does not exist yet when the first task, which makes it, runs: it gets no
 * environment. */
static void *
java_thread_main(void *argument)
{
    JavaThread *self = argument;
    JNIEnv *env = NULL;
    JavaTask *task;

    while ((task = take_task(self)) != NULL)
    {
        if (env == NULL && (env = vm_attach_current_thread()) != NULL)
        {
            jobject thread = vm_current_thread(env);

            pthread_mutex_lock(&mutex);
            self->thread = thread;
            pthread_mutex_unlock(&mutex);
        }
        task->routine(env, task);
        finish_task(self, task, env);
    }
    if (env != NULL)
    {
        if (self->thread != NULL)
            (*env)->DeleteGlobalRef(env, self->thread);
        vm_detach_current_thread();
    }
    pthread_cond_destroy(&self->wakeup);
    free(self);
    return NULL;
}

/* Makes a new thread the active one. Raises an ERROR where the system gives none. */
static void
start_thread(void)
{
    JavaThread *thread = calloc(1, sizeof(JavaThread));
    int result;

    if (thread == NULL)
        ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
    pthread_cond_init(&thread->wakeup, NULL);
    result = java_thread_spawn(java_thread_main, thread);
    if (result != 0)
    {
        free(thread);
        errno = result;
        ereport(ERROR, (errcode(ERRCODE_INSUFFICIENT_RESOURCES), errmsg("could not start the Java thread: %m"),
                        errhint("Raise the limit of processes for the server's operating-system user.")));
    }
    active = thread;
}

/* Raises FATAL if the VM has died: nothing Java holds for this session can be trusted or freed any more. */
void
java_check_alive(void)
{
    const char *reason = java_death();

    if (reason != NULL)
        ereport(FATAL, (errcode(ERRCODE_INTERNAL_ERROR), errmsg("the Java virtual machine of this session has ended"),
                        errdetail("%s", reason), errhint("Reconnect. The server log may say more.")));
}

/*
 * Waits on the latch; returns at the latest after timeout_ms (-1: no limit). In single-user mode PostgreSQL 15 does not
 * block the signal by which a latch wakes a sleeper, so it is lost; there we look again after a moment.
 */
void
java_wait_latch(int timeout_ms)
{
    int events;

    if (!IsUnderPostmaster && (timeout_ms < 0 || timeout_ms > SINGLE_USER_WAIT_MS))
        timeout_ms = SINGLE_USER_WAIT_MS;
    events = WL_LATCH_SET | WL_EXIT_ON_PM_DEATH | (timeout_ms >= 0 ? WL_TIMEOUT : 0);

    (void) WaitLatch(MyLatch, events, timeout_ms, PG_WAIT_EXTENSION);
    ResetLatch(MyLatch);
}

/* Whether the active thread is still busy with a task that was canceled. */
bool
java_is_stuck(void)
{
    bool result;

    if (active == NULL)
        return false;
    pthread_mutex_lock(&mutex);
    result = active->current != NULL && atomic_load(&active->current->canceled);
    pthread_mutex_unlock(&mutex);
    return result;
}

/*
 * Gives the active thread up for a new one, which takes over the batches that open cursors still wait for. All else
 * that is queued belongs to the statement that was canceled (closing what it opened, the rollback) and stays behind it.
 */
static void
abandon_active(void)
{
    JavaThread *old = active;
    JavaTask *task;

    start_thread();
    pthread_mutex_lock(&mutex);
    task = old->head;
    old->head = old->tail = NULL;
    while (task != NULL)
    {
        JavaTask *next = task->next;

        enqueue(task->cancel_id > 0 && !atomic_load(&task->canceled) ? active : old, task);
        task = next;
    }
    old->abandoned = true;
    pthread_cond_signal(&old->wakeup);
    pthread_mutex_unlock(&mutex);
    ereport(LOG, (errmsg("icebridge: a canceled call has not returned after %d ms; its thread is left behind",
                         ABANDON_AFTER_MS)));
}

/*
 * Makes sure a new task will be taken soon: waits, open to interrupts, for a canceled one to end, and where it does
 * not, leaves its thread behind and goes on with a new one, on which Java has wrappers of its own (see Entry).
 *
 * While a wrapper listens to the transaction that is impossible: what it has been told so far only the old one knows.
 */
void
java_make_way(void)
{
    int waited_ms = 0;

    java_check_alive();
    while (java_is_stuck() && waited_ms < ABANDON_AFTER_MS)
    {
        java_wait_latch(10);
        CHECK_FOR_INTERRUPTS();
        waited_ms += 10;
    }
    if (!java_is_stuck())
        return;
    if (transaction_is_listened_to())
        ereport(ERROR,
                (errcode(ERRCODE_OBJECT_IN_USE), errmsg("a canceled call of a Java wrapper has not returned yet"),
                 errhint("Try again later, or roll the transaction back.")));
    abandon_active();
}

/* Queues a task; the queue takes a reference of its own. Raises an ERROR only where no thread can be started. */
void
java_submit(JavaTask *task)
{
    if (active == NULL)
        start_thread();
    atomic_fetch_add(&task->references, 1);
    pthread_mutex_lock(&mutex);
    enqueue(active, task);
    pthread_mutex_unlock(&mutex);
}

/*
 * Queues a task nobody waits for and lets go of it. Never raises an ERROR, so it may be used while a transaction
 * aborts; where there is no thread or no VM, what the task would have freed is gone as well.
 */
void
java_run_detached(JavaTask *task)
{
    if (active != NULL && java_death() == NULL)
        java_submit(task);
    java_release(task);
}

/*
 * Waits until a task is done, open to interrupts. Where one raises an error the task is canceled and the error goes on;
 * the caller lets go of the task in any case. (FATAL does not come by here: java_cancel_current() is for that.)
 */
void
java_wait(JavaTask *task)
{
    while (!atomic_load(&task->done))
    {
        java_check_alive();
        PG_TRY();
        {
            CHECK_FOR_INTERRUPTS();
        }
        PG_CATCH();
        {
            java_cancel(task);
            PG_RE_THROW();
        }
        PG_END_TRY();
        host_flush_log();
        /*
         * An interrupt and the end of an earlier task may have shared one setting of the latch, and serving an
         * interrupt may reset the latch as well: never sleep on what is already here.
         */
        if (atomic_load(&task->done) || (InterruptPending && INTERRUPTS_CAN_BE_PROCESSED()))
            continue;
        java_wait_latch(-1);
    }
    java_check_alive();
}

/*
 * Waits at most timeout_ms, deaf to interrupts, for the ends of transactions and processes, where no error may be
 * raised. Returns whether the task is done; where it is not, it will still run. Behind a canceled task that does not
 * end the wait is short: the user has been told that the statement is over.
 */
bool
java_wait_quietly(JavaTask *task, int timeout_ms)
{
    TimestampTz start = GetCurrentTimestamp();

    while (!atomic_load(&task->done) && java_death() == NULL)
    {
        int limit = java_is_stuck() ? Min(timeout_ms, STUCK_WAIT_MS) : timeout_ms;
        long rest = TimestampDifferenceMilliseconds(GetCurrentTimestamp(), TimestampTzPlusMilliseconds(start, limit));

        if (rest <= 0)
            break;
        java_wait_latch((int) Min(rest, STUCK_WAIT_MS));
    }
    SetLatch(MyLatch); /* whatever else woke us must not be lost */
    return atomic_load(&task->done);
}

/* Interrupts the thread that carries out a task; nothing where none does. Returns whether it did. */
static bool
interrupt_runner(JNIEnv *env, JavaTask *task)
{
    bool running;

    /* Under the mutex, so that the thread cannot go on to another task meanwhile. */
    pthread_mutex_lock(&mutex);
    running = task->runner != NULL && task->runner->thread != NULL;
    if (running)
        vm_interrupt(env, task->runner->thread);
    pthread_mutex_unlock(&mutex);
    return running;
}

/* Tells Java to stop a task, again and again until it is done. Runs on a thread of its own, which holds a reference. */
static void *
cancel_thread_main(void *argument)
{
    JavaTask *task = argument;
    struct timespec pause = {0, CANCEL_REPEAT_MS * 1000000L};
    JNIEnv *env = vm_attach_current_thread();
    bool interrupted = false;

    while (env != NULL && !atomic_load(&task->done) && java_death() == NULL)
    {
        vm_cancel(env, task->cancel_id);
        if (!interrupted)
            interrupted = interrupt_runner(env, task);
        nanosleep(&pause, NULL);
    }
    if (env != NULL)
        vm_detach_current_thread();
    java_release(task);
    return NULL;
}

/*
 * Cancels a task; one without a cancel_id goes on. The main thread does not do it itself because a thread that enters
 * Java once is known to the VM (its stack is guarded, it takes part in safepoints), and the main thread shall stay
 * PostgreSQL's alone.
 */
void
java_cancel(JavaTask *task)
{
    if (task->cancel_id == 0 || atomic_load(&task->done) || atomic_exchange(&task->canceled, true))
        return;
    atomic_fetch_add(&task->references, 1);
    if (java_thread_spawn(cancel_thread_main, task) != 0)
        java_release(task);
}

/* Cancels whatever runs, when the process ends: FATAL leaves java_wait() without a word. */
void
java_cancel_current(void)
{
    JavaTask *task = NULL;

    if (active == NULL)
        return;
    pthread_mutex_lock(&mutex);
    if (active->current != NULL)
    {
        task = active->current;
        atomic_fetch_add(&task->references, 1);
    }
    pthread_mutex_unlock(&mutex);
    if (task != NULL)
        java_cancel(task);
    java_release(task);
}
