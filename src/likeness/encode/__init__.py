"""Likeness encode."""
