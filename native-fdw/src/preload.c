/* SPDX-License-Identifier: Apache-2.0 */
/*
 * preload.c
 *    With shared_preload_libraries the postmaster maps the native libraries a session will need. Linking them means
 *    writing to some 10 MB of relocated pages; done once here, every session shares the result and saves the time.
 *
 * Nothing of them is called: no VM is made and no thread is started in the postmaster.
 */
#include "postgres.h"

#include <dlfcn.h>

#include "miscadmin.h"
#include "storage/fd.h"

#include "preload.h"
#include "settings.h"

/* Maps one library; a session that needs it will say what is wrong with it. */
static void
map_library(const char *path)
{
    if (dlopen(path, RTLD_NOW | RTLD_GLOBAL) == NULL)
        ereport(DEBUG1, (errmsg_internal("icebridge: could not map \"%s\": %s", path, dlerror())));
}

/* Called from _PG_init; does nothing outside of the postmaster's start. */
void
preload_libraries(void)
{
    char folder[MAXPGPATH];
    DIR *directory;
    struct dirent *entry;

    if (!process_shared_preload_libraries_in_progress)
        return;
    map_library(setting_libjvm);
    snprintf(folder, sizeof(folder), "%s/icebridge/lib", pkglib_path);
    directory = AllocateDir(folder);
    if (directory == NULL)
        return;
    while ((entry = ReadDirExtended(directory, folder, DEBUG1)) != NULL)
        if (strstr(entry->d_name, ".so") != NULL)
            map_library(psprintf("%s/%s", folder, entry->d_name));
    FreeDir(directory);
}
