"""One pass over the patch of an eye whose lids move, compiled by numba; `lid_layers` says what it shows.

Channels of `layers` (h, w, 15), three each, 0-255 or shares of light: picture, skin without lashes, closed
lid, rim, lashes. Channels of `lines` (h, w, 6): height, upper lid, lower lid, between the corners, reach,
inside the eye. `pose` is explained at `POSE`.
"""

import numpy as np
from numba import njit

from likeness.typing import FloatArray, RgbImage

PICTURE, SKIN, LID, RIM, LASHES = 0, 3, 6, 9, 12
HEIGHT, UPPER, LOWER, BETWEEN, REACH, INSIDE = range(6)
POSE = ("closing", "rise", "opening_px", "soft_px", "begun", "down_x", "down_y", "ball_left", "ball_top")
"""Lid from open, 0, to shut, 1; share of the opening by which the lower lid is up; largest opening; width of
edges; share of the change that is shown; the eye's vertical axis; corner of the eyeball's layers."""

CLOSING, RISE, OPENING, SOFT, BEGUN, DOWN_X, DOWN_Y, BALL_LEFT, BALL_TOP = range(9)

_OVERLAP = 0.16  # of the opening: how far a shut upper lid covers the lower one
_CHEEK_REACH = 0.9  # of the opening: where moved skin below the eye ends
_CREASE = 0.26  # of the opening above the lid: where the fold lies
_CREASE_FALL = 0.10  # of the way of the lid: how far the fold follows
_CREASE_WIDTH, _CREASE_DEPTH = 0.09, 0.07  # of the opening; share of light lost in the fold of a closed eye
_HANG = 1.1  # of the opening above the fold: skin that follows it
_EASE = 0.6  # of the opening below the fold: up to here the lid takes its own colour
_UNROLLED = 0.35  # of the opening: a lid that has come down so far has a fold and a skin of its own
_DOME = 0.07  # share of light by which the middle of a lid, round as the eyeball, is brighter
_UNDER_BROW = 0.07  # share of light lost towards the fold
_UP_END = 0.25  # height of lashes that point up when they begin to point down, against the picture
_DOWN_START, _DOWN_GROWTH = 0.25, 0.35  # height of lashes that point down
_DOWN_STRENGTH = 0.7
_TURN_FROM, _TURN_TO = 0.35, 0.8  # closing at which lashes begin and end to turn
LASH_ROOM = 1.0
"""Of the opening: no lash is longer."""

_SEAM, _SEAM_DEPTH = 0.035, 0.35  # of the opening; share of light lost where shut lids meet
_SHADOW, _SHADOW_REACH = 0.22, 0.22  # light that a lowered lid takes from the eyeball; of the opening
_LEAST_PX = 0.06  # skin that moves less is left as it is
_SHUT = 0.08  # of the way: nothing of the eyeball is seen any more

_Colour = tuple[float, float, float]


@njit(cache=True, nogil=True, fastmath=True)
def draw_lids(layers: FloatArray, lines: FloatArray, eyeball: FloatArray, pose: FloatArray) -> RgbImage:
    """Return (h, w, 3) the patch with its lids in a pose; `eyeball` is (m, n, 3), 0-255."""
    height, width = lines.shape[0], lines.shape[1]
    shown = np.empty((height, width, 3), np.uint8)
    closing, soft = pose[CLOSING], pose[SOFT]
    lowered = max(closing, np.float32(0.0))
    for y in range(height):
        for x in range(width):
            line = lines[y, x]
            share = line[REACH] * pose[BEGUN]
            own = line[LOWER] - line[UPPER]
            lower = line[LOWER] - pose[RISE] * own
            edge = line[UPPER] + closing * (lower - line[UPPER]) + lowered * _OVERLAP * own
            below = line[HEIGHT] - edge
            covered = min(max(np.float32(0.5) - below / soft, np.float32(0.0)), np.float32(1.0))
            if share <= 0.0 or _is_still(line, pose, edge, lower):
                for k in range(3):
                    shown[y, x, k] = np.uint8(layers[y, x, k] + np.float32(0.5))
                continue
            red = green = blue = np.float32(0.0)
            if covered < 1.0:
                red, green, blue = _uncovered((layers, eyeball), line, pose, (x, y), (lower, below))
            if covered > 0.0 and closing != 0.0:
                lid = _lid_skin(layers, line, pose, (x, y), edge - line[UPPER])
                red += (lid[0] - red) * covered
                green += (lid[1] - green) * covered
                blue += (lid[2] - blue) * covered
            elif covered > 0.0:
                red += (layers[y, x, 0] - red) * covered
                green += (layers[y, x, 1] - green) * covered
                blue += (layers[y, x, 2] - blue) * covered
            light = _lash_light(layers, line, pose, (x, y), below)
            _store(shown, layers, (x, y), (red * light[0], green * light[1], blue * light[2]), share)
    return shown


