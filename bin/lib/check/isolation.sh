# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# regress/specs/*.spec against regress/expected by PostgreSQL's pg_isolation_regress, each in a new database.

# shellcheck source=regress.sh
. "$ROOT/bin/lib/check/regress.sh"

check_isolation() {
  local specs=() program
  mapfile -t specs < <(find "$ROOT/regress/specs" -name '*.spec' -printf '%f\n' 2>/dev/null | sed 's/\.spec$//' | sort)
  program=$(pgxs_test isolation/pg_isolation_regress)
  if [ ${#specs[@]} -gt 0 ] && [ ! -x "$program" ]; then
    fail "$program is missing"
    return
  fi
  run_pg_regress "$program" isolation "${specs[@]}"
}
