/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vm_options.c
 *    Which library, class path and options the VM of this session is made with. Runs on the main thread, before the
 *    Java thread gets the plan.
 */
#include "postgres.h"

#include <ctype.h>
#include <sys/stat.h>
#include <unistd.h>

#include "catalog/pg_tablespace_d.h"
#include "common/file_utils.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "storage/fd.h"
#include "utils/json.h"

#include "settings.h"
#include "temp_directory.h"
#include "vm_options.h"

/* The first line of a file, or NULL where it cannot be read; palloc-ed. */
static char *
first_line(const char *path)
{
    FILE *file = AllocateFile(path, "r");
    StringInfoData line;
    int c;

    if (file == NULL)
        return NULL;
    initStringInfo(&line);
    while ((c = fgetc(file)) != EOF && c != '\n')
        appendStringInfoChar(&line, (char) c);
    FreeFile(file);
    return line.data;
}

/*
 * The major version of the Java home a libjvm belongs to, from its "release" file; 0 where there is none. Options
 * differ between versions, and an unknown one would stop the VM.
 */
static int
java_version(const char *libjvm)
{
    char home[MAXPGPATH];
    char line[1024];
    FILE *file;
    int version = 0;

    /* …/lib/server/libjvm.so */
    strlcpy(home, libjvm, sizeof(home));
    for (int level = 0; level < 3; level++)
        get_parent_directory(home);
    strlcat(home, "/release", sizeof(home));
    file = AllocateFile(home, "r");
    if (file == NULL)
        return 0;
    while (fgets(line, sizeof(line), file) != NULL)
        if (sscanf(line, "JAVA_VERSION=\"%d", &version) == 1)
            break;
    FreeFile(file);
    return version;
}

/* Adds an option in printf style. */
static void add_option(VmPlan *plan, const char *format, ...) pg_attribute_printf(2, 3);

static void
add_option(VmPlan *plan, const char *format, ...)
{
    va_list arguments;
    char *option = NULL;
    int length;

    if (plan->option_count >= VM_MAX_OPTIONS)
        ereport(ERROR,
                (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("too many options in \"icebridge.vm_options\"")));
    va_start(arguments, format);
    length = vasprintf(&option, format, arguments);
    va_end(arguments);
    if (length < 0)
        ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
    plan->options[plan->option_count++] = option;
}

/*
 * Adds the options of a setting: separated by white space, where single or double quotes and the backslash protect it.
 */
static void
add_user_options(VmPlan *plan, const char *text)
{
    StringInfoData word;
    char quote = 0;
    bool inside = false;

    initStringInfo(&word);
    for (const char *p = text;; p++)
    {
        if (*p == '\0' || (quote == 0 && isspace((unsigned char) *p)))
        {
            if (inside)
                add_option(plan, "%s", word.data);
            resetStringInfo(&word);
            inside = false;
            if (*p == '\0')
                break;
            continue;
        }
        inside = true;
        if (*p == '\\' && p[1] != '\0')
            appendStringInfoChar(&word, *++p);
        else if (quote != 0 && *p == quote)
            quote = 0;
        else if (quote == 0 && (*p == '\'' || *p == '"'))
            quote = *p;
        else
            appendStringInfoChar(&word, *p);
    }
    if (quote != 0)
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                        errmsg("unterminated quote in \"icebridge.vm_options\": %s", text),
                        errhint("Close the quote, or protect it with a backslash.")));
}

/* The settings Java needs, as JSON. */
static char *
settings_json(void)
{
    StringInfoData json;

    initStringInfo(&json);
    appendStringInfo(&json, "{\"memoryLimitMb\":%d,\"threads\":%d,\"tempLimitMb\":%d", setting_duckdb_memory_limit_mb,
                     setting_duckdb_threads, setting_temp_limit_mb);
    appendStringInfoString(&json, ",\"tempDirectory\":");
    escape_json(&json, temp_directory_path());
    appendStringInfoChar(&json, '}');
    return json.data;
}

/* A malloc-ed copy, or an ERROR. */
static char *
copy(const char *text)
{
    char *result = strdup(text);

    if (result == NULL)
        ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
    return result;
}

/*
 * Memory: a small heap that grows, one compiler thread with the cheap compiler (the hot loops are DuckDB's and ours,
 * not Java's), a code cache to match, no performance-data file, no attach listener.
 */
