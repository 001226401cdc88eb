#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Records what PostgreSQL answers for the calls in typed-calls.txt over typed-values.json. Run it after either
# has changed, with libpq's environment variables (PGHOST, PGPORT, PGUSER) pointing to a PostgreSQL 15 or later whose
# database has encoding UTF8 and a locale that is not Turkish; nothing is left behind there.
set -euo pipefail
module=$(cd "$(dirname "$0")/../../.." && pwd)
differential=$module/src/test/resources/differential
classpath=$(mktemp)
statements=$(mktemp)
trap 'rm -f "$classpath" "$statements"' EXIT

(cd "$module/.." && mvn -q -B -o -pl pushdown -am test-compile \
  dependency:build-classpath -Dmdep.outputFile="$classpath" -Dmdep.includeScope=test >&2)
java -cp "$module/target/classes:$module/target/test-classes:$(cat "$classpath")" \
  io.icebridge.pushdown.duckdb.RecordTypedCalls >"$statements"
{
  cat "$module/src/test/record/record-typed.sql" "$statements"
  cat <<'END'
SELECT '{"values": {' || E'\n' || (SELECT string_agg(to_json(name) || ': ' || answers, E',\n' ORDER BY name COLLATE "C") FROM recorded_values)
  || E'\n}, "answers": {\n' || (SELECT string_agg(to_json(line) || ': ' || answers, E',\n' ORDER BY line COLLATE "C") FROM recorded_answers) || E'\n}}';
END
} | psql -X -q -A -t -v ON_ERROR_STOP=1 -f - >"$differential/typed-expected.json"
echo "recorded $(wc -c <"$differential/typed-expected.json") bytes" >&2
