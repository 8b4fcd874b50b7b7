"""Measures of the finished product, run from the repository root: ``python -m benchmarks.NAME``."""
