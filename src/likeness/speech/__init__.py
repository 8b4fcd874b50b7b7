"""Likeness speech."""
