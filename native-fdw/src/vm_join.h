/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ICEBRIDGE_VM_JOIN_H
#define ICEBRIDGE_VM_JOIN_H

#include <jni.h>

#include "vm_options.h"

extern JavaVM *vm_join_find(void);
extern char *vm_join_prepare(JNIEnv *env, const VmPlan *plan);
extern jobject vm_join_loader(JNIEnv *env, const char *class_path);
extern jclass vm_join_class(JNIEnv *env, jobject loader, const char *name);

#endif
