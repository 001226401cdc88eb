#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# pg_dump and pg_restore of a database with lake tables: definitions come back, with the composite types they use, and the
# tables work.
set -euo pipefail

number=0
check() {
  number=$((number + 1))
  if [ "$2" = "$3" ]; then
    echo "ok - $1"
  else
    echo "not ok - $1"
    diff <(echo "$2") <(echo "$3") | sed 's/^/# /' | head -n 20 || true
  fi
}

run_psql() {
  "$PG_BIN/psql" -X -q -A -t -v ON_ERROR_STOP=1 -v data="$LAKE_DATA" -d "$1"
}

# What there is to know about a database's lake tables and composite types.
describe() {
  run_psql "$1" <<'SQL'
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, ARRAY(SELECT unnest(f.ftoptions) ORDER BY 1)
FROM pg_foreign_table f JOIN pg_class c ON c.oid = f.ftrelid JOIN pg_attribute a ON a.attrelid = c.oid
WHERE a.attnum > 0 AND NOT a.attisdropped ORDER BY 1, a.attnum;
SELECT t.typname, pg_get_userbyid(t.typowner), a.attname, format_type(a.atttypid, a.atttypmod)
FROM pg_type t JOIN pg_attribute a ON a.attrelid = t.typrelid
WHERE t.typnamespace = 'icebridge_types'::regnamespace AND t.typtype = 'c' ORDER BY 1, a.attnum;
SELECT relname, relacl FROM pg_class WHERE relname IN ('airports', 'capitals');
SELECT srvname, srvacl FROM pg_foreign_server ORDER BY 1;
SQL
}

contents() {
  run_psql "$1" <<'SQL'
SELECT count(*), min(iata) FROM airports;
SELECT * FROM nested ORDER BY ord;
SELECT (point).x, (deep).inner.y FROM nested WHERE ord = 1;
SELECT * FROM capitals;
SELECT count(*) FROM years WHERE year = 2013;
SELECT count(*) FROM measurements;
SQL
}

run_psql "$PGDATABASE" <<'SQL'
SELECT :'data' || '/airports.csv' AS airports, :'data' || '/types/nested.parquet' AS nested, :'data' || '/weather/*/*.parquet' AS years,
  :'data' || '/weather/year=2012/data_0.parquet' AS year \gset
CREATE FOREIGN TABLE airports () SERVER lake OPTIONS (path :'airports');
CREATE FOREIGN TABLE nested () SERVER lake OPTIONS (path :'nested');
CREATE FOREIGN TABLE years () SERVER lake OPTIONS (path :'years', hive_partitioning 'true', filename 'true');
CREATE VIEW capitals AS SELECT iata, name FROM airports WHERE iata IN ('OLM', 'SAC') ORDER BY iata;
CREATE TABLE measurements (date date NOT NULL, wind float8) PARTITION BY RANGE (date);
CREATE FOREIGN TABLE measurements_2012 PARTITION OF measurements FOR VALUES FROM ('2012-01-01') TO ('2013-01-01')
  SERVER lake OPTIONS (path :'year');
GRANT SELECT ON airports TO PUBLIC;
GRANT USAGE ON FOREIGN SERVER lake TO PUBLIC;
SQL
definitions=$(describe "$PGDATABASE")
rows=$(contents "$PGDATABASE")

restored=${PGDATABASE}_restored
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"; "$PG_BIN/dropdb" --if-exists "$restored"' EXIT

restore() {
  "$PG_BIN/dropdb" --if-exists "$restored" 2>/dev/null
  "$PG_BIN/createdb" -T template0 "$restored"
}

"$PG_BIN/pg_dump" "$PGDATABASE" >"$scratch/plain.sql"
restore
status=0
"$PG_BIN/psql" -X -q -v ON_ERROR_STOP=1 -d "$restored" -f "$scratch/plain.sql" >"$scratch/log" 2>&1 || status=$?
check 'a plain dump is restored without an error' "0 " "$status $(grep -i error "$scratch/log" || true)"
check 'its definitions are the same' "$definitions" "$(describe "$restored")"
check 'its tables read the same' "$rows" "$(contents "$restored")"

"$PG_BIN/pg_dump" -Fc "$PGDATABASE" >"$scratch/custom"
restore
status=0
"$PG_BIN/pg_restore" --exit-on-error -d "$restored" "$scratch/custom" >"$scratch/log" 2>&1 || status=$?
check 'a custom dump is restored without an error' "0 " "$status $(cat "$scratch/log")"
check 'its definitions are the same' "$definitions" "$(describe "$restored")"
check 'its tables read the same' "$rows" "$(contents "$restored")"

# A table over the same shape finds the restored type instead of making another.
types=$(run_psql "$restored" <<<"SELECT count(*) FROM pg_type WHERE typnamespace = 'icebridge_types'::regnamespace")
run_psql "$restored" <<'SQL'
SELECT :'data' || '/types/shared.parquet' AS shared \gset
CREATE FOREIGN TABLE shared () SERVER lake OPTIONS (path :'shared');
SQL
check 'a new table finds the restored type' "$types" \
  "$(run_psql "$restored" <<<"SELECT count(*) FROM pg_type WHERE typnamespace = 'icebridge_types'::regnamespace")"

# Without the data files the definitions must come back all the same: a restore may happen on another machine.
sed "s|$LAKE_DATA|/no/such/folder|g" "$scratch/plain.sql" >"$scratch/elsewhere.sql"
restore
status=0
"$PG_BIN/psql" -X -q -v ON_ERROR_STOP=1 -d "$restored" -f "$scratch/elsewhere.sql" >"$scratch/log" 2>&1 || status=$?
check 'a dump is restored where there are no files' "0 " "$status $(grep -i error "$scratch/log" || true)"

# DROP EXTENSION takes the tables only with CASCADE, and the types of the schema with it.
message=$(run_psql "$PGDATABASE" <<<'DROP EXTENSION icebridge' 2>&1 || true)
case $message in
  *'cannot drop extension icebridge because other objects depend on it'*) echo 'ok - DROP EXTENSION refuses to drop tables' ;;
  *) echo "not ok - DROP EXTENSION refuses to drop tables: $message" ;;
esac
check 'DROP EXTENSION … CASCADE leaves nothing' '0' "$(
  run_psql "$PGDATABASE" 2>/dev/null <<'SQL'
DROP EXTENSION icebridge CASCADE;
SELECT count(*) FROM pg_class WHERE relkind = 'f';
SQL
)"
