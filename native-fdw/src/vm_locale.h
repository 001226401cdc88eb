/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ICEBRIDGE_VM_LOCALE_H
#define ICEBRIDGE_VM_LOCALE_H

extern char *utf8_locale_enter(void);
extern void utf8_locale_leave(char *before);

#endif
