#!/usr/bin/env bash
# Makes this machine and checkout ready: system packages that are missing (by apt, on Debian and
# Ubuntu) and the virtual environment at build/venv with what the tests need.
#
#   scripts/bootstrap.sh [build|check|venv|peers]
#
# build: what building and testing needs. check: also the tools of `make check`. venv: build, and
# the virtual environment. peers: build, and that of the libraries that
# measures are tested beside (build/peers).
set -euo pipefail
cd "$(dirname "$0")/.."
want=${1:-venv}

missing=()
need_command() { command -v "$1" >/dev/null 2>&1 || missing+=("$2"); }
need_header() {
  printf '#include <%s>\n' "$1" | ${CXX:-g++} -std=c++20 -E -x c++ - >/dev/null 2>&1 ||
    missing+=("$2")
}

# The first Python of 3.11 or later that can make a virtual environment and has its headers.
usable_python() {
  local candidate
  for candidate in ${PYTHON:-} python3 /usr/bin/python3 python3.13 python3.12 python3.11; do
    if "$candidate" - >/dev/null 2>&1 <<'PY'
import ensurepip, os, sys, sysconfig, venv
assert sys.version_info >= (3, 11)
assert os.path.exists(os.path.join(sysconfig.get_paths()["include"], "Python.h"))
PY
    then
      command -v "$candidate"
      return
    fi
  done
  return 1
}

need_command g++ g++
need_command cmake cmake
need_command ninja ninja-build
need_command pkg-config pkg-config
need_command dot graphviz
need_header boost/graph/adjacency_list.hpp libboost-dev
need_header boost/date_time/gregorian/gregorian_types.hpp libboost-dev
need_header nlohmann/json.hpp nlohmann-json3-dev
need_header sqlite3.h libsqlite3-dev
need_header xxhash.h libxxhash-dev
need_header postgresql/libpq-fe.h libpq-dev
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || need_command initdb postgresql
need_header benchmark/benchmark.h libbenchmark-dev
printf '#if __has_include(<catch2/catch_all.hpp>) || __has_include(<catch2/catch.hpp>)\n#else\n#error\n#endif\n' |
  ${CXX:-g++} -std=c++20 -E -x c++ - >/dev/null 2>&1 || missing+=(catch2)
usable_python >/dev/null || missing+=(python3 python3-venv python3-dev)
if [ "$want" = check ]; then
  need_command clang++ clang
  need_command clang-format clang-format
  need_command clang-tidy clang-tidy
fi

if [ ${#missing[@]} -gt 0 ]; then
  if ! command -v apt-get >/dev/null; then
    echo "Missing here, please install: ${missing[*]} (the names are Debian's)" >&2
    exit 1
  fi
  as_root=()
  [ "$(id -u)" = 0 ] || as_root=(sudo)
  echo "Installing by apt: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null
fi

case "$want" in
venv) venv=build/venv requirements=tests/python/requirements.txt ;;
peers) venv=build/peers requirements=tests/peer/requirements.txt ;;
*) exit 0 ;;
esac
if ! "$venv/bin/python" -c 'import sys; assert sys.version_info >= (3, 11)' 2>/dev/null; then
  rm -rf "$venv"
  "$(usable_python)" -m venv "$venv"
fi
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
  -r "$requirements"
