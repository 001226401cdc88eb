# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# README.md and docs/*.md: what they show is run and compared (bin/lib/check/docs.py says how).

check_docs() {
  local page name folder log=$WORK/docs.log
  need_packages python3
  for page in "$ROOT"/README.md "$ROOT"/docs/*.md; do
    grep -qsE '^```sql' "$page" || continue
    # That one also needs the other engines: bin/check interop.
    [ "$(basename "$page")" != interop.md ] || continue
    name=docs_$(basename "$page" .md | tr 'A-Z-' 'a-z_')
    fresh_database "$name"
    # The pages' /srv/lake: a copy, so that pages may write there.
    folder=$SERVER_HOME/$name
    as_server_user rm -rf "$folder"
    as_server_user mkdir -p "$folder"
    as_server_user cp -R "$LAKE_DATA/." "$folder"
    PGDATABASE=$name CLASSPATH=$(cat "$("$PG_CONFIG" --pkglibdir)/icebridge/classpath") LAKE=$folder \
      python3 "$ROOT/bin/lib/check/docs.py" "$page" | tee "$log"
    count "$(grep -c '^ok ' "$log")" "$(grep -c '^not ok ' "$log")"
  done
}
