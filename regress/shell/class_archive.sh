#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What a first query needs is in the archive of classes that installation makes, and the VM of a session accepts that: a
# jar's time or one option that differs would make it fall back to the jars without a word.
set -euo pipefail

log=$SERVER_HOME/class-load.log
# Classes of the JDK may differ: an event of another thread brings one more.
ours=' (io\.icebridge|org\.apache|org\.duckdb|org\.slf4j|org\.xerial|com\.fasterxml|com\.github)\..* source:'

# run SQL [option]: one session; its last query's rows go nowhere.
run() {
  PGOPTIONS="-c icebridge.default_location_prefix=$SERVER_HOME/scratch ${2:-}" "$PG_BIN/psql" -X -q -v ON_ERROR_STOP=1 -c "$1" >/dev/null
}

# check NAME SQL: a new session's first query loads classes, all of them from the archive.
check() {
  local name=$1 loaded others
  rm -f "$log"
  run "$2" "-c icebridge.vm_options=-Xlog:class+load=info:file=$log"
  loaded=$(grep -cE "$ours" "$log") || true
  others=$(grep -E "$ours" "$log" | grep -v 'source: shared objects file' | sed 's/^\[.*\] //') || true
  if [ "$loaded" -gt 0 ] && [ -z "$others" ]; then
    echo "ok - $name: all of our classes come from the archive ($loaded)"
  else
    echo "not ok - $name: all of our classes come from the archive ($loaded): $others"
  fi
}

run "DROP SCHEMA IF EXISTS class_archive CASCADE"
run "CREATE SCHEMA class_archive"
run "CREATE FOREIGN TABLE class_archive.weather () SERVER lake OPTIONS (path '$LAKE_DATA/seattle-weather.parquet')"
run "CREATE TABLE class_archive.trips (id integer, name text, fare numeric(10,2)) USING iceberg"
run "INSERT INTO class_archive.trips VALUES (1, 'a', 1.5), (2, 'b', 2.5)"

check 'a count of a Parquet file' 'SELECT count(*) FROM class_archive.weather'
check 'a condition on a Parquet file' "SELECT date, wind FROM class_archive.weather WHERE wind > 5 AND date > '2013-01-01' LIMIT 3"
check 'a count of an Iceberg table' 'SELECT count(*) FROM class_archive.trips'
check 'a condition on an Iceberg table' 'SELECT * FROM class_archive.trips WHERE id > 1'
check 'a scan of an Iceberg table' "SET icebridge.push_queries = off; SELECT * FROM class_archive.trips WHERE id > 1"
check 'INSERT into an Iceberg table' "INSERT INTO class_archive.trips VALUES (3, 'c', 3.5)"

run 'DROP SCHEMA class_archive CASCADE'
rm -f "$log"
