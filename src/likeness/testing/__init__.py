"""Likeness testing."""
