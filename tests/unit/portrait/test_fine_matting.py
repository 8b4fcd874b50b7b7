"""Most of this needs the extra `matting-hq`, which is no part of the usual environment."""

import importlib.util

import numpy as np
import pytest

from likeness.core.pixels import blur
from likeness.portrait import fine_matting
from likeness.portrait.fine_matting import finer_alpha, finer_colours, is_used, matting_name

needs_the_extra = pytest.mark.skipif(
    importlib.util.find_spec("pymatting") is None, reason="the extra matting-hq is not installed"
)
SUBJECT, WALL = np.array([0.2, 0.12, 0.08], np.float32), np.array([0.75, 0.78, 0.8], np.float32)


def strands():
    """A dark head with thin strands before a plain wall, and its matte."""
    y, x = np.mgrid[0:160, 0:160].astype(np.float32)
    head = np.clip(45.5 - np.hypot(x - 80, y - 90), 0, 1)
    hair = np.clip(1.2 - np.abs((x - 80) % 12 - 6 + 2 * np.sin(y / 6)), 0, 1) * (y > 30) * (y < 60)
    alpha = np.maximum(head, hair * (np.abs(x - 80) < 40)).astype(np.float32)
    grain = np.random.default_rng(0).normal(0, 0.004, (160, 160, 1))
    image = SUBJECT * alpha[..., None] + WALL * (1 - alpha[..., None]) + grain
    return np.clip(image, 0, 1).astype(np.float32), alpha


def test_without_the_extra_the_built_in_solution_stays(monkeypatch):
    monkeypatch.delenv(fine_matting.MATTING_VARIABLE, raising=False)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    assert not is_used()
    assert matting_name() == "built-in"


def test_an_installed_extra_is_used_unless_it_is_switched_off(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name)
    monkeypatch.setattr(fine_matting, "version", lambda name: f"{name}'s")
    monkeypatch.delenv(fine_matting.MATTING_VARIABLE, raising=False)
    assert is_used()
    assert matting_name() == "pymatting pymatting's"
    monkeypatch.setenv(fine_matting.MATTING_VARIABLE, "builtin")
    assert not is_used()


@needs_the_extra
def test_strands_come_back():
    image, truth = strands()
    first = blur(truth, 2.0)
    solved = finer_alpha(image, first)
    assert np.abs(solved - truth).mean() < 0.4 * np.abs(first - truth).mean()


@needs_the_extra
def test_what_is_certain_stays():
    image, truth = strands()
    solved = finer_alpha(image, truth)
    certain = (blur(truth, 3.0) < 0.001) | (blur(truth, 3.0) > 0.999)
    np.testing.assert_array_equal(solved[certain], truth[certain].round())
    everything = np.ones_like(truth)
    np.testing.assert_array_equal(finer_alpha(image, everything), everything)


@needs_the_extra
def test_colours_of_both_sides_are_told_apart():
    image, truth = strands()
    foreground, background = finer_colours(image, truth)
    soft = (truth > 0.2) & (truth < 0.8)
    assert soft.sum() > 100
    assert np.abs(foreground[soft] - SUBJECT).mean() < 0.05
    assert np.abs(background[soft] - WALL).mean() < 0.05
