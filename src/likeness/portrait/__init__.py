"""Likeness portrait."""
