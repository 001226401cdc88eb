#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A streaming standby that sees the same files reads Iceberg tables, refuses writes, and takes over.
exec python3 "$(dirname "$0")/lib/iceberg_standby.py"
