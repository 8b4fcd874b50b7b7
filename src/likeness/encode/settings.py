"""How the pictures of a film are encoded: which library, pixels and options a codec means."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import av
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from likeness.core.film_format import ALPHA_CODECS, DEFAULT_QUALITY, Codec
from likeness.encode.assembly import x264_assembly
from likeness.encode.quality import prores_scale, vp9_crf, x264_crf
from likeness.errors import EncodeError

_BT709 = 1
"""Number of BT.709 in the tables of H.273 for primaries, transfer and matrix alike."""

_LIMITED_RANGE = 1

_LAMBDA_PER_SCALE = 118
"""FFmpeg's unit of `global_quality` per step of the quantizer."""

_NO_KEY_FRAMES = "100000"


@dataclass(frozen=True)
class VideoSettings:
    """How the pictures are encoded."""

    width_px: int
    """Even."""

    height_px: int
    """Even."""

    fps: Fraction
    """Frames per second."""

    codec: Codec = "h264"
    """Kind of encoding."""

    quality: int = DEFAULT_QUALITY
    """20-99, higher is better and larger."""

    has_alpha: bool = False
    """Whether the frames carry transparency; the codec must be able to."""

    def __post_init__(self) -> None:
        if self.has_alpha and self.codec not in ALPHA_CODECS:
            raise EncodeError(f"A film in {self.codec} cannot be transparent. Choose webm, or prores4444.")

    @property
    def pixel_format(self) -> str:
        """Name of the pixel format, as FFmpeg calls it."""
        return _ENCODERS[self.codec].pixel_format.replace("yuv", "yuva" if self.has_alpha else "yuv")

    @property
    def chunk_format(self) -> str:
        """Container in which single chunks wait to be joined."""
        return _ENCODERS[self.codec].chunk_format

    @property
    def reorders_frames(self) -> bool:
        """Whether packets lie in another order than the frames."""
        return self.codec == "h264"


@dataclass(frozen=True)
class _Encoder:
    """One codec as FFmpeg knows it."""

    library: str
    chunk_format: str
    pixel_format: str
    options: Callable[[VideoSettings], dict[str, str]]


def add_pictures(container: av.container.OutputContainer, settings: VideoSettings) -> VideoStream:
    """Add a track whose encoder is set up for closed chunks."""
    encoder = _ENCODERS[settings.codec]
    stream = container.add_stream(encoder.library, rate=settings.fps, options=encoder.options(settings))
    if not isinstance(stream, VideoStream):  # told by the name of the library only
        raise EncodeError(f"{encoder.library} does not encode pictures.")
    stream.width, stream.height, stream.pix_fmt = settings.width_px, settings.height_px, settings.pixel_format
    stream.time_base = 1 / settings.fps
    context: VideoCodecContext = stream.codec_context
    context.time_base = 1 / settings.fps
    context.thread_count = 1
    context.color_range = _LIMITED_RANGE
    context.color_primaries = context.color_trc = context.colorspace = _BT709
    return stream


def _x264_options(settings: VideoSettings) -> dict[str, str]:
    assembly = x264_assembly()
    parameters = f"open-gop=0:asm={assembly}" if assembly else "open-gop=0"
    return {"preset": "veryfast", "crf": f"{x264_crf(settings.quality):.3f}", "x264-params": parameters}


def _vp9_options(settings: VideoSettings) -> dict[str, str]:
    """Options of libvpx: one key frame at the start of the chunk, every packet a frame to show.

    Pictures and alpha are two streams to libvpx. A key frame in only one of them could not be sought to,
    hence none but the first; a hidden frame ("alternate reference") in only one would shift the other.
    """
    crf = vp9_crf(settings.quality, has_alpha=settings.has_alpha)
    return {
        "deadline": "realtime", "cpu-used": "5", "crf": str(crf), "b": "0",
        "auto-alt-ref": "0", "lag-in-frames": "0", "row-mt": "0",
        "g": _NO_KEY_FRAMES, "keyint_min": _NO_KEY_FRAMES,
    }  # fmt: skip


def _prores_options(settings: VideoSettings) -> dict[str, str]:
    """Options of prores_ks: a fixed quantizer, with which it is four times faster than with a bit rate."""
    scale = prores_scale(settings.quality)
    options = {"profile": "4444", "vendor": "apl0", "flags": "+qscale"}
    alpha = {"alpha_bits": "16" if settings.has_alpha else "0"}
    return options | alpha | {"global_quality": str(_LAMBDA_PER_SCALE * scale)}


_ENCODERS: dict[Codec, _Encoder] = {
    "h264": _Encoder("libx264", "mp4", "yuv420p", _x264_options),
    "vp9": _Encoder("libvpx-vp9", "webm", "yuv420p", _vp9_options),
    "prores4444": _Encoder("prores_ks", "mov", "yuv444p10le", _prores_options),
}
