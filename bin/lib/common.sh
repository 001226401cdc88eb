# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# What every program in bin/ starts with: where things are and who runs what. To be sourced.

set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
WORK=$ROOT/.work
# shellcheck disable=SC2034 # used by those who source this
BUILD=$ROOT/build DATABASE=icebridge

say() {
  printf '%s\n' "== $*" >&2
}

die() {
  printf '%s\n' "$(basename "$0"): $*" >&2
  exit 1
}

# Runs a command as root: directly, or through sudo.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo -- "$@"
  else
    die "this needs root (or sudo): $*"
  fi
}

# Runs a command as the user that owns the private server. PostgreSQL refuses root, so root borrows Debian's postgres user.
as_server_user() {
  local user
  if [ "$(id -u)" -ne 0 ]; then
    (cd / && exec "$@")
    return
  fi
  user=postgres
  if [ -d "${SERVER_HOME:-}/data" ]; then
    user=$(stat -c %U "$SERVER_HOME/data")
  fi
  (cd / && exec setpriv --reuid="$user" --regid="$(id -gn "$user")" --init-groups -- env HOME="${SERVER_HOME:-/}" "$@")
}

# A short number that stands for the repository's path.
path_number() {
  printf '%s' "$ROOT" | cksum | cut -d ' ' -f 1
}

# Keeps a second program of this repository from building or starting the server at the same time.
lock_work() {
  mkdir -p "$WORK" || die "$WORK cannot be made; was it made by another user?"
  exec 9>>"$WORK/lock" || die "$WORK/lock cannot be written; was it made by another user?"
  flock 9
}

unlock_work() {
  exec 9>&-
}
