/* SPDX-License-Identifier: Apache-2.0 */
/*
 * second_vm.c
 *    Another extension that makes a Java virtual machine in the backend, as PL/Java does: on the main thread, without
 *    asking anybody. And one that runs SQL in a background worker. For regress/shell/vm.sh, which compiles it.
 */
#include "postgres.h"

#include <dlfcn.h>
#include <jni.h>

#include "access/xact.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "postmaster/bgworker.h"
#include "utils/builtins.h"
#include "utils/snapmgr.h"

PG_MODULE_MAGIC;

PGDLLEXPORT Datum second_vm_start(PG_FUNCTION_ARGS);
PGDLLEXPORT Datum second_vm_property(PG_FUNCTION_ARGS);
PGDLLEXPORT Datum run_in_background(PG_FUNCTION_ARGS);
PGDLLEXPORT void background_main(Datum argument);

PG_FUNCTION_INFO_V1(second_vm_start);
PG_FUNCTION_INFO_V1(second_vm_property);
PG_FUNCTION_INFO_V1(run_in_background);

static JavaVM *vm;

/* second_vm_start(libjvm): makes a VM; what JNI_CreateJavaVM answers. */
Datum
second_vm_start(PG_FUNCTION_ARGS)
{
    void *library = dlopen(text_to_cstring(PG_GETARG_TEXT_PP(0)), RTLD_NOW | RTLD_GLOBAL);
    jint (*create)(JavaVM **, void **, void *) = library == NULL ? NULL : dlsym(library, "JNI_CreateJavaVM");
    JavaVMOption options[] = {{"-Xrs", NULL}, {"-Xmx64m", NULL}, {"-XX:+UseSerialGC", NULL}};
    JavaVMInitArgs arguments = {JNI_VERSION_10, lengthof(options), options, JNI_FALSE};
    JNIEnv *env;

    if (create == NULL)
        elog(ERROR, "no JNI_CreateJavaVM: %s", dlerror());
    PG_RETURN_INT32(create(&vm, (void **) &env, &arguments));
}

/* second_vm_property(name): System.getProperty() on the main thread, in the VM there is. */
Datum
second_vm_property(PG_FUNCTION_ARGS)
{
    JNIEnv *env;
    jclass system;
    jmethodID get;
    jstring value;
    const char *chars;
    text *result;

    if (vm == NULL || (*vm)->AttachCurrentThread(vm, (void **) &env, NULL) != JNI_OK)
        elog(ERROR, "there is no VM");
    system = (*env)->FindClass(env, "java/lang/System");
    get = (*env)->GetStaticMethodID(env, system, "getProperty", "(Ljava/lang/String;)Ljava/lang/String;");
    value = (*env)->CallStaticObjectMethod(env, system, get,
                                           (*env)->NewStringUTF(env, text_to_cstring(PG_GETARG_TEXT_PP(0))));
    if (value == NULL)
        PG_RETURN_NULL();
    chars = (*env)->GetStringUTFChars(env, value, NULL);
    result = cstring_to_text(chars);
    (*env)->ReleaseStringUTFChars(env, value, chars);
    PG_RETURN_TEXT_P(result);
}

/* The worker: connects to the database it was given and runs the statement it was given. */
void
background_main(Datum argument)
{
    Oid database = DatumGetObjectId(argument);
    char *sql = MyBgworkerEntry->bgw_extra;
    int result;

    BackgroundWorkerUnblockSignals();
    BackgroundWorkerInitializeConnectionByOid(database, InvalidOid, 0);
    StartTransactionCommand();
    SPI_connect();
    PushActiveSnapshot(GetTransactionSnapshot());
    result = SPI_execute(sql, false, 0);
    if (result < 0)
        elog(ERROR, "SPI_execute: %d", result);
    PopActiveSnapshot();
    SPI_finish();
    CommitTransactionCommand();
}

/* run_in_background(library, sql): starts a worker and waits until it has ended. */
Datum
run_in_background(PG_FUNCTION_ARGS)
{
    BackgroundWorker worker = {0};
    BackgroundWorkerHandle *handle;

    worker.bgw_flags = BGWORKER_SHMEM_ACCESS | BGWORKER_BACKEND_DATABASE_CONNECTION;
    worker.bgw_start_time = BgWorkerStart_ConsistentState;
    worker.bgw_restart_time = BGW_NEVER_RESTART;
    strlcpy(worker.bgw_name, "run_in_background", BGW_MAXLEN);
    strlcpy(worker.bgw_library_name, text_to_cstring(PG_GETARG_TEXT_PP(0)), sizeof(worker.bgw_library_name));
    strlcpy(worker.bgw_function_name, "background_main", BGW_MAXLEN);
    strlcpy(worker.bgw_extra, text_to_cstring(PG_GETARG_TEXT_PP(1)), BGW_EXTRALEN);
    worker.bgw_main_arg = ObjectIdGetDatum(MyDatabaseId);
    worker.bgw_notify_pid = MyProcPid;
    if (!RegisterDynamicBackgroundWorker(&worker, &handle))
        elog(ERROR, "no background worker is free");
    PG_RETURN_BOOL(WaitForBackgroundWorkerShutdown(handle) == BGWH_STOPPED);
}
