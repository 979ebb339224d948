"""All benchmarks in one run, into one document (docs/benchmarks.json)."""
