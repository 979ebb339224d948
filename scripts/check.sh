#!/usr/bin/env bash
# What a machine can say about the sources: format, lint, headers, layers, types, stray paths.
# Run by `make check`, which builds what this needs. Every check runs; any failure fails all.
set -uo pipefail
cd "$(dirname "$0")/.."
python=build/venv/bin/python
jobs=${JOBS:-$(nproc)}
failed=()

check() {
  local name=$1
  shift
  echo "== $name"
  "$@" || failed+=("$name")
}

sources() { git ls-files -co --exclude-standard "$@" | while read -r f; do [ -f "$f" ] && echo "$f"; done; }

format_cpp() { sources '*.hpp' '*.cpp' '*.h' '*.c' | xargs -r clang-format --dry-run --Werror; }

# clang-tidy on what is compiled, each part with the commands that compile it.
tidy() {
  local part=$1 database=$2 files
  mapfile -t files < <(sources "$part/*.cpp")
  [ ${#files[@]} -gt 0 ] || return 0
  printf '%s\0' "${files[@]}" |
    xargs -0 -n 1 -P "$jobs" clang-tidy --quiet --warnings-as-errors='*' -p "$database" 2> >(
      grep -vE '^[0-9]+ warnings? generated|Suppressed [0-9]+ warnings|Use -header-filter' >&2)
}

types() {
  [ -e python/opportune/__init__.py ] || return 0
  "$python" -m mypy
}

# Nothing committed may depend on where somebody's machine keeps its files.
stray_paths() { ! git grep -nIE '/(work|root|home/[a-z]+)/' -- . ':!scripts/check.sh'; }

check "clang-format" format_cpp
check "headers" "$python" scripts/check_headers.py --jobs "$jobs"
check "layers" "$python" scripts/check_layers.py
check "clang-tidy src" tidy src build/dev
check "clang-tidy bindings/c" tidy bindings/c build/dev
check "clang-tidy bindings/python" tidy bindings/python build/python
check "ruff check" "$python" -m ruff check .
check "ruff format" "$python" -m ruff format --check .
check "mypy --strict" types
check "paths of a machine" stray_paths

if [ ${#failed[@]} -gt 0 ]; then
  printf 'FAILED: %s\n' "${failed[@]}"
  exit 1
fi
echo "All checks passed."
