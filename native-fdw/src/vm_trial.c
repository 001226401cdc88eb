/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vm_trial.c
 *    A process can make a Java virtual machine once: whether it refuses an option, exits or aborts, a second try in the
 *    same process finds its static data spoilt. So that a session can correct a wrong setting and try again, settings
 *    that differ from the defaults are tried in a child process first.
 *
 * That costs a VM's start. Plans that have worked are remembered in shared memory, so each is tried once by a running
 * server; where the library is not preloaded there is none, and each session tries.
 */
#include "postgres.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <jni.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/hashfn.h"
#include "miscadmin.h"
#include "pgstat.h"
#include "port/atomics.h"
#include "storage/ipc.h"
#include "storage/latch.h"
#include "storage/lwlock.h"
#include "storage/shmem.h"

#include "compat.h"
#include "settings.h"
#include "vm_trial.h"

/* How many plans are remembered; the oldest goes. */
#define REMEMBERED 32

/* What the child ends with; the VM has its own codes for what it does not like. */
#define CHILD_GOOD 0
#define CHILD_BAD 3

/* A trial takes what a VM's start takes; a child that needs longer is lost. */
#define TRIAL_TIMEOUT_MS 30000

typedef struct Known
{
    pg_atomic_uint32 next;
    pg_atomic_uint64 plans[REMEMBERED];
} Known;

static Known *known;

#if PG_VERSION_NUM >= 150000
static shmem_request_hook_type previous_request;
#endif
static shmem_startup_hook_type previous_startup;

static void
request_memory(void)
{
#if PG_VERSION_NUM >= 150000
    if (previous_request != NULL)
        previous_request();
#endif
    RequestAddinShmemSpace(sizeof(Known));
}

static void
set_up_memory(void)
{
    bool found;

    if (previous_startup != NULL)
        previous_startup();
    LWLockAcquire(AddinShmemInitLock, LW_EXCLUSIVE);
    known = ShmemInitStruct("icebridge: settings of the Java virtual machine that work", sizeof(Known), &found);
    if (!found)
    {
        pg_atomic_init_u32(&known->next, 0);
        for (int i = 0; i < REMEMBERED; i++)
            pg_atomic_init_u64(&known->plans[i], 0);
    }
    LWLockRelease(AddinShmemInitLock);
}

/* See vm_trial.h. */
void
vm_trial_define(void)
{
    if (!process_shared_preload_libraries_in_progress)
        return;
#if PG_VERSION_NUM >= 150000
    previous_request = shmem_request_hook;
    shmem_request_hook = request_memory;
#else
    request_memory();
#endif
    previous_startup = shmem_startup_hook;
    shmem_startup_hook = set_up_memory;
}

/* What settings make a plan differ from another; never 0. */
static uint64
fingerprint(void)
{
    char *text = psprintf("%s\n%d\n%s", setting_libjvm, setting_max_heap_mb, setting_vm_options);
    uint64 hash = hash_bytes_extended((const unsigned char *) text, (int) strlen(text), 0);

    return hash == 0 ? 1 : hash;
}

static bool
is_known(uint64 plan)
{
    if (known == NULL)
        return false;
    for (int i = 0; i < REMEMBERED; i++)
        if (pg_atomic_read_u64(&known->plans[i]) == plan)
            return true;
    return false;
}

static void
remember(uint64 plan)
{
    if (known != NULL)
        pg_atomic_write_u64(&known->plans[pg_atomic_fetch_add_u32(&known->next, 1) % REMEMBERED], plan);
}

static jint JNICALL
child_prints(FILE *file, const char *format, va_list arguments)
{
    (void) file;
    return (jint) vdprintf(STDERR_FILENO, format, arguments);
}

static void JNICALL
child_exits(jint code)
{
    (void) code;
    _exit(CHILD_BAD);
}

static void JNICALL
child_aborts(void)
{
    _exit(CHILD_BAD);
}

