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

types() {
  [ -e python/opportune/__init__.py ] || return 0
  "$python" -m mypy
}

# Nothing committed may depend on where somebody's machine keeps its files.
stray_paths() { ! git grep -nIE '/(work|root|home/[a-z]+)/' -- . ':!scripts/check.sh'; }

check "clang-format" format_cpp
check "headers" "$python" scripts/check_headers.py --jobs "$jobs"
check "layers" "$python" scripts/check_layers.py
check "ruff check" "$python" -m ruff check .
check "ruff format" "$python" -m ruff format --check .
check "mypy --strict" types
check "paths of a machine" stray_paths

if [ ${#failed[@]} -gt 0 ]; then
  printf 'FAILED: %s\n' "${failed[@]}"
  exit 1
fi
echo "All checks passed."
