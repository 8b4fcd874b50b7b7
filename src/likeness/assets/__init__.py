"""Likeness assets."""