@njit(cache=True, nogil=True, fastmath=True)
def _is_still(line: FloatArray, pose: FloatArray, edge: float, lower: float) -> bool:
    """Tell whether a pixel shows what the picture does: far above the lid, or below all that moves."""
    opening, height = pose[OPENING], line[HEIGHT]
    above, fall = line[UPPER] - height, edge - line[UPPER]
    if above > LASH_ROOM * opening:
        hang = 1.0 - (above - _CREASE * opening) / (_HANG * opening)
        follows = _CREASE_FALL if fall >= 0.0 else 1.0
        return hang <= 0.0 or follows * abs(fall) * hang * hang < _LEAST_PX
    is_at_cheek = height > line[LOWER] + pose[SOFT] and height - edge > LASH_ROOM * opening
    return is_at_cheek and (line[LOWER] - lower < _LEAST_PX or height > line[LOWER] + _CHEEK_REACH * opening)


@njit(cache=True, nogil=True, fastmath=True)
def _store(shown: RgbImage, layers: FloatArray, at: tuple[int, int], colour: _Colour, share: float) -> None:
    x, y = at
    for k in range(3):
        rest = layers[y, x, k]
        value = rest + (colour[k] - rest) * share + np.float32(0.5)
        shown[y, x, k] = np.uint8(min(max(value, np.float32(0.0)), np.float32(255.0)))


@njit(cache=True, nogil=True, fastmath=True)
def _sample(layers: FloatArray, first: int, x: float, y: float) -> _Colour:
    """Return three channels between the pixels, repeated beyond the edges."""
    height, width = layers.shape[0], layers.shape[1]
    across = np.float32(min(max(x, 0.0), width - 1.0))
    along = np.float32(min(max(y, 0.0), height - 1.0))
    left, top = min(int(across), width - 2), min(int(along), height - 2)
    u, v = across - np.float32(left), along - np.float32(top)
    a, b = (np.float32(1.0) - u) * (np.float32(1.0) - v), u * (np.float32(1.0) - v)
    c, d = (np.float32(1.0) - u) * v, u * v
    p, q = layers[top, left], layers[top, left + 1]
    r, s = layers[top + 1, left], layers[top + 1, left + 1]
    return (
        a * p[first] + b * q[first] + c * r[first] + d * s[first],
        a * p[first + 1] + b * q[first + 1] + c * r[first + 1] + d * s[first + 1],
        a * p[first + 2] + b * q[first + 2] + c * r[first + 2] + d * s[first + 2],
    )


@njit(cache=True, nogil=True, fastmath=True)
def _below_it(
    layers: FloatArray, first: int, at: tuple[int, int], pose: FloatArray, distance: float
) -> _Colour:
    """Return three channels from a place some pixels below along the eye's vertical axis."""
    return _sample(
        layers,
        first,
        np.float32(at[0]) + pose[DOWN_X] * distance,
        np.float32(at[1]) + pose[DOWN_Y] * distance,
    )


@njit(cache=True, nogil=True, fastmath=True)
def _uncovered(
    pictures: tuple[FloatArray, FloatArray],
    line: FloatArray,
    pose: FloatArray,
    at: tuple[int, int],
    place: tuple[float, float],
) -> _Colour:
    """Return the colour below the upper lid: eyeball, and the skin under the eye as the lower lid moves it.

    `place`: height of the lower lid, and distance of the pixel below the upper one.
    """
    (layers, eyeball), (lower, below) = pictures, place
    x, y = at
    height, soft, opening = line[HEIGHT], pose[SOFT], pose[OPENING]
    red, green, blue = layers[y, x, 0], layers[y, x, 1], layers[y, x, 2]
    reach = _CHEEK_REACH * opening
    end = line[LOWER] + reach
    if lower < line[LOWER] and lower - 1 < height < end:
        source = line[LOWER] + (height - lower) * reach / max(end - lower, np.float32(1e-3))
        red, green, blue = _below_it(layers, PICTURE, at, pose, source - height)
    seen = min(max((lower - height) / soft + np.float32(0.5), np.float32(0.0)), np.float32(1.0))
    seen *= min(max(below / soft + np.float32(0.5), np.float32(0.0)), np.float32(1.0)) * line[INSIDE]
    seen *= min(max((np.float32(1.0) - pose[CLOSING]) / _SHUT, np.float32(0.0)), np.float32(1.0))
    column, row = x - int(pose[BALL_LEFT]), y - int(pose[BALL_TOP])
    if seen <= 0.0 or not (0 <= column < eyeball.shape[1] and 0 <= row < eyeball.shape[0]):
        return red, green, blue
    dark = _SHADOW * min(max(pose[CLOSING], np.float32(0.0)) * 2.5, 1.0)
    depth = max(below, np.float32(0.0)) / max(_SHADOW_REACH * opening, np.float32(1.0))
    light = np.float32(1.0 - dark * np.exp(-depth))
    return (
        red + (eyeball[row, column, 0] * light - red) * seen,
        green + (eyeball[row, column, 1] * light - green) * seen,
        blue + (eyeball[row, column, 2] * light - blue) * seen,
    )


