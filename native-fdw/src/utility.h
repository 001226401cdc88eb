/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ICEBRIDGE_UTILITY_H
#define ICEBRIDGE_UTILITY_H

extern void utility_define(void);

#endif
