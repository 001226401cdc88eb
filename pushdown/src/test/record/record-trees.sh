#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Records the node trees of the conditions in conditions.txt from the PostgreSQL that libpq's
# environment variables (PGHOST, PGPORT, PGUSER) point to, as trees/pgNN.json among the test resources.
# Nothing is left behind in the server.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
version=$(psql -X -Atq -c "SELECT current_setting('server_version_num')::int / 10000")
file=$here/../resources/trees/pg$version.json
psql -X -q -v conditions="$(cat "$here/conditions.txt")" -f "$here/record-trees.sql" >"$file"
echo "recorded $(wc -c <"$file") bytes" >&2
