"""Likeness compose."""
