"""Draws an evaluation as one picture: sound, words, phones, curves and events over time."""

from likeness.evaluation.plot.picture import draw_plot, write_plot

__all__ = ["draw_plot", "write_plot"]