@njit(cache=True, nogil=True, fastmath=True)
def _lid_skin(
    layers: FloatArray, line: FloatArray, pose: FloatArray, at: tuple[int, int], fall: float
) -> _Colour:
    """Return the skin above the lid's edge, without lashes: around the fold, and of the lid below it."""
    opening, lowered = pose[OPENING], min(max(pose[CLOSING], np.float32(0.0)), np.float32(1.0))
    crease = line[UPPER] - _CREASE * opening + _CREASE_FALL * fall
    hang = min(max(1.0 - (crease - line[HEIGHT]) / (_HANG * opening), 0.0), 1.0)
    # skin above the fold follows a little; all of it when the lid is raised
    follows = _CREASE_FALL if lowered > 0.0 else 1.0
    red, green, blue = _below_it(layers, SKIN, at, pose, -follows * fall * hang * hang)
    unrolled = min(max(fall / (_UNROLLED * opening), 0.0), 1.0)
    beyond = line[HEIGHT] - crease
    below = min(max(beyond / (_EASE * opening), 0.0), 1.0)
    below = below * below * (3.0 - 2.0 * below) * unrolled
    if below > 0.0:
        strip = _below_it(layers, SKIN, at, pose, -fall)
        length = max(line[UPPER] + fall - crease, 1.0)
        along = min(max(beyond / length, 0.0), 1.0)
        riding = min(max(1.0 - (line[UPPER] + fall - line[HEIGHT]) / (_CREASE * opening), 0.0), 1.0)
        riding *= 1.0 - lowered * lowered
        light = 1.0 + (0.4 + 0.6 * lowered) * _roundness(along)
        x, y = at
        plate = light * layers[y, x, LID], light * layers[y, x, LID + 1], light * layers[y, x, LID + 2]
        red += (plate[0] + (strip[0] - plate[0]) * riding - red) * below
        green += (plate[1] + (strip[1] - plate[1]) * riding - green) * below
        blue += (plate[2] + (strip[2] - plate[2]) * riding - blue) * below
    depth = beyond / max(_CREASE_WIDTH * opening, 0.8 * pose[SOFT])
    fold = 1.0 - _CREASE_DEPTH * unrolled * line[BETWEEN] * np.exp(-depth * depth)
    return red * fold, green * fold, blue * fold


@njit(cache=True, nogil=True, fastmath=True)
def _roundness(along: float) -> float:
    """Return how much brighter a closed lid is by its shape, from the fold, 0, to the edge, 1."""
    dome = _DOME * 4.0 * along * (1.0 - along)
    return dome - _UNDER_BROW * (1.0 - along) ** 2 - 0.5 * _UNDER_BROW * along**6


@njit(cache=True, nogil=True, fastmath=True)
def _lash_light(
    layers: FloatArray, line: FloatArray, pose: FloatArray, at: tuple[int, int], below: float
) -> _Colour:
    """Return the share of light that lashes and rim leave, with their lid at its place."""
    opening, closing = pose[OPENING], pose[CLOSING]
    if closing == 0.0 or abs(below) > LASH_ROOM * opening:
        return 1.0, 1.0, 1.0
    turned = min(max((closing - _TURN_FROM) / (_TURN_TO - _TURN_FROM), 0.0), 1.0)
    base = line[UPPER] - line[HEIGHT]
    red, green, blue = _below_it(layers, RIM, at, pose, base + below)
    if turned < 1.0 and below < 0.0:
        up = 1.0 - (1.0 - _UP_END) * min(max(closing / _TURN_TO, 0.0), 1.0)
        lash = _below_it(layers, LASHES, at, pose, base + below / up)
        red *= 1.0 + (lash[0] - 1.0) * (1.0 - turned)
        green *= 1.0 + (lash[1] - 1.0) * (1.0 - turned)
        blue *= 1.0 + (lash[2] - 1.0) * (1.0 - turned)
    if turned > 0.0 and below > 0.0:
        lash = _below_it(layers, LASHES, at, pose, base - below / (_DOWN_START + _DOWN_GROWTH * turned))
        strength = _DOWN_STRENGTH * turned * min(below, 1.0)
        red *= 1.0 + (lash[0] - 1.0) * strength
        green *= 1.0 + (lash[1] - 1.0) * strength
        blue *= 1.0 + (lash[2] - 1.0) * strength
    seam = _seam(line[BETWEEN], closing, below / max(_SEAM * opening, 0.6 * pose[SOFT]))
    return red * seam, green * seam, blue * seam


@njit(cache=True, nogil=True, fastmath=True)
def _seam(between: float, closing: float, distance: float) -> float:
    """Return the light that is left on the line where shut lids meet."""
    if closing <= _TURN_TO or abs(distance) > 3.0:
        return 1.0
    shut = (closing - _TURN_TO) / (1.0 - _TURN_TO)
    return 1.0 - _SEAM_DEPTH * shut * min(2.0 * between, 1.0) * np.exp(-distance * distance)
