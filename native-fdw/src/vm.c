/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vm.c
 *    The Java virtual machine of this process: made on the Java thread at first use, or joined where another extension
 *    (PL/Java) has made one. Never in the postmaster, never while the library loads.
 *
 * States: not started → starting (a task is queued) → started; a failure goes back to not started, so that the user can
 * correct a setting and try again in the same session. Only a VM that called its exit or abort hook is past help.
 */
#include "postgres.h"

#include <dlfcn.h>
#include <malloc.h>
#include <signal.h>
#include <unistd.h>

#include "miscadmin.h"
#include "storage/ipc.h"
#include "utils/guc.h"

#include "call.h"
#include "java_thread.h"
#include "settings.h"
#include "temp_directory.h"
#include "vm.h"
#include "vm_join.h"
#include "vm_locale.h"
#include "vm_options.h"
#include "vm_trial.h"
#include "warm.h"

#define ENTRY_CLASS "io/icebridge/bridge/entry/Entry"
#define NIO_CLASS "io/icebridge/bridge/host/JavaNio"
#define START_CLASS "io/icebridge/lake/Start"

/* How long the wait for the VM's start is deaf to interrupts at a time. */
#define START_WAIT_MS 10

typedef jint(JNICALL *CreateJavaVM)(JavaVM **, void **, void *);

/* The task that makes the VM. */
typedef struct StartTask
{
    JavaTask task;
    VmPlan *plan;
    char *failure; /* NULL where it worked */
    char *detail;
} StartTask;

/* Written once on the Java thread before the start task is done. */
static JavaVM *vm;
static jclass entry_class;
static jmethodID entry_call;
static jmethodID entry_cancel;
static jclass thread_class;
static jmethodID thread_current;
static jmethodID thread_interrupt;
static jmethodID thread_interrupted;

static bool started;
static char *temp_directory;
static StartTask *starting;

/* What the VM said on its error stream, kept for the detail of an error; the server log gets it too. */
static char said[2048];

/* The VM prints: keep the beginning, pass all on to the server log. */
static jint JNICALL
vm_prints(FILE *file, const char *format, va_list arguments)
{
    char text[1024];
    size_t length = strlen(said);

    vsnprintf(text, sizeof(text), format, arguments);
    strlcpy(said + length, text, sizeof(said) - length);
    return (jint) fputs(text, file == NULL ? stderr : file);
}

/*
 * Never comes back: the thread that ends the VM must not go on, and must not take the process with it. Except the main
 * thread: where that has crashed, the VM's handler ran first, and PostgreSQL has to restart as after any crash.
 */
static void
park(const char *reason)
{
    if (getpid() == gettid())
    {
        signal(SIGABRT, SIG_DFL);
        abort();
    }
    java_declare_dead(reason);
    for (;;)
        pause();
}

/* System.exit(), or the VM gave up while it started. */
static void JNICALL
vm_exits(jint code)
{
    static char reason[sizeof(said) + 64];

    snprintf(reason, sizeof(reason), "It called exit(%d). %s", (int) code, said);
    park(reason);
}

/* The VM met a fatal error. PostgreSQL would answer an abort() with a restart of the whole cluster. */
static void JNICALL
vm_aborts(void)
{
    static char reason[sizeof(said) + 64];

    snprintf(reason, sizeof(reason), "It called abort(). %s", said);
    park(reason);
}

/* Whether the VM has been started, or is being started, with the settings of that moment. */
bool
vm_is_started(void)
{
    return started || starting != NULL;
}

/* Whether the VM has been started and takes calls. */
bool
vm_is_ready(void)
{
    return started;
}

/* The folder DuckDB spills to in this session, or NULL where no VM was ever started. */
const char *
vm_temp_directory(void)
{
    return temp_directory;
}

/* The environment of the current thread, attached as a daemon; NULL while there is no VM. */
JNIEnv *
vm_attach_current_thread(void)
{
    JNIEnv *env = NULL;
    JavaVMAttachArgs arguments = {JNI_VERSION_10, "icebridge", NULL};

    if (vm == NULL || (*vm)->AttachCurrentThreadAsDaemon(vm, (void **) &env, &arguments) != JNI_OK)
        return NULL;
    return env;
}

/* Takes the current thread out of the VM. */
void
vm_detach_current_thread(void)
{
    if (vm != NULL)
        (*vm)->DetachCurrentThread(vm);
}

/* A global reference to the java.lang.Thread of the current thread, which the caller deletes; NULL out of memory. */
jobject
vm_current_thread(JNIEnv *env)
{
    jobject thread = thread_current == NULL ? NULL : (*env)->CallStaticObjectMethod(env, thread_class, thread_current);
    jobject result = thread == NULL ? NULL : (*env)->NewGlobalRef(env, thread);

    (*env)->DeleteLocalRef(env, thread);
    (*env)->ExceptionClear(env);
    return result;
}

