# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Every file is written the way its tool would write it.

check_format() {
  local scripts=() file
  need_packages clang-format shellcheck

  mapfile -t file < <(find "$ROOT/native-fdw/src" -name '*.[ch]' | sort)
  if clang-format --dry-run --Werror "${file[@]}"; then
    pass 'C is formatted'
  else
    fail 'C is formatted (cmake --build build --target format)'
  fi

  while IFS= read -r file; do
    if head -n 1 "$file" | grep -qE '^#!.*\b(ba)?sh\b|^# shellcheck shell='; then
      scripts+=("$file")
    fi
  done < <(find "$ROOT/bin" "$ROOT/.ci" "$ROOT/regress" "$ROOT/docker" -type f 2>/dev/null | sort)
  if shellcheck "${scripts[@]}"; then
    pass "shell scripts are clean (${#scripts[@]} files)"
  else
    fail 'shell scripts are clean'
  fi

  if (cd "$ROOT" && mvn -q -B spotless:check); then
    pass 'Java is formatted'
  else
    fail 'Java is formatted (cmake --build build --target format)'
  fi
}
