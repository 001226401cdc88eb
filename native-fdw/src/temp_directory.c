/* SPDX-License-Identifier: Apache-2.0 */
/*
 * temp_directory.c
 *    The folder DuckDB spills to, one for each session.
 *
 * By default it has a name and place that PostgreSQL gives its own temporary files, so that the server removes what a
 * crash leaves behind when it starts. Elsewhere PostgreSQL does not look: there, a session that starts a VM removes
 * what sessions of the same server have left that were killed.
 */
#include "postgres.h"

#include <limits.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/file_utils.h"
#include "common/hashfn.h"
#include "miscadmin.h"
#include "storage/fd.h"

#include "settings.h"
#include "temp_directory.h"

/*
 * What names of this server's folders begin with. Several servers, also of other machines or containers, may share a
 * folder, and a process number means something in one of them only.
 */
static char *
own_prefix(void)
{
    char host[256] = "";
    uint32 server;

    (void) gethostname(host, sizeof(host) - 1);
    server = hash_bytes((const unsigned char *) host, (int) strlen(host)) ^
             hash_bytes_uint32(hash_bytes((const unsigned char *) DataDir, (int) strlen(DataDir)));
    return psprintf("%s.icebridge.%08x.", PG_TEMP_FILE_PREFIX, server);
}

/* The path of this session's folder, palloc-ed. DuckDB makes it when it first spills. */
char *
temp_directory_path(void)
{
    char *folder;

    if (*setting_temp_directory != '\0')
        return psprintf("%s/%s%d", setting_temp_directory, own_prefix(), MyProcPid);
    /* PostgreSQL makes it when it first spills; DuckDB makes only the last folder of a path. */
    folder = psprintf("%s/base/%s", DataDir, PG_TEMP_FILES_DIR);
    (void) MakePGDirectory(folder);
    return psprintf("%s/%s.icebridge.%d", folder, PG_TEMP_FILE_PREFIX, MyProcPid);
}

/* Whether a name is that of a folder whose session is gone. */
static bool
is_abandoned(const char *name, const char *prefix)
{
    char *end;
    long process;

    if (strncmp(name, prefix, strlen(prefix)) != 0)
        return false;
    name += strlen(prefix);
    errno = 0;
    process = strtol(name, &end, 10);
    if (end == name || *end != '\0' || errno != 0 || process <= 0 || process > INT_MAX)
        return false;
    return kill((pid_t) process, 0) != 0 && errno == ESRCH;
}

/* Removes the folders of sessions that were killed. What cannot be removed is a message in the server log. */
void
temp_directory_sweep(void)
{
    const char *parent = setting_temp_directory;
    struct dirent *entry;
    char *prefix;
    DIR *directory;

    if (*parent == '\0')
        return;
    prefix = own_prefix();
    directory = AllocateDir(parent);
    while ((entry = ReadDirExtended(directory, parent, LOG)) != NULL)
    {
        char *path;
        struct stat status;

        if (!is_abandoned(entry->d_name, prefix))
            continue;
        path = psprintf("%s/%s", parent, entry->d_name);
        /* The parent may be anybody's to write to: no link is followed, and nothing of others is removed. */
        if (lstat(path, &status) == 0 && S_ISDIR(status.st_mode) && status.st_uid == geteuid())
            (void) rmtree(path, true);
        pfree(path);
    }
    if (directory != NULL)
        FreeDir(directory);
}
