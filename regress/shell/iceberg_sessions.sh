#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Long sessions and deep transactions on Iceberg tables: a thousand savepoints, a thousand transactions, many tables.
# ROUNDS: transactions in one session (300).
exec python3 "$(dirname "$0")/lib/iceberg_sessions.py"