/* Thread.interrupt(). */
void
vm_interrupt(JNIEnv *env, jobject thread)
{
    (*env)->CallVoidMethod(env, thread, thread_interrupt);
    (*env)->ExceptionClear(env);
}

/* Thread.interrupted(), which forgets an interrupt of the current thread. */
void
vm_clear_interrupt(JNIEnv *env)
{
    (void) (*env)->CallStaticBooleanMethod(env, thread_class, thread_interrupted);
    (*env)->ExceptionClear(env);
}

/* Looks up what interrupting threads needs. A failure is a pending exception. */
static void
find_thread_methods(JNIEnv *env)
{
    jclass class = (*env)->FindClass(env, "java/lang/Thread");

    thread_class = class == NULL ? NULL : (*env)->NewGlobalRef(env, class);
    if (thread_class == NULL)
        return;
    thread_interrupt = (*env)->GetMethodID(env, class, "interrupt", "()V");
    thread_interrupted = (*env)->GetStaticMethodID(env, class, "interrupted", "()Z");
    thread_current = (*env)->GetStaticMethodID(env, class, "currentThread", "()Ljava/lang/Thread;");
}

/* Fails a start. Takes over `detail` (malloc-ed, may be NULL). */
static void
fail(StartTask *start, const char *failure, char *detail)
{
    start->failure = strdup(failure);
    start->detail = detail;
}

/* A pending exception's toString(), malloc-ed; clears it. NULL without one. */
static char *
take_exception(JNIEnv *env)
{
    jthrowable exception = (*env)->ExceptionOccurred(env);
    jclass object;
    jmethodID to_string;
    jstring text;
    char *result = NULL;

    if (exception == NULL)
        return NULL;
    (*env)->ExceptionClear(env);
    object = (*env)->FindClass(env, "java/lang/Object");
    to_string = (*env)->GetMethodID(env, object, "toString", "()Ljava/lang/String;");
    text = (*env)->CallObjectMethod(env, exception, to_string);
    if (text != NULL && !(*env)->ExceptionCheck(env))
    {
        const char *chars = (*env)->GetStringUTFChars(env, text, NULL);

        if (chars != NULL)
        {
            result = strdup(chars);
            (*env)->ReleaseStringUTFChars(env, text, chars);
        }
    }
    (*env)->ExceptionClear(env);
    return result != NULL ? result : strdup("exception without a text");
}

/*
 * JavaNio.open0(), which opens java.nio to Arrow Java: it reads addresses of direct buffers. The option --add-opens
 * would do the same, but keeps the VM from using its archived module graph, some 15 ms at every start, and most
 * sessions never use Arrow Java.
 */
static void JNICALL
open_nio(JNIEnv *env, jclass unused)
{
    jclass buffer = (*env)->FindClass(env, "java/nio/Buffer");
    jclass class_class = (*env)->FindClass(env, "java/lang/Class");
    jclass module_class = (*env)->FindClass(env, "java/lang/Module");
    jmethodID get_module = (*env)->GetMethodID(env, class_class, "getModule", "()Ljava/lang/Module;");
    jmethodID open = (*env)->GetMethodID(env, module_class, "implAddOpensToAllUnnamed", "(Ljava/lang/String;)V");

    if (open != NULL)
        (*env)->CallVoidMethod(env, (*env)->CallObjectMethod(env, buffer, get_module), open,
                               (*env)->NewStringUTF(env, "java.nio"));
}

