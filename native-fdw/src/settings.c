/* SPDX-License-Identifier: Apache-2.0 */
/*
 * settings.c
 *    The settings (GUCs) named icebridge.*, their checks, and what they do when they change.
 *
 * Settings the VM or DuckDB reads once are refused with "too late" after the VM of this session has started: accepting
 * them without effect would be a lie. PostgreSQL also calls the check hooks to restore an earlier value (RESET, the end
 * of a SET LOCAL); those restore the value the VM was started with and pass.
 */
#include "postgres.h"

#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "miscadmin.h"
#include "utils/guc.h"

#include "java_thread.h"
#include "settings.h"
#include "vm.h"

char *setting_libjvm;
char *setting_vm_options;
int setting_max_heap_mb;
int setting_start;
int setting_duckdb_memory_limit_mb;
int setting_duckdb_threads;
char *setting_temp_directory;
int setting_temp_limit_mb;
char *setting_fault_points;
char *setting_default_location_prefix;
int setting_unbounded_numeric;
bool setting_push_queries;
int setting_heap_rows_limit;

static const struct config_enum_entry start_moments[] = {
    {"first_use", START_ON_FIRST_USE, false}, {"connect", START_ON_CONNECT, false}, {NULL, 0, false}};

static const struct config_enum_entry unbounded_numerics[] = {
    {"notice", UNBOUNDED_NUMERIC_NOTICE, false}, {"error", UNBOUNDED_NUMERIC_ERROR, false}, {NULL, 0, false}};

/*
 * Refuses a change the running VM would not notice. `same` tells whether the new value is the one in force.
 */
static bool
check_not_too_late(bool same, GucSource source)
{
    /* ALTER ROLE and ALTER DATABASE only ask whether the value is a good one, for later sessions. */
    if (same || source <= PGC_S_ENV_VAR || source == PGC_S_TEST || !vm_is_started())
        return true;
    GUC_check_errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE);
    GUC_check_errmsg("too late to change this setting in this session");
    GUC_check_errdetail("The Java virtual machine of this session has already started with another value.");
    GUC_check_errhint("Set it before the first use of icebridge in a new session, or for a database or role with "
                      "ALTER DATABASE … SET or ALTER ROLE … SET.");
    return false;
}

/* The path of libjvm must be absolute and readable; PGC_SUSET already keeps it from ordinary users. */
static bool
check_libjvm(char **newval, void **extra, GucSource source)
{
    (void) extra;
    if (!check_not_too_late(setting_libjvm != NULL && strcmp(*newval, setting_libjvm) == 0, source))
        return false;
    if (source > PGC_S_FILE && **newval != '\0' && access(*newval, R_OK) != 0)
    {
        GUC_check_errcode(ERRCODE_UNDEFINED_FILE);
        GUC_check_errdetail("There is no readable file \"%s\".", *newval);
        GUC_check_errhint("Give the path of a libjvm.so of Java 17 or later, usually lib/server/libjvm.so below the "
                          "Java home.");
        return false;
    }
    return true;
}

static bool
check_vm_options(char **newval, void **extra, GucSource source)
{
    (void) extra;
    return check_not_too_late(setting_vm_options != NULL && strcmp(*newval, setting_vm_options) == 0, source);
}

static bool
check_max_heap(int *newval, void **extra, GucSource source)
{
    (void) extra;
    return check_not_too_late(*newval == setting_max_heap_mb, source);
}

static bool
check_memory_limit(int *newval, void **extra, GucSource source)
{
    (void) extra;
    return check_not_too_late(*newval == setting_duckdb_memory_limit_mb, source);
}

static bool
check_threads(int *newval, void **extra, GucSource source)
{
    (void) extra;
    return check_not_too_late(*newval == setting_duckdb_threads, source);
}

static bool
check_temp_limit(int *newval, void **extra, GucSource source)
{
    (void) extra;
    return check_not_too_late(*newval == setting_temp_limit_mb, source);
}

static bool
check_fault_points(char **newval, void **extra, GucSource source)
{
    (void) extra;
    return check_not_too_late(setting_fault_points != NULL && strcmp(*newval, setting_fault_points) == 0, source);
}

/* The folder must exist, be absolute and be writable by the server. */
static bool
check_temp_directory(char **newval, void **extra, GucSource source)
{
    struct stat status;

    (void) extra;
    if (!check_not_too_late(setting_temp_directory != NULL && strcmp(*newval, setting_temp_directory) == 0, source))
        return false;
    if (source > PGC_S_FILE && **newval != '\0' &&
        (**newval != '/' || stat(*newval, &status) != 0 || !S_ISDIR(status.st_mode) || access(*newval, W_OK) != 0))
    {
        GUC_check_errcode(ERRCODE_UNDEFINED_FILE);
        GUC_check_errdetail("\"%s\" is not an absolute path of a folder the server can write to.", *newval);
        GUC_check_errhint("Create the folder for the server's operating-system user, or leave the setting empty to "
                          "use the server's own folder for temporary files.");
        return false;
    }
    return true;
}

