/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ICEBRIDGE_ENCODING_H
#define ICEBRIDGE_ENCODING_H

#include "postgres.h"

extern char *server_to_utf8(const char *text);
extern char *utf8_to_server(const char *utf8);
extern char *utf8_to_server_lossy(const char *utf8);

#endif
