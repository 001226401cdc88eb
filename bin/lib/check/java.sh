# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# The unit tests of the Maven modules, counted from the reports.

check_java() {
  local tests bad skipped
  find "$ROOT" -maxdepth 4 -path '*/target/surefire-reports/TEST-*.xml' -delete
  if (cd "$ROOT" && mvn -q -B -fae -Dspotless.check.skip=true verify); then
    pass 'mvn verify'
  else
    fail 'mvn verify'
  fi
  read -r tests bad skipped < <(
    find "$ROOT" -maxdepth 4 -path '*/target/surefire-reports/TEST-*.xml' -exec grep -h -m 1 -A 3 '<testsuite ' {} + |
      awk '{ while (match($0, / (tests|errors|failures|skipped)="[0-9]+"/)) {
               split(substr($0, RSTART + 1, RLENGTH - 2), part, "=\""); sum[part[1]] += part[2]
               $0 = substr($0, RSTART + RLENGTH) } }
           END { print sum["tests"] + 0, sum["errors"] + sum["failures"] + 0, sum["skipped"] + 0 }'
  )
  printf '%d Java tests, %d bad, %d skipped\n' "$tests" "$bad" "$skipped"
  count $((tests - bad - skipped)) "$bad"
}
