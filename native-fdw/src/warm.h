/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ICEBRIDGE_WARM_H
#define ICEBRIDGE_WARM_H

extern void warm_up(void);

#endif
