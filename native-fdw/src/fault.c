/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fault.c
 *    For tests of what crashes, cancels and full disks do in the middle of a transaction. The setting
 * icebridge.fault_points names a file with a line "POINT action"; the actions are
 *
 *    fail           an ERROR
 *    stall          waits as long as the file says so, open to interrupts
 *    skip N action  nothing the first N times; the number in the file is counted down
 *
 * The file <file>.reached gets the name of the point when an action takes place: whoever made it stall may now kill or
 * cancel the backend, or fill the disk, and then let go. The points of C:
 *
 *    BATCH_GATHERED   rows are about to be handed to the writer
 *    BATCH_PUSHED     they have been
 *    ROWS_ENDED       all of a statement's rows have been, its files not yet finished
 *    WRITER_FINISHED  they are
 *    BEFORE_LOCK      pre-commit: the changed tables are known
 *    AFTER_LOCK       their rows in the catalog are locked
 *    BEFORE_POINTER   their new metadata is written; none of their rows has moved
 *    AFTER_POINTER    one of their rows has moved
 *    PRE_COMMITTED    all have; PostgreSQL's commit record is next
 *    COMMIT_RECORDED  it is written (no ERROR here)
 *    ROLLING_BACK     a transaction rolls back (no ERROR here)
 */
#include "postgres.h"

#include <unistd.h>

#include "miscadmin.h"
#include "storage/fd.h"

#include "fault.h"
#include "settings.h"

#define POLL_MICROSECONDS 5000

/* What the file wants at a point, palloc-ed; NULL for nothing. */
static char *
wanted_action(const char *point)
{
    char line[256];
    char *action = NULL;
    size_t length = strlen(point);
    FILE *file = AllocateFile(setting_fault_points, "r");

    if (file == NULL)
        return NULL;
    while (action == NULL && fgets(line, sizeof(line), file) != NULL)
        if (strncmp(line, point, length) == 0 && line[length] == ' ')
        {
            line[strcspn(line, "\n")] = '\0';
            action = pstrdup(line + length + 1);
        }
    FreeFile(file);
    return action;
}

/* Writes a file of one line. */
static void
write_line(const char *path, const char *line)
{
    FILE *file = AllocateFile(path, "w");

    if (file == NULL)
        return;
    fprintf(file, "%s\n", line);
    FreeFile(file);
}

/* Counts "skip N action" down; the action when it is its turn, else NULL. */
static char *
count_down(const char *point, char *action)
{
    char *rest;
    long left = strtol(action + strlen("skip "), &rest, 10);

    if (left <= 0)
    {
        action = pstrdup(rest + strspn(rest, " "));
        /* A stall lasts as long as the file says so. */
        write_line(setting_fault_points, psprintf("%s %s", point, action));
        return action;
    }
    write_line(setting_fault_points, psprintf("%s skip %ld%s", point, left - 1, rest));
    return NULL;
}

/* See fault.h; `may_fail` tells whether an ERROR may be raised here. */
static void
reach(const char *point, bool may_fail)
{
    char *action = wanted_action(point);

    if (action != NULL && strncmp(action, "skip ", strlen("skip ")) == 0)
        action = count_down(point, action);
    if (action == NULL)
        return;
    write_line(psprintf("%s.reached", setting_fault_points), point);
    if (strcmp(action, "fail") == 0 && may_fail)
        ereport(ERROR, (errcode(ERRCODE_IO_ERROR), errmsg("injected fault at %s", point)));
    while (action != NULL && strcmp(action, "stall") == 0)
    {
        if (may_fail)
            CHECK_FOR_INTERRUPTS();
        pg_usleep(POLL_MICROSECONDS);
        pfree(action);
        action = wanted_action(point);
    }
}

/* See fault.h. */
void
fault_reached(const char *point)
{
    if (*setting_fault_points != '\0')
        reach(point, true);
}

/* See fault.h. */
void
fault_reached_in_end(const char *point)
{
    if (*setting_fault_points != '\0')
        reach(point, false);
}
