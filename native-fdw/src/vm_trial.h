/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vm_trial.h
 *    Trying the VM's settings in a child process first.
 */
#ifndef ICEBRIDGE_VM_TRIAL_H
#define ICEBRIDGE_VM_TRIAL_H

#include "vm_options.h"

/* Reserves shared memory; from _PG_init. */
extern void vm_trial_define(void);

/* Raises an ERROR where a VM cannot be made by this plan. `entry_class` must be found in it. */
extern void vm_trial(const VmPlan *plan, const char *entry_class);

#endif
