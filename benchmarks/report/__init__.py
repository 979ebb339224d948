"""The page docs/benchmarks.md and its picture, from the document of a run."""
