"""One pass over the patch of an eye whose lids move, compiled by numba; `lid_layers` says what it shows.

Channels of `layers` (h, w, 15), three each, 0-255 or shares of light: picture, skin without lashes, closed
lid, rim, lashes. Channels of `lines` (h, w, 7): height, upper lid, lower lid, between the corners, reach,
inside the eye, and how high above the lid there are lashes in this column, in pixels. `pose` is explained at
`POSE`.
"""

import numpy as np
from numba import njit

from likeness.rendering.kernels import single
from likeness.typing import FloatArray, IntArray, RgbImage

PICTURE, SKIN, LID, RIM, LASHES = 0, 3, 6, 9, 12
HEIGHT, UPPER, LOWER, BETWEEN, REACH, INSIDE, LASHED = range(7)
LOWER_NOW, FALL, BELOW = 7, 8, 9
"""Added to the channels of a pixel in a pose: height of the moved lower lid, way of the upper one, and how
far the pixel is below that."""

POSE = ("closing", "rise", "opening_px", "soft_px", "begun", "down_x", "down_y", "ball_left", "ball_top")
"""Lid from open, 0, to shut, 1; share of the opening by which the lower lid is up; largest opening; width of
edges; share of the change that is shown; the eye's vertical axis; corner of the eyeball's layers."""

CLOSING, RISE, OPENING, SOFT, BEGUN, DOWN_X, DOWN_Y, BALL_LEFT, BALL_TOP = range(9)

_0, _1, _2, _3, _4 = single(0.0), single(1.0), single(2.0), single(3.0), single(4.0)
_HALF, _LEAST, _MOST = single(0.5), single(1e-3), single(255.0)

_OVERLAP = single(0.16)  # of the opening: how far a shut upper lid covers the lower one
_CHEEK_REACH = single(0.9)  # of the opening: where moved skin below the eye ends
_CREASE = single(0.26)  # of the opening above the lid: where the fold lies
_CREASE_FALL = single(0.10)  # of the way of the lid: how far the fold follows
_CREASE_WIDTH, _CREASE_DEPTH = (
    single(0.09),
    single(0.07),
)  # of the opening; light lost in a whole fold
_HANG = single(1.1)  # of the opening above the fold: skin that follows it
_EASE = single(0.6)  # of the opening below the fold: up to here the lid takes its own colour
_UNROLLED = single(0.35)  # of the opening: a lid that has come down so far has a fold and a skin of its own
_DOME = single(0.07)  # share of light by which the middle of a lid, round as the eyeball, is brighter
_UNDER_BROW = single(0.07)  # share of light lost towards the fold
_UP_END = single(0.25)  # height of lashes that point up when they begin to point down, against the picture
_DOWN_START, _DOWN_GROWTH = single(0.25), single(0.35)  # height of lashes that point down
_DOWN_STRENGTH = single(0.7)
_TURN_FROM, _TURN_TO = single(0.35), single(0.8)  # closing at which lashes begin and end to turn
LASH_ROOM = single(1.0)
"""Of the opening: no lash is longer."""

FOLD_ROOM = single(0.45)
"""Of the opening above the lid: farther up no fold is drawn."""

_SEAM, _SEAM_DEPTH = single(0.035), single(0.35)  # of the opening; share of light lost where shut lids meet
_SHADOW, _SHADOW_REACH = (
    single(0.22),
    single(0.22),
)  # light lost below a lowered lid; of the opening
_LEAST_PX = single(0.1)  # skin that moves less is left as it is
_SHADOW_GROWTH = single(2.5)  # the shadow is whole when the lid has come down by the inverse of this
_FLAT = single(0.6)  # share of its roundness that a lid gets as it comes down
_SOFT_CREASE, _SOFT_SEAM = single(0.8), single(0.6)  # of the width of edges: least widths of both lines
_RIM_BELOW = single(0.15)  # of the opening below the lid: farther down there is no rim
_SHUT = single(0.08)  # of the way: nothing of the eyeball is seen any more

_Colour = tuple[float, float, float]
_Pose = tuple[float, float, float, float, float, float, float, float, float]
_Line = tuple[float, float, float, float, float, float, float, float, float, float]


