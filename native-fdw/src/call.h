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

#include "compat.h"

extern JsonbContainer *icebridge_call(const char *operation, const char *request);
extern JsonbContainer *icebridge_call_with(const char *operation, const char *request, void (*free_argument)(void *),
                                           void *argument);

/*
 * The same as icebridge_call() for whoever can do without: an exception of Java's is put into *error, and NULL
 * returned. A cancel is raised.
 */
extern JsonbContainer *icebridge_try(const char *operation, const char *request, JsonbContainer **error);

/* Raises what was put into *error. */
extern void icebridge_raise(JsonbContainer *error) pg_attribute_noreturn();

extern JsonbContainer *icebridge_call_quietly(const char *operation, const char *request, int timeout_ms);
extern void icebridge_call_detached(const char *operation, const char *request);
extern void icebridge_call_detached_with(const char *operation, const char *request, void (*free_argument)(void *),
                                         void *argument);
extern void watch_exit(void);

#endif
