"""Reads the user's picture, whatever it is, into sRGB bytes."""

import warnings
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageCms, ImageOps

from likeness.errors import ImageTooLargeError, ImageTooSmallError, ImageUnreadableError, LikenessError
from likeness.typing import AlphaImage, Points2, RgbImage

MAX_PIXELS = 50_000_000
"""Most pixels of a picture; more would not improve any film and costs memory."""

MIN_SIDE_PX = 96
"""Least width and height of a picture."""

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "JPEG2000", "PPM", "HEIF", "AVIF")
"""Pillow's names of what is read. Left out: formats that start another program (EPS) or are rare."""

_SUGGESTION = "Save it again as JPEG or PNG with a picture program."
_OPAQUE = 255


@dataclass(frozen=True)
class Picture:
    """A picture as upright sRGB pixels."""

    rgb: RgbImage
    """(H, W, 3)."""

    alpha: AlphaImage | None
    """(H, W) the picture's own transparency; None when it is opaque everywhere."""

    def turned(self, quarter_turns: int) -> "Picture":
        """Return the picture turned counter-clockwise, as `numpy.rot90` does."""
        alpha = None if self.alpha is None else np.ascontiguousarray(np.rot90(self.alpha, quarter_turns))
        return Picture(np.ascontiguousarray(np.rot90(self.rgb, quarter_turns)), alpha)


def turn_points(points: Points2, size_px: tuple[int, int], quarter_turns: int) -> Points2:
    """Return points (N, 2) of a picture of the given width and height where `Picture.turned` puts them.

    >>> turn_points(np.array([[10, 0]], np.float32), (30, 20), 1).tolist()
    [[0.0, 20.0]]
    """
    width, height = size_px
    for _ in range(quarter_turns % 4):
        points = np.stack([points[:, 1], width - points[:, 0]], axis=1)
        width, height = height, width
    return np.asarray(points, np.float32)


def read_picture(path: Path, min_side_px: int = MIN_SIDE_PX) -> Picture:
    """Read a picture file; of an animation, the first frame.

    The size is checked before anything is decoded. Orientation marks are applied, colour profiles converted
    to sRGB, 16-bit values rounded to 8.

    Args:
        path: File of any format in `FORMATS`; its name does not matter.
        min_side_px: Least width and height; pictures without a face may be smaller.

    Raises:
        ImageUnreadableError: not a picture, damaged, or not readable for this user.
        ImageTooLargeError: more than `MAX_PIXELS`.
        ImageTooSmallError: a side shorter than `min_side_px`.
    """
    if path.exists() and not path.is_file():  # a pipe would be waited for without end
        raise ImageUnreadableError(f"{path.name} is not a file. Give a picture file.")
    import pillow_heif  # here, because loading its library takes longer than reading most pictures

    Image.init()  # registers every format; Pillow itself does so only after the common ones have failed
    pillow_heif.register_heif_opener()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return _read(path, min_side_px)
        except LikenessError:
            raise
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise _too_large(path) from error
        except OSError as error:
            raise ImageUnreadableError(f"{_complaint(path, error)} {_SUGGESTION}") from error
        # The decoders of damaged files raise nearly every built-in exception.
        except Exception as error:
            raise ImageUnreadableError(f"The picture {path.name} is damaged. {_SUGGESTION}") from error


def _read(path: Path, min_side_px: int) -> Picture:
    with Image.open(path, formats=FORMATS) as image:
        if image.width * image.height > MAX_PIXELS:
            raise _too_large(path)
        if min(image.width, image.height) < min_side_px:
            raise ImageTooSmallError(
                f"The picture {path.name} has only {image.width}x{image.height} pixels. "
                f"Use one of at least {min_side_px}x{min_side_px}; 512x512 and more look good."
            )
        image.load()
        ImageOps.exif_transpose(image, in_place=True)
        alpha = _alpha(image)
        return Picture(rgb=_srgb(image), alpha=alpha)


def _srgb(image: Image.Image) -> RgbImage:
    """Return (H, W, 3) sRGB of an image of any mode."""
    if image.mode.startswith(("I", "F")):
        gray = _eight_bit(np.asarray(image))
        return np.ascontiguousarray(np.repeat(gray[..., np.newaxis], 3, axis=2))
    profile = image.info.get("icc_profile")
    if image.mode not in {"RGB", "RGBA", "CMYK"}:
        # Through RGBA, because a palette's transparent entries have a colour too.
        image = image.convert("RGBA").convert("RGB")
    if image.mode == "RGBA":
        image = image.convert("RGB")
    if profile:
        image = _apply_profile(image, profile)
    # Copies of large pictures are avoided throughout: 50 million pixels take 200 MB each time.
    return np.array(image if image.mode == "RGB" else image.convert("RGB"), np.uint8)


def _alpha(image: Image.Image) -> AlphaImage | None:
    if not image.has_transparency_data:
        return None
    with_alpha = image if image.mode == "RGBA" else image.convert("RGBA")
    alpha = np.array(with_alpha.getchannel("A"), np.uint8)
    return None if int(alpha.min()) == _OPAQUE else alpha


def _eight_bit(values: npt.NDArray[Any]) -> AlphaImage:
    """Scale gray values of 16 or 32 bits, or floating ones, to bytes."""
    numbers = np.nan_to_num(values.astype(np.float64))
    largest = float(numbers.max(initial=0.0))
    # Such modes do not say what is white: it is the end of the smallest usual range that holds all values.
    white = next((limit for limit in (1.0, 255.0, 65535.0) if largest <= limit), largest)
    return np.clip(np.rint(numbers * (255.0 / white)), 0, 255).astype(np.uint8)


def _apply_profile(image: Image.Image, profile: bytes) -> Image.Image:
    """Convert to sRGB; a profile that cannot be used is ignored, as browsers do."""
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if "srgb" in ImageCms.getProfileDescription(source).lower():
            return image
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return converted or image


def _too_large(path: Path) -> ImageTooLargeError:
    return ImageTooLargeError(
        f"The picture {path.name} has more than {MAX_PIXELS // 1_000_000} million pixels. "
        "Scale it down first."
    )


def _complaint(path: Path, error: OSError) -> str:
    if error.strerror:
        return f"The picture {path} cannot be opened ({error.strerror})."
    if path.is_file() and path.stat().st_size == 0:
        return f"The file {path.name} is empty."
    if "truncated" in str(error).lower():
        return f"The picture {path.name} is cut short; copy or download it again."
    return f"The file {path.name} is not a picture that can be read."
