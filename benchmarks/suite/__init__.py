"""All benchmarks in one run, into one document."""
