"""Likeness engines."""
