#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Queries that need more memory or disk than they may have: they spill, or fail with 53200 or 53100 and a hint; temporary
# files never stay.
exec python3 "$(dirname "$0")/lib/memory.py"
