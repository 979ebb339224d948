# What a person types. Everything is built below build/, and a second call does only what changed.
#
#   make demo [DATA=folder]   what the engine finds, in a generated organisation or a CRM export
#   make test                 C++, C and Python tests
#   make peers                the libraries that measures are tested beside (build/peers)
#   make check                format, lint, headers, layers, types
#   make tidy                 clang-tidy (half an hour)
#   make bench                all benchmarks, ours and the peers, up to 1 million opportunities; docs/benchmarks.md
#   make bench-full           the same up to 10 million, and a group of 100,000 accounts
#   make bench-check          checks of drafts, beside SQLite and PostgreSQL
#   make bench-moves          moves from stage to stage, beside state machine libraries
#   make bench-measures       the measures, beside DuckDB, Polars, pandas and pm4py
#   make bench-live           a large group, kind by kind; changes with their effects, the clock
#   make bench-journal        durable changes, beside SQLite and PostgreSQL alone
#   make asan | tsan          the native tests under sanitizers
#   make test-long            more random organisations, the shared library's installation
#   make pictures             the pictures of docs/, drawn anew
#   make format | clean

SHELL := /bin/bash
# Otherwise make would compile a file to make the folder of the same name.
MAKEFLAGS += --no-builtin-rules
JOBS ?= $(shell nproc)
DATA ?=
VENV := build/venv
PYTHON_BIN := $(VENV)/bin/python

.PHONY: all peers demo test test-long check tidy bench bench-full bench-check bench-moves bench-measures bench-live bench-journal asan tsan pictures format clean dev release package
.DEFAULT_GOAL := all
all: dev

# --- stamps -------------------------------------------------------------------------------------
build/stamps/build: scripts/bootstrap.sh
	@mkdir -p build/stamps
	scripts/bootstrap.sh build
	@touch $@

build/stamps/check: scripts/bootstrap.sh
	@mkdir -p build/stamps
	scripts/bootstrap.sh check
	@touch $@

build/stamps/venv: scripts/bootstrap.sh tests/python/requirements.txt
	@mkdir -p build/stamps
	scripts/bootstrap.sh venv
	@touch $@ build/stamps/build

build/stamps/peers: scripts/bootstrap.sh tests/peer/requirements.txt
	@mkdir -p build/stamps
	scripts/bootstrap.sh peers
	@touch $@

peers: build/stamps/peers

# The folders are named too, so that a removed file counts as a change.
PACKAGE_SOURCES := CMakeLists.txt pyproject.toml \
  $(shell find cmake include src bindings/python python -not -path '*/__pycache__*' -not -path 'python/opportune')

# Its time is that of the beginning: what is edited meanwhile is built the next time.
build/stamps/package: build/stamps/venv $(PACKAGE_SOURCES)
	@touch $@.begun
	CMAKE_BUILD_PARALLEL_LEVEL=$(JOBS) $(PYTHON_BIN) -m pip install . --quiet --no-input \
	  --disable-pip-version-check --no-deps --no-build-isolation --force-reinstall \
	  -C build-dir=build/python
	@mv $@.begun $@

package: build/stamps/package

# --- builds -------------------------------------------------------------------------------------
dev release asan-build tsan-build: build/stamps/build
	cmake --preset $(patsubst %-build,%,$@) >build/stamps/$@.log || { cat build/stamps/$@.log; exit 1; }
	cmake --build --preset $(patsubst %-build,%,$@) --parallel $(JOBS)
.PHONY: asan-build tsan-build

asan tsan: %: %-build
	ctest --preset $@ --parallel $(JOBS)

# --- what people ask for ------------------------------------------------------------------------
demo: build/stamps/package
	@$(VENV)/bin/opportune demo $(if $(DATA),--data $(DATA))

# Python's tests run also where a native test failed; pytest's summary comes last.
test: dev build/stamps/package build/stamps/peers
	@native=0; ctest --preset dev --parallel $(JOBS) || native=$$?; \
	python=0; $(PYTHON_BIN) -m pytest || python=$$?; \
	[ $$native = 0 ] || echo "The native tests failed: see above." >&2; \
	exit $$((native + python))

test-long: export OPPORTUNE_LONG := 1
test-long: export OPPORTUNE_TEST_FACTOR := 10
test-long: test

check: build/stamps/check build/stamps/package dev
	@scripts/check.sh

tidy: build/stamps/check build/stamps/package dev
	@scripts/tidy.sh

bench-full: BENCH_SIZES := --sizes 10000 100000 1000000 10000000
bench bench-full: release build/stamps/package build/stamps/peers
	$(PYTHON_BIN) benchmarks/suite/run.py $(BENCH_SIZES) --json docs/benchmarks.json
	$(PYTHON_BIN) benchmarks/report/run.py

bench-check: build/stamps/package
	cmake --preset release >build/stamps/release.log || { cat build/stamps/release.log; exit 1; }
	cmake --build --preset release --parallel $(JOBS) --target benchmark_check_latency benchmark_check_latency_c \
	  benchmark_sqlite_check benchmark_postgres_check
	scripts/with_postgres.sh $(PYTHON_BIN) benchmarks/check/run.py

bench-moves: build/stamps/package
	cmake --preset release >build/stamps/release.log || { cat build/stamps/release.log; exit 1; }
	cmake --build --preset release --parallel $(JOBS) --target benchmark_moves benchmark_moves_c
	$(PYTHON_BIN) benchmarks/moves/run.py

bench-measures: build/stamps/package build/stamps/peers
	$(PYTHON_BIN) benchmarks/measures/run.py

bench-live: build/stamps/build
	cmake --preset release >build/stamps/release.log || { cat build/stamps/release.log; exit 1; }
	cmake --build --preset release --parallel $(JOBS) --target benchmark_large_group benchmark_change_latency benchmark_group_latency benchmark_readers
	build/release/benchmarks/large_group
	build/release/benchmarks/change_latency
	build/release/benchmarks/group_latency
	build/release/benchmarks/readers

bench-journal: build/stamps/build
	cmake --preset release >build/stamps/release.log || { cat build/stamps/release.log; exit 1; }
	cmake --build --preset release --parallel $(JOBS) --target benchmark_journal
	scripts/with_postgres.sh bash -c 'build/release/benchmarks/journal build/journal-benchmark.db \
	  2000 20000 "$${OPPORTUNE_TEST_POSTGRES/\%s/postgres}"'

pictures: build/stamps/package
	OPPORTUNE_WRITE_PICTURES=1 $(PYTHON_BIN) -m pytest -q tests/python/test_docs.py

format: build/stamps/check build/stamps/venv
	git ls-files -co --exclude-standard '*.hpp' '*.cpp' '*.h' '*.c' | xargs clang-format -i
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix --quiet .

clean:
	rm -rf build
