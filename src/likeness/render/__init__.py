"""Likeness render."""
