from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import pytest

from likeness.core.audio import AudioClip
from likeness.encode import FilmFrame
from likeness.takes.contract import TakeReport
from likeness.takes.reel import Reel, Span

FPS = Fraction(25)


@dataclass
class FlatShot:
    """Frames of one grey level plus the number of the frame."""

    level: int

    def frames(self, frame_indices, overlays):
        rgb = np.zeros((4, 6, 3), np.uint8)
        for index in frame_indices:
            rgb[:] = self.level + index + sum(overlays(index))
            yield FilmFrame(rgb, (0, 0, 1, 1))


@dataclass
class FlatTake:
    level: int
    n_frames: int
    set_ups: list
    sound: AudioClip | None = None
    size_px: tuple = (6, 4)
    report: TakeReport = field(default_factory=TakeReport)

    def set_up(self, canvas_px):
        self.set_ups.append((self.level, canvas_px))
        return FlatShot(self.level)


def reel(*lengths, crossfade_s=0.0):
    set_ups = []
    takes = [FlatTake(50 * number, length, set_ups) for number, length in enumerate(lengths, start=1)]
    return Reel(takes, (6, 4), FPS, crossfade_s), set_ups


def levels(frames):
    return [int(frame.rgb[0, 0, 0]) for frame in frames]


def nothing(_):
    return ()


def test_takes_follow_each_other():
    joined, _ = reel(3, 2)
    assert joined.n_frames == 5
    assert levels(joined.frames(range(5), nothing)) == [50, 51, 52, 100, 101]
    assert levels(joined.frames(range(2, 4), nothing)) == [52, 100]
    assert [(scene.start_s, scene.end_s) for scene in joined.scenes] == [(0.0, 0.12), (0.12, 0.2)]


def test_the_first_frame_after_a_cut_is_drawn_anew():
    joined, _ = reel(3, 2)
    changed = [frame.changed_px for frame in joined.frames(range(1, 5), nothing)]
    assert changed == [None, (0, 0, 1, 1), None, (0, 0, 1, 1)]


def test_overlays_count_the_frames_of_the_film():
    joined, _ = reel(3, 2)
    assert levels(joined.frames(range(5), lambda frame: (frame,))) == [50, 52, 54, 103, 105]


def test_takes_melt_into_each_other():
    joined, _ = reel(10, 10, crossfade_s=0.16)
    assert joined.spans == (Span(0, 10), Span(6, 16))
    found = levels(joined.frames(range(16), nothing))
    assert found[:6] == [50, 51, 52, 53, 54, 55]
    assert found[10:] == [104, 105, 106, 107, 108, 109]
    shares = (np.arange(4) + 0.5) / 4
    expected = (1 - shares) * (50 + np.arange(6, 10)) + shares * (100 + np.arange(4))
    np.testing.assert_allclose(found[6:10], expected, atol=0.51)
    assert levels(joined.frames(range(8, 12), nothing)) == found[8:12], "any range gives the same frames"


def test_a_fade_leaves_half_of_the_shorter_take():
    joined, _ = reel(10, 4, 10, crossfade_s=1.0)
    assert joined.spans == (Span(0, 10), Span(8, 12), Span(10, 20))
    assert len(levels(joined.frames(range(20), nothing))) == joined.n_frames == 20


def test_takes_are_set_up_once_when_they_are_needed():
    joined, set_ups = reel(3, 3, 3)
    joined.set_up()
    assert set_ups == [(50, (6, 4))]
    list(joined.frames(range(9), nothing))
    assert [level for level, _ in set_ups] == [50, 100, 150]


@pytest.mark.parametrize("fade", [0.0, 0.08])
def test_sound_is_as_long_as_the_frames(fade):
    set_ups = []
    tone = AudioClip(np.full((9_000, 1), 0.5, np.float32), 22_050)
    both = AudioClip(np.stack([np.full(20_000, 0.25), np.full(20_000, -0.25)], 1).astype(np.float32), 48_000)
    takes = [FlatTake(1, 10, set_ups, tone), FlatTake(2, 7, set_ups), FlatTake(3, 12, set_ups, both)]
    joined = Reel(takes, (6, 4), FPS, fade)
    sound = np.concatenate(list(joined.sound.blocks()))
    assert sound.shape == (joined.n_frames * 1920, 2)
    second = joined.spans[1]
    silent = sound[takes[0].n_frames * 1920 + 10 : (joined.spans[2].start) * 1920]
    assert np.abs(silent).max(initial=0) < 1e-4
    third = joined.spans[2].start * 1920
    inside = sound[third + 9_600 : third + 19_000]
    np.testing.assert_allclose(inside, np.tile([[0.25, -0.25]], (len(inside), 1)), atol=1e-6)
    assert second.stop - second.start == 7


def test_sounds_that_overlap_add_up_to_one():
    level = AudioClip(np.full((48_000, 1), 0.5, np.float32), 48_000)
    takes = [FlatTake(1, 20, [], level), FlatTake(2, 20, [], level)]
    sound = np.concatenate(list(Reel(takes, (6, 4), FPS, 0.4).sound.blocks()))
    assert sound.shape == (30 * 1920, 1)
    np.testing.assert_allclose(sound, 0.5, atol=1e-6)


def test_the_sound_of_a_single_take_is_its_own():
    clip = AudioClip(np.zeros((100, 1), np.float32), 8_000)
    assert Reel([FlatTake(1, 3, [], clip)], (6, 4), FPS).sound is clip


@dataclass
class HalfShot:
    """One colour, seen in the left half only."""

    level: int

    def frames(self, frame_indices, _overlays):
        for _ in frame_indices:
            alpha = np.zeros((4, 6), np.uint8)
            alpha[:, :3] = 255
            yield FilmFrame(np.full((4, 6, 3), self.level, np.uint8), None, alpha)


def test_what_is_not_seen_has_no_say_in_the_colour_of_a_fade():
    takes = [FlatTake(40, 8, []), FlatTake(200, 8, [])]
    takes[1].set_up = lambda _: HalfShot(200)
    frames = list(Reel(takes, (6, 4), FPS, 0.16).frames(range(12), nothing))
    middle = frames[5]
    assert middle.alpha[0].tolist() == [255] * 3 + [159] * 3
    np.testing.assert_allclose(middle.rgb[0, :3, 0], 0.625 * 45 + 0.375 * 200, atol=1)
    np.testing.assert_allclose(middle.rgb[0, 3:, 0], 45, atol=1)
