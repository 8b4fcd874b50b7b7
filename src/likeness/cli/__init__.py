"""Likeness cli."""
