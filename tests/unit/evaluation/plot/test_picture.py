import numpy as np
import pytest
from PIL import Image

from likeness.core.audio import AudioClip
from likeness.core.performance import PerformanceEvent
from likeness.core.speech import Phone, PhoneSource, Word
from likeness.errors import OutputNotWritableError
from likeness.evaluation import SpokenTimeline
from likeness.evaluation.evaluate import Evaluation
from likeness.evaluation.face_curves import face_curves
from likeness.evaluation.film_reading import Film
from likeness.evaluation.film_sound import film_sound
from likeness.evaluation.findings import find_all
from likeness.evaluation.measures import measures_of
from likeness.evaluation.plot import draw_plot, style, write_plot
from likeness.evaluation.plot.lanes import EVENT_ROWS
from likeness.evaluation.plot.sheet import dashes
from likeness.evaluation.readings import all_readings
from likeness.evaluation.timeline_reading import PlannedCurves


@pytest.fixture
def evaluation(track, tmp_path):
    def make(duration_s=3.0, timeline=None, sound=None):
        steps = np.arange(round(duration_s * 25))
        tracked = track(gap=0.15 + 0.05 * np.sin(steps), head_deg=np.stack([np.sin(steps / 9)] * 3, axis=1))
        seen = face_curves(tracked)
        found = find_all(tracked, seen, sound, timeline)
        film = Film(tmp_path / "film.mp4", 512, 512, 25.0, len(steps))
        return Evaluation(film, 1.0, seen, sound, timeline, found, measures_of(all_readings(found)))

    return make


def colours(image, name):
    """Number of pixels of a colour of the style."""
    wanted = np.array([int(name[i : i + 2], 16) for i in (1, 3, 5)])
    return int((np.abs(np.asarray(image).astype(int) - wanted).max(axis=2) <= 3).sum())


def timeline(text="papa", n_frames=75):
    curves = PlannedCurves(
        ((np.arange(n_frames) + 0.5) / 25).astype(np.float32),
        {"jaw_open": np.full(n_frames, 0.2, np.float32)},
    )
    return SpokenTimeline(
        (Phone("P", "p", 0.5, 0.7), Phone("AA", "a", 0.7, 1.2)),
        (Word(text, 0.5, 1.2),),
        PhoneSource.SYNTHESIZED,
        curves,
        tuple(PerformanceEvent(kind, 1.0, 1.5) for kind, _ in EVENT_ROWS),
    )


def test_a_film_with_everything(evaluation):
    sound = film_sound(AudioClip(np.sin(np.arange(48000) / 9).astype(np.float32)[:, None], 16000), 0.0)
    with_all, bare = draw_plot(evaluation(3.0, timeline(), sound)), draw_plot(evaluation())
    assert with_all.width == bare.width == style.WIDTH_PX
    assert with_all.height > bare.height
    for colour in (style.BILABIAL, style.WAVE_CORE, style.GOLD):
        assert colours(with_all, colour) > 200
    assert colours(bare, style.WAVE_CORE) == 0
    for image in (with_all, bare):
        assert colours(image, style.TEAL_FILL) > 2000


def test_a_missed_closure_is_marked(evaluation):
    shown, control = evaluation(3.0, timeline()), evaluation()
    assert not shown.findings.bilabials[0].is_closed
    # The legend has one red dot in both.
    assert colours(draw_plot(shown), style.RED) > colours(draw_plot(control), style.RED) + 12


@pytest.mark.parametrize(("duration_s", "n_rows"), [(0.04, 1), (9.0, 1), (12.9, 1), (13.5, 2), (61.0, 6)])
def test_rows_are_equally_long(evaluation, duration_s, n_rows):
    one = draw_plot(evaluation()).height - style.TOP_PX
    assert draw_plot(evaluation(duration_s)).height == style.TOP_PX + n_rows * one


@pytest.mark.parametrize("text", ["Žluťoučký", "مرحبا", "你好世界", "🙂", "a" * 200, ""])
def test_words_of_any_script(evaluation, text):
    assert draw_plot(evaluation(3.0, timeline(text))).height > 100


def test_letters_choose_their_font():
    assert style.font_for("Hello", 12) is style.built_in_font(12)
    assert style.font_for("\U000ffffe", 12) is None


def test_the_file_appears_whole(evaluation, tmp_path):
    write_plot(evaluation(), tmp_path / "plot.png")
    with Image.open(tmp_path / "plot.png") as image:
        assert image.format == "PNG"
        assert image.width == style.WIDTH_PX
    with pytest.raises(OutputNotWritableError):
        write_plot(evaluation(), tmp_path / "missing" / "plot.png")
    assert [path.name for path in tmp_path.iterdir()] == ["plot.png"]


def test_dashes_have_one_length_along_a_bent_line():
    pieces = dashes([(0.0, 0.0), (0.0, 50.0), (70.0, 50.0)])
    lengths = [np.abs(np.diff(np.array(piece), axis=0)).sum() for piece in pieces]
    assert lengths == pytest.approx([12.0] * 6)
    assert [(0.0, 40.0), (0.0, 50.0), (2.0, 50.0)] in pieces
    assert dashes([(1.0, 1.0)]) == []