@njit(cache=True, nogil=True, fastmath=True)
def draw_lids(
    rest: tuple[RgbImage, IntArray],
    layers: FloatArray,
    lines: FloatArray,
    eyeball: FloatArray,
    pose: FloatArray,
) -> RgbImage:
    """Return (h, w, 3) the patch with its lids in a pose; `eyeball` is (m, n, 3), 0-255.

    `rest` is the patch as it is in the picture, (h, w, 3), and the columns of each row, (h, 2), that can
    change, from the first to behind the last.
    """
    picture, spans = rest
    shown = picture.copy()
    # views of arrays in a loop cost more than what is read from them: numbers only
    how = (pose[0], pose[1], pose[2], pose[3], pose[4], pose[5], pose[6], pose[7], pose[8])
    for y in range(lines.shape[0]):
        for x in range(spans[y, 0], spans[y, 1]):
            share = lines[y, x, REACH] * how[BEGUN]
            line = _moved(lines, how, x, y)
            if share > _0 and not _is_still(line, how):
                _store(shown, layers, (x, y), _colour(layers, eyeball, line, how, (x, y)), share)
    return shown


@njit(cache=True, nogil=True, fastmath=True)
def _moved(lines: FloatArray, pose: _Pose, x: int, y: int) -> _Line:
    """Return the line of a pixel and, after it, where the lids are now."""
    height, upper, low = lines[y, x, HEIGHT], lines[y, x, UPPER], lines[y, x, LOWER]
    closing = pose[CLOSING]
    own = low - upper
    lower = low - pose[RISE] * own
    fall = closing * (lower - upper) + max(closing, _0) * _OVERLAP * own
    between, reach, inside = lines[y, x, BETWEEN], lines[y, x, REACH], lines[y, x, INSIDE]
    return height, upper, low, between, reach, inside, lines[y, x, LASHED], lower, fall, height - upper - fall


@njit(cache=True, nogil=True, fastmath=True)
def _is_still(line: _Line, pose: _Pose) -> bool:
    """Tell whether a pixel shows what the picture does: far above the lid, or below all that moves."""
    opening, height = pose[OPENING], line[HEIGHT]
    above, fall = line[UPPER] - height, line[FALL]
    if pose[CLOSING] == _0 and above > pose[SOFT]:
        return True
    if above > line[LASHED] and above + fall > line[LASHED]:
        hang = _1 - (above - _CREASE * opening) / (_HANG * opening)
        follows = _CREASE_FALL if fall >= _0 else _1
        return hang <= _0 or follows * abs(fall) * hang * hang < _LEAST_PX
    is_at_cheek = height > line[LOWER] + pose[SOFT] and line[BELOW] > line[LASHED]
    rise = line[LOWER] - line[LOWER_NOW]
    return is_at_cheek and (rise < _LEAST_PX or height > line[LOWER] + _CHEEK_REACH * opening)


@njit(cache=True, nogil=True, fastmath=True)
def _colour(
    layers: FloatArray, eyeball: FloatArray, line: _Line, pose: _Pose, at: tuple[int, int]
) -> _Colour:
    """Return the colour of a pixel that changes."""
    below, closing = line[BELOW], pose[CLOSING]
    if line[UPPER] - line[HEIGHT] > line[LASHED] and -below > line[LASHED]:
        return _skin_above(layers, line, pose, at)
    x, y = at
    covered = min(max(_HALF - below / pose[SOFT], _0), _1)
    red = green = blue = _0
    if covered < _1:
        red, green, blue = _uncovered(layers, eyeball, line, pose, at)
    if covered > _0:
        lid = layers[y, x, 0], layers[y, x, 1], layers[y, x, 2]
        if closing != _0:
            lid = _lid_skin(layers, line, pose, at)
        red += (lid[0] - red) * covered
        green += (lid[1] - green) * covered
        blue += (lid[2] - blue) * covered
    light = _lash_light(layers, line, pose, at)
    return red * light[0], green * light[1], blue * light[2]


@njit(cache=True, nogil=True, fastmath=True)
def _store(shown: RgbImage, layers: FloatArray, at: tuple[int, int], colour: _Colour, share: float) -> None:
    x, y = at
    for k in range(3):
        rest = layers[y, x, k]
        value = rest + (colour[k] - rest) * share + _HALF
        shown[y, x, k] = np.uint8(min(max(value, _0), _MOST))


