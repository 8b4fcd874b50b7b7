"""An hour of film at a tiny size: memory, synchrony at the end, and what lies on the disk meanwhile."""

import json
import subprocess
import sys
from fractions import Fraction

import av
import numpy as np
import pytest

MINUTES = 60
FPS = 5
SECONDS = MINUTES * 60

MAKES = """
import json, resource, sys
from fractions import Fraction
from pathlib import Path
import numpy as np
from likeness.core.progress import CancelToken
from likeness.encode import ChunkPlan, Film, FilmFrame, VideoSettings, encode_in_parallel, write_film

fps, seconds, container, codec, output = (*map(int, sys.argv[1:3]), *sys.argv[3:])
settings = VideoSettings(32, 32, Fraction(fps), codec)
pictures = [FilmFrame(np.full((32, 32, 3), level, np.uint8)) for level in (20, 230)]

def frames_of(frames):
    # Light for the first second of each minute.
    for index in frames:
        yield pictures[index // fps % 60 == 0]

class Beeps:
    # A tone as long as the light.
    sample_rate_hz, n_channels = 8_000, 1
    def blocks(self):
        tone = 0.5 * np.sin(2 * np.pi * 500 * np.arange(8_000) / 8_000).astype(np.float32)[:, None]
        silence = np.zeros_like(tone)
        for second in range(seconds):
            yield tone if second % 60 == 0 else silence

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

film = Film(settings, Beeps(), fps * seconds, container)
early = []
plan = ChunkPlan(settings, film.n_frames)
def watched():
    for index, chunk in enumerate(encode_in_parallel(frames_of, plan, CancelToken(), 2)):
        if index == 40:
            early.append(peak())
        yield chunk
write_film(film, watched(), Path(output), CancelToken())
print(json.dumps({"early_kib": early[0], "peak_kib": peak()}))
"""


@pytest.fixture(scope="module", params=[("mp4", "h264"), ("webm", "vp9")], ids=lambda kind: kind[0])
def made(request, tmp_path_factory):
    container, codec = request.param
    folder = tmp_path_factory.mktemp("long")
    path = folder / f"film.{container}"
    command = [sys.executable, "-c", MAKES, str(FPS), str(SECONDS), container, codec, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    return path, json.loads(done.stdout)


def test_memory_does_not_grow_with_the_film(made):
    _, told = made
    # The index of a film grows by some bytes per packet; sound alone would take 690 MB as a whole.
    assert told["peak_kib"] - told["early_kib"] < 120 * 1024


def test_sound_and_pictures_are_together_after_an_hour(made):
    path, _ = made
    start_s = SECONDS - 60
    with av.open(path) as container:
        video = container.streams.video[0]
        container.seek(round((start_s - 5) / video.time_base), stream=video)
        lights = {
            frame.pts * frame.time_base: frame.to_ndarray(format="gray").mean() > 128
            for frame in container.decode(video)
        }
    with av.open(path) as container:
        audio = container.streams.audio[0]
        container.seek(round((start_s - 5) / audio.time_base), stream=audio)
        frames = list(container.decode(audio))
    first_light_s = min(time for time, is_light in lights.items() if is_light)
    wave = np.concatenate([np.abs(frame.to_ndarray()).reshape(-1) for frame in frames])
    begun_s = float(frames[0].pts * frames[0].time_base) + np.argmax(wave > 0.2) / 48_000
    assert first_light_s == start_s
    assert begun_s == pytest.approx(start_s, abs=0.02)
    # The last frame is where it must be, and nothing goes on after it.
    assert max(lights) == SECONDS - Fraction(1, FPS)
    end_s = float(frames[-1].pts * frames[-1].time_base) + frames[-1].samples / 48_000
    assert end_s == pytest.approx(SECONDS, abs=0.025)
