"""The background behind the subject, filled in.

A moving head uncovers a narrow band; it is filled from the background around it by a pull-push pyramid
(Gortler et al. 1996), which is smooth for smooth backgrounds, and given the grain of the picture. Where the
background has a pattern, that goes on by example (`plate_texture`). What is smooth is worked out at reduced
size; where the picture itself shows, its pixels stay.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import cv2
import numpy as np

from likeness.core.pixels import blur, box_mean, resize_area, resize_linear, to_bytes
from likeness.core.portrait import FaceGeometry
from likeness.portrait.matte import Matte
from likeness.portrait.plate_texture import PlateTexture, Tile, background_pattern, plate_texture
from likeness.portrait.pull_push import pull_push
from likeness.typing import AlphaImage, BoolArray, ByteArray, FloatArray, RgbImage

_WORK_SIDE_PX = 1400
_BAND_PX = 64  # rows at a time, so that large pictures need little memory and stay in the processor's cache
_TILE_PX = 512  # columns at a time where much can be left out
_COVERED = 8  # alpha from which a pixel shows something of the subject
_CLEARANCE = 0.012  # of the long side: stray hair near the subject is no source of background
_GHOSTS = (0.3, 0.8)  # clearances: the picture so near to the subject is not, and from where on all, shown
_NEARLY_CLEAR = 26  # alpha below which the matte may have missed something
_LEAST_CONTRAST = 40.0  # grey levels between subject and background; less cannot be told apart
_LEAST_SHARE, _MOST_SHARE = 0.05, 0.9  # of the subject's colour in a stray pixel
_SMOOTH = 3.5  # grey levels of detail up to which a background counts as plain
_FAR_FROM, _FAR_RAMP = 4.0, 1.5  # eye distances from the middle of the face
_OFF_LINE = 22.0  # grey levels: other colours are the background's own pattern
_SEEN_THROUGH = (26, 128)  # coverage up to which a pattern is the picture's own, and from which all filled in
_RIM_PX, _RIM = 1.0, 0.0008  # and of the long side: light and ink of the edge that the matte misses
_LITTLE_PATTERN = 0.3
_MOST_GRAIN = 4.0  # grey levels


@dataclass(frozen=True)
class _Filling:
    """What lies behind the subject."""

    smooth: ByteArray | FloatArray
    """(H, W, 3)."""

    grain: float
    """Standard deviation in grey levels."""

    covered: AlphaImage
    """(H, W) coverage of the subject with its rim."""

    texture: PlateTexture | None
    """None for plain backgrounds."""


def background_plate(matte: Matte) -> tuple[RgbImage, Matte]:
    """Return the background (H, W, 3) and the matte with the stray hair that it had missed.

    Where nothing covers it the background is the picture itself, elsewhere it is filled in. Hair outside of
    the matte would stay behind as an outline when the head moves.
    """
    near = _near_subject(matte.alpha)
    if near.all() or not near.any():
        return matte.background_rgb, matte
    small = resize_area(matte.background_rgb, (near.shape[1], near.shape[0]))
    filled = pull_push(small.astype(np.float32), np.where(near, np.float32(0), np.float32(1)))
    behind = _enlarged(filled, matte.alpha.shape)
    pattern = background_pattern(matte.background_rgb, near, filled)
    covered = _with_rim(matte.alpha)
    with ThreadPoolExecutor(1) as beside:  # stray hair lies where nothing is copied from
        texture = beside.submit(plate_texture, matte.background_rgb, covered, pattern)
        little = resize_linear(pattern, (near.shape[1], near.shape[0])) < _LITTLE_PATTERN
        matte = claim_strays(matte, behind, near & little)
        grain = _grain(matte.background_rgb, near)
    return _laid_behind(matte, _Filling(behind, grain, covered, texture.result())), matte


def keep_far_picture(plate: RgbImage, rgb: RgbImage, face: FaceGeometry) -> RgbImage:
    """Return the plate with the picture (H, W, 3) itself far from the head, where hardly anything moves.

    The matte of clothes and props is often unsure; over a filled background they would dissolve.
    """
    height, width = plate.shape[:2]
    center = face.rest_px[:, :2].mean(axis=0)
    across = np.square(np.arange(width, dtype=np.float32) - center[0])
    down = np.square(np.arange(height, dtype=np.float32) - center[1])
    kept = np.empty_like(plate)
    for rows in _parts(height, _BAND_PX):
        distance = np.sqrt(down[rows, None] + across) / np.float32(face.eye_distance_px)
        far = np.clip((distance - _FAR_FROM) / np.float32(_FAR_RAMP), 0.0, 1.0)
        kept[rows] = cv2.blendLinear(rgb[rows], plate[rows], far, 1 - far)
    return kept


def claim_strays(matte: Matte, filled: RgbImage | FloatArray, near: BoolArray) -> Matte:
    """Give pixels near the subject that lie on the line from background to subject colour to the subject.

    `filled` is the (H, W, 3) background without anything near the subject; `near` tells where to look, at any
    reduced size (h, w), at which surroundings are judged.
    """
    plain = near & (_roughness(matte, near) < _SMOOTH)
    ys, xs = np.nonzero(_spread(plain, matte.alpha.shape) & (matte.alpha < _NEARLY_CLEAR))
    behind = filled[ys, xs].astype(np.float32)
    rows, columns = ys * near.shape[0] // len(matte.alpha), xs * near.shape[1] // matte.alpha.shape[1]
    subject = _subject_colour(matte, near.shape)[rows, columns]
    towards_subject = subject - behind
    away = matte.background_rgb[ys, xs].astype(np.float32) - behind
    contrast = (towards_subject**2).sum(1)
    share = (away * towards_subject).sum(1) / np.maximum(contrast, 1.0)
    off_line = np.linalg.norm(away - share[:, None] * towards_subject, axis=1)
    is_stray = (contrast > _LEAST_CONTRAST**2) & (share > _LEAST_SHARE) & (off_line < _OFF_LINE)
    ys, xs = ys[is_stray], xs[is_stray]
    alpha, foreground, background = (
        image.copy() for image in (matte.alpha, matte.foreground_rgb, matte.background_rgb)
    )
    claimed = np.clip(share[is_stray], 0.0, _MOST_SHARE) * 255
    alpha[ys, xs] = np.maximum(claimed, alpha[ys, xs]).astype(np.uint8)
    foreground[ys, xs] = to_bytes(subject[is_stray])
    background[ys, xs] = to_bytes(behind[is_stray])
    return Matte(alpha, foreground, background)


def _parts(length: int, part_px: int) -> Iterator[slice]:
    """Return all rows, or columns, in parts."""
    return (slice(start, min(start + part_px, length)) for start in range(0, length, part_px))


def _step(shape: tuple[int, ...]) -> int:
    """Return how many pixels of the picture make one of the reduced size, along each side."""
    return max(1, -(-max(shape[:2]) // _WORK_SIDE_PX))


def _reach_px(shape: tuple[int, ...]) -> int:
    """Return the clearance in picture pixels."""
    return max(3, round(_CLEARANCE * max(shape[:2])))


def _with_rim(alpha: AlphaImage) -> AlphaImage:
    """Return the coverage (H, W) a little wider and softer than the matte."""
    rim = round(_RIM_PX + _RIM * max(alpha.shape))
    wide = cv2.dilate(alpha, np.ones((2 * rim + 1, 2 * rim + 1), np.uint8))
    return box_mean(np.asarray(wide, np.uint8), rim)


def _near_subject(alpha: AlphaImage) -> BoolArray:
    """Return (h, w) at reduced size: True on the subject and near it."""
    step = _step(alpha.shape)
    covered = (alpha >= _COVERED).astype(np.uint8)
    size = (-(-alpha.shape[1] // step), -(-alpha.shape[0] // step))
    # every pixel of a reduced one's square counts, even a single hair
    square = np.ones((2 * step - 1, 2 * step - 1), np.uint8)
    small = cv2.resize(cv2.dilate(covered, square), size, interpolation=cv2.INTER_NEAREST)
    reach = -(-_reach_px(alpha.shape) // step) + (step > 1)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    return np.asarray(cv2.dilate(small, disc) > 0)


def _spread(mask: BoolArray, shape: tuple[int, ...]) -> BoolArray:
    """Return a mask of reduced size at the size (H, W) of the picture."""
    large = cv2.resize(mask.astype(np.uint8), (shape[1], shape[0]), interpolation=cv2.INTER_NEAREST)
    return np.asarray(large > 0)


def _enlarged(colours: FloatArray, shape: tuple[int, ...]) -> ByteArray | FloatArray:
    """Return smooth colours (h, w, 3) at the size (H, W) of the picture; large ones as bytes."""
    if colours.shape[:2] == shape[:2]:
        return colours
    return resize_linear(to_bytes(colours), (shape[1], shape[0]))


def _laid_behind(matte: Matte, filling: _Filling) -> RgbImage:
    """Return the background (H, W, 3), replaced by the filling where the subject is, with its grain."""
    distance = cv2.distanceTransform((matte.alpha < _COVERED).astype(np.uint8), cv2.DIST_L2, 3)
    reach = np.float32(_reach_px(matte.alpha.shape))
    plate = matte.background_rgb.copy()
    for rows in _parts(plate.shape[0], _BAND_PX):
        for columns in _parts(plate.shape[1], _TILE_PX):
            far = distance[rows, columns] / reach
            if far.min() < _GHOSTS[1]:
                plate[rows, columns] = _filled_tile(matte, filling, (rows, columns), far)
    return plate


def _filled_tile(matte: Matte, filling: _Filling, tile: Tile, far: FloatArray) -> RgbImage:
    """Return a tile of the background (H, W, 3) with the filling laid over it where the subject is near.

    `far` is the distance from the subject in clearances.
    """
    background = matte.background_rgb
    # seeded by place, so that the noise does not depend on where the subject is
    noise = np.random.default_rng((tile[0].start, tile[1].start))
    speckle = noise.standard_normal(far.shape, np.float32) * np.float32(filling.grain)
    behind = cv2.add(filling.smooth[tile], cv2.merge([speckle] * 3), dtype=cv2.CV_8U)
    # close to the subject every pixel holds some of it, which would stay behind as a ghost
    trust = np.clip((far - np.float32(_GHOSTS[0])) / np.float32(_GHOSTS[1] - _GHOSTS[0]), 0.0, 1.0)
    weight = None if filling.texture is None else filling.texture.weights(tile, background.shape)
    if filling.texture is not None and weight is not None and weight.any():
        pattern = to_bytes(filling.texture.colours(background, tile))
        behind = cv2.blendLinear(pattern, behind, weight, 1 - weight)
        # in a pattern nobody sees the ghost of a hair, but everybody where it ends
        least, most = (np.float32(alpha) for alpha in _SEEN_THROUGH)
        clear = np.clip((most - filling.covered[tile]) / (most - least), 0.0, 1.0)
        trust = trust + (np.maximum(clear, trust) - trust) * weight
    return np.asarray(cv2.blendLinear(background[tile], behind, trust, 1 - trust), np.uint8)


def _subject_colour(matte: Matte, shape: tuple[int, ...]) -> FloatArray:
    """Return (h, w, 3), of a reduced shape, the mean colour of the subject around each pixel near it."""
    size = (shape[1], shape[0])
    radius = round(2 * _reach_px(matte.alpha.shape) / _step(matte.alpha.shape))
    opaque = resize_area(np.asarray(matte.alpha > 200, np.float32), size)
    weight = np.maximum(box_mean(opaque, radius), 1e-4)[..., None]
    colours = np.asarray(resize_area(matte.foreground_rgb, size) * opaque[..., None], np.float32)
    return np.asarray(box_mean(colours, radius) / weight, np.float32)


def _roughness(matte: Matte, near: BoolArray) -> FloatArray:
    """Return (h, w) how much pattern the background has around, in grey levels: it could pass for hair."""
    light = cv2.transform(matte.background_rgb, np.full((1, 3), 1 / 3)).astype(np.float32)
    detail = np.asarray(cv2.absdiff(light, blur(light, 2.0)), np.float32)
    detail[_spread(near, light.shape)] = 0
    known = np.where(near, np.float32(0), np.float32(1))
    radius = round(4 * _reach_px(light.shape) / _step(light.shape))
    reduced = resize_area(detail, (near.shape[1], near.shape[0]))
    return np.asarray(box_mean(reduced, radius) / np.maximum(box_mean(known, radius), 1e-3), np.float32)


def _grain(image: RgbImage, near: BoolArray) -> float:
    """Return how strong the noise of the known background is, so that the filling does not look painted.

    Standard deviation in grey levels. Of large pictures some bands are looked at.
    """
    step = _step(image.shape)
    known = ~_spread(near, image.shape)
    bands = [slice(None)] if step == 1 else list(_parts(len(image), _BAND_PX))[::step]
    samples = []
    for rows in bands:
        colours = image[rows].astype(np.float32)
        samples.append(np.abs(colours - blur(colours, 1.5))[known[rows]][::step])
    sample = np.concatenate(samples)
    # the median ignores edges and texture, which are not grain
    return min(1.48 * float(np.median(sample)), _MOST_GRAIN) if sample.size else 0.0
