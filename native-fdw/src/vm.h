/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ICEBRIDGE_VM_H
#define ICEBRIDGE_VM_H

#include <jni.h>
#include <stdbool.h>
#include <stdint.h>

extern bool vm_is_started(void);
extern bool vm_is_ready(void);
extern const char *vm_temp_directory(void);
extern void vm_start(void);
extern void vm_start_early(void);
extern void vm_leave_at_exit(void);
extern JNIEnv *vm_attach_current_thread(void);
extern void vm_detach_current_thread(void);
extern jobject vm_current_thread(JNIEnv *env);
extern void vm_interrupt(JNIEnv *env, jobject thread);
extern void vm_clear_interrupt(JNIEnv *env);
extern void vm_cancel(JNIEnv *env, int64_t cancel_id);
extern char *vm_call_entry(JNIEnv *env, int64_t cancel_id, const char *operation, const char *request);

#endif
