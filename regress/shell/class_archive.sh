#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The archive of classes that installation makes is accepted by the VM of a session: a jar's time or one option that
# differs would make it fall back to the jars without a word.
set -euo pipefail

log=$SERVER_HOME/class-load.log

# The class-load log of a session that runs one query.
PGOPTIONS="-c icebridge.vm_options='-Xlog:class+load=info:file=$log'" "$PG_BIN/psql" -X -q -v ON_ERROR_STOP=1 <<SQL >/dev/null
CREATE FOREIGN TABLE airports () SERVER lake OPTIONS (path '$LAKE_DATA/airports.csv');
SELECT count(*) FROM airports;
SQL

loaded=$(grep -c ' io\.icebridge\..* source:' "$log") || true
archived=$(grep -cE ' io\.icebridge\..* source: shared objects file' "$log") || true
rm -f "$log"

if [ "$loaded" -gt 0 ]; then
  echo "ok - a session loads our classes ($loaded)"
else
  echo "not ok - a session loads our classes"
fi
# Hidden classes (lambdas) are not all archived, and classes change faster than the run that is recorded.
if [ "$archived" -gt $((loaded / 2)) ]; then
  echo "ok - most of our classes come from the archive"
else
  echo "not ok - most of our classes come from the archive ($archived of $loaded)"
fi