/* Makes the VM, or joins the one there is. Returns the environment, or NULL after fail(). */
static JNIEnv *
create_or_join(StartTask *start, bool *joined)
{
    void *library;
    CreateJavaVM create;
    char *locale;
    JavaVM *existing;
    JNIEnv *env = NULL;
    JavaVMInitArgs arguments;
    JavaVMOption *options;
    jint result;

    *joined = false;
    library = dlopen(start->plan->libjvm, RTLD_NOW | RTLD_GLOBAL);
    if (library == NULL)
    {
        fail(start, "could not open the Java virtual machine's library", strdup(dlerror()));
        return NULL;
    }
    existing = vm_join_find();
    if (existing != NULL)
    {
        vm = existing;
        *joined = true;
        env = vm_attach_current_thread();
        if (env == NULL)
            fail(start, "could not join the Java virtual machine of another extension", NULL);
        return env;
    }

    create = (CreateJavaVM) dlsym(library, "JNI_CreateJavaVM");
    if (create == NULL)
    {
        fail(start, "could not use the Java virtual machine's library", strdup("It has no JNI_CreateJavaVM."));
        return NULL;
    }
    options = calloc(start->plan->option_count + 3, sizeof(JavaVMOption));
    if (options == NULL)
    {
        fail(start, "out of memory", NULL);
        return NULL;
    }
    options[0].optionString = "vfprintf";
    options[0].extraInfo = (void *) vm_prints;
    options[1].optionString = "exit";
    options[1].extraInfo = (void *) vm_exits;
    options[2].optionString = "abort";
    options[2].extraInfo = (void *) vm_aborts;
    for (int i = 0; i < start->plan->option_count; i++)
        options[i + 3].optionString = start->plan->options[i];
    arguments.version = JNI_VERSION_10;
    arguments.nOptions = start->plan->option_count + 3;
    arguments.options = options;
    arguments.ignoreUnrecognized = JNI_FALSE;
    said[0] = '\0';
    locale = utf8_locale_enter();
    result = create(&vm, (void **) &env, &arguments);
    utf8_locale_leave(locale);
    free(options);
    if (result != JNI_OK)
    {
        vm = NULL;
        fail(start, "could not start the Java virtual machine", strdup(said));
        return NULL;
    }
    said[0] = '\0'; /* warnings of its start do not explain its end */
    return env;
}

/* Looks up our classes and starts the Java side. Returns false after fail(). */
static bool
start_java_side(StartTask *start, JNIEnv *env, bool joined)
{
    jobject loader = NULL;
    jclass start_class;
    jclass entry;
    jclass nio;
    JNINativeMethod open_nio_method = {"open0", "()V", (void *) open_nio};
    jmethodID begin;
    jbyteArray settings;
    jsize length = (jsize) strlen(start->plan->settings);

    if (joined)
    {
        char *detail = vm_join_prepare(env, start->plan);

        if (detail != NULL)
        {
            fail(start, "could not use the Java virtual machine of another extension", detail);
            return false;
        }
        loader = vm_join_loader(env, start->plan->class_path);
    }
    find_thread_methods(env);
    entry = (joined && loader == NULL) ? NULL : vm_join_class(env, loader, ENTRY_CLASS);
    if (entry != NULL)
    {
        entry_class = (*env)->NewGlobalRef(env, entry);
        entry_call = (*env)->GetStaticMethodID(env, entry, "call", "(JLjava/lang/String;[B)[B");
        entry_cancel = (*env)->GetStaticMethodID(env, entry, "cancel", "(J)V");
        start_class = vm_join_class(env, loader, START_CLASS);
        begin = start_class == NULL ? NULL : (*env)->GetStaticMethodID(env, start_class, "start", "([B)V");
        settings = (*env)->NewByteArray(env, length);
        nio = start_class == NULL ? NULL : vm_join_class(env, loader, NIO_CLASS);
        if (nio != NULL)
            (*env)->RegisterNatives(env, nio, &open_nio_method, 1);
        if (begin != NULL && settings != NULL && entry_call != NULL && entry_cancel != NULL)
        {
            (*env)->SetByteArrayRegion(env, settings, 0, length, (const jbyte *) start->plan->settings);
            (*env)->CallStaticVoidMethod(env, start_class, begin, settings);
        }
    }
    if ((*env)->ExceptionCheck(env))
    {
        fail(start, "could not start icebridge's Java part", take_exception(env));
        return false;
    }
    return true;
}

/* The start task's routine. A VM, once made, stays even where the Java side fails; the next try finds and joins it. */
static void
start_routine(JNIEnv *unused, JavaTask *task)
{
    StartTask *start = (StartTask *) task;
    bool joined;
    JNIEnv *env = create_or_join(start, &joined);

    if (env == NULL)
        return;
    (*env)->PushLocalFrame(env, 64);
    (void) start_java_side(start, env, joined);
    (*env)->PopLocalFrame(env, NULL);
}

static void
start_dispose(JavaTask *task)
{
    StartTask *start = (StartTask *) task;

    vm_plan_free(start->plan);
    free(start->failure);
    free(start->detail);
    free(start);
}

/* Queues the start task. */
static void
begin_start(void)
{
    StartTask *start;
    VmPlan *plan = vm_plan_make();

    if (vm_join_find() == NULL)
        vm_trial(plan, ENTRY_CLASS);
    watch_exit();
    temp_directory_sweep();
    free(temp_directory);
    temp_directory = strdup(plan->temp_directory);
    start = calloc(1, sizeof(StartTask));
    if (start == NULL)
        ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
    /* A backend runs few threads at once; glibc's default of 8 arenas per core keeps freed memory for each. */
    mallopt(M_ARENA_MAX, 2);
    start->plan = plan;
    java_task_init(&start->task, start_routine, start_dispose);
    java_submit(&start->task);
    starting = start;
}