@njit(cache=True, nogil=True, fastmath=True)
def _sample(layers: FloatArray, first: int, x: float, y: float) -> _Colour:
    """Return three channels between the pixels, repeated beyond the edges."""
    height, width = layers.shape[0], layers.shape[1]
    across = np.float32(min(max(x, _0), np.float32(width) - _1))
    along = np.float32(min(max(y, _0), np.float32(height) - _1))
    left, top = min(int(across), width - 2), min(int(along), height - 2)
    u, v = across - np.float32(left), along - np.float32(top)
    a, b = (_1 - u) * (_1 - v), u * (_1 - v)
    c, d = (_1 - u) * v, u * v
    p, q = layers[top, left], layers[top, left + 1]
    r, s = layers[top + 1, left], layers[top + 1, left + 1]
    return (
        a * p[first] + b * q[first] + c * r[first] + d * s[first],
        a * p[first + 1] + b * q[first + 1] + c * r[first + 1] + d * s[first + 1],
        a * p[first + 2] + b * q[first + 2] + c * r[first + 2] + d * s[first + 2],
    )


@njit(cache=True, nogil=True, fastmath=True)
def _below_it(layers: FloatArray, first: int, at: tuple[int, int], pose: _Pose, distance: float) -> _Colour:
    """Return three channels from a place some pixels below along the eye's vertical axis."""
    return _sample(
        layers,
        first,
        np.float32(at[0]) + pose[DOWN_X] * distance,
        np.float32(at[1]) + pose[DOWN_Y] * distance,
    )


@njit(cache=True, nogil=True, fastmath=True)
def _uncovered(
    layers: FloatArray, eyeball: FloatArray, line: _Line, pose: _Pose, at: tuple[int, int]
) -> _Colour:
    """Return the colour below the upper lid: eyeball, and skin under the eye as the lower lid moves it."""
    x, y = at
    lower, below = line[LOWER_NOW], line[BELOW]
    height, soft, opening = line[HEIGHT], pose[SOFT], pose[OPENING]
    red, green, blue = layers[y, x, 0], layers[y, x, 1], layers[y, x, 2]
    reach = _CHEEK_REACH * opening
    end = line[LOWER] + reach
    if lower < line[LOWER] and lower - 1 < height < end:
        source = line[LOWER] + (height - lower) * reach / max(end - lower, _LEAST)
        red, green, blue = _below_it(layers, PICTURE, at, pose, source - height)
    seen = min(max((lower - height) / soft + _HALF, _0), _1)
    seen *= min(max(below / soft + _HALF, _0), _1) * line[INSIDE]
    seen *= min(max((_1 - pose[CLOSING]) / _SHUT, _0), _1)
    column, row = x - int(pose[BALL_LEFT]), y - int(pose[BALL_TOP])
    if seen <= _0 or not (0 <= column < eyeball.shape[1] and 0 <= row < eyeball.shape[0]):
        return red, green, blue
    light, dark = _1, _SHADOW * min(max(pose[CLOSING], _0) * _SHADOW_GROWTH, _1)
    if dark > _0:
        light -= dark * np.exp(-max(below, _0) / max(_SHADOW_REACH * opening, _1))
    return (
        red + (eyeball[row, column, 0] * light - red) * seen,
        green + (eyeball[row, column, 1] * light - green) * seen,
        blue + (eyeball[row, column, 2] * light - blue) * seen,
    )


@njit(cache=True, nogil=True, fastmath=True)
def _skin_above(layers: FloatArray, line: _Line, pose: _Pose, at: tuple[int, int]) -> _Colour:
    """Return the skin around and above the fold, without lashes."""
    opening, fall = pose[OPENING], line[FALL]
    crease = line[UPPER] - _CREASE * opening + _CREASE_FALL * fall
    hang = min(max(_1 - (crease - line[HEIGHT]) / (_HANG * opening), _0), _1)
    # skin above the fold follows a little; all of it when the lid is raised
    follows = _CREASE_FALL if pose[CLOSING] > _0 else _1
    return _below_it(layers, SKIN, at, pose, -follows * fall * hang * hang)


