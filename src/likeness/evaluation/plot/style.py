"""Colours, sizes and fonts of the plot."""

from functools import cache

from PIL import ImageFont

Font = ImageFont.FreeTypeFont

INK, MUTED, FAINT = "#1f2933", "#6b7785", "#a5b0bc"
PAPER, LANE, GRID = "#ffffff", "#f6f8fa", "#e4e9ef"
TEAL, TEAL_FILL = "#0b8f83", "#bfe6e1"
ORANGE, BLUE, VIOLET, ROSE, RED, GOLD = "#e07a2c", "#2f6fed", "#8a5cf0", "#d9488a", "#d33f3f", "#b98900"
BILABIAL, BILABIAL_INK = "#fbdcd9", "#b03a2e"
LABIAL, ROUNDED, VOWEL, CONSONANT = "#fdeecb", "#e3dbfb", "#d9ecfb", "#eceff3"
WAVE, WAVE_CORE = "#b9c4d3", "#7f8fa6"
WARNING = "#f8c9c9"

SCALE = 2
"""Everything is drawn twice as large and reduced: smooth lines and letters."""

SECONDS_PER_ROW = 10.0
"""About; rows are made equally long."""

LEFT_PX, RIGHT_PX, TOP_PX, GAP_PX = 132, 28, 96, 30
"""Margins, height of the head, room between two rows."""

CONTENT_PX = 1480
WIDTH_PX = LEFT_PX + CONTENT_PX + RIGHT_PX

_OTHER_FONTS = (
    "DejaVuSans.ttf", "NotoSans-Regular.ttf", "NotoSansCJK-Regular.ttc", "NotoSansArabic-Regular.ttf",
    "NotoSansDevanagari-Regular.ttf", "Arial Unicode.ttf", "Arial.ttf",
)  # fmt: skip
"""Looked for in the system when a text has letters that the built-in font lacks."""

_NO_LETTER = "\U000fffff"


@cache
def built_in_font(size_px: int) -> Font:
    """Return the font that Pillow carries, for a size before enlarging."""
    font = ImageFont.load_default(size_px * SCALE)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise TypeError("Pillow was built without FreeType")
    return font


@cache
def font_for(text: str, size_px: int) -> Font | None:
    """Return the first font that has all letters of a text, None when none has: boxes tell nothing."""
    for font in (built_in_font(size_px), *_system_fonts(size_px)):
        if all(_has(font, letter) for letter in set(text) if not letter.isspace()):
            return font
    return None


@cache
def _system_fonts(size_px: int) -> tuple[Font, ...]:
    found = []
    for name in _OTHER_FONTS:
        try:
            found.append(ImageFont.truetype(name, size_px * SCALE))
        except OSError:
            continue
    return tuple(found)


def _has(font: Font, letter: str) -> bool:
    """Tell whether a font draws a letter otherwise than one that no font has."""
    return bytes(font.getmask(letter)) != bytes(font.getmask(_NO_LETTER))