static void
add_memory_options(VmPlan *plan)
{
    add_option(plan, "-Xms%dm", Min(8, setting_max_heap_mb));
    add_option(plan, "-Xmx%dm", setting_max_heap_mb);
    add_option(plan, "-Xss512k");
    add_option(plan, "-XX:+UseSerialGC");
    add_option(plan, "-XX:TieredStopAtLevel=1");
    add_option(plan, "-XX:CICompilerCount=1");
    add_option(plan, "-XX:ReservedCodeCacheSize=32m");
    add_option(plan, "-XX:-UsePerfData");
    add_option(plan, "-XX:+DisableAttachMechanism");
}

/*
 * Makes the plan from the settings as they are now. malloc-ed; vm_plan_free() frees it. An ERROR leaks what was made,
 * a few strings, once per wrong setting.
 */
VmPlan *
vm_plan_make(void)
{
    VmPlan *plan = calloc(1, sizeof(VmPlan));
    char *folder = psprintf("%s/icebridge", pkglib_path);
    char *class_path = first_line(psprintf("%s/classpath", folder));
    char *archive = psprintf("%s/icebridge.jsa", folder);
    char *cache = psprintf("%s/icebridge.aot", folder);
    int version;

    if (plan == NULL || (plan->options = calloc(VM_MAX_OPTIONS, sizeof(char *))) == NULL)
        ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
    if (class_path == NULL || *class_path == '\0')
        ereport(ERROR, (errcode(ERRCODE_UNDEFINED_FILE), errmsg("icebridge is not fully installed"),
                        errdetail("The file \"%s/classpath\", which names its Java libraries, cannot be read.", folder),
                        errhint("Install icebridge again (cmake --install).")));
    if (access(setting_libjvm, R_OK) != 0)
        ereport(ERROR, (errcode(ERRCODE_UNDEFINED_FILE), errmsg("could not find the Java virtual machine"),
                        errdetail("There is no readable file \"%s\".", setting_libjvm),
                        errhint("Set icebridge.libjvm to the path of a libjvm.so of Java 17 or later, usually "
                                "lib/server/libjvm.so below the Java home.")));
    version = java_version(setting_libjvm);
    if (version != 0 && version < 17)
        ereport(ERROR, (errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
                        errmsg("Java %d is too old: icebridge needs Java 17 or later", version),
                        errdetail("The library is \"%s\".", setting_libjvm),
                        errhint("Set icebridge.libjvm to the libjvm.so of a newer Java.")));
    plan->libjvm = copy(setting_libjvm);
    plan->class_path = copy(class_path);
    plan->temp_directory = copy(temp_directory_path());
    plan->settings = copy(settings_json());

    add_option(plan, "-Xrs");
    add_option(plan, "-Djava.class.path=%s", class_path);
    add_option(plan, "-Djava.library.path=%s/lib", folder);
    add_option(plan, "-Djna.boot.library.path=%s/lib", folder);
    add_option(plan, "-Djna.nounpack=true");
    /* Nobody listens to SLF4J; looking for somebody who does would open every jar. */
    add_option(plan, "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider");
    add_option(plan, "-Dslf4j.internal.verbosity=ERROR");
    add_option(plan, "-Dicebridge.folder=%s", folder);
    add_option(plan, "-Dicebridge.process=%d", MyProcPid);
    add_option(plan, "-Dfile.encoding=UTF-8");
    add_option(plan, "-Duser.timezone=UTC");
    add_option(plan, "-Djava.awt.headless=true");
    /* A report of a crash belongs into the server log, not into the data folder. */
    add_option(plan, "-XX:+ErrorFileToStderr");
    add_memory_options(plan);
    if (version >= 25 && access(cache, R_OK) == 0)
        add_option(plan, "-XX:AOTCache=%s", cache);
    else if (access(archive, R_OK) == 0)
    {
        /* auto: a mapping that address-space randomisation or another Java refuses only costs time. */
        add_option(plan, "-Xshare:auto");
        add_option(plan, "-XX:SharedArchiveFile=%s", archive);
    }
    /* Mapped where it was made for, an archive stays shared with other sessions and needs no relocation (20-40 ms). */
    add_option(plan, "-XX:+UnlockDiagnosticVMOptions");
    add_option(plan, "-XX:ArchiveRelocationMode=0");
    if (version >= 22)
        add_option(plan, "--enable-native-access=ALL-UNNAMED");
    if (*setting_fault_points != '\0')
        add_option(plan, "-Dicebridge.fault.points=%s", setting_fault_points);
    add_user_options(plan, setting_vm_options);
    return plan;
}

/* Frees a plan. Any thread. */
void
vm_plan_free(VmPlan *plan)
{
    if (plan == NULL)
        return;
    for (int i = 0; i < plan->option_count; i++)
        free(plan->options[i]);
    free(plan->options);
    free(plan->libjvm);
    free(plan->class_path);
    free(plan->temp_directory);
    free(plan->settings);
    free(plan);
}
