#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Everything on the list of what means the same in DuckDB, over edge values, on Iceberg tables and on their heap twins: the
# same values, types and errors. SIGNATURES: a pattern for some of the list only.
exec python3 "$(dirname "$0")/lib/list_expressions.py"