/* The child: makes the VM, with its output in the pipe. Nothing of PostgreSQL's runs here any more. */
static void
run_child(const VmPlan *plan, const char *entry_class, int output)
{
    jint (*create)(JavaVM **, void **, void *);
    JavaVMOption options[3 + VM_MAX_OPTIONS] = {0};
    JavaVMInitArgs arguments;
    JavaVM *vm;
    JNIEnv *env;
    void *library;

    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    library = dlopen(plan->libjvm, RTLD_NOW | RTLD_GLOBAL);
    create = library == NULL ? NULL : dlsym(library, "JNI_CreateJavaVM");
    if (create == NULL)
    {
        dprintf(STDERR_FILENO, "%s", library == NULL ? dlerror() : "The library has no JNI_CreateJavaVM.");
        _exit(CHILD_BAD);
    }
    options[0].optionString = "vfprintf";
    options[0].extraInfo = (void *) child_prints;
    options[1].optionString = "exit";
    options[1].extraInfo = (void *) child_exits;
    options[2].optionString = "abort";
    options[2].extraInfo = (void *) child_aborts;
    for (int i = 0; i < plan->option_count; i++)
        options[i + 3].optionString = plan->options[i];
    arguments.version = JNI_VERSION_10;
    arguments.nOptions = plan->option_count + 3;
    arguments.options = options;
    arguments.ignoreUnrecognized = JNI_FALSE;
    if (create(&vm, (void **) &env, &arguments) != JNI_OK)
        _exit(CHILD_BAD);
    if ((*env)->FindClass(env, entry_class) == NULL)
    {
        (*env)->ExceptionDescribe(env);
        _exit(CHILD_BAD);
    }
    _exit(CHILD_GOOD);
}

/* Reads what the child says until it has ended, open to interrupts. Returns its wait status. */
static int
watch_child(pid_t child, int input, StringInfo text)
{
    char buffer[1024];
    int waited_ms = 0;
    int status;

    while (waitpid(child, &status, WNOHANG) == 0)
    {
        ssize_t length = read(input, buffer, sizeof(buffer));

        if (length > 0 && text->len < 2048)
            appendBinaryStringInfo(text, buffer, (int) length);
        if (length > 0)
            continue;
        if (waited_ms >= TRIAL_TIMEOUT_MS)
        {
            kill(child, SIGKILL);
            appendStringInfoString(text, "It took too long.");
        }
        (void) WaitLatch(MyLatch, WL_LATCH_SET | WL_TIMEOUT | WL_EXIT_ON_PM_DEATH, 2, PG_WAIT_EXTENSION);
        waited_ms += 2;
        ResetLatch(MyLatch);
        CHECK_FOR_INTERRUPTS();
    }
    for (;;)
    {
        ssize_t length = read(input, buffer, sizeof(buffer));

        if (length <= 0)
            break;
        if (text->len < 2048)
            appendBinaryStringInfo(text, buffer, (int) length);
    }
    return status;
}

/* Empty lines are none of an error's detail. */
static char *
trimmed(StringInfo text)
{
    char *start = text->data;

    while (text->len > 0 && isspace((unsigned char) text->data[text->len - 1]))
        text->data[--text->len] = '\0';
    while (isspace((unsigned char) *start))
        start++;
    return start;
}

/* See vm_trial.h. */
void
vm_trial(const VmPlan *plan, const char *entry_class)
{
    uint64 hash;
    int ends[2];
    pid_t child;
    int status = 0;
    StringInfoData text;
    sigset_t all;
    sigset_t before;

    if (*setting_vm_options == '\0' && setting_max_heap_mb == SETTING_DEFAULT_MAX_HEAP_MB &&
        strcmp(setting_libjvm, ICEBRIDGE_DEFAULT_LIBJVM) == 0)
        return;
    hash = fingerprint();
    if (is_known(hash))
        return;

    initStringInfo(&text);
    if (pipe(ends) != 0)
        ereport(ERROR, (errcode_for_file_access(), errmsg("could not create a pipe: %m")));
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    child = fork();
    if (child == 0)
        run_child(plan, entry_class, ends[1]);
    sigprocmask(SIG_SETMASK, &before, NULL);
    close(ends[1]);
    if (child < 0)
    {
        close(ends[0]);
        ereport(ERROR, (errcode(ERRCODE_INSUFFICIENT_RESOURCES), errmsg("could not fork a process: %m")));
    }
    (void) fcntl(ends[0], F_SETFL, O_NONBLOCK);
    PG_TRY();
    {
        status = watch_child(child, ends[0], &text);
    }
    PG_CATCH();
    {
        kill(child, SIGKILL);
        (void) waitpid(child, NULL, 0);
        close(ends[0]);
        PG_RE_THROW();
    }
    PG_END_TRY();
    close(ends[0]);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != CHILD_GOOD)
        ereport(ERROR,
                (errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE), errmsg("could not start the Java virtual machine"),
                 text.len > 0 ? errdetail("%s", trimmed(&text)) : 0,
                 errhint("Check icebridge.libjvm (now \"%s\"), icebridge.vm_options and icebridge.max_heap, "
                         "then try again.",
                         setting_libjvm)));
    remember(hash);
}
