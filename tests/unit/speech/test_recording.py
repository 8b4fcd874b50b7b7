import os
import struct
import time
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from av.audio.frame import AudioFrame

from likeness.errors import AudioTooLongError, AudioTooShortError, AudioUnreadableError, SoundError
from likeness.speech import read_audio
from likeness.speech.recording import read_recording

CODECS = [
    ("wav", "pcm_s24le", "s32", 44100),
    ("wav", "pcm_u8", "u8", 8000),
    ("mp3", "libmp3lame", "fltp", 44100),
    ("m4a", "aac", "fltp", 48000),
    ("ogg", "libopus", "flt", 48000),
    ("opus", "libopus", "flt", 48000),
    ("flac", "flac", "s16", 22050),
    ("webm", "libopus", "flt", 48000),
    ("mkv", "pcm_s16le", "s16", 16000),
]


def encode(path: Path, codec: str, sample_format: str, rate_hz: int, layout: str = "stereo") -> Path:
    """One second of a 440 Hz tone."""
    tone = 0.3 * np.sin(2 * np.pi * 440 * np.arange(rate_hz) / rate_hz)
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate_hz, layout=layout)
        n_channels = stream.layout.nb_channels
        frame = AudioFrame.from_ndarray(np.tile(tone, (n_channels, 1)).astype(np.float32), "fltp", layout)
        frame.sample_rate = rate_hz
        resampler = av.AudioResampler(
            sample_format, layout, rate_hz, frame_size=stream.codec_context.frame_size
        )
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize(("extension", "codec", "sample_format", "rate_hz"), CODECS)
def test_common_formats(tmp_path: Path, extension: str, codec: str, sample_format: str, rate_hz: int) -> None:
    audio = read_audio(encode(tmp_path / f"a.{extension}", codec, sample_format, rate_hz))
    assert audio.sample_rate_hz == rate_hz
    assert audio.n_channels == 2
    assert audio.duration_s == pytest.approx(1, abs=0.08)
    assert audio.samples.dtype == np.float32
    assert np.abs(audio.samples).max() == pytest.approx(0.3, rel=0.35)


def test_wrong_extension_does_not_matter(tmp_path: Path) -> None:
    path = encode(tmp_path / "a.flac", "flac", "s16", 16000)
    assert read_audio(path.rename(tmp_path / "a.mp3")).duration_s == pytest.approx(1)


def test_six_channels_become_stereo(tmp_path: Path) -> None:
    audio = read_audio(encode(tmp_path / "a.flac", "flac", "s16", 48000, "5.1"))
    assert audio.n_channels == 2
    assert audio.samples.std() > 0.05


@pytest.mark.parametrize(
    ("written_hz", "read_hz"), [(96000, 48000), (11127, 12000), (8000, 8000), (6000, 8000)]
)
def test_rates_are_customary(wave_file: Callable[..., Path], written_hz: int, read_hz: int) -> None:
    audio = read_audio(wave_file(np.full(written_hz, 0.1), written_hz))
    assert audio.sample_rate_hz == read_hz
    assert audio.duration_s == pytest.approx(1, abs=0.01)


def test_values_that_are_no_numbers_become_silence(tmp_path: Path) -> None:
    samples = np.full(16000, 0.1, dtype="<f4")
    samples[::3], samples[1::7] = np.nan, np.inf
    head = struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        b"RIFF",
        36 + samples.nbytes,
        b"WAVE",
        b"fmt ",
        16,
        3,
        1,
        16000,
        64000,
        4,
        32,
        b"data",
        samples.nbytes,
    )
    path = tmp_path / "nan.wav"
    path.write_bytes(head + samples.tobytes())
    audio = read_audio(path)
    assert np.isfinite(audio.samples).all()
    assert np.abs(audio.samples).max() <= 1