/* Whether there is something to reach is only known when a table is made. */
static bool
check_location_prefix(char **newval, void **extra, GucSource source)
{
    (void) extra;
    (void) source;
    if (**newval == '\0' || **newval == '/' || strstr(*newval, "://") != NULL)
        return true;
    GUC_check_errdetail("\"%s\" is neither an absolute path nor a URI.", *newval);
    return false;
}

/* Defines every setting; called once, from _PG_init. */
void
settings_define(void)
{
    DefineCustomStringVariable("icebridge.libjvm", "Path of the Java virtual machine's library, libjvm.so.",
                               "It is opened at the first use in a session. Java 17 or later.", &setting_libjvm,
                               ICEBRIDGE_DEFAULT_LIBJVM, PGC_SUSET, 0, check_libjvm, NULL, NULL);
    DefineCustomStringVariable("icebridge.vm_options", "Further options of the Java virtual machine.",
                               "Separated by white space; quotes and backslashes protect it. They come after "
                               "icebridge's own options and win over them.",
                               &setting_vm_options, "", PGC_SUSET, 0, check_vm_options, NULL, NULL);
    DefineCustomIntVariable("icebridge.max_heap", "The largest size of a session's Java heap.",
                            "Table metadata lives there, never rows.", &setting_max_heap_mb,
                            SETTING_DEFAULT_MAX_HEAP_MB, 16, 1024 * 1024, PGC_SUSET, GUC_UNIT_MB, check_max_heap, NULL,
                            NULL);
    DefineCustomEnumVariable("icebridge.start", "When a session starts its Java virtual machine.",
                             "\"connect\" starts it on a thread of its own right after authentication, so that a first "
                             "query finds it ready. Set it for a database or role.",
                             &setting_start, START_ON_FIRST_USE, start_moments, PGC_SUSET, 0, NULL, NULL, NULL);
    DefineCustomIntVariable("icebridge.duckdb_memory_limit", "The most memory DuckDB takes in a session.",
                            "Queries that need more spill to the temp directory.", &setting_duckdb_memory_limit_mb,
                            1024, 16, INT_MAX / 2, PGC_SUSET, GUC_UNIT_MB, check_memory_limit, NULL, NULL);
    DefineCustomIntVariable("icebridge.duckdb_threads", "The number of threads DuckDB uses in a session.",
                            "0 means one for each processor.", &setting_duckdb_threads, 0, 0, 1024, PGC_SUSET, 0,
                            check_threads, NULL, NULL);
    DefineCustomStringVariable("icebridge.temp_directory", "Folder in which DuckDB spills.",
                               "Empty means the server's own folder for temporary files.", &setting_temp_directory, "",
                               PGC_SUSET, 0, check_temp_directory, NULL, NULL);
    DefineCustomIntVariable("icebridge.temp_directory_limit", "The most disk space a session spills to.",
                            "0 forbids spilling, -1 sets no limit.", &setting_temp_limit_mb, -1, -1, INT_MAX / 2,
                            PGC_SUSET, GUC_UNIT_MB, check_temp_limit, NULL, NULL);
    DefineCustomStringVariable("icebridge.fault_points", "File that names faults to inject.",
                               "For tests of icebridge itself; see fault.c.", &setting_fault_points, "", PGC_SUSET,
                               GUC_NOT_IN_SAMPLE | GUC_NO_SHOW_ALL, check_fault_points, NULL, NULL);
    DefineCustomStringVariable("icebridge.default_location_prefix",
                               "Where the files of Iceberg tables are that are created without a location.",
                               "Each gets a folder of its own below it: database/schema/table/unique id. Whoever may "
                               "create a table may have files written there.",
                               &setting_default_location_prefix, "", PGC_SUSET, 0, check_location_prefix, NULL, NULL);
    DefineCustomEnumVariable(
        "icebridge.unbounded_numeric", "What becomes of numeric columns that Iceberg's 38 digits may not hold.",
        "\"notice\" makes them numeric(38,9) and says so, \"error\" refuses them.", &setting_unbounded_numeric,
        UNBOUNDED_NUMERIC_NOTICE, unbounded_numerics, PGC_USERSET, 0, NULL, NULL, NULL);
    DefineCustomBoolVariable("icebridge.push_queries", "Lets DuckDB execute whole queries.",
                             "Off leaves joins, groups and sorts to PostgreSQL, and scans of single tables to DuckDB.",
                             &setting_push_queries, true, PGC_USERSET, GUC_EXPLAIN, NULL, NULL, NULL);
    DefineCustomIntVariable("icebridge.heap_rows_limit",
                            "Of how many rows PostgreSQL's own relations may be for DuckDB to join them.",
                            "Counted are the rows that pass the relation's own conditions, as PostgreSQL estimates "
                            "them. 0 leaves all such joins to PostgreSQL.",
                            &setting_heap_rows_limit, 200000, 0, 100000000, PGC_USERSET, GUC_EXPLAIN, NULL, NULL, NULL);
    MarkGUCPrefixReserved("icebridge");
}
