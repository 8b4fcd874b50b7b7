from fractions import Fraction

import av
import numpy as np
import pytest

from likeness.core.audio import AudioClip
from likeness.core.progress import CancelToken
from likeness.encode.sound_file import write_sound
from likeness.errors import CancelledError


def click(n_channels):
    samples = np.zeros((22_050, n_channels), np.float32)
    samples[11_025:11_069] = 0.9
    return AudioClip(samples, 22_050)


@pytest.mark.parametrize("n_channels", [1, 2])
@pytest.mark.parametrize(
    ("ending", "codec"), [("wav", "pcm_s16le"), ("m4a", "aac"), ("mp3", "mp3float"), ("opus", "opus")]
)
def test_sound_is_where_it_was_and_as_long_as_the_film(tmp_path, ending, codec, n_channels):
    path = tmp_path / f"a.{ending}"
    write_sound(click(n_channels), Fraction(6, 5), path, CancelToken())
    with av.open(path) as container:
        stream = container.streams.audio[0]
        assert (stream.codec_context.name, stream.rate, stream.channels) == (codec, 48_000, n_channels)
        told = {**container.metadata, **stream.metadata}
        assert any("synthetic" in value for value in told.values())
        assert container.duration / 1_000_000 == pytest.approx(1.2, abs=0.03)
        start_s = stream.start_time * stream.time_base if stream.start_time else 0
        frames = list(container.decode(audio=0))
    wave = np.concatenate(
        [
            frame.to_ndarray().reshape(-1, n_channels)[:, 0]
            if codec == "pcm_s16le"
            else frame.to_ndarray()[0]
            for frame in frames
        ]
    )
    first_s = float(frames[0].pts * frames[0].time_base)
    assert first_s - start_s + np.abs(wave).argmax() / 48_000 == pytest.approx(0.501, abs=0.004)


def test_cancelling_stops_it(tmp_path):
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(CancelledError):
        write_sound(click(1), Fraction(1), tmp_path / "a.wav", cancel)