def test_length_limits(wave_file: Callable[..., Path]) -> None:
    with pytest.raises(AudioTooShortError):
        read_audio(wave_file(np.full(800, 0.1)))
    with pytest.raises(AudioTooLongError):
        read_audio(wave_file(np.zeros(32000)), max_duration_s=1.5)
    assert read_audio(wave_file(np.zeros(32000)), max_duration_s=2).duration_s == 2


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not sound at all\n" * 40,
        b"RIFF\x00\x00\x00\x00WAVE",
        b"\xff\xfb" + bytes(3000),
        b"#EXTM3U\n#EXTINF:1,\n/etc/passwd\n",
        b"ffconcat version 1.0\nfile 'secret.wav'\n",
        b"OggS" + bytes(range(256)) * 8,
        b"fLaC" + bytes(500),
    ],
)
@pytest.mark.parametrize("extension", ["wav", "mp3", "m3u8"])
def test_files_without_sound(tmp_path: Path, content: bytes, extension: str) -> None:
    path = tmp_path / f"bad.{extension}"
    path.write_bytes(content)
    with pytest.raises(AudioUnreadableError) as failure:
        read_audio(path)
    assert "\n" not in failure.value.message


def test_playlist_does_not_open_other_files(tmp_path: Path, wave_file: Callable[..., Path]) -> None:
    wave_file(np.full(16000, 0.1))
    script = tmp_path / "list.txt"
    script.write_text("ffconcat version 1.0\nfile sound.wav\n")
    with pytest.raises(AudioUnreadableError):
        read_audio(script)


@pytest.mark.parametrize("name", ["missing.wav", "."])
def test_path_without_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(AudioUnreadableError):
        read_audio(tmp_path / name)


def test_truncated_file_gives_what_is_there(tmp_path: Path) -> None:
    path = encode(tmp_path / "a.mp3", "libmp3lame", "fltp", 44100)
    path.write_bytes(path.read_bytes()[:8000])
    assert 0.2 < read_audio(path).duration_s < 0.9


@pytest.mark.parametrize(("extension", "codec", "sample_format", "rate_hz"), CODECS)
def test_whole_file_misses_nothing(
    tmp_path: Path, extension: str, codec: str, sample_format: str, rate_hz: int
) -> None:
    assert read_recording(encode(tmp_path / f"a.{extension}", codec, sample_format, rate_hz)).missing_s == 0


@pytest.mark.parametrize(
    ("extension", "codec", "sample_format", "rate_hz"),
    [
        ("mp3", "libmp3lame", "fltp", 44100),
        ("webm", "libopus", "flt", 48000),
        ("wav", "pcm_s16le", "s16", 16000),
    ],
)
def test_missing_end_is_noticed(
    tmp_path: Path, extension: str, codec: str, sample_format: str, rate_hz: int
) -> None:
    path = encode(tmp_path / f"a.{extension}", codec, sample_format, rate_hz)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    recording = read_recording(path)
    assert recording.missing_s == pytest.approx(0.5, abs=0.1)
    assert recording.missing_s + recording.audio.duration_s == pytest.approx(1, abs=0.05)


def test_stream_without_length_misses_nothing(wave_file: Callable[..., Path]) -> None:
    path = wave_file(np.full(16000, 0.1))
    content = bytearray(path.read_bytes())
    content[4:8] = content[40:44] = b"\xff" * 4
    path.write_bytes(content)
    assert read_recording(path).missing_s == 0


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name, words in (
        (".", "is a directory"),
        ("pipe", "is a pipe"),
        ("gone.wav", "There is no sound file"),
    ):
        with pytest.raises(AudioUnreadableError, match=words):
            read_recording(tmp_path / name)


def test_files_beside_the_repository(shared_audio: Path) -> None:
    for path in [*shared_audio.iterdir(), *(shared_audio.parent / "bad").iterdir()]:
        started_s = time.monotonic()
        try:
            assert np.isfinite(read_audio(path).samples).all()
        except SoundError as error:
            assert path.parent.name == "bad" or path.suffix == ".json", error
        assert time.monotonic() - started_s < 5
