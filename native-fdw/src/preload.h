/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ICEBRIDGE_PRELOAD_H
#define ICEBRIDGE_PRELOAD_H

extern void preload_libraries(void);

#endif
