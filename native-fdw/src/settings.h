/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ICEBRIDGE_SETTINGS_H
#define ICEBRIDGE_SETTINGS_H

#include <stdbool.h>

/* When the Java VM starts. */
typedef enum StartMoment
{
    START_ON_FIRST_USE,
    START_ON_CONNECT
} StartMoment;

/* What becomes of numeric columns of Iceberg tables that limit their digits less than Iceberg does. */
typedef enum UnboundedNumeric
{
    UNBOUNDED_NUMERIC_NOTICE,
    UNBOUNDED_NUMERIC_ERROR
} UnboundedNumeric;

#define SETTING_DEFAULT_MAX_HEAP_MB 256

extern char *setting_libjvm;
extern char *setting_vm_options;
extern int setting_max_heap_mb;
extern int setting_start;
extern int setting_duckdb_memory_limit_mb;
extern int setting_duckdb_threads;
extern char *setting_temp_directory;
extern int setting_temp_limit_mb;
extern char *setting_fault_points;
extern char *setting_default_location_prefix;
extern int setting_unbounded_numeric;
extern bool setting_push_queries;
extern int setting_heap_rows_limit;

extern void settings_define(void);

#endif
