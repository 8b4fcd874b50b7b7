from fractions import Fraction

import numpy as np
import pytest

from likeness.compose import read_footage
from likeness.core.audio import AudioClip
from likeness.core.progress import CancelToken, SilentProgress
from likeness.core.scene import VideoScene
from likeness.core.spec import Output
from likeness.errors import VideoUnreadableError
from likeness.takes.footage import plan_footage
from likeness.takes.footage_sound import footage_sound
from likeness.takes.working import Working
from likeness.testing import DrawnEngine
from likeness.testing.grey_video import GreyVideo, grey_of

RATE_HZ = 24_000
WORKING = Working(DrawnEngine(), Output(fps=Fraction(25)), SilentProgress(), CancelToken())


def click(at_s, length_s=2.0, n_channels=1):
    samples = np.zeros((round(length_s * RATE_HZ), n_channels), np.float32)
    samples[round(at_s * RATE_HZ) :][:48] = 0.5
    return AudioClip(samples, RATE_HZ)


def scene(file, **fields):
    return VideoScene(kind="video", file=file, **fields)


def heard(take):
    return np.concatenate(list(take.sound.blocks()))


def loudest_s(samples):
    return float(np.abs(samples[:, 0]).argmax()) / 48_000


def test_every_frame_shows_what_the_video_shows_then(tmp_path):
    take = plan_footage(scene(GreyVideo(n_frames=20).write(tmp_path / "a.mp4")), WORKING)
    assert take.n_frames == 50
    assert take.size_px == (64, 48)
    shot = take.set_up((128, 72))
    greys = [int(frame.rgb[30, 60, 0]) for frame in shot.frames(range(50), lambda _: ())]
    expected = [grey_of(int((index + 0.5) / 25 * 10)) for index in range(50)]
    np.testing.assert_allclose(greys, expected, atol=3)
    assert [int(f.rgb[30, 60, 0]) for f in shot.frames(range(31, 34), lambda _: ())] == greys[31:34]


def test_frames_that_repeat_are_told_as_unchanged(tmp_path):
    take = plan_footage(scene(GreyVideo(n_frames=4).write(tmp_path / "a.mp4")), WORKING)
    changed = [frame.changed_px for frame in take.set_up((64, 48)).frames(range(10), lambda _: ())]
    assert changed[1] == (0, 0, 0, 0)
    assert changed[0] == changed[2] == (0, 0, 64, 48)


@pytest.mark.parametrize("start_s", [0.0, 0.5])
def test_sound_keeps_to_the_pictures(tmp_path, start_s):
    video = GreyVideo(sound=click(0.7), sound_from_s=start_s)
    take = plan_footage(scene(video.write(tmp_path / "a.mkv")), WORKING)
    assert loudest_s(heard(take)) == pytest.approx(start_s + 0.7, abs=0.003)


def test_sound_before_the_first_picture_is_left_out(tmp_path):
    video = GreyVideo(times=range(10, 20), sound=click(1.4))
    take = plan_footage(scene(video.write(tmp_path / "a.mkv")), WORKING)
    assert loudest_s(heard(take)) == pytest.approx(0.4, abs=0.025)


def test_volume_is_a_factor(tmp_path):
    file = GreyVideo(sound=click(0.7, n_channels=2)).write(tmp_path / "a.mkv")
    loud, quiet = (plan_footage(scene(file, volume=volume), WORKING) for volume in (1.0, 0.25))
    assert heard(loud).shape[1] == 2
    assert np.abs(heard(quiet)).max() == pytest.approx(0.25 * np.abs(heard(loud)).max(), rel=1e-3)


def test_no_sound(tmp_path):
    with_sound = GreyVideo(sound=click(0.7)).write(tmp_path / "a.mkv")
    silent = GreyVideo().write(tmp_path / "b.mp4")
    assert plan_footage(scene(silent), WORKING).sound is None
    assert plan_footage(scene(with_sound, is_mute=True), WORKING).sound is None
    assert plan_footage(scene(with_sound, volume=0), WORKING).sound is None


def test_a_cut_file_falls_silent(tmp_path):
    file = GreyVideo(n_frames=20, sound=click(0.2, 4.0)).write(tmp_path / "a.mkv")
    footage = read_footage(file)
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    sound = footage_sound(footage, 1.0)
    assert sound is not None
    assert 0 < sum(block.shape[0] for block in sound.blocks()) < 4 * 48_000


def test_no_video(tmp_path):
    (tmp_path / "a.mp4").write_bytes(b"no video" * 100)
    with pytest.raises(VideoUnreadableError):
        plan_footage(scene(tmp_path / "a.mp4"), WORKING)
