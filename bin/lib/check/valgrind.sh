# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# regress/shell/valgrind.sh: the conversion code under valgrind. Slow, so not part of the default run.

# shellcheck source=shell.sh
. "$ROOT/bin/lib/check/shell.sh"

check_valgrind() {
  if [ ! -x "$ROOT/regress/shell/valgrind.sh" ]; then
    fail 'there is no regress/shell/valgrind.sh'
    return
  fi
  need_packages valgrind
  run_shell_test "$ROOT/regress/shell/valgrind.sh"
}
