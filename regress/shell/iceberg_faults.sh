#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Everything that can go wrong at every step of a transaction on Iceberg tables: kill -9, an I/O error, a cancel, a full
# disk. FAULTS=all: every action at every point, also where it can hardly differ from its neighbours (short).
exec python3 "$(dirname "$0")/lib/iceberg_faults.py"
