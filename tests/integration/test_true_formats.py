"""One short film of a photo in every kind of file, by the built-in engine, with everything beside it."""

import av
import numpy as np
import pytest
from PIL import Image

import likeness
from likeness.core.background import RemoveBackground
from likeness.core.extra_files import ExtraFiles
from likeness.core.scene import Scene
from likeness.core.spec import Output, VideoSpec
from likeness.testing.astronaut import astronaut_path

KINDS = {
    "mp4": ("mp4", None, None),
    "mov": ("mov", None, None),
    "prores": ("mov", "prores4444", None),
    "transparent prores": ("mov", "prores4444", RemoveBackground()),
    "webm": ("webm", None, None),
}


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    """The portrait is prepared once for all films."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("LIKENESS_NO_CACHE", raising=False)
        patch.setenv("LIKENESS_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.mark.usefixtures("cache")
@pytest.mark.parametrize("kind", KINDS)
def test_film_of_a_photo(tmp_path, kind):
    container, codec, background = KINDS[kind]
    path = tmp_path / f"film.{container}"
    scene = Scene(picture=astronaut_path(), script="Hello.", voice="espeak:en-us", background=background)
    output = Output(resolution="360p", container=container, codec=codec)
    extras = ExtraFiles(
        thumbnail=tmp_path / "a.jpg", preview=tmp_path / "a.webp", sound=tmp_path / "a.mp3",
        watch=tmp_path / "w.mp4" if output.video_codec == "h264" else None,
    )  # fmt: skip
    result = likeness.render(VideoSpec(scenes=(scene,), output=output), path, extras=extras)

    with av.open(path) as film:
        video, audio = film.streams.video[0], film.streams.audio[0]
        assert (video.width, video.height, video.average_rate) == (640, 360, 25)
        assert (video.start_time, audio.start_time) == (0, 0)
        n_frames = sum(1 for _ in film.decode(video))
    assert n_frames == result.n_frames
    first = first_frame(path, container)
    n_planes = len(first.format.components)
    is_transparent = container == "webm" or background is not None
    assert n_planes == (4 if is_transparent else 3)
    if is_transparent:
        is_wide = first.format.components[3].bits > 8
        alpha = np.frombuffer(first.planes[3], np.uint16 if is_wide else np.uint8)
        alpha = alpha.reshape(360, -1)[:, :640]
        assert alpha[:40, :40].max() == 0
        assert alpha[150:200, 300:340].min() > 0.98 * alpha.max()
    with Image.open(extras.thumbnail) as image:
        assert image.size == (640, 360)
    with Image.open(extras.preview) as image:
        assert image.size == (320, 180)
        assert image.n_frames >= 5
    for name, file in extras.named():
        if name in ("sound", "watch"):
            with av.open(file) as opened:
                assert opened.duration / 1e6 == pytest.approx(result.duration_s, abs=0.08)


def first_frame(path, container):
    with av.open(path) as film:
        video = film.streams.video[0]
        # FFmpeg's own decoder drops the alpha of VP9.
        decoder = av.CodecContext.create("libvpx-vp9", "r") if container == "webm" else video.codec_context
        return next(frame for packet in film.demux(video) for frame in decoder.decode(packet))
