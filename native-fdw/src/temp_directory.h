/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ICEBRIDGE_TEMP_DIRECTORY_H
#define ICEBRIDGE_TEMP_DIRECTORY_H

extern char *temp_directory_path(void);
extern void temp_directory_sweep(void);

#endif
