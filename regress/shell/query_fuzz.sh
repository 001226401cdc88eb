#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Random queries on Iceberg tables, files and partitioned tables, and on their heap twins, prepared, in PL/pgSQL, by cursors and COPY, and statements that
# write, with the rows of the table then: the same rows, or the same error. A difference is told with its
# seed and with the smallest query that shows it. Also bin/fuzz.
# QUERIES: how many; QUERY_SECONDS: for how long instead; SEED: 1 unless given; QUERY: only the one of that number.
export SEED=${SEED:-1}
exec python3 "$(dirname "$0")/../fuzz/fuzz.py"
