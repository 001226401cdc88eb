# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# regress/specs/*.spec against regress/expected by PostgreSQL's pg_isolation_regress, each in a new database. Those named
# twin_… are run once more with heap tables in the place of Iceberg's, and must do exactly the same.

# shellcheck source=regress.sh
. "$ROOT/bin/lib/check/regress.sh"

# Copies the specs, with heap tables, and what they should do to a folder: heap_twin_….
make_heap_twins() {
  local folder=$1 spec name
  rm -rf "$folder"
  mkdir -p "$folder/specs" "$folder/expected"
  for spec in "$ROOT"/regress/specs/twin_*.spec; do
    name=$(basename "$spec" .spec)
    sed 's/USING iceberg/USING heap/' "$spec" >"$folder/specs/heap_$name.spec"

    cp "$ROOT/regress/expected/$name.out" "$folder/expected/heap_$name.out"
  done
}

check_isolation() {
  local specs=() twins=() program folder=$WORK/heap_twins lake=$SERVER_HOME/lake
  mapfile -t specs < <(find "$ROOT/regress/specs" -name '*.spec' -printf '%f\n' | sed 's/\.spec$//' | sort)
  program=$(pgxs_test isolation/pg_isolation_regress)
  if [ ! -x "$program" ]; then
    fail "$program is missing"
    return
  fi
  as_server_user mkdir -p "$lake"
  export PGOPTIONS="-c icebridge.default_location_prefix=$lake"
  run_pg_regress "$program" isolation "${specs[@]}"
  make_heap_twins "$folder"
  mapfile -t twins < <(find "$folder/specs" -name '*.spec' -printf '%f\n' | sed 's/\.spec$//' | sort)
  REGRESS_INPUT=$folder run_pg_regress "$program" isolation "${twins[@]}"
}