/* Starts the VM if it is not there yet, and waits for it. Raises an ERROR where it cannot be had. */
void
vm_start(void)
{
    char *failure;
    char *detail;

    if (started)
        return;
    if (java_death() != NULL)
        ereport(ERROR,
                (errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
                 errmsg("the Java virtual machine could not start in this session"), errdetail("%s", java_death()),
                 errhint("Correct icebridge.vm_options or icebridge.max_heap, and reconnect.")));
    if (starting == NULL)
        begin_start();
    /* A cancel ends the statement, not the start: the next statement finds the VM ready, or waits for the rest. */
    while (!java_wait_quietly(&starting->task, START_WAIT_MS) && java_death() == NULL)
        CHECK_FOR_INTERRUPTS();
    if (java_death() != NULL)
    {
        starting = NULL;
        vm_start();
    }
    failure = starting->failure == NULL ? NULL : pstrdup(starting->failure);
    detail = starting->detail == NULL ? NULL : pstrdup(starting->detail);
    java_release(&starting->task);
    starting = NULL;
    if (failure != NULL)
        ereport(ERROR,
                (errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE), errmsg("%s", failure),
                 detail != NULL && *detail != '\0' ? errdetail("%s", detail) : 0,
                 errhint("Check icebridge.libjvm (now \"%s\"), icebridge.vm_options and icebridge.max_heap, then "
                         "try again.",
                         setting_libjvm)));
    started = true;
}

/* Starts the VM without waiting, for a session that will need it. Says nothing where it fails: the first use will. */
void
vm_start_early(void)
{
    static bool tried;
    MemoryContext context = CurrentMemoryContext;

    if (tried || started || starting != NULL || java_death() != NULL || !IsUnderPostmaster || MyProcPort == NULL)
        return;
    tried = true;
    PG_TRY();
    {
        begin_start();
        warm_up();
    }
    PG_CATCH();
    {
        MemoryContextSwitchTo(context);
        FlushErrorState();
    }
    PG_END_TRY();
}

/* Asks Java to stop what it does: a read of a cursor's stream (> 0), or a call (< 0). */
void
vm_cancel(JNIEnv *env, int64_t cancel_id)
{
    if (entry_cancel == NULL)
        return;
    (*env)->CallStaticVoidMethod(env, entry_class, entry_cancel, (jlong) cancel_id);
    (*env)->ExceptionClear(env);
}

/*
 * Calls Entry.call(cancel_id, operation, request) on the current thread. Returns the answer, malloc-ed and
 * zero-terminated (the caller frees it), or NULL where Java could not even write an error down, which happens only when
 * it is out of memory.
 */
char *
vm_call_entry(JNIEnv *env, int64_t cancel_id, const char *operation, const char *request)
{
    jsize length = (jsize) strlen(request);
    jstring name;
    jbyteArray bytes;
    jbyteArray answer = NULL;
    char *result = NULL;

    if (entry_call == NULL)
        return NULL; /* a VM without our classes */
    if ((*env)->PushLocalFrame(env, 8) != JNI_OK)
    {
        (*env)->ExceptionClear(env);
        return NULL;
    }
    name = (*env)->NewStringUTF(env, operation);
    bytes = name == NULL ? NULL : (*env)->NewByteArray(env, length);
    if (bytes != NULL)
    {
        (*env)->SetByteArrayRegion(env, bytes, 0, length, (const jbyte *) request);
        answer = (*env)->CallStaticObjectMethod(env, entry_class, entry_call, (jlong) cancel_id, name, bytes);
    }
    if ((*env)->ExceptionCheck(env))
        (*env)->ExceptionClear(env);
    else if (answer != NULL)
    {
        jsize size = (*env)->GetArrayLength(env, answer);

        result = malloc((size_t) size + 1);
        if (result != NULL)
        {
            (*env)->GetByteArrayRegion(env, answer, 0, size, (jbyte *) result);
            result[size] = '\0';
        }
    }
    (*env)->PopLocalFrame(env, NULL);
    return result;
}

/* Ends the process without running destructors of libraries whose threads still run. */
static void
leave(int status, void *unused)
{
    _exit(status);
}

/*
 * The last thing a backend with a VM does: libc would run the destructors of DuckDB and the VM under the feet of their
 * threads. Registered in proc_exit(), so it runs before any handler that is there.
 */
void
vm_leave_at_exit(void)
{
    if (started || starting != NULL || vm != NULL || java_death() != NULL)
        on_exit(leave, NULL);
}
