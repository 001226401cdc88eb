#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# pg_dump and restore of a database with Iceberg tables: definitions come back as empty tables that work, and
# icebridge.attach_table() gives them their rows.
set -euo pipefail

check() {
  if [ "$2" = "$3" ]; then
    echo "ok - $1"
  else
    echo "not ok - $1"
    diff <(echo "$2") <(echo "$3") | sed 's/^/# /' | head -n 20 || true
  fi
}

run_psql() {
  "$PG_BIN/psql" -X -q -A -t -v ON_ERROR_STOP=1 -d "$1"
}

prefix=$SERVER_HOME/scratch/iceberg_dump
restored=${PGDATABASE}_restored
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"; "$PG_BIN/dropdb" --if-exists "$restored"' EXIT

run_psql "$PGDATABASE" <<SQL
ALTER DATABASE "$PGDATABASE" SET icebridge.default_location_prefix = '$prefix';
SQL
run_psql "$PGDATABASE" <<'SQL'
CREATE TYPE mood AS ENUM ('glad', 'sad');
CREATE TABLE people (id int GENERATED ALWAYS AS IDENTITY, name varchar(20) NOT NULL DEFAULT 'nobody', mood mood, height numeric(5,2) CHECK (height > 0))
  USING iceberg WITH (format_version = 3);
INSERT INTO people (name, mood, height) VALUES ('Ada', 'glad', 1.65), ('Bob', NULL, NULL);
ALTER TABLE people ADD COLUMN born date DEFAULT '2000-01-01';
DELETE FROM people WHERE name = 'Bob';
COMMENT ON TABLE people IS 'some people';
SQL

describe() {
  run_psql "$1" <<'SQL'
SELECT attname, format_type(atttypid, atttypmod), attnotnull, attidentity, pg_get_expr(adbin, adrelid)
FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE attrelid = 'people'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum;
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'people'::regclass AND contype = 'c' ORDER BY 1;
SELECT obj_description('people'::regclass), ftoptions FROM pg_foreign_table WHERE ftrelid = 'people'::regclass;
SQL
}

contents() {
  echo 'SELECT * FROM people ORDER BY id' | run_psql "$1"
}

definition=$(describe "$PGDATABASE")
rows=$(contents "$PGDATABASE")
location=$(echo "SELECT metadata_location FROM icebridge.iceberg_tables WHERE table_name = 'people'" | run_psql "$PGDATABASE")

"$PG_BIN/pg_dump" -Fc -f "$scratch/dump" "$PGDATABASE"
"$PG_BIN/dropdb" --if-exists "$restored" 2>/dev/null
"$PG_BIN/createdb" -T template0 "$restored"
echo "ALTER DATABASE \"$restored\" SET icebridge.default_location_prefix = '$prefix'" | run_psql "$restored"
"$PG_BIN/pg_restore" -e -d "$restored" "$scratch/dump"
check "definitions come back" "$definition" "$(describe "$restored")"
check "without rows" "" "$(contents "$restored")"
check "under another location" "t" \
  "$(echo "SELECT metadata_location <> '$location' FROM icebridge.iceberg_tables WHERE table_name = 'people'" | run_psql "$restored")"

"$PG_BIN/dropdb" "$PGDATABASE"
"$PG_BIN/createdb" "$PGDATABASE"
echo "SELECT icebridge.attach_table('people', '$location')" | run_psql "$restored" >/dev/null
check "the rows are attached" "$rows" "$(contents "$restored")"
echo "INSERT INTO people (name) VALUES ('Cleo')" | run_psql "$restored"
check "and go on" "2" "$(echo 'SELECT count(*) FROM people' | run_psql "$restored")"
echo "DROP TABLE people" | run_psql "$restored"
