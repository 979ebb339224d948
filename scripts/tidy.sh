#!/usr/bin/env bash
# clang-tidy over the compiled sources. It takes half an hour on two cores, so it is not part of
# `make check`. Run by `make tidy`, which builds what this needs.
set -uo pipefail
cd "$(dirname "$0")/.."
jobs=${JOBS:-$(nproc)}
failed=0

sources() { git ls-files -co --exclude-standard "$@" | while read -r f; do [ -f "$f" ] && echo "$f"; done; }

# clang-tidy on what is compiled, each part with the commands that compile it.
tidy() {
  local part=$1 database=$2 files
  mapfile -t files < <(sources "$part/*.cpp")
  [ ${#files[@]} -gt 0 ] || return 0
  printf '%s\0' "${files[@]}" |
    xargs -0 -n 1 -P "$jobs" clang-tidy --quiet --extra-arg=-Wno-unknown-warning-option --warnings-as-errors='*' -p "$database" 2> >(
      grep -vE '^[0-9]+ warnings? generated|Suppressed [0-9]+ warnings|Use -header-filter' >&2)
}

tidy src build/dev || failed=1
tidy bindings/c build/dev || failed=1
tidy bindings/python build/python || failed=1
exit $failed
