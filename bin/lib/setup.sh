# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# System packages, build and installation. To be sourced after common.sh. Whatever is there already is left alone, so
# a second run is quick.

# Installs the Debian packages among the arguments that are missing.
need_packages() {
  local package missing=()
  for package in "$@"; do
    if [ "$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null)" != 'install ok installed' ]; then
      missing+=("$package")
    fi
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || die "please install: ${missing[*]} (only Debian's apt-get is known here)"
  say "Installing packages: ${missing[*]}"
  update_package_lists
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >&2 </dev/null
}

# Once per run: package lists of an image are often empty or old.
update_package_lists() {
  if [ -z "${PACKAGE_LISTS_UPDATED:-}" ]; then
    as_root apt-get update -q >&2 </dev/null
    PACKAGE_LISTS_UPDATED=yes
  fi
}

# Sets PG_CONFIG: the one given, or that of the last build, or of the newest PostgreSQL here that has its headers, or of the
# one Debian would install.
choose_server() {
  local candidate major
  if [ -z "${PG_CONFIG:-}" ] && [ -e "$BUILD/CMakeCache.txt" ]; then
    candidate=$(sed -n 's/^PG_CONFIG:FILEPATH=//p' "$BUILD/CMakeCache.txt")
    [ ! -x "$candidate" ] || PG_CONFIG=$candidate
  fi
  if [ -n "${PG_CONFIG:-}" ]; then
    [ -x "$PG_CONFIG" ] || die "PG_CONFIG=$PG_CONFIG is not a program"
    return
  fi
  for candidate in $(printf '%s\n' /usr/lib/postgresql/*/bin/pg_config | sort -Vr); do
    if [ -x "$candidate" ] && [ -x "$(dirname "$candidate")/postgres" ] &&
      [ -e "$("$candidate" --includedir-server)/postgres.h" ]; then
      PG_CONFIG=$candidate
      return
    fi
  done
  if ! apt-cache show postgresql >/dev/null 2>&1; then
    update_package_lists
  fi
  major=$(apt-cache show postgresql | sed -n 's/^Depends:.*postgresql-\([0-9]*\).*/\1/p' | head -n 1)
  [ -n "$major" ] || die "apt knows no package postgresql"
  # One command, because the headers' package wants the same minor version as the server.
  need_packages "postgresql-$major" "postgresql-server-dev-$major"
  PG_CONFIG=/usr/lib/postgresql/$major/bin/pg_config
}

# Sets JDK: the home of java (JAVA_HOME, else on the PATH), if that is a JDK of version 17 or newer with JNI headers.
find_jdk() {
  local java version
  java=${JAVA_HOME:+$JAVA_HOME/bin/java}
  java=${java:-$(command -v java)} || return 1
  JDK=$(dirname "$(dirname "$(readlink -f "$java")")")
  [ -e "$JDK/include/jni.h" ] && [ -e "$JDK/lib/server/libjvm.so" ] && [ -x "$JDK/bin/javac" ] || return 1
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$JDK/release")
  [ "${version:-0}" -ge 17 ]
}

need_build_packages() {
  # ICU, because PostgreSQL's header of locales includes its headers.
  need_packages gcc libc6-dev libicu-dev make cmake maven util-linux procps
  if ! find_jdk; then
    need_packages default-jdk-headless
    find_jdk || die "$JDK is no JDK of version 17 or newer: set JAVA_HOME to one"
  fi
  choose_server
}

# The Java and C parts, in build/.
build() {
  if ! grep -qxF "PG_CONFIG:FILEPATH=$PG_CONFIG" "$BUILD/CMakeCache.txt" 2>/dev/null ||
    ! grep -qxF "JDK_HOME:PATH=$JDK" "$BUILD/CMakeCache.txt"; then
    cmake -S "$ROOT" -B "$BUILD" "-DPG_CONFIG:FILEPATH=$PG_CONFIG" "-DJDK_HOME:PATH=$JDK" >&2
  fi
  cmake --build "$BUILD" -j 2 | { grep -v 'Built target' >&2 || true; }
}

# What the class-data archive and running sessions depend on: name, size and time of each file in a folder.
listing() {
  find "$1" -maxdepth 1 -type f -name "$2" -printf '%f %s %Ts\n' 2>/dev/null | sort
}

# True when what is installed is what is in build/.
is_installed() {
  local library share file
  library=$("$PG_CONFIG" --pkglibdir)
  share=$("$PG_CONFIG" --sharedir)
  cmp -s "$BUILD/native-fdw/icebridge.so" "$library/icebridge.so" || return 1
  [ "$(listing "$BUILD/jars" '*.jar')" = "$(listing "$library/icebridge/jars" '*.jar')" ] || return 1
  [ "$(listing "$BUILD/lib" '*.so')" = "$(listing "$library/icebridge/lib" '*.so')" ] || return 1
  for file in "$ROOT"/sql/*.sql "$ROOT"/sql/*.control; do
    cmp -s "$file" "$share/extension/$(basename "$file")" || return 1
  done
}

install_build() {
  if is_installed; then
    return
  fi
  say "Installing into $("$PG_CONFIG" --pkglibdir)"
  as_root cmake --install "$BUILD" | grep -v -e '-- Installing: .*/jars/' -e '-- Up-to-date' >&2
}

# Sets GENERATOR_CLASSPATH: the programs that make and read data for benchmarks, which are no part of the product.
build_generator() {
  local generator=$ROOT/regress/bench/generator
  if [ ! -e "$generator/target/built" ] || [ -n "$(find "$generator/src" "$generator/pom.xml" -newer "$generator/target/built")" ]; then
    (cd "$generator" && mvn -q -B package) >&2
    touch "$generator/target/built"
  fi
  # shellcheck disable=SC2034 # used by those who source this
  GENERATOR_CLASSPATH="$generator/target/classes:$generator/target/jars/*"
}

# All of it.
set_up() {
  lock_work
  need_build_packages
  build
  install_build
  start_server
  unlock_work
}
