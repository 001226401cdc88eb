/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ICEBRIDGE_VM_OPTIONS_H
#define ICEBRIDGE_VM_OPTIONS_H

/* More options than any of our own and any sane setting. */
#define VM_MAX_OPTIONS 200

/* Everything the Java thread needs to make the VM; malloc-ed, since it outlives any memory context. */
typedef struct VmPlan
{
    char *libjvm;
    char *class_path;
    int option_count;
    char **options;
    char *temp_directory;
    char *settings; /* JSON for Entry's "start" */
} VmPlan;

extern VmPlan *vm_plan_make(void);
extern void vm_plan_free(VmPlan *plan);

#endif
