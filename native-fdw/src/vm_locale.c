/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vm_locale.c
 *    Names of files are UTF-8 to Java, whatever the database's LC_CTYPE is.
 *
 * Java takes the encoding of file names from the locale of the environment, when the VM is made, and lets no option
 * change it; under LC_CTYPE = C it refuses every name beyond ASCII. It sets the process's locale from the environment
 * to find out, so for that moment the environment has to say another one. Where the database's is UTF-8 already,
 * nothing is touched.
 */
#include "postgres.h"

#include <langinfo.h>
#include <locale.h>

#include "vm_locale.h"

#define UTF8_LOCALE "C.UTF-8"

/* Makes the environment say UTF-8. Any thread. Returns what to give to utf8_locale_leave(); NULL for nothing to do. */
char *
utf8_locale_enter(void)
{
    char *before;

    /* LC_ALL would come before LC_CTYPE; PostgreSQL removes it. */
    if (strcmp(nl_langinfo(CODESET), "UTF-8") == 0 || getenv("LC_ALL") != NULL)
        return NULL;
    before = strdup(setlocale(LC_CTYPE, NULL));
    if (before != NULL)
        setenv("LC_CTYPE", UTF8_LOCALE, 1);
    return before;
}

/* Restores environment and locale; frees the argument. */
void
utf8_locale_leave(char *before)
{
    if (before == NULL)
        return;
    setenv("LC_CTYPE", before, 1);
    setlocale(LC_CTYPE, before);
    free(before);
}
