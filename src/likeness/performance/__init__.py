"""Likeness performance."""