@njit(cache=True, nogil=True, fastmath=True)
def _lid_skin(layers: FloatArray, line: _Line, pose: _Pose, at: tuple[int, int]) -> _Colour:
    """Return the skin above the lid's edge, without lashes: around the fold, and of the lid below it."""
    opening, lowered, fall = pose[OPENING], min(max(pose[CLOSING], _0), _1), line[FALL]
    crease = line[UPPER] - _CREASE * opening + _CREASE_FALL * fall
    red, green, blue = _skin_above(layers, line, pose, at)
    unrolled = min(max(fall / (_UNROLLED * opening), _0), _1)
    beyond = line[HEIGHT] - crease
    below = min(max(beyond / (_EASE * opening), _0), _1)
    below = below * below * (_3 - _2 * below) * unrolled
    if below > _0:
        strip = _below_it(layers, SKIN, at, pose, -fall)
        length = max(line[UPPER] + fall - crease, _1)
        along = min(max(beyond / length, _0), _1)
        riding = min(max(_1 - (line[UPPER] + fall - line[HEIGHT]) / (_CREASE * opening), _0), _1)
        riding *= _1 - lowered * lowered
        light = _1 + (_1 - _FLAT + _FLAT * lowered) * _roundness(along)
        x, y = at
        plate = light * layers[y, x, LID], light * layers[y, x, LID + 1], light * layers[y, x, LID + 2]
        red += (plate[0] + (strip[0] - plate[0]) * riding - red) * below
        green += (plate[1] + (strip[1] - plate[1]) * riding - green) * below
        blue += (plate[2] + (strip[2] - plate[2]) * riding - blue) * below
    depth = beyond / max(_CREASE_WIDTH * opening, _SOFT_CREASE * pose[SOFT])
    if unrolled <= _0 or abs(depth) > _3:
        return red, green, blue
    fold = _1 - _CREASE_DEPTH * unrolled * line[BETWEEN] * np.exp(-depth * depth)
    return red * fold, green * fold, blue * fold


@njit(cache=True, nogil=True, fastmath=True)
def _roundness(along: float) -> float:
    """Return how much brighter a closed lid is by its shape, from the fold, 0, to the edge, 1."""
    dome = _DOME * _4 * along * (_1 - along)
    return dome - _UNDER_BROW * (_1 - along) ** 2 - _HALF * _UNDER_BROW * along**6


@njit(cache=True, nogil=True, fastmath=True)
def _lash_light(layers: FloatArray, line: _Line, pose: _Pose, at: tuple[int, int]) -> _Colour:
    """Return the share of light that lashes and rim leave, with their lid at its place."""
    opening, closing, below = pose[OPENING], pose[CLOSING], line[BELOW]
    turned = min(max((closing - _TURN_FROM) / (_TURN_TO - _TURN_FROM), _0), _1)
    if closing == _0 or below > (line[LASHED] if turned > _0 else _RIM_BELOW * opening):
        return _1, _1, _1
    base = line[UPPER] - line[HEIGHT]
    red, green, blue = _below_it(layers, RIM, at, pose, base + below)
    if turned < _1 and below < _0:
        up = _1 - (_1 - _UP_END) * min(max(closing / _TURN_TO, _0), _1)
        lash = _below_it(layers, LASHES, at, pose, base + below / up)
        red *= _1 + (lash[0] - _1) * (_1 - turned)
        green *= _1 + (lash[1] - _1) * (_1 - turned)
        blue *= _1 + (lash[2] - _1) * (_1 - turned)
    if turned > _0 and below > _0:
        lash = _below_it(layers, LASHES, at, pose, base - below / (_DOWN_START + _DOWN_GROWTH * turned))
        strength = _DOWN_STRENGTH * turned * min(below, _1)
        red *= _1 + (lash[0] - _1) * strength
        green *= _1 + (lash[1] - _1) * strength
        blue *= _1 + (lash[2] - _1) * strength
    seam = _seam(line[BETWEEN], closing, below / max(_SEAM * opening, _SOFT_SEAM * pose[SOFT]))
    return red * seam, green * seam, blue * seam


@njit(cache=True, nogil=True, fastmath=True)
def _seam(between: float, closing: float, distance: float) -> float:
    """Return the light that is left on the line where shut lids meet."""
    if closing <= _TURN_TO or abs(distance) > _3:
        return _1
    shut = (closing - _TURN_TO) / (_1 - _TURN_TO)
    return _1 - _SEAM_DEPTH * shut * min(_2 * between, _1) * np.exp(-distance * distance)
