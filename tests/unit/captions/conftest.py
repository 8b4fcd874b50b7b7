"""Fonts of the package that Likeness depends on, and nothing of the system: the same on every machine."""

from pathlib import Path

import pytest

from likeness.captions import fonts
from likeness.captions.fonts import FontBook, installed_fonts


@pytest.fixture
def own_fonts(monkeypatch: pytest.MonkeyPatch) -> FontBook:
    """Return the fonts of the default environment."""
    monkeypatch.delenv(fonts.FONTS_ENVIRONMENT, raising=False)
    monkeypatch.setattr(fonts, "_PACKAGES", ("manimgx_fonts",))
    monkeypatch.setattr(fonts, "_system_folders", tuple[Path, ...])
    return installed_fonts("en")
