/* SPDX-License-Identifier: Apache-2.0 */
/*
 * attempt.h
 *    What may end in an error that is nobody's business.
 */
#ifndef ICEBRIDGE_ATTEMPT_H
#define ICEBRIDGE_ATTEMPT_H

#include "postgres.h"

/*
 * Carries out an action in a sub-transaction, which is undone if it fails. NULL, or its error in words that tell no
 * values, in memory of the caller's current context. Errors that are about the session and not about the action are
 * raised: a cancel, the end of resources, conflicts with other transactions. So are all where there can be no
 * sub-transaction, within a parallel operation.
 */
extern char *attempt(void (*action)(void *), void *argument);

#endif
