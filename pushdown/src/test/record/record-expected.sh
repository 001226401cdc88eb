#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Records what PostgreSQL answers for every entry of the allow-list over the edge values, for the
# differential tests. Run it after either has changed, with libpq's environment variables (PGHOST,
# PGPORT, PGUSER) pointing to any PostgreSQL 15 or later; nothing is left behind there.
set -euo pipefail
module=$(cd "$(dirname "$0")/../../.." && pwd)
differential=$module/src/test/resources/differential
classpath=$(mktemp)
trap 'rm -f "$classpath"' EXIT

(cd "$module/.." && mvn -q -B -o -pl pushdown -am test-compile \
  dependency:build-classpath -Dmdep.outputFile="$classpath" -Dmdep.includeScope=runtime >&2)
signatures=$(java -cp "$module/target/classes:$module/target/test-classes:$(cat "$classpath")" \
  io.icebridge.pushdown.duckdb.PrintSignatures)

psql -X -q -v signatures="$signatures" -v edge_values="$(cat "$differential/edge-values.json")" \
  -f "$module/src/test/record/record-expected.sql" >"$differential/expected.json"
echo "recorded $(wc -c <"$differential/expected.json") bytes" >&2
