# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Builds and runs the regression tests on PostgreSQL 17, in a Debian 13 of its own under .work/pg17.

# shellcheck source=../debian.sh
. "$ROOT/bin/lib/debian.sh"

check_pg17() {
  local debian=$WORK/pg17 log=$WORK/pg17.log last
  make_debian trixie "$debian"
  copy_sources "$debian"
  # The server is stopped properly before its processes end with the namespace.
  in_debian "$debian" sh -c 'bin/check regress isolation; bin/server stop' 2>&1 | tee "$log" || true
  last=$(tail -n 1 "$log")
  if [[ $last =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    count "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
  else
    fail "pg17 did not come to its end"
  fi
}
