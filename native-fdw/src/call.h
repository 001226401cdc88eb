/* SPDX-License-Identifier: Apache-2.0 */
/*
 * call.h
 *    The one way into Java.
 */
#ifndef ICEBRIDGE_CALL_H
#define ICEBRIDGE_CALL_H

#include "postgres.h"

#include "lib/stringinfo.h"
#include "utils/jsonb.h"

extern JsonbContainer *icebridge_call(const char *operation, const char *request);
extern JsonbContainer *icebridge_call_with(const char *operation, const char *request, void (*free_argument)(void *),
                                           void *argument);
extern JsonbContainer *icebridge_call_quietly(const char *operation, const char *request, int timeout_ms);
extern void icebridge_call_detached(const char *operation, const char *request);
extern void icebridge_call_detached_with(const char *operation, const char *request, void (*free_argument)(void *),
                                         void *argument);
extern void watch_exit(void);

#endif
